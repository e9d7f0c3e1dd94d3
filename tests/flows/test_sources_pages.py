"""Index pages as servers make them, and pages as nobody should make them."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.index_page import children

HERE = "https://nop.vn/LDLD-01/n%E1%BB%99p/"
NGINX = """<html><head><title>Index of /LDLD-01/</title></head><body><h1>Index of /LDLD-01/</h1><hr><pre>
<a href="../">../</a>
<a href="Qu%E1%BA%ADn%201/">Quận 1/</a>           22-Apr-2021 08:00       -
<a href="danh%20s%C3%A1ch.xlsx">danh sách.xlsx</a> 22-Apr-2021 08:00   12345
</pre><hr></body></html>"""
APACHE = """<table><tr><th><a href="?C=N;O=D">Name</a></th><th><a href="?C=M;O=A">Last modified</a></th></tr>
<tr><td><img src="/icons/back.gif"></td><td><a href="/LDLD-01/">Parent Directory</a></td></tr>
<tr><td><a href="Qu%e1%ba%adn%201/"><img src="/icons/folder.gif"></a></td>
<td><a href="Qu%e1%ba%adn%201/">Q</a></td></tr>
<tr><td><A HREF='danh%20s%c3%a1ch.xlsx'>danh sách.xlsx</A></td></tr></table>"""
PYTHON = """<!DOCTYPE HTML><title>Directory listing for /</title><ul>
<li><a href="Qu%E1%BA%ADn%201/">Quận 1/</a></li>
<li><a href="danh%20s%C3%A1ch.xlsx">danh sách.xlsx</a></li></ul>"""
ABSOLUTE = """<a href="/LDLD-01/n%e1%bb%99p/Qu%E1%BA%ADn%201/">x</a> <a href=/LDLD-01/nộp/danh%20sách.xlsx>x</a>
<a class="file" href="https://nop.vn/LDLD-01/n%E1%BB%99p/danh%20s%C3%A1ch.xlsx">again</a>"""


@pytest.mark.parametrize("page", [NGINX, APACHE, PYTHON, ABSOLUTE])
def test_pages_of_every_server_tell_the_same(page: str) -> None:
    assert sorted(children(page.encode(), HERE)) == [("Quận 1", True), ("danh sách.xlsx", False)]


_NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1, max_size=20)


@settings(max_examples=50, deadline=None)
@given(st.sets(_NAMES.filter(lambda name: name not in (".", ".."))))
def test_any_name_that_is_quoted_comes_back_as_it_was(names: set[str]) -> None:
    page = "".join(f'<a href="./{quote(name)}">x</a>' for name in names)
    assert {name for name, _ in children(page.encode(), HERE)} == names


_HREFS = st.text(st.sampled_from("./\\%2eEfF:?#@&;abc \"'<>\n"), max_size=30)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(_HREFS, _NAMES, st.text(max_size=30))))
def test_no_page_leads_anywhere_but_right_below(links: list[str]) -> None:
    page = "".join(f'<a href="{link}">' for link in links).encode("utf-8", "surrogatepass")
    for name, _ in children(page, HERE):
        assert name not in ("", ".", "..")
        assert "/" not in name


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(page: bytes) -> None:
    list(children(b"<a href=" + page, HERE))


@pytest.mark.parametrize("piece", [b"<a ", b"<a href='", b'href="', b"<a href=", b"<a href   ", b"<a href= "])
def test_a_hostile_page_takes_no_more_than_its_length(piece: bytes) -> None:
    assert len(list(children(piece * 200_000, HERE))) <= 200_000
