"""Worksheets of text from outside: every cell is a value, whatever it looks like, and reads back as it was put in.

XlsxWriter makes the book (reports/plain_book.py); the rows are written here, because its own writer passes a text such
as "<r>...</r>" through as markup and rounds numbers to 16 digits."""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from xlsxwriter.worksheet import Worksheet

from schemas.submission import Cell, column_letters

LONGEST_TEXT = 32_767  # UTF-16 units of one cell
CUT = " […]"
ROWS = b"<!--rows-->"  # stands in a sheet until they are put in
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_ODD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff&<>]|_x[0-9A-Fa-f]{4}_")
_FOR_XML = {**dict.fromkeys([*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], " "), 9: "\t", 10: "\n"}
_FOR_XML |= {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_ESCAPE_LOOK = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = datetime(1899, 12, 30)
_FIRST_DAY = datetime(1900, 3, 1)  # before it Excel counts a day that never was
_DAY = timedelta(days=1)
_MOST_DIGITS = 10**15  # from here on an office program no longer keeps every digit of a number
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # an office program makes a formula of it


class PlainSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose rows are put in one after another, from above."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str | bytes] = []
        self._letters: list[str] = []

    def put(self, row: int, cells: Sequence[tuple[int, Cell, int]], height: float = 0, fixed: bool = False) -> None:
        """One row (1 is the first): (column, value, number of its style) from left to right. `height` in points, 0 for
        the program's own; a `fixed` one stays when the text grows."""
        size = row_size(height, fixed)
        number, letters = str(row), self._letters
        if cells and len(letters) <= cells[-1][0]:
            self._name_columns(cells[-1][0])
        made = [cell_xml(letters[column] + number, value, style) for column, value, style in cells]
        self._lines.append(f'<row r="{number}"{size}>{"".join(made)}</row>')
        if height:
            self.row_sizes[row - 1] = [round(height * 4 / 3), False]  # a note is as high as the rows beside it
        if cells:
            self._check_dimensions(row - 1, cells[0][0])
            self._check_dimensions(row - 1, cells[-1][0])

    def put_rows(self, lines: bytes, rows: tuple[int, int], width: int) -> None:
        """Rows that are written already: the first of them and the last, and how many columns they have."""
        self._lines.append(lines)
        self._check_dimensions(rows[0] - 1, 0)
        self._check_dimensions(rows[1] - 1, width - 1)

    def _name_columns(self, last: int) -> None:
        self._letters += map(column_letters, range(len(self._letters), last + 1))

    def rows(self) -> bytes:
        """All rows as the sheet holds them."""
        return b"".join(line if isinstance(line, bytes) else line.encode() for line in self._lines)

    def _write_rows(self) -> None:
        self.fh.write(ROWS.decode())  # PlainBook puts them in


def row_size(height: float, fixed: bool) -> str:
    """What a row tells of its height."""
    return f' ht="{height:g}"' + (' customHeight="1"' if fixed else "") if height else ""


def style_number(style: Any) -> int:
    """The number by which rows name a format of the book."""
    return int(style._get_xf_index())


def value_kind(value: Cell) -> str:
    """How a value is written: "text", "quoted" (text that looks like a formula), "number", "whole" (a long one),
    "day", "moment", "clock", "span" or "truth"."""
    if isinstance(value, str):
        if value[:1].isalnum():  # as nearly all do
            return "text"
        return "quoted" if value.lstrip(" \u00a0")[:1] in _RUNS else "text"
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int | float):
        return _number_kind(value)
    if isinstance(value, time):
        return "clock"
    if isinstance(value, timedelta):
        return "span" if value >= timedelta(0) else "text"
    return _day_kind(value)


def cleaned(text: str) -> str:
    """The text as a cell holds it: one kind of line break, no control characters, cut with a sign where too long."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ODD.search(text):
        text = "".join(c if c in "&<>" else _FOR_XML.get(ord(c), c) for c in text)
    if len(text) * 2 <= LONGEST_TEXT:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _number_kind(value: float) -> str:
    if (isinstance(value, int) and abs(value) >= _MOST_DIGITS) or not math.isfinite(value):
        return "text"
    return "whole" if value == int(value) and abs(value) >= 1e11 else "number"


def _day_kind(value: date) -> str:
    moment = _moment(value)
    if moment < _FIRST_DAY or moment.year > 9998:
        return "text"
    return "day" if moment == moment.replace(hour=0, minute=0, second=0, microsecond=0) else "moment"


def _moment(value: date) -> datetime:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def cell_xml(reference: str, value: Cell, style: int) -> str:
    """A cell as it stands in a row; `style`: the number of its style."""
    if isinstance(value, str):
        if not value:
            return f'<c r="{reference}" s="{style}"/>'
        return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_xml(value)}</t></is></c>'
    kind = value_kind(value)
    if kind == "text":
        return cell_xml(reference, _told(value), style)
    if kind == "truth":
        return f'<c r="{reference}" s="{style}" t="b"><v>{int(value)}</v></c>'  # type: ignore[arg-type]
    return f'<c r="{reference}" s="{style}"><v>{_serial(value)!r}</v></c>'


def _xml(text: str) -> str:
    """The text as it stands between two tags; most texts stand there as they are."""
    if len(text) * 2 <= LONGEST_TEXT and not _ODD.search(text):
        return text
    text = cleaned(text)
    return _ESCAPE_LOOK.sub("_x005F_", text.translate(_FOR_XML)) if _ODD.search(text) else text


def _told(value: object) -> str:
    """A value that a worksheet has no number for, as text."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M:%S}" if value.time() != time() else f"{value:%d/%m/%Y}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _serial(value: object) -> float:
    """A number as it is; days since the epoch for a date, parts of a day for a time."""
    if isinstance(value, int | float):
        return value
    if isinstance(value, timedelta):
        return value / _DAY
    if isinstance(value, time):
        return (
            timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
            / _DAY
        )
    assert isinstance(value, date)
    return (_moment(value) - _EPOCH) / _DAY
