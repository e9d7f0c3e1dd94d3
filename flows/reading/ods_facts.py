"""Facts of an ods (or its flat form, fods) that calamine does not tell: hidden rows and columns, merged cells,
comments, error cells, formulas without a value, old fonts, and marks in page headers, shapes and number formats.

Read row by row with the standard XML parser; that no entity is declared is checked before."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from flows.reading.shown_marks import OLD_FONT, format_mark, header_marks, shape_marks
from schemas.submission import SheetFacts, Spot

SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT, _STYLE, _NUMBER, _DRAW = (
    _NS % name for name in ("table", "office", "text", "style", "datastyle", "drawing")
)
_CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{SPREADSHEET.decode()}"/></manifest:manifest>'
)
_BETWEEN_TAGS = re.compile(rb">\s+(?=</?(?:table|office|draw|style|number|calcext|config|form|svg|dc):|</?text:p\b)")
_MOST_REPEATS = 1000  # a repeated row or cell with something in it; beyond it stand the empty rest of the sheet
_CELL_TAGS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_HEADER_TAGS = frozenset(f"{_STYLE}{name}{side}" for name in ("header", "footer") for side in ("", "-left", "-first"))
_PROPERTY_SPACES = ("{http://purl.org/dc/elements/1.1/}", _NS % "meta")
_PRODUCERS = ("creator", "initial-creator", "generator", "date", "creation-date", "document-statistic", "printed-by")
_ERROR_TEXTS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "Err:")
_FULL_ROW = 16384


@dataclass(slots=True)
class _Styles:
    """By name of a cell style: the font of an old encoding, and the mark that its number format writes."""

    formats: dict[str, str] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    """One sheet while it is read; `row` and `column` count what has passed."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[Spot, Spot]] = field(default_factory=list)
    comments: dict[Spot, str] = field(default_factory=dict)
    errors: dict[Spot, str] = field(default_factory=dict)
    uncached: set[Spot] = field(default_factory=set)
    fonts: dict[Spot, str] = field(default_factory=dict)
    mark: bool = False
    row: int = 1
    column: int = 0
    last: Spot = (0, 0)


@dataclass(slots=True)
class _Document:
    sheets: dict[str, _Found] = field(default_factory=dict)
    styles: _Styles = field(default_factory=_Styles)
    mark: bool = False


def ods_facts(archive: zipfile.ZipFile) -> tuple[dict[str, SheetFacts], int]:
    """Facts of each sheet by its name, and what all their boxes hold together."""
    document = _Document()
    names = frozenset(archive.namelist())
    for part in ("styles.xml", "meta.xml"):
        xml = archive.read(part) if part in names else b""
        try:
            _read(xml, document)
        except ElementTree.ParseError:  # office programs open it all the same: its words are looked at without its tags
            document.mark |= shape_marks(re.sub(rb"<[^>]*>", b"\n", xml).decode("utf-8", "replace"))
    _read(archive.read("content.xml"), document)
    cells = sum(found.last[0] * (found.last[1] + 1) for found in document.sheets.values())
    return {name: _facts(found, document.mark) for name, found in document.sheets.items()}, cells


