"""One sheet of the figures: a titled table with a frozen, filtered header, values only, printable on A4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from reports.wording_pages import PAGE
from schemas.release import ReleaseFacts

A4, A3 = 9, 8  # the paper numbers of the format
WIDEST_ON_A4 = 130  # characters of all columns; a wider table printed on one A4 page could not be read
WIDEST_ON_A3 = 320  # ... on one A3 page; a wider one stands on several, each with the names
LINE_HEIGHT = 16.5  # points
_LETTERS_A_WIDTH = 1.15  # a width is one of a digit; letters of a text are narrower
_A_CODE = 14  # a narrower first column holds codes, and the names stand beside it
HEADER_HEIGHT = 66  # points: four lines of a wrapped header
FIRST_ROW = 3  # title, as-of line, header
Value = str | float | date | None
Cell = Value | tuple[float, str]  # a number with a format of its own
Formats = Mapping[str, xlsxwriter.format.Format]
_BASE = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
_HEAD = {"bold": True, "text_wrap": True, "bg_color": "#F4F6F8", "bottom": 2, "valign": "vcenter", "align": "center"}
_RULED: dict[str, object] = {"bottom": 1, "bottom_color": "#D5DAE1"}
_VIETNAMESE = "[$-42A]"  # dots between thousands, decimal comma: in LibreOffice always, in Excel as the machine has it
_KINDS: dict[str, dict[str, object]] = {
    "text": _RULED | {"text_wrap": True, "align": "left", "indent": 1},
    "count": _RULED | {"num_format": f"{_VIETNAMESE}#,##0"},
    "decimal": _RULED | {"num_format": f"{_VIETNAMESE}#,##0.0"},
    "change": _RULED | {"num_format": f"{_VIETNAMESE}+#,##0;{_VIETNAMESE}-#,##0;0"},
    "percent": _RULED | {"num_format": f"{_VIETNAMESE}0.00%"},
    "hundredths": _RULED | {"num_format": f"{_VIETNAMESE}#,##0.00"},
    "points": _RULED | {"num_format": f"{_VIETNAMESE}+0.00;{_VIETNAMESE}-0.00;0.00"},
    "day": _RULED | {"num_format": "dd/mm/yyyy", "align": "left"},
    "head": _HEAD,
    "title": {"bold": True, "font_size": 14, "font_color": "#8F1D22"},
    "note": {"italic": True, "font_color": "#4A5565"},
    "whole": {"bold": True, "num_format": f"{_VIETNAMESE}#,##0", "top": 1},
}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, the words of its columns, their widths, and the rows."""

    name: str
    header: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    kinds: Sequence[str]  # a format a column: text, count, percent, day ...; "" takes each cell's own kind


def formats_of(book: xlsxwriter.Workbook) -> Formats:
    """The formats of the book by name."""
    return {name: book.add_format(_BASE | extra) for name, extra in _KINDS.items()}


def write_table(book: xlsxwriter.Workbook, table: Table, facts: ReleaseFacts, formats: Formats) -> None:
    """Add the sheet to the book."""
    sheet = book.add_worksheet(table.name)
    last_row, last_column = FIRST_ROW + max(len(table.rows), 1) - 1, len(table.header) - 1
    sheet.write_string(0, 0, f"{facts.campaign_name} - {table.name}", formats["title"])
    sheet.write_string(1, 0, PAGE["as_of"].format(as_of=f"{facts.as_of:%d/%m/%Y}"), formats["note"])
    for column, (words, width) in enumerate(zip(table.header, table.widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(FIRST_ROW - 1, column, words, formats["head"])
    sheet.set_row(FIRST_ROW - 1, HEADER_HEIGHT)
    for row, cells in enumerate(table.rows, FIRST_ROW):
        if (lines := _lines(cells, table.widths)) > 1:  # not every office program finds the height itself
            sheet.set_row(row, lines * LINE_HEIGHT)
        for column, cell in enumerate(cells):
            value, kind = cell if isinstance(cell, tuple) else (cell, _kind(cell, table.kinds[column]))
            _cell(sheet, (row, column), value, formats[kind])
    names = 2 if table.widths[0] < _A_CODE and tuple(table.kinds[:2]) == ("text", "text") else 1
    sheet.freeze_panes(FIRST_ROW, names)
    sheet.autofilter(FIRST_ROW - 1, 0, last_row, last_column)
    sheet.set_paper(A3 if sum(table.widths) > WIDEST_ON_A4 else A4)
    sheet.set_landscape()
    sheet.fit_to_pages(-(-sum(table.widths) // WIDEST_ON_A3), 0)
    sheet.repeat_columns(0, names - 1)
    sheet.repeat_rows(FIRST_ROW - 1)


def _lines(cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """How many lines the longest text of a row takes in its column."""
    texts = (
        (cell, int(width * _LETTERS_A_WIDTH))
        for cell, width in zip(cells, widths, strict=True)
        if isinstance(cell, str)
    )
    return max((sum(-(-len(part) // fit) or 1 for part in text.split("\n")) for text, fit in texts), default=1)


def _cell(
    sheet: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], cell: Value, style: xlsxwriter.format.Format
) -> None:
    if cell is None:
        sheet.write_blank(*at, None, style)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell, style)
    elif isinstance(cell, date):
        sheet.write_datetime(*at, cell, style)
    else:
        sheet.write_number(*at, cell, style)


def _kind(cell: Value, kind: str) -> str:
    """A column of mixed cells ("") takes each cell's own kind; words in a column of numbers stay words."""
    if isinstance(cell, str):
        return "text"
    return kind or ("day" if isinstance(cell, date) else "count")
