"""Facts of an xls that calamine does not tell, from its BIFF records ([MS-XLS]): hidden rows and columns, comments,
error cells, formulas that may have no value, old fonts, and marks in headers, text boxes and number formats."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.reading.preflight import UnreadableFile
from flows.reading.shown_marks import OLD_FONT, format_mark, header_marks, shape_marks
from schemas.submission import SheetFacts, Spot

ERROR_NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
NOT_AVAILABLE = b"\x2a"
_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _CODEPAGE = 0x809, 0x0A, 0x85, 0x2F, 0x42
_FONT, _XF, _FORMAT, _FORMAT5 = 0x31, 0xE0, 0x41E, 0x1E
_ROW, _COLINFO, _NOTE, _OBJ, _TXO, _CONTINUE = 0x208, 0x7D, 0x1C, 0x5D, 0x1B6, 0x3C
_HEADERS = frozenset({0x14, 0x15})
_FORMULA, _BOOLERR = 0x06, 0x205
_UTF_16 = b"\xb0\x04"  # since BIFF8 the only code page; where another is stated calamine spells t\0e\0x\0t\0
_ONE_CELL = frozenset({_FORMULA, _BOOLERR, 0x203, 0x204, 0xD6, 0xFD, 0x27E})
_MANY_CELLS = {0xBD: 6}  # MULRK; bytes a cell
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_MOST_SHEETS = 20_000
_Record = tuple[int, int, bytes]  # type, where its body stands in the stream, body


@dataclass(slots=True)
class _Book:
    """The globals of a workbook: what the records of its sheets point at."""

    modern: bool = True
    codepage: str = "latin-1"
    sheets: list[int] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    cell_formats: list[tuple[int, int]] = field(default_factory=list)  # font, number format
    edits: dict[int, bytes] = field(default_factory=dict)

    def font_of(self, style: int) -> str:
        """The font of a cell's style if it is one of an old encoding; the fifth font has number 5."""
        at = self.cell_formats[style][0] if style < len(self.cell_formats) else 0
        at -= at > 4
        return self.fonts[at] if at < len(self.fonts) and OLD_FONT.match(self.fonts[at]) else ""

    def mark_of(self, style: int) -> str:
        """The mark that a cell's number format writes, "" for none."""
        return format_mark(self.formats.get(self.cell_formats[style][1], "") if style < len(self.cell_formats) else "")


@dataclass(slots=True)
class _Found:
    """One sheet while its records are read."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    comments: dict[Spot, str] = field(default_factory=dict)
    errors: dict[Spot, str] = field(default_factory=dict)
    doubtful: set[Spot] = field(default_factory=set)
    fonts: dict[Spot, str] = field(default_factory=dict)
    notes: dict[int, Spot] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    mark: bool = False
    last: Spot = (0, 0)


@dataclass(frozen=True, slots=True)
class XlsFacts:
    """Facts of each sheet in the order of the workbook; `cells` is what all their boxes hold together; `edits` makes
    readable what calamine does not know: error codes, code pages (offset in the stream -> byte)."""

    sheets: tuple[SheetFacts, ...]
    cells: int
    edits: dict[int, bytes]


def xls_facts(stream: bytes) -> XlsFacts:
    """The facts of a `Workbook` or `Book` stream. ValueError where the records do not hold; FIL-005 for a password."""
    book = _globals(stream)
    found = [_sheet(stream, start, book) for start in book.sheets]
    styled = [sheet.last for sheet in found]
    return XlsFacts(tuple(map(_facts, found)), sum(rows * (columns + 1) for rows, columns in styled), book.edits)


def _records(stream: bytes, start: int) -> Iterator[_Record]:
    """The records of one substream; those of embedded charts are passed over."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        start += 4
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, start, stream[start : start + length]
        start += length


def _globals(stream: bytes) -> _Book:
    book = _Book()
    for kind, at, body in _records(stream, 0):
        if kind == _BOF:
            book.modern = body[:2] == b"\x00\x06"
        elif kind == _FILEPASS:
            raise UnreadableFile("FIL-005")
        elif kind == _CODEPAGE:
            book.codepage = _codec(int.from_bytes(body[:2], "little"))
            if book.modern and len(body) == 2 and body != _UTF_16:
                book.edits.update({at: _UTF_16[:1], at + 1: _UTF_16[1:]})
        elif kind == _BOUNDSHEET:
            book.sheets.append(int.from_bytes(body[:4], "little"))
        elif kind == _FONT:
            book.fonts.append(_text(body[14:], book, 1))
        elif kind == _XF:
            book.cell_formats.append(struct.unpack_from("<HH", body.ljust(4, b"\0")))
        elif kind in (_FORMAT, _FORMAT5):
            book.formats[int.from_bytes(body[:2], "little")] = _text(body[2:], book, 2 if book.modern else 1)
    if not book.sheets or len(book.sheets) > _MOST_SHEETS:
        raise ValueError("no sheets")
    return book


