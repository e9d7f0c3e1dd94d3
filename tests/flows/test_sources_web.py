"""HTTPS: certificates are verified, nobody leads the pull to another host, only what may pass is asked for again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from flows.source_settings import Credentials
from flows.sources import Reason, pull
from tests.flows.conftest import Harbour, Place, reason, skipped
from tests.flows.server_web import WebServer, start_web
from tests.flows.servers import PASSWORD, TOKEN, USER, server_tls

THREE = {"a.csv": b"one", "b.csv": b"two" * 30_000, "c.csv": b"three"}


@pytest.fixture
def place(harbour: Harbour) -> Place:
    return harbour.place("https", THREE)


@pytest.fixture
def elsewhere(harbour: Harbour, tmp_path: Path) -> Iterator[WebServer]:
    """Another server, which must never be asked."""
    server = start_web(harbour.background, tmp_path, server_tls(harbour.authority))
    yield server
    assert server.faults.asked == []
    harbour.background.run(server.runner.cleanup())


def test_a_token_opens_the_door_too(harbour: Harbour, place: Place) -> None:
    server = start_web(harbour.background, harbour.folders, server_tls(harbour.authority), opens="bearer")
    source = replace(place.source(), address=f"https://127.0.0.1:{server.port}/{place.name}/")
    assert reason(source) is Reason.REFUSED
    source = replace(source, credentials=Credentials(token=TOKEN, user=USER, password=PASSWORD))
    assert {p.receipt.path: p.data for p in pull(source)} == THREE
    harbour.background.run(server.runner.cleanup())


@pytest.mark.parametrize("given", [Credentials(), Credentials(user=USER, password="wrong"), Credentials(token="wrong")])
def test_a_refused_entry_is_asked_for_once(place: Place, given: Credentials) -> None:
    assert reason(replace(place.source(), credentials=given)) is Reason.REFUSED
    assert len(place.harbour.web.faults.asked) == 1


def test_a_certificate_of_an_unknown_authority_is_refused(place: Place, tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    for ca_file in ("", str(tmp_path / "other.pem"), str(tmp_path / "absent.pem")):
        assert reason(replace(place.source(), ca_file=ca_file)) is Reason.CERTIFICATE
    assert place.harbour.web.faults.asked == []


def test_a_certificate_for_another_name_is_refused(harbour: Harbour, place: Place) -> None:
    server = start_web(harbour.background, harbour.folders, server_tls(harbour.authority, "nop.vn"))
    assert reason(replace(place.source(), address=f"https://127.0.0.1:{server.port}/")) is Reason.CERTIFICATE
    assert server.faults.asked == []
    harbour.background.run(server.runner.cleanup())


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_for_again(place: Place, status: int) -> None:
    place.harbour.web.faults.statuses = [status, status]
    assert {p.receipt.path: p.data for p in pull(place.source())} == THREE
    place.harbour.web.faults.statuses = [status] * 3
    assert reason(place.source()) is Reason.UNREACHABLE


@pytest.mark.parametrize(
    ("status", "told"),
    [(404, Reason.NOT_FOUND), (403, Reason.REFUSED), (400, Reason.UNREACHABLE), (501, Reason.UNREACHABLE)],
)
def test_what_will_not_pass_is_asked_for_once(place: Place, status: int, told: Reason) -> None:
    place.harbour.web.faults.statuses = [status]
    assert reason(place.source()) is told
    assert len(place.harbour.web.faults.asked) == 1


def test_a_redirect_of_the_folder_is_not_followed(place: Place, elsewhere: WebServer) -> None:
    faults = place.harbour.web.faults
    faults.redirects = {f"/{place.name}/": f"https://127.0.0.1:{elsewhere.port}/"}
    assert reason(place.source()) is Reason.REDIRECTED
    faults.redirects = {f"/{place.name}/b.csv": f"https://127.0.0.1:{elsewhere.port}/b.csv"}
    assert skipped(place.source()) == {"a.csv": "", "b.csv": "unreadable", "c.csv": ""}


def test_links_to_elsewhere_are_passed_over(place: Place, elsewhere: WebServer) -> None:
    other, here = f"https://127.0.0.1:{elsewhere.port}/{place.name}", place.harbour.web.port
    links = [
        f"{other}/x.csv", f"//127.0.0.1:{elsewhere.port}/{place.name}/y.csv", "http://169.254.169.254/latest/z.csv",
        "../up.csv", "/etc/passwd", "deep/er.csv", "%2e%2e/", "%2e%2e%2fq.csv", "..%5cw.csv/../../r.csv", "?C=N;O=D",
        "javascript:alert(1)", "file:///etc/passwd", "data:text/csv,x", "a.csv?token=1", "b.csv#part", "http://[bad",
        "", f"https://127.0.0.1:{here}@127.0.0.1:{elsewhere.port}/{place.name}/s.csv",
    ]  # fmt: skip
    page = f'<base href="{other}/">' + "".join(f'<a href="{link}">x</a>' for link in links) + "<a class=q href=c.csv>"
    place.harbour.web.faults.page = lambda _: page.encode()
    assert skipped(place.source()) == {"c.csv": ""}


def test_a_server_that_answers_every_path_alike_is_left(place: Place) -> None:
    place.harbour.web.faults.page = lambda _: b'<a href="a/">a</a><a href="b/">b</a>'
    assert reason(place.source(files=200)) is Reason.TOO_MANY


@pytest.mark.parametrize("headers", [{"Content-Type": "application/json"}, {"Content-Encoding": "gzip"}])
def test_an_answer_that_is_no_index_page_is_told(place: Place, headers: dict[str, str]) -> None:
    place.harbour.web.faults.headers = headers
    told = Reason.NOT_A_LISTING if "Content-Type" in headers else Reason.UNREACHABLE
    assert reason(place.source()) is told


def test_what_never_ends_is_not_waited_for(place: Place) -> None:
    place.harbour.web.faults.endless = {"b.csv"}
    pulled = list(pull(place.source()))
    assert [(p.receipt.skipped, p.receipt.size) for p in pulled] == [("", 3), ("too_large", 200_001), ("", 5)]
    place.harbour.web.faults.endless = {place.name}
    place.harbour.web.faults.page = lambda _: b"<a href=x.csv>" * 2_000_000
    assert reason(place.source()) is Reason.NOT_A_LISTING


def test_a_body_that_drips_ends_with_the_pull(place: Place) -> None:
    place.harbour.web.faults.dripping = {"b.csv"}
    assert skipped(place.source(pull_seconds=2.5)) == {"a.csv": "", "b.csv": "unreadable", "c.csv": "unreadable"}


def test_a_silent_server_is_given_up(place: Place) -> None:
    place.harbour.web.faults.slow = {"b.csv"}
    assert skipped(place.source(silence_seconds=1, attempts=1)) == {"a.csv": "", "b.csv": "unreadable", "c.csv": ""}


def test_a_body_shorter_than_promised_is_fetched_again(place: Place) -> None:
    place.harbour.web.faults.dropped = {"b.csv": 2}
    assert {p.receipt.path: p.data for p in pull(place.source())} == THREE
    place.harbour.web.faults.dropped = {"b.csv": 99}
    assert skipped(place.source()) == {"a.csv": "", "b.csv": "unreadable", "c.csv": ""}


def test_a_file_that_changes_at_each_look_is_not_taken(place: Place) -> None:
    place.harbour.web.faults.moving = {"b.csv"}
    assert skipped(place.source()) == {"a.csv": "", "b.csv": "changing", "c.csv": ""}


def test_a_closed_folder_below_the_source_costs_itself_alone(place: Place) -> None:
    place.put("kín/d.csv", b"x")
    place.harbour.web.faults.gone = {"kín": 403}
    assert skipped(place.source()) == dict.fromkeys(THREE, "") | {"kín": "unreadable"}
    place.harbour.web.faults.gone = {"kín": 500}
    assert reason(place.source()) is Reason.UNREACHABLE


def test_while_a_server_is_down_the_other_files_are_asked_for_once(place: Place) -> None:
    place.harbour.web.faults.gone = {"a.csv": 503, "b.csv": 503}
    assert skipped(place.source()) == {"a.csv": "unreadable", "b.csv": "unreadable", "c.csv": ""}
    asked = [a.rsplit("/", 1)[-1] for a in place.harbour.web.faults.asked if a.startswith("GET")]
    assert [asked.count(name) for name in ("a.csv", "b.csv", "c.csv")] == [3, 1, 1]