def as_plain_package(xml: bytes) -> bytes:
    """A flat document, or the content of a package, as a package that calamine reads: no blanks between tags."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", SPREADSHEET)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _BETWEEN_TAGS.sub(b">", xml))
    return out.getvalue()


def _read(xml: bytes, document: _Document) -> None:
    tables: list[_Found] = []
    groups: list[bool] = []
    for event, element in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):
        tag = element.tag
        if event == "start":
            if tag == f"{_TABLE}table":
                tables.append(document.sheets.setdefault(element.get(f"{_TABLE}name", ""), _Found()))
            elif tag == f"{_TABLE}table-row-group":
                groups.append(element.get(f"{_TABLE}display") == "false")
        elif tag == f"{_TABLE}table":
            tables.pop()
            element.clear()
        elif tag == f"{_TABLE}table-row-group":
            groups.pop()
        elif tag == f"{_TABLE}table-row" and tables:
            _row(tables[-1], element, document.styles, any(groups))
            element.clear()
        elif tag == f"{_TABLE}table-column" and tables:
            _column(tables[-1], element, document.styles)
        elif tag == f"{_TABLE}shapes" and tables:
            tables[-1].mark |= shape_marks(_lines(element))
        else:
            _style(element, document)


def _style(element: ElementTree.Element, document: _Document) -> None:
    """What is told outside of the tables: styles, headers, properties."""
    tag, styles = element.tag, document.styles
    name = element.get(f"{_STYLE}name", "")
    if tag.startswith(_NUMBER) and name:
        words = " ".join(f'"{t.text}"' for t in element.iter(f"{_NUMBER}text") if t.text and t.text.strip())
        if mark := format_mark(words):
            styles.formats[name] = mark
    elif tag == f"{_STYLE}style" and name:
        if told := styles.formats.get(element.get(f"{_STYLE}data-style-name", "")):
            styles.marks[name] = told
        for text in element.iter(f"{_STYLE}text-properties"):
            if OLD_FONT.match(font := text.get(f"{_STYLE}font-name", "")):
                styles.fonts[name] = font
    elif tag in _HEADER_TAGS:
        document.mark |= header_marks(_lines(element))
    elif tag.startswith(_PROPERTY_SPACES) and tag.rpartition("}")[2] not in _PRODUCERS:
        document.mark |= shape_marks(element.text or "")


def _column(found: _Found, element: ElementTree.Element, styles: _Styles) -> None:
    times = _times(element, "number-columns-repeated")
    if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
        found.hidden_columns.update(range(found.column, min(found.column + times, _FULL_ROW)))
    found.column += times
    found.mark |= element.get(f"{_TABLE}default-cell-style-name") in styles.marks


def _row(found: _Found, row: ElementTree.Element, styles: _Styles, in_hidden_group: bool) -> None:
    first, times = found.row, _times(row, "number-rows-repeated")
    found.row += times
    numbers = range(first, first + min(times, _MOST_REPEATS))
    if in_hidden_group or row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
        found.hidden_rows.update(numbers)
    found.mark |= row.get(f"{_TABLE}default-cell-style-name") in styles.marks
    for column, cell in _repeated(c for c in row if c.tag in _CELL_TAGS):
        if len(cell) or f"{_OFFICE}value-type" in cell.attrib:
            found.last = (max(found.last[0], numbers[-1]), max(found.last[1], column))
        for number in numbers:
            _cell(found, (number, column), cell, styles)


def _repeated(cells: Iterable[ElementTree.Element]) -> Iterator[tuple[int, ElementTree.Element]]:
    """Each cell that has something to tell, at every place it stands for."""
    place = 0
    for cell in cells:
        times = _times(cell, "number-columns-repeated")
        told = len(cell) or len(cell.attrib) > (f"{_TABLE}number-columns-repeated" in cell.attrib)
        for step in range(min(times, _MOST_REPEATS) if told else 0):
            yield place + step, cell
        place += times


def _cell(found: _Found, spot: Spot, cell: ElementTree.Element, styles: _Styles) -> None:
    rows, columns = (_times(cell, f"number-{axis}-spanned") for axis in ("rows", "columns"))
    if rows > 1 or columns > 1:
        found.merged.append((spot, (spot[0] + rows - 1, spot[1] + columns - 1)))
    style = cell.get(f"{_TABLE}style-name", "")
    if len(cell) and style in styles.fonts:
        found.fonts[spot] = styles.fonts[style]
    if style in styles.marks and f"{_OFFICE}value-type" in cell.attrib:
        found.comments[spot] = styles.marks[style]
    for note in cell.iter(f"{_OFFICE}annotation"):
        found.comments[spot] = "\n".join(filter(None, (found.comments.get(spot), _lines(note))))
    found.mark |= any(child.tag.startswith(_DRAW) and shape_marks(_lines(child)) for child in cell)
    text = "".join("".join(p.itertext()) for p in cell if p.tag == f"{_TEXT}p") if len(cell) else ""
    formula = f"{_TABLE}formula" in cell.attrib
    if cell.get(_CALC_TYPE) == "error" or (formula and text.startswith(_ERROR_TEXTS)):
        found.errors[spot] = text or "#?"
    elif formula and not text and not cell.get(f"{_OFFICE}value"):
        found.uncached.add(spot)


def _lines(element: ElementTree.Element) -> str:
    return "\n".join("".join(p.itertext()) for p in element.iter(f"{_TEXT}p"))


def _times(element: ElementTree.Element, attribute: str) -> int:
    return max(1, int(element.get(f"{_TABLE}{attribute}", "1")))


def _facts(found: _Found, everywhere: bool) -> SheetFacts:
    return SheetFacts(
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=frozenset(found.hidden_columns),
        merged=tuple(found.merged),
        comments=found.comments,
        errors=found.errors,
        uncached=frozenset(found.uncached),
        fonts=found.fonts,
        unplaced_mark=found.mark or everywhere,
    )
