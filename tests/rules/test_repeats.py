"""What title, effect and award of a secret row repeat of its withheld fields is held; what is public by rule stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.explanations import explanation_id
from rules.features import Coder
from rules.repeats import HELD, without_repeats
from tests.builders import HEADERS, parsed, row, sheet_of

WHO = ("Nguyễn Văn Ánh; Lê Thị Ba", "Trường Tiểu học Lê Lợi, quận 1")
CONTENT = "Trộn ba phần đất sét trắng với một phần tro trấu rồi nung ở nhiệt độ vừa phải trong hai ngày đêm liền"


def held(title: str = "Máy ép", effect: str = "", award: str = "") -> tuple[str, str, str]:
    return without_repeats((title, effect, award), *WHO, CONTENT)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Máy ép của Nguyễn Văn Ánh chế tạo", f"Máy ép của {HELD} chế tạo"),
        ("MÁY ÉP (LÊ THỊ BA)", f"MÁY ÉP ({HELD})"),
        ("Máy ép nguyen van anh", f"Máy ép {HELD}"),
        ("Nâng cao chất lượng tại trường TH Lê Lợi", f"Nâng cao chất lượng tại trường TH {HELD}"),
    ],
)
def test_a_name_in_the_title_is_held(text: str, shown: str) -> None:
    assert held(text)[0] == shown


def test_a_stretch_of_the_content_in_the_effect_is_held() -> None:
    assert held(effect=f"Bền hơn: {CONTENT.upper()}.")[1] == f"Bền hơn: {HELD}."
    assert HELD in held(effect="Nhờ trộn ba phần đất sét trắng với một phần tro trấu mà bền")[1]
    assert HELD in held(award="Giấy khen anh Lê Thị Ba")[2]


@pytest.mark.parametrize(
    "text", ["Biện pháp dạy toán cho học sinh tiểu học", "Máy ép số 1", "Trộn đất sét trắng với tro trấu", "Ánh sáng"]
)
def test_what_only_shares_words_stays(text: str) -> None:
    assert held(text, text, text) == (text, text, text)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_of_two_words_is_left(before: str, after: str) -> None:
    shown, _, _ = held(f"{before} Nguyễn Văn Ánh {after}")
    assert " Nguyễn Văn Ánh " not in shown


def _sent(secrecy: str, agreed: frozenset[str] = frozenset()) -> tuple[str, list[str]]:
    import dataclasses

    from rules.intake import Submitted, parse_sheets
    from tests.builders import column_table

    made = row(1, "Máy ép của Nguyễn Văn Ánh", authors=WHO[0], workplace=WHO[1], secrecy=secrecy)
    about = Submitted("LDLD-01", "a.xlsx", False, column_table(), Coder(b"a key for tests"))
    found = parse_sheets([sheet_of([HEADERS, made])], dataclasses.replace(about, agreed=agreed))
    asked = found.findings[found.findings["check_id"] == "INI-040"]
    assert set(asked["found"]) <= {""}
    return str(found.records["title"].iloc[0]), asked["field"].tolist()


def test_the_federation_is_asked_of_a_secret_row_and_an_open_one_is_as_it_was_sent() -> None:
    assert _sent("x") == (f"Máy ép của {HELD}", ["title"])
    assert _sent("") == ("Máy ép của Nguyễn Văn Ánh", [])


def test_the_text_is_shown_once_a_person_has_accepted_it() -> None:
    code = explanation_id(Coder(b"a key for tests"), "LDLD-01", "INI-040", "title", f"Máy ép của {HELD}", "")
    assert _sent("x", frozenset([code])) == ("Máy ép của Nguyễn Văn Ánh", [])


def test_the_codes_rest_on_the_title_as_it_was_sent() -> None:
    one, other = (
        parsed(sheet_of([HEADERS, row(1, "Máy ép của Nguyễn Văn Ánh", authors="Nguyễn Văn Ánh", secrecy=mark)]))
        for mark in ("x", "")
    )
    assert one.records["title_code"].tolist() == other.records["title_code"].tolist()
