"""Facts of an xlsb that calamine does not tell, from its records ([MS-XLSB]): hidden rows and columns, merged cells,
error cells, formulas that may have no value, comments, and marks in headers, text boxes and number formats."""

import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flows.reading.shown_marks import OLD_FONT, format_mark, header_marks
from flows.reading.xls_facts import ERROR_NAMES
from flows.reading.xlsx_marks import drawn_marks, property_marks
from flows.reading.xlsx_parts import Package
from schemas.submission import SheetFacts, Spot

_ROW, _ERROR, _NUMBER_FORMULA, _TEXT_FORMULA, _ERROR_FORMULA = 0, 3, 9, 8, 11
_CELLS = frozenset({*range(1, 12), 62})
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_383
_COLUMN, _MERGE, _SHEET, _HEADERS = 60, 176, 156, 479
_FONT, _FORMAT, _STYLES_BEGIN, _STYLES_END, _STYLE = 43, 44, 617, 618, 47
_COMMENT, _COMMENT_TEXT = 635, 637
_MORE_ERRORS = {0x2B: "#GETTING_DATA"}
_Record = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class _Styles:
    """By number of a cell style: the font of an old encoding, and the mark that the number format writes."""

    fonts: Mapping[int, str]
    marks: Mapping[int, str]


@dataclass(slots=True)
class _Found:
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[Spot, Spot]] = field(default_factory=list)
    comments: dict[Spot, str] = field(default_factory=dict)
    errors: dict[Spot, str] = field(default_factory=dict)
    doubtful: set[Spot] = field(default_factory=set)
    fonts: dict[Spot, str] = field(default_factory=dict)
    mark: bool = False
    row: int = 0
    last: Spot = (0, 0)


def xlsb_facts(archive: zipfile.ZipFile) -> tuple[dict[str, SheetFacts], int]:
    """Facts of each sheet by its name, and what all their boxes hold together. ValueError where records do not hold."""
    package = Package(archive)
    targets = package.relations("xl/workbook.bin")
    styles = _styles(_read(archive, "xl/styles.bin"))
    everywhere = property_marks(package)
    facts, cells = {}, 0
    for kind, body in _records(_read(archive, "xl/workbook.bin")):
        if kind == _SHEET:
            relation, at = _string(body, 8)
            path = targets.get(relation, ("", ""))[1]
            found = _sheet(_read(archive, path), styles)
            for part_kind, part in package.relations(path).values():
                if part_kind == "comments":
                    _add_comments(found, _read(archive, part))
            found.mark |= everywhere or drawn_marks(package, path)
            facts[_string(body, at)[0]] = _facts(found)
            cells += found.last[0] * (found.last[1] + 1)
    return facts, cells


def patched_errors(part: bytes) -> bytes:
    """A sheet part with #N/A in the place of error codes that calamine does not know."""
    edited = bytearray(part)
    for kind, start, end in _spans(part):
        if kind in (_ERROR, _ERROR_FORMULA) and end - start >= 9 and part[start + 8] not in ERROR_NAMES:
            edited[start + 8] = 0x2A
    return bytes(edited)


def _read(archive: zipfile.ZipFile, path: str) -> bytes:
    try:
        return archive.read(path)
    except KeyError:
        return b""


def _spans(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, begin and end of each record: both the type and the length are written in steps of seven bits."""
    at, end = 0, len(part)
    while at + 1 < end:
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | part[at] << 7
            at += 1
        length = shift = 0
        for _ in range(4):
            if at >= end:
                return
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, at, at + length
        at += length


def _records(part: bytes) -> Iterator[_Record]:
    return ((kind, part[start:end]) for kind, start, end in _spans(part))


def _string(body: bytes, at: int) -> tuple[str, int]:
    """A text with its count of letters in front, and where it ends."""
    count = int.from_bytes(body[at : at + 4], "little")
    count = 0 if count == 0xFFFFFFFF else count
    end = at + 4 + 2 * count
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _styles(part: bytes) -> _Styles:
    fonts: list[str] = []
    formats: dict[int, str] = {}
    cells: list[tuple[int, int]] = []
    in_cells = False
    for kind, body in _records(part):
        if kind == _FONT:
            fonts.append(_string(body, 21)[0])
        elif kind == _FORMAT:
            formats[int.from_bytes(body[:2], "little")] = _string(body, 2)[0]
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            in_cells = kind == _STYLES_BEGIN
        elif kind == _STYLE and in_cells:
            cells.append(struct.unpack_from("<HH", body, 2))
    marks = {n: text for n, (code, _) in enumerate(cells) if (text := format_mark(formats.get(code, "")))}
    old = {n: fonts[f] for n, (_, f) in enumerate(cells) if f < len(fonts) and OLD_FONT.match(fonts[f])}
    return _Styles(old, marks)


def _sheet(part: bytes, styles: _Styles) -> _Found:
    found = _Found()
    for kind, body in _records(part):
        if kind == _ROW:
            found.row = int.from_bytes(body[:4], "little") + 1
            if found.row > _LAST_ROW or len(body) < 12:
                raise ValueError("a row that no sheet has")
            if body[11] & 0x10:
                found.hidden_rows.add(found.row)
        elif kind in _CELLS:
            _cell(found, kind, body, styles)
        elif kind == _COLUMN and len(body) >= 18:
            first, last, width, _, flags = struct.unpack_from("<4IH", body)
            if flags & 1 or not width:
                found.hidden_columns.update(range(first, min(last, 16383) + 1))
        elif kind == _MERGE and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            found.merged.append(((top + 1, left), (bottom + 1, right)))
        elif kind == _HEADERS:
            found.mark |= any(map(header_marks, _header_texts(body)))
    return found


def _cell(found: _Found, kind: int, body: bytes, styles: _Styles) -> None:
    column, style = struct.unpack_from("<II", body)
    if column > _LAST_COLUMN:
        raise ValueError("a column that no sheet has")
    spot, style = (found.row, column), style & 0xFFFFFF
    found.last = (max(found.last[0], found.row), max(found.last[1], column))
    if kind in (_ERROR, _ERROR_FORMULA) and len(body) > 8:
        found.errors[spot] = (ERROR_NAMES | _MORE_ERRORS).get(body[8], "#?")
    elif (kind == _NUMBER_FORMULA and body[8:16] == bytes(8)) or (kind == _TEXT_FORMULA and body[8:12] == bytes(4)):
        found.doubtful.add(spot)
    if style in styles.fonts:
        found.fonts[spot] = styles.fonts[style]
    if style in styles.marks:
        found.comments[spot] = styles.marks[style]


def _header_texts(body: bytes) -> Iterator[str]:
    at = 2
    while at + 4 <= len(body):
        text, at = _string(body, at)
        yield text


def _add_comments(found: _Found, part: bytes) -> None:
    spot: Spot = (0, 0)
    for kind, body in _records(part):
        if kind == _COMMENT and len(body) >= 20:
            top, _, left, _ = struct.unpack_from("<4I", body, 4)
            spot = (top + 1, left)
        elif kind == _COMMENT_TEXT:
            text = _string(body, 1)[0]
            found.comments[spot] = f"{found.comments[spot]}\n{text}" if spot in found.comments else text


def _facts(found: _Found) -> SheetFacts:
    return SheetFacts(
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=frozenset(found.hidden_columns),
        merged=tuple(found.merged),
        comments=found.comments,
        errors=found.errors,
        doubtful=frozenset(found.doubtful),
        fonts=found.fonts,
        unplaced_mark=found.mark,
    )
