"""Grids written as xlsx: formats, merges, comments, hidden things, fonts; the same bytes each time."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from flows.sample.cells import Cell, DateCell, ErrorCell, FontCell, FormulaCell, Grid, Line

_MADE = datetime(2021, 4, 20, 8, 0, tzinfo=UTC).replace(tzinfo=None)
_EPOCH = datetime(1899, 12, 30)
_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {"border": 1, "text_wrap": True, "valign": "top"},
    "number": {"border": 1, "valign": "top", "num_format": "#,##0.###"},
    "header": {"border": 1, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"},
    "section": {"border": 1, "bold": True},
    "bold": {"bold": True, "valign": "vcenter"},
    "italic": {"italic": True},
    "title": {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"},
    "centre": {"align": "center", "valign": "vcenter"},
}


class WorkbookWriter:
    """One xlsx file; `author` goes into its properties."""

    def __init__(self, path: Path, author: str) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"author": author, "created": _MADE})
        self._formats: dict[tuple[str, str, str], Any] = {}

    def write(self, grids: Sequence[Grid]) -> None:
        """Writes the sheets and closes the file."""
        for grid in grids:
            self._sheet(grid)
        self._book.close()

    def _sheet(self, grid: Grid) -> None:
        sheet = self._book.add_worksheet(grid.name)
        for column, width in enumerate(grid.widths):
            hidden = {"hidden": True} if column in grid.hidden_columns else {}
            sheet.set_column(column, column, width, None, hidden)
        if grid.hidden:
            sheet.hide()
        for top, left, bottom, right in grid.merges:
            look = grid.lines[top].look
            sheet.merge_range(top, left, bottom, right, "", self._format(look, grid.font))
        covered = {
            (row, column)
            for top, left, bottom, right in grid.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        for number, line in enumerate(grid.lines):
            self._line(sheet, grid, number, line, covered)

    def _line(self, sheet: Any, grid: Grid, number: int, line: Line, covered: set[tuple[int, int]]) -> None:
        plain = self._format(line.look, grid.font)
        figure = self._format("number", grid.font) if line.look == "plain" else plain
        for column, cell in enumerate(line.cells):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(number, column, cell, plain)
            elif cell is None:
                if line.kind in ("data", "total") and (number, column) not in covered:
                    sheet.write_blank(number, column, None, plain)
            elif isinstance(cell, int | float):
                sheet.write_number(
                    number,
                    column,
                    cell,
                    figure if isinstance(cell, float) or (cell > 9999 and not cell % 100) else plain,
                )
            else:
                self._special(sheet, grid, (number, column), line, cell)
        if line.hidden or line.look in ("plain", "header"):
            sheet.set_row(number, _height(line, grid.widths), None, {"hidden": True} if line.hidden else {})
        if line.comment:
            sheet.write_comment(number, line.comment[0], line.comment[1], {"author": "VP"})

    def _special(self, sheet: Any, grid: Grid, place: tuple[int, int], line: Line, cell: Cell) -> None:
        number, column = place
        if isinstance(cell, DateCell):
            day = datetime(cell.day.year, cell.day.month, cell.day.day)
            sheet.write_number(number, column, (day - _EPOCH).days, self._format(line.look, grid.font, cell.shown))
        elif isinstance(cell, FormulaCell):
            value = "" if cell.value is None else cell.value
            sheet.write_formula(number, column, cell.formula, self._format("number", grid.font), value)
        elif isinstance(cell, ErrorCell):
            sheet.write_formula(number, column, cell.formula, self._format(line.look, grid.font), cell.shown)
        elif isinstance(cell, FontCell):
            sheet.write_string(number, column, cell.text, self._format(line.look, cell.font))

    def _format(self, look: str, font: str, shown: str = "") -> Any:
        key = (look, font, shown)
        if key not in self._formats:
            extra = {"num_format": shown} if shown else {}
            self._formats[key] = self._book.add_format({"font_size": 12, "font_name": font, **_LOOKS[look], **extra})
        return self._formats[key]


def _height(line: Line, widths: list[float]) -> float:
    """The height that Excel gives a row whose texts are wrapped."""
    wrapped = 1
    for cell, width in zip(line.cells, widths, strict=False):
        if isinstance(cell, str) and (len(cell) > width or "\n" in cell):
            wrapped = max(wrapped, int(len(cell) * 0.95 / width) + 1, cell.count("\n") + 1)
    return 16.5 * min(wrapped, 20)
