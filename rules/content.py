"""All the text of a file: what makes two files the same, and characters that no database or page can hold."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rules.layout import cell_text
from schemas.submission import Cell, Sheet

_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


def without_forbidden(sheets: Sequence[Sheet]) -> tuple[Sequence[Sheet], str]:
    """The sheets without NUL and halves of surrogate pairs, and every cell of them with its place as one text."""
    content = _content(sheets)
    if not _FORBIDDEN.search(content):
        return sheets, content
    cleaned = [
        replace(sheet, name=_FORBIDDEN.sub("", sheet.name), rows=[[_clean(cell) for cell in row] for row in sheet.rows])
        for sheet in sheets
    ]
    return cleaned, _content(cleaned)


def _content(sheets: Sequence[Sheet]) -> str:
    rows = (
        f"{sheet.name}\x1e{number}\x1e" + "\x1f".join(map(cell_text, row))
        for sheet in sheets
        for number, row in zip(sheet.row_numbers, sheet.rows, strict=True)
    )
    return "\x1d".join(rows)


def _clean(cell: Cell) -> Cell:
    return _FORBIDDEN.sub("", cell) if isinstance(cell, str) else cell
