"""The rows of a calamine sheet as lists, held once: equal texts of a column that repeats are one object, and what
calamine holds beside them is given back before they are made."""

from collections.abc import Iterator
from itertools import islice

from python_calamine import CalamineSheet

from schemas.submission import Cell

_JUDGED = 1000  # rows by which a column is judged; a shorter sheet is taken as it is


def rows_of(sheet: CalamineSheet) -> list[list[Cell]]:
    """All rows from A1 on, each as wide as the sheet."""
    if sheet.total_height <= _JUDGED:
        return sheet.to_python(skip_empty_area=False)
    rows = _from_the_first_column(sheet)
    taken = list(islice(rows, _JUDGED))
    repeating = [i for i, column in enumerate(zip(*taken, strict=True)) if _repeats(column)]
    one = {"": ""}.setdefault
    for row in rows:
        for i in repeating:
            if isinstance(cell := row[i], str):
                row[i] = one(cell, cell)
        taken.append(row)
    return taken


def _from_the_first_column(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    left: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    return (left + row for row in sheet.iter_rows()) if left else sheet.iter_rows()


def _repeats(column: tuple[Cell, ...]) -> bool:
    texts = [cell for cell in column if isinstance(cell, str) and cell]
    return 2 * len(set(texts)) < len(texts)
