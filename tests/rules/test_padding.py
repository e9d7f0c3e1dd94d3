"""Rows that only fill up a number are found at their cells; honest series are not."""

from typing import Any

import pytest

from rules.padding import filled_down
from tests.builders import HEADERS, parsed, row, sheet_of

LONG = "Thay trục cũ bằng trục mới có ổ bi tự lựa để giảm rung"


def rows_told(check_id: str, *rows: list[Any], head: Any = HEADERS) -> list[int]:
    """Worksheet rows of a check's findings."""
    findings = parsed(sheet_of([head, *rows])).findings
    return sorted(findings.loc[findings["check_id"] == check_id, "row"])


@pytest.mark.parametrize("stem", ["Cải tiến {}", "Cải tiến quy trình sản xuất số {}", "SK-HG{}", "Giải pháp hay {}."])
def test_titles_filled_down_are_found(stem: str) -> None:
    rows = [row(1, "Máy ép"), *[row(i, stem.format(i)) for i in range(2, 8)], row(9, "Máy dệt")]
    assert rows_told("INI-031", *rows) == [3, 4, 5, 6, 7, 8]


def test_a_placeholder_filled_down_is_told_once() -> None:
    rows = [row(i, f"Sáng kiến {i}") for i in range(1, 7)]
    assert rows_told("INI-031", *rows) == []
    assert rows_told("INI-002", *rows) == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    "titles",
    [
        ["Máy số 1", "Máy số 2", "Máy số 3", "Máy số 4"],
        ["Dạy lớp 4", "Dạy lớp 4", "Dạy lớp 5", "Dạy lớp 5", "Dạy lớp 6"],
        ["Lớp 1 A", "Lớp 2 B", "Lớp 3 C", "Lớp 4 D", "Lớp 5 E"],
        ["Áp dụng 2021"] * 6,
        ["", "", "", "", ""],
    ],
)
def test_an_honest_series_is_not(titles: list[str]) -> None:
    assert not any(filled_down(titles))


def test_one_title_however_it_is_spelled() -> None:
    spelled = ["Đổi mới máy dệt", "đổi mới máy dệt.", "ĐỔI MỚI MÁY DỆT", "Đổi mới  máy dệt", "Đổi mới máy dệt"]
    assert rows_told("INI-023", *[row(i, title) for i, title in enumerate(spelled)]) == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("title", ["Nguyễn Văn An", "NGUYỄN VĂN AN", "Công ty May 10", "Cty May 10"])
def test_a_title_that_only_names_its_author_or_workplace(title: str) -> None:
    assert rows_told("INI-032", row(1, "Máy ép"), row(2, title, authors="Nguyễn Văn An; Lê Thị Bình")) == [3]


def test_one_content_row_after_row() -> None:
    head = [*HEADERS, "Nội dung sáng kiến"]
    titles = ["Máy ép", "Máy dệt", "Máy cắt", "Máy may", "Máy tiện"]
    rows = [[*row(i, title), LONG] for i, title in enumerate(titles)]
    assert rows_told("INI-033", *rows, head=head) == [2, 3, 4, 5, 6]
    assert rows_told("INI-033", *rows[1:], head=head) == []
    assert rows_told("INI-033", *[[*r[:-1], "Thay trục"] for r in rows], head=head) == []


def test_of_a_secret_row_only_the_place_is_told() -> None:
    rows = [row(i, f"Cải tiến máy {i}", secrecy="x") for i in range(1, 7)]
    findings = parsed(sheet_of([HEADERS, *rows])).findings
    told = findings[findings["check_id"] == "INI-031"]
    assert len(told) == 6
    assert set(told["found"]) == {""}
