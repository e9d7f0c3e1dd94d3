"""A worksheet part as a stream of stretches, each some whole rows, and the cells within one."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import IO

from flows.reading.xlsx_parts import as_utf8, column_of
from schemas.submission import Spot

_BLOCK = 1 << 20
_SHEET_DATA = re.compile(rb"<([\w.-]+:)?sheetData(?:\s[^>]*?)?(/)?>")
_REF = re.compile(rb"""(?:^|\s)r\s*=\s*["']\$?([A-Za-z]{1,3})\$?([0-9]{1,7})["']""")
_WIDE = (re.compile(rb' r="([A-Z]{2,3})[0-9]'), re.compile(rb" r='([A-Z]{2,3})[0-9]"))
_ROW_REF = re.compile(rb"""(?:^|\s)r\s*=\s*["']([0-9]{1,7})["']""")
_AFTER_NAME = (b"", b" ", b"\t", b"\r", b"\n", b"/", b">")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell element: its place, the bytes between its name and the end of its tag, and what it holds."""

    spot: Spot
    attributes: bytes
    inner: bytes


class Words:
    """The tags of a worksheet under its namespace prefix. A pattern that begins with plain bytes is searched for
    fast."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        self.row_start, self.cell_start = b"<" + prefix + b"row", b"<" + prefix + b"c"
        self.formula_start = b"<" + prefix + b"f"
        self.data_end, self.cell_end = b"</" + prefix + b"sheetData", b"</" + prefix + b"c>"
        self.row = re.compile(b"<" + p + rb"row\b([^>]*)>")
        self.cell = re.compile(b"<" + p + rb"c(?:\s([^>]*?))?(/)?>")
        self.formula = re.compile(b"<" + p + rb"f(?:\s([^>]*?))?/?>")
        self.value = re.compile(b"<" + p + rb"v(?:\s[^>]*)?>([^<]*)<")
        self.value_start = re.compile(b"<" + p + rb"v[\s/>]")
        filled = b"<" + p + rb"[vt](?:\s[^>]*)?>\s*[^<\s]"
        self.filled = re.compile(filled)
        behind = rb"(?!\s*" + filled + b")"
        self.formulas_without_value = (
            re.compile(b"</" + p + rb"f\s*>" + behind),
            re.compile(b"<" + p + rb"f(?:\s[^>]*)?/>" + behind),
        )


class Stretch:
    """Some whole rows of a worksheet: their bytes, and the number of the row before them."""

    def __init__(self, xml: bytes, words: Words) -> None:
        self.xml, self.words = xml, words
        self.rows = words.row.findall(xml)
        self.numbers: list[int] = []

    def number_rows(self, before: int) -> int:
        """Give each row its number, one without counting on from the row before it; the last number is returned."""
        number = before
        for told in self.rows:
            if told.startswith(b' r="') and told[4:5].isdigit():
                number = int(told[4 : told.index(b'"', 4)])
            else:
                ref = _ROW_REF.search(told)
                number = int(ref[1]) if ref else number + 1
            self.numbers.append(number)
        return number

    def cell_around(self, position: int) -> Cell | None:
        """The cell in which a position lies."""
        start = position
        while (start := self.xml.rfind(self.words.cell_start, 0, start)) >= 0:
            if match := self.words.cell.match(self.xml, start):
                return self.cell(match)
        return None

    def last_column(self) -> int:
        """The last column that a cell names; one within A to Z counts as Z, which costs nothing to know."""
        return max((column_of(letters) for wide in _WIDE for letters in set(wide.findall(self.xml))), default=25)

    def tags(self) -> Iterator[re.Match[bytes]]:
        """The tag of every cell in turn, its attributes the first group."""
        return self.words.cell.finditer(self.xml)

    def cell(self, match: re.Match[bytes]) -> Cell:
        """The cell that begins with a tag."""
        attributes = match[1] or b""
        end = match.end() if match[2] else self.xml.find(self.words.cell_end, match.end())
        return Cell(self._spot(match.start(), attributes), attributes, self.xml[match.end() : end])

    @cached_property
    def _row_starts(self) -> list[int]:
        return [match.start() for match in self.words.row.finditer(self.xml)]

    def _spot(self, start: int, attributes: bytes) -> Spot:
        """The place of the cell that begins here; one without a reference stands behind the one before it."""
        if ref := _REF.search(attributes):
            return int(ref[2]), column_of(ref[1])
        row = bisect_right(self._row_starts, start) - 1
        column = 0
        for match in self.words.cell.finditer(self.xml, self._row_starts[row], start):
            ref = _REF.search(match[1] or b"")
            column = column_of(ref[1]) + 1 if ref else column + 1
        return self.numbers[row], column


class Stretches:
    """A worksheet part in its order: `head` stands before the rows, the rows come by iterating, `tail` stands behind
    them once they have."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part = part
        self.tail = b""
        begun = b""
        while not (data := _SHEET_DATA.search(begun)) and (block := part.read(max(_BLOCK, len(begun)))):
            begun = as_utf8(begun + block, part)
        self._words = _words(data[1] or b"") if data else None
        self.head = begun[: data.start()] if data else begun
        self._buffer = begun[data.end() :] if data else b""
        if data and data[2]:  # without rows
            self._words, self.tail = None, self._buffer

    def __iter__(self) -> Iterator[Stretch]:
        if self._words is None:
            return
        buffer, words = self._buffer, self._words
        self._buffer = b""
        while True:
            cut = _last_row(buffer, words)
            end = buffer.find(words.data_end, max(cut, 0))
            if end >= 0:
                yield Stretch(buffer[:end], words)
                self.tail = buffer[end:] + self._part.read()
                return
            if cut > 0:
                yield Stretch(buffer[:cut], words)
                buffer = buffer[cut:]
            block = self._part.read(max(_BLOCK, len(buffer)))
            if not block:
                yield Stretch(buffer, words)
                return
            buffer += block


def _last_row(buffer: bytes, words: Words) -> int:
    """Where the last row begins; an element whose name only begins alike (rowBreaks) stands behind all rows."""
    cut = buffer.rfind(words.row_start)
    while cut >= 0 and buffer[cut + len(words.row_start) : cut + len(words.row_start) + 1] not in _AFTER_NAME:
        cut = buffer.rfind(words.row_start, 0, cut)
    return cut


@cache
def _words(prefix: bytes) -> Words:
    return Words(prefix)
