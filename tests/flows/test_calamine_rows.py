"""Rows held once: whatever repeats, and wherever the first cell stands, they are the rows that calamine gives."""

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from flows.reading.calamine_rows import rows_of


def _sheet(rows: int, first_row: int = 0, first_column: int = 0) -> Any:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for n in range(rows):
            for column, value in enumerate([n, "Công nhân", f"Việc {n}", n % 2 == 0, "" if n % 3 else "x", 1.5]):
                sheet.write(first_row + n, first_column + column, value)
    return CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).get_sheet_by_index(0)


@pytest.mark.parametrize("place", [(0, 0), (3, 0), (0, 2), (5, 4)])
@pytest.mark.parametrize("rows", [3, 999, 1000, 1001, 2500])
def test_rows_are_those_of_the_reader(rows: int, place: tuple[int, int]) -> None:
    expected = _sheet(rows, *place).to_python(skip_empty_area=False)
    found = rows_of(_sheet(rows, *place))
    assert found == expected
    assert [[type(cell) for cell in row] for row in found] == [[type(cell) for cell in row] for row in expected]


def test_a_text_that_repeats_down_a_long_column_is_held_once() -> None:
    rows = rows_of(_sheet(2500))
    assert len({id(row[1]) for row in rows[1000:]}) == 1


def test_an_empty_sheet_has_no_rows() -> None:
    assert rows_of(_sheet(0)) == []
