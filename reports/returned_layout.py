"""Widths and heights of a returned table: chosen by what stands in it, so that it can be read as it opens."""

from collections.abc import Sequence

from reports.plain_sheet import value_kind
from schemas.returned import ReturnedSheet
from schemas.submission import Cell

_LINE, _MOST_LINES = 15.0, 14  # points; lines of the tallest row
_LETTERS_A_WIDTH = 1.2  # letters of our font that fit where one digit of the standard font does
_PROBED = 400  # rows by which a column's width is chosen
_NARROWEST, _WIDEST = 7, 46


def column_widths(sheet: ReturnedSheet, width: int) -> list[float]:
    """A width a column, by what most of its cells hold; long texts wrap."""
    probed = [row.cells for row in sheet.rows if row.kind == "data"][:_PROBED]
    widths = []
    for column in range(width):
        lengths = sorted(_length(cells[column]) for cells in probed if column < len(cells) and cells[column] != "")
        usual = lengths[len(lengths) * 8 // 10] if lengths else 0
        widths.append(float(min(max(usual / (1 if usual <= 30 else 2.5) + 2, _NARROWEST), _WIDEST)))
    heads = [row.cells for row in sheet.rows if row.kind == "header"]
    for cells in heads:
        for column, cell in enumerate(cells[:width]):
            longest = max(map(len, str(cell).split()), default=0)
            widths[column] = max(widths[column], min(longest + 2, _WIDEST))
    return widths


def row_height(cells: Sequence[tuple[int, Cell, int]], widths: Sequence[float]) -> tuple[float, bool]:
    """Height of a row in points (0: the program's own), and whether it stays so: the tallest rows are cut short."""
    lines = 1
    for column, value, _ in cells:
        if isinstance(value, str) and (len(value) > widths[column] or "\n" in value):
            fit = max(1, int(widths[column] * _LETTERS_A_WIDTH))
            if "\n" in value:
                lines = max(lines, sum(1 + max(0, len(part) - 1) // fit for part in value.split("\n")))
            else:
                lines = max(lines, 1 + (len(value) - 1) // fit)
    return (0, False) if lines == 1 else (min(lines, _MOST_LINES) * _LINE, lines > _MOST_LINES)


def _length(value: Cell) -> int:
    if isinstance(value, str):
        return max(map(len, value.split("\n"))) if "\n" in value else len(value)
    return 10 if value_kind(value) in ("day", "moment") else len(f"{value:g}") if isinstance(value, float) else 8
