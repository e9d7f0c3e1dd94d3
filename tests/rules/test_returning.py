"""The table that goes back: places kept, secrets gone, packed and unpacked alike."""

import json
import zlib
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.contacts import without_contacts
from rules.returning import pack, unpack, withheld_rows
from schemas.returned import ReturnedRow, ReturnedSheet, ShownColumns
from schemas.submission import Cell, column_letters
from tests.builders import HEADERS, parsed, row, sheet_of

SHOWN = ShownColumns(title=1, effect=6, award=10, secrecy=(11,))
CELLS = st.one_of(
    st.text(max_size=20), st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(), st.datetimes(min_value=datetime(1900, 1, 1)), st.dates(), st.times(), st.timedeltas(),
)  # fmt: skip


def back(*rows: list[object], **facts: object) -> ReturnedSheet:
    return unpack(parsed(sheet_of([list(HEADERS), *rows], **facts)).returned)[0]


def texts(sheet: ReturnedSheet) -> str:
    return repr(sheet)


def test_an_open_row_goes_back_as_it_was_sent_at_its_own_place() -> None:
    sent = row(1, "Cải tiến máy dệt", note="đã trình hội đồng")
    sheet = back(sent)
    assert [r.row for r in sheet.rows] == [1, 2]
    assert list(sheet.rows[1].cells) == sent
    assert (sheet.width, sheet.rows[1].token) == (13, "")


def test_of_a_secret_row_only_title_effect_award_mark_and_token_go_back() -> None:
    sheet = back(
        row(1, "Sáng kiến kín", authors="Tác Giả Kín", workplace="Xưởng Kín", secrecy="x", award="Giấy khen CĐCS")
    )
    cells = dict(enumerate(sheet.rows[1].cells))
    assert {column_letters(i) for i, cell in cells.items() if cell != ""} == {"B", "G", "K", "L"}
    assert (cells[1], cells[11]) == ("Sáng kiến kín", "x")
    assert sheet.rows[1].token.startswith("BM-")
    assert "Tác Giả Kín" not in texts(sheet)
    assert "Xưởng Kín" not in texts(sheet)


def test_two_rows_that_differ_only_in_withheld_fields_go_back_the_same() -> None:
    one = back(row(1, "Sáng kiến kín", authors="Một Người", note="ghi một", secrecy="x"))
    other = back(row(1, "Sáng kiến kín", authors="Người Khác", note="ghi hai", secrecy="x"))
    assert one == other


def test_what_is_merged_over_several_initiatives_goes_back_in_each_of_them() -> None:
    merged = (((2, 3), (4, 3)), ((2, 7), (3, 7)))  # the workplace over three rows, a sum over two
    below = [row(n, title, workplace="", benefit="") for n, title in ((2, "Đổi mới lò hơi"), (3, "Rút gọn hồ sơ"))]
    sheet = back(row(1, "Cải tiến máy dệt"), *below, merged=merged)
    assert [r.cells[3] for r in sheet.rows[1:]] == ["Công ty May 10"] * 3
    assert [r.cells[7] for r in sheet.rows[1:]] == [15, "", ""]


def test_nothing_of_a_secret_row_goes_back_in_the_rows_it_is_merged_over() -> None:
    first = row(1, "Sáng kiến kín", workplace="Xưởng Kín", secrecy="x")
    sheet = back(first, row(2, "Cải tiến máy dệt", workplace=""), merged=(((2, 3), (3, 3)),))
    assert (sheet.rows[1].token != "", sheet.rows[2].token) == (True, "")
    assert "Xưởng Kín" not in texts(sheet)


def test_a_heading_above_secret_rows_alone_does_not_go_back() -> None:
    section = ["I", "Công đoàn Xưởng Kín", *[""] * 11]
    sheet = back(
        section, row(1, "Sáng kiến kín", secrecy="x"), ["II", "Công đoàn Mở", *[""] * 11], row(2, "Sáng kiến mở")
    )
    assert "Xưởng Kín" not in texts(sheet)
    assert "Công đoàn Mở" in texts(sheet)


def test_a_row_that_became_secret_by_a_join_is_withheld_with_its_heading_and_further_authors() -> None:
    rows = (
        ReturnedRow(3, "section", ("I", "Xưởng Kín")),
        ReturnedRow(4, "data", (1, "Tên", "Người Một", *[""] * 9)),
        ReturnedRow(5, "continuation", ("", "", "Người Hai")),
    )
    sheet = ReturnedSheet("S", 12, rows, (SHOWN,))
    left = withheld_rows(sheet, {("S", 4): (("Tên", "", ""), "BM-1")})
    assert [(r.row, r.token) for r in left.rows] == [(4, "BM-1")]
    assert "Người" not in texts(left)
    assert "Xưởng" not in texts(left)


def test_hidden_and_contact_columns_do_not_go_back() -> None:
    headers = [*HEADERS, "Số điện thoại", "Ghi nội bộ"]
    sent = [*row(1, "Cải tiến"), "0912345678", "giữ kín"]
    sheet = unpack(parsed(sheet_of([headers, sent], hidden_columns=frozenset({14}))).returned)[0]
    assert "0912345678" not in texts(sheet)
    assert "giữ kín" not in texts(sheet)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Nguyễn An, 0912 345 678", "Nguyễn An, "),
        ("an.nguyen@congdoan.vn", ""),
        ("CCCD: 001099012345", ""),
        ("Giảm 12.500.000 đồng", "Giảm 12.500.000 đồng"),
        ("máy số 2021", "máy số 2021"),
        (912345678, 912345678),
    ],
)
def test_contacts_inside_a_text_are_dropped(sent: Cell, kept: Cell) -> None:
    assert without_contacts(sent) == kept


@given(st.lists(st.lists(CELLS, max_size=6), max_size=5))
def test_what_is_packed_is_unpacked_alike(rows: list[list[Cell]]) -> None:
    told = tuple(ReturnedRow(i + 1, "data", tuple(cells), 0, "") for i, cells in enumerate(rows))
    sheets = (ReturnedSheet("Bảng", 6, told, (SHOWN,)),)
    again = unpack(pack(sheets))
    assert again == sheets
    kinds = [[type(cell) for cell in r.cells] for sheet in again for r in sheet.rows]
    assert kinds == [[type(cell) for cell in cells] for cells in rows]


def test_every_kind_of_cell_is_among_those_packed() -> None:
    cells: tuple[Cell, ...] = ("a", 1, 1.5, True, datetime(2021, 1, 2, 3), date(2021, 1, 2), time(1, 2), timedelta(1))
    sheets = (ReturnedSheet("S", 8, (ReturnedRow(1, "data", cells),), (SHOWN,)),)
    assert unpack(pack(sheets)) == sheets


def test_what_an_earlier_version_packed_is_read() -> None:
    rows = (ReturnedRow(3, "data", ("a", date(2021, 5, 1)), 0, "BM-1"),)
    (sheet,) = sheets = (ReturnedSheet("DS", 2, rows, (SHOWN,)),)
    told = {
        "name": sheet.name, "width": sheet.width,
        "rows": [{"row": 3, "kind": "data", "cells": ["a", {"date": "2021-05-01"}], "table": 0, "token": "BM-1"}],
        "shown": [{"title": 1, "effect": 6, "award": 10, "secrecy": [11]}],
    }  # fmt: skip
    assert unpack(zlib.compress(json.dumps([told]).encode())) == sheets