def _codec(codepage: int) -> str:
    try:
        "".encode(f"cp{codepage}")
    except LookupError:
        return "latin-1"
    return f"cp{codepage}"


def _text(body: bytes, book: _Book, count_bytes: int) -> str:
    """A string with its count in front; since BIFF8 a byte behind the count tells how wide its letters are."""
    count = int.from_bytes(body[:count_bytes], "little")
    if not book.modern:
        return body[count_bytes : count_bytes + count].decode(book.codepage, "replace")
    return _letters(body[count_bytes:], count)


def _letters(body: bytes, count: int) -> str:
    """Letters behind the byte that tells their width."""
    if body[:1] and body[0] & 1:
        return body[1 : 1 + 2 * count].decode("utf-16-le", "replace")
    return body[1 : 1 + count].decode("latin-1")


def _sheet(stream: bytes, start: int, book: _Book) -> _Found:
    found = _Found()
    fonts = {style: name for style in range(len(book.cell_formats)) if (name := book.font_of(style))}
    marks = {style: text for style in range(len(book.cell_formats)) if (text := book.mark_of(style))}
    drawn, waiting = -1, 0
    for kind, at, body in _records(stream, start):
        if kind in _ONE_CELL or kind in _MANY_CELLS:
            _cells(found, kind, body, fonts, marks)
            if kind in (_FORMULA, _BOOLERR):
                _result(found, kind, at, body, book.edits)
        elif kind == _OBJ and len(body) >= 8:
            drawn = int.from_bytes(body[6:8], "little")
        elif kind == _TXO:
            waiting = int.from_bytes(body[10:12], "little")
        elif kind == _CONTINUE and waiting > 0:
            text = _letters(body, waiting)
            found.texts[drawn] = found.texts.get(drawn, "") + text
            waiting -= len(text)
        else:
            _other(found, kind, body, book)
    _place_notes(found)
    return found


def _cells(found: _Found, kind: int, body: bytes, fonts: dict[int, str], marks: dict[int, str]) -> None:
    """Where cells with a value stand, those in fonts of old encodings and those whose format writes a mark."""
    row, column, style = struct.unpack_from("<HHH", body)
    each = _MANY_CELLS.get(kind, 0)
    columns = range(column, column + (len(body) - 6) // each) if each else range(column, column + 1)
    found.last = (max(found.last[0], row + 1), max(found.last[1], columns[-1] if columns else column))
    if not fonts and not marks:
        return
    for step, place in enumerate(columns):
        if each:
            style = int.from_bytes(body[4 + step * each : 6 + step * each], "little")
        if style in fonts:
            found.fonts[row + 1, place] = fonts[style]
        if style in marks:
            found.comments[row + 1, place] = marks[style]


def _result(found: _Found, kind: int, at: int, body: bytes, edits: dict[int, bytes]) -> None:
    """The result of a formula or an error cell. An exact nought may be a formula that was never worked out."""
    row, column = struct.unpack_from("<HH", body)
    code = -1
    if kind == _BOOLERR and len(body) >= 8 and body[7]:
        code, place = body[6], 6
    elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        code, place = body[8], 8
    elif kind == _FORMULA and (body[6:14] == bytes(8) or (body[12:14] == b"\xff\xff" and body[6] == 3)):
        found.doubtful.add((row + 1, column))
    if code >= 0:
        found.errors[row + 1, column] = ERROR_NAMES.get(code, "#?")
        if code not in ERROR_NAMES:
            edits[at + place] = NOT_AVAILABLE


def _other(found: _Found, kind: int, body: bytes, book: _Book) -> None:
    if kind == _ROW and len(body) >= 13:
        if body[12] & _HIDDEN_ROW:
            found.hidden_rows.add(int.from_bytes(body[:2], "little") + 1)
    elif kind == _COLINFO and len(body) >= 10:
        first, last, width, _, flags = struct.unpack_from("<5H", body)
        if flags & _HIDDEN_COLUMN or not width:
            found.hidden_columns.update(range(first, min(last, 255) + 1))
    elif kind == _NOTE and len(body) >= 8:
        row, column, count, number = struct.unpack_from("<4H", body)
        if book.modern:
            found.notes[number] = (row + 1, column)
        elif row < 0xFFFF:
            found.comments[row + 1, column] = body[6 : 6 + count].decode(book.codepage, "replace")
    elif kind in _HEADERS and body:
        found.mark |= header_marks(_text(body, book, 2 if book.modern else 1))


def _place_notes(found: _Found) -> None:
    """Comments go to their cells; any other text that is drawn on the sheet speaks for all of it."""
    for number, text in found.texts.items():
        if spot := found.notes.get(number):
            found.comments[spot] = f"{found.comments[spot]}\n{text}" if spot in found.comments else text
        elif shape_marks(text):
            found.mark = True


def _facts(found: _Found) -> SheetFacts:
    return SheetFacts(
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=frozenset(found.hidden_columns),
        comments=found.comments,
        errors=found.errors,
        doubtful=frozenset(found.doubtful),
        fonts=found.fonts,
        unplaced_mark=found.mark,
    )
