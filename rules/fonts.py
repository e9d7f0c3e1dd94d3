"""Cells set in a font of an old encoding, told in Unicode: where the file names the font, the font decides."""

from collections.abc import Sequence
from dataclasses import replace

from rules.vietnamese import repair
from schemas.submission import Cell, Sheet


def in_unicode(sheet: Sheet) -> Sheet:
    """The sheet with every text in a TCVN3 or VNI font decoded once, headers and all; ".VnTimeH" shows small letters
    as capitals. A cell beyond repair stays as it was."""
    fonts = sheet.facts.fonts
    if not fonts:
        return sheet
    of_row: dict[int, dict[int, str]] = {}
    for (number, column), font in fonts.items():
        of_row.setdefault(number, {})[column] = font
    rows = [
        _decoded(row, of_row[number]) if number in of_row else row
        for row, number in zip(sheet.rows, sheet.row_numbers, strict=True)
    ]
    return replace(sheet, rows=rows)


def _decoded(row: Sequence[Cell], fonts: dict[int, str]) -> list[Cell]:
    return [
        repair(cell, fonts[column]).text if column in fonts and isinstance(cell, str) else cell
        for column, cell in enumerate(row)
    ]
