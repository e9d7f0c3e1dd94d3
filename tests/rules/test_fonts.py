"""Where the file names an old font, the font decides: titles, headers and marks are read as the sheet shows them."""

import csv
from pathlib import Path
from typing import Any

import pytest

from rules.fonts import in_unicode
from rules.legacy_encodings import TCVN3
from tests.builders import HEADERS, parsed, row, sheet_of

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "mojibake_samples.csv"
SEEN = {chr(code) if isinstance(code, int) else code: meant for code, meant in TCVN3.items()}
BACK = {(meant if isinstance(meant, str) else chr(meant)): seen for seen, meant in SEEN.items()}


def tcvn3(text: str) -> str:
    """A text as a TCVN3 font stores it, small letters only."""
    return "".join(BACK.get(letter, letter) for letter in text)


def one(text: Any, font: str) -> Any:
    """What a cell in this font says."""
    return in_unicode(sheet_of([[text]], fonts={(1, 0): font})).rows[0][0]


@pytest.mark.parametrize(
    ("text", "font", "meant"),
    [
        (tcvn3("cải tiến máy dệt"), ".VnTime", "cải tiến máy dệt"),
        (tcvn3("cải tiến máy dệt"), ".VnTimeH", "CẢI TIẾN MÁY DỆT"),
        ("may ep", ".VnArialH", "MAY EP"),
        (tcvn3("dệt à"), ".vntime", "dệt à"),
        ("Caûi tieán maùy deät", "VNI-Times", "Cải tiến máy dệt"),
        ("Cải tiến máy dệt", ".VnTime", "Cải tiến máy dệt"),  # Unicode typed into a cell of an old font
        ("Cải tiến máy dệt", "VNI-Times", "Cải tiến máy dệt"),
        ("x", ".VnTime", "x"),
        (12.5, ".VnTimeH", 12.5),
    ],
)
def test_a_cell_by_its_font(text: Any, font: str, meant: Any) -> None:
    assert one(text, font) == meant


@pytest.mark.skipif(not SAMPLES.exists(), reason="the list of broken texts is not here")
def test_real_broken_texts_by_their_font() -> None:
    with SAMPLES.open(encoding="utf-8-sig", newline="") as lines:
        for sample in csv.DictReader(lines):
            font = {"TCVN3 (": ".VnTime", "VNI-Win": "VNI-Times"}.get(sample["kind"][:7])
            if font:
                assert one(sample["broken"], font) == sample["correct"]


def test_one_short_word_that_only_the_font_can_tell() -> None:
    """ "µ" alone may be a unit of measure; in a TCVN3 font it is à."""
    assert one("µ", ".VnTime") == "à"
    assert one("µ", "Arial") == "µ"


def test_headers_and_marks_in_an_old_font_are_read() -> None:
    head = [tcvn3(h.lower()) for h in HEADERS]
    rows = [head, row(1, tcvn3("máy dệt")), row(2, tcvn3("men gốm"), note=tcvn3("bí mật công nghệ"))]
    fonts = {(n, i): ".VnTime" for n in (1, 2, 3) for i in range(len(HEADERS))}
    file = parsed(sheet_of(rows, fonts=fonts | {(2, 1): ".VnTimeH"}))
    assert file.records["title"].tolist() == ["MÁY DỆT", "men gốm"]
    assert [bool(reason) for reason in file.records["secret_reason"]] == [False, True]
    assert not {"SHT-001", "SHT-003", "SHT-004", "INI-022"} & set(file.findings["check_id"])
