"""Excel-2003 XML (SpreadsheetML), often saved as .xls by other programs: rows, values and the facts beside."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.etree import ElementTree

from flows.reading.preflight import UnreadableFile
from flows.reading.shown_marks import OLD_FONT, format_mark, header_marks, shape_marks
from schemas.submission import Cell, Sheet, SheetFacts, Spot

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_PROPERTIES = frozenset(
    f"{{urn:schemas-microsoft-com:office:office}}{name}"
    for name in ("Title", "Subject", "Keywords", "Description", "Category")
)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_CELLS = 8_000_000
_DAY_ZERO = date(1899, 12, 31)


@dataclass(slots=True)
class _Reading:
    """One worksheet while it is read."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[Spot, Spot]] = field(default_factory=list)
    comments: dict[Spot, str] = field(default_factory=dict)
    errors: dict[Spot, str] = field(default_factory=dict)
    uncached: set[Spot] = field(default_factory=set)
    fonts: dict[Spot, str] = field(default_factory=dict)
    visible: bool = True
    mark: bool = False
    row: int = 0
    column: int = -1
    cells: int = 0


def read_spreadsheetml(xml: bytes) -> list[Sheet]:
    """All worksheets. `xml` declares no entities (flows/reading/preflight.py). UnreadableFile where it is broken."""
    sheets: list[_Reading] = []
    fonts: dict[str, str] = {}
    marks: dict[str, str] = {}
    everywhere = False
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):
            if event == "start":
                if element.tag == f"{_SS}Worksheet":
                    sheets.append(_Reading(element.get(f"{_SS}Name", "")))
            elif element.tag == f"{_SS}Style":
                _style(element, fonts, marks)
            elif element.tag in _PROPERTIES:
                everywhere |= shape_marks(element.text or "")
            elif sheets and _take(sheets[-1], element, fonts, marks):
                element.clear()
    except (ElementTree.ParseError, ValueError):
        raise UnreadableFile("FIL-004") from None
    if not sheets:
        raise UnreadableFile("FIL-003")
    return [_sheet(s, everywhere) for s in sheets]


def _style(element: ElementTree.Element, fonts: dict[str, str], marks: dict[str, str]) -> None:
    name = element.get(f"{_SS}ID", "")
    for font in element.iter(f"{_SS}Font"):
        if OLD_FONT.match(face := font.get(f"{_SS}FontName", "")):
            fonts[name] = face
    for number in element.iter(f"{_SS}NumberFormat"):
        if mark := format_mark(number.get(f"{_SS}Format", "")):
            marks[name] = mark


def _take(sheet: _Reading, element: ElementTree.Element, fonts: dict[str, str], marks: dict[str, str]) -> bool:
    """Take one finished element; True when it is used up."""
    if element.tag == f"{_SS}Column":
        first = int(element.get(f"{_SS}Index", sheet.column + 2)) - 1
        sheet.column = min(first + int(element.get(f"{_SS}Span", 0)), _LAST_COLUMN - 1)
        if _is_hidden(element, "Width"):
            sheet.hidden_columns.update(range(first, sheet.column + 1))
    elif element.tag == f"{_SS}Row":
        _row(sheet, element, fonts, marks)
        return True
    elif element.tag == f"{_X}Visible":
        sheet.visible = not (element.text or "").startswith("SheetHidden") and element.text != "SheetVeryHidden"
    elif element.tag in (f"{_X}Header", f"{_X}Footer"):
        sheet.mark |= header_marks(element.get(f"{_X}Data", ""))
    return False


def _row(sheet: _Reading, row: ElementTree.Element, fonts: dict[str, str], marks: dict[str, str]) -> None:
    number = int(row.get(f"{_SS}Index", sheet.row + 1))
    span = int(row.get(f"{_SS}Span", 0))
    sheet.row = number + span
    if not sheet.numbers[-1:] < [number] <= [_LAST_ROW] or sheet.row > _LAST_ROW:
        raise ValueError("a row that no sheet has")
    if _is_hidden(row, "Height"):
        sheet.hidden_rows.update(range(number, sheet.row + 1))
    cells: list[Cell] = []
    for column, cell in _placed(row):
        cells += [""] * (column - len(cells))
        cells.append(_cell(sheet, (number, column), cell, fonts, marks))
        sheet.cells += 1
    sheet.cells += len(cells)
    if sheet.cells > _MOST_CELLS:
        raise UnreadableFile("FIL-007")
    if cells:
        sheet.rows.append(cells)
        sheet.numbers.append(number)


def _placed(row: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    column = 0
    for cell in row.iterfind(f"{_SS}Cell"):
        stated = int(cell.get(f"{_SS}Index", column + 1)) - 1
        if not column <= stated < _LAST_COLUMN:
            raise ValueError("a column that no sheet has")
        yield stated, cell
        column = stated + 1 + int(cell.get(f"{_SS}MergeAcross", 0))


def _cell(sheet: _Reading, spot: Spot, cell: ElementTree.Element, fonts: dict[str, str], marks: dict[str, str]) -> Cell:
    across, down = (int(cell.get(f"{_SS}Merge{way}", 0)) for way in ("Across", "Down"))
    if across > 0 or down > 0:
        last = (min(spot[0] + down, _LAST_ROW), min(spot[1] + across, _LAST_COLUMN - 1))
        sheet.merged.append((spot, last))
    style = cell.get(f"{_SS}StyleID", "")
    for note in cell.iterfind(f"{_SS}Comment"):
        sheet.comments[spot] = "".join(note.itertext())
    data = cell.find(f"{_SS}Data")
    text = "".join(data.itertext()) if data is not None else ""
    if not text:
        if f"{_SS}Formula" in cell.attrib:
            sheet.uncached.add(spot)
        return ""
    if style in fonts:
        sheet.fonts[spot] = fonts[style]
    if style in marks:
        sheet.comments[spot] = "\n".join(filter(None, (sheet.comments.get(spot), marks[style])))
    kind = data.get(f"{_SS}Type", "String") if data is not None else ""
    if kind == "Error":
        sheet.errors[spot] = text.strip()
        return ""
    return _value(kind, text)


def _value(kind: str, text: str) -> Cell:
    """The value of a cell; what is not written as its type says stays text."""
    try:
        if kind == "Number":
            return float(text)
        if kind == "Boolean":
            return text.strip() == "1"
        if kind == "DateTime":
            moment = datetime.fromisoformat(text.strip()[:23])
            if moment.date() <= _DAY_ZERO:
                return moment.time()
            return moment.date() if moment == datetime.combine(moment.date(), datetime.min.time()) else moment
    except ValueError:
        pass
    return text


def _is_hidden(element: ElementTree.Element, size: str) -> bool:
    return element.get(f"{_SS}Hidden") == "1" or element.get(f"{_SS}{size}") == "0"


def _sheet(found: _Reading, everywhere: bool) -> Sheet:
    facts = SheetFacts(
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=frozenset(found.hidden_columns),
        merged=tuple(found.merged),
        comments=found.comments,
        errors=found.errors,
        uncached=frozenset(found.uncached),
        fonts=found.fonts,
        unplaced_mark=found.mark or everywhere,
    )
    return Sheet(found.name, found.visible, found.rows, found.numbers, facts)
