"""Widths and heights of a returned table: chosen by what stands in it, so that it can be read as it opens."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reports.arrow_text import text_array
from reports.plain_sheet import row_size, value_kind
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
            lines = max(lines, _lines(value, _fit(widths[column])))
    return _height(lines)


def row_sizes(columns: Sequence["pd.Series[str]"], widths: Sequence[float]) -> pa.Array:
    """`row_height` of rows given by their columns of texts, as a row of a sheet tells it."""
    most = np.ones(len(columns[0]), dtype=np.int64)
    for column, width in zip(columns, widths, strict=True):
        np.maximum(most, _all_lines(text_array(column), width), out=most)
    told = [row_size(*_height(lines)) for lines in range(_MOST_LINES + 2)]
    return pa.array(told, pa.large_string()).take(pa.array(np.minimum(most, _MOST_LINES + 1)))


def _all_lines(texts: pa.Array, width: float) -> npt.NDArray[np.int64]:
    length = pc.utf8_length(texts).to_numpy(zero_copy_only=False)
    found = np.where(length > width, 1 + (length - 1) // _fit(width), 1)
    broken = pc.match_substring(texts, "\n")
    found[broken.to_numpy(zero_copy_only=False)] = [_lines(t, _fit(width)) for t in texts.filter(broken).to_pylist()]
    return found


def _fit(width: float) -> int:
    """Letters of a line."""
    return max(1, int(width * _LETTERS_A_WIDTH))


def _lines(text: str, fit: int) -> int:
    return sum(1 + max(0, len(part) - 1) // fit for part in text.split("\n"))


def _height(lines: int) -> tuple[float, bool]:
    return (0, False) if lines <= 1 else (min(lines, _MOST_LINES) * _LINE, lines > _MOST_LINES)


def _length(value: Cell) -> int:
    if isinstance(value, str):
        return max(map(len, value.split("\n"))) if "\n" in value else len(value)
    return 10 if value_kind(value) in ("day", "moment") else len(f"{value:g}") if isinstance(value, float) else 8
