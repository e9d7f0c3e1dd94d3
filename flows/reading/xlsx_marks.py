"""Marks of secrecy of an xlsx (or xlsb) that stand in no cell: headers, text boxes, number formats, properties.

Read with byte patterns: no entity is ever expanded. What a cell's number format writes is placed at its cell; all else
speaks for its sheet, and what belongs to the whole file for every sheet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape

from flows.reading.shown_marks import format_mark, header_marks, shape_marks
from flows.reading.xlsx_facts import SheetPart
from flows.reading.xlsx_parts import Package, attribute, column_of
from rules.mark_cover import is_mark
from schemas.submission import SheetFacts, Spot

_P = rb"(?:[A-Za-z0-9]+:)?"
_HEADER = re.compile(rb"<" + _P + rb"(?:odd|even|first)(?:Header|Footer)\b[^>]*>(.*?)</", re.S)
_HEADERS = re.compile(rb"<" + _P + rb"headerFooter\b.*?</" + _P + rb"headerFooter>", re.S)
_DRAWN_TEXT = re.compile(rb"<" + _P + rb"t\b[^>]*>(.*?)</" + _P + rb"t>|</" + _P + rb"(p|txBody)>", re.S)
_VML_BOX = re.compile(rb"<v:textbox\b.*?</v:textbox>", re.S)
_TAG = re.compile(rb"<[^>]*>")
_FORMAT = re.compile(rb"<" + _P + rb"numFmt\b([^>]*)>")
_CELL_STYLES = re.compile(rb"<" + _P + rb"cellXfs\b.*?</" + _P + rb"cellXfs>", re.S)
_STYLE = re.compile(rb"<" + _P + rb"xf\b([^>]*)>")
_CELL = re.compile(rb"<" + _P + rb"c\b([^>]*)>")
_REF = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_CONSTANT = re.compile(rb"<" + _P + rb"definedName\b[^>]*>\s*=?(?:&quot;|\")(.*?)(?:&quot;|\")\s*</", re.S)
_PROPERTY = re.compile(rb"<(?:[A-Za-z]+:)?(\w+)\b[^>]*>([^<]+)<")
_PROPERTIES = ("docProps/core.xml", "docProps/custom.xml")
_PRODUCERS = frozenset({b"creator", b"lastModifiedBy", b"revision", b"created", b"modified", b"lastPrinted"})
_DRAWINGS = frozenset({"drawing", "vmlDrawing", "chart"})


def with_marks(package: Package, sheets: Sequence[SheetPart]) -> dict[str, SheetFacts]:
    """The facts of each sheet with the marks that stand in no cell of it."""
    everywhere = _whole_file(package)
    styles = _marking_styles(package.read("xl/styles.xml"))
    placed = {}
    for sheet in sheets:
        formatted = dict(_formatted(package.read(sheet.path), styles)) if styles else {}
        mark = sheet.facts.unplaced_mark or everywhere or _header_marks(sheet.tail) or drawn_marks(package, sheet.path)
        placed[sheet.name] = replace(sheet.facts, comments={**sheet.facts.comments, **formatted}, unplaced_mark=mark)
    return placed


def drawn_marks(package: Package, sheet: str) -> bool:
    """True when a text box, a shape, a chart or a control drawn on a sheet says a mark."""
    waiting = [path for kind, path in package.relations(sheet).values() if kind in _DRAWINGS]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if any(shape_marks(text) for text in _drawn_texts(package.read(path))):
            return True
        waiting += [target for kind, target in package.relations(path).values() if kind in _DRAWINGS]
    return False


def property_marks(package: Package) -> bool:
    """True when a property of the document (title, keywords, category, a label of sensitivity) is a mark."""
    return any(
        shape_marks(unescape(match[2].decode("utf-8", "replace")))
        for path in _PROPERTIES
        for match in _PROPERTY.finditer(package.read(path))
        if match[1] not in _PRODUCERS
    )


def _whole_file(package: Package) -> bool:
    workbook = package.read(package.workbook())
    constants = (unescape(m[1].decode("utf-8", "replace")) for m in _CONSTANT.finditer(workbook))
    return any(map(is_mark, constants)) or property_marks(package)


def _header_marks(tail: bytes) -> bool:
    found = _HEADERS.search(tail)
    texts = _HEADER.findall(found[0]) if found else []
    return any(header_marks(unescape(text.decode("utf-8", "replace"))) for text in texts)


def _drawn_texts(xml: bytes) -> Iterator[str]:
    """The text of each shape of a drawing: its runs joined, a line for each paragraph."""
    text = ""
    for match in _DRAWN_TEXT.finditer(xml):
        if match[1] is not None:
            text += unescape(match[1].decode("utf-8", "replace"))
        elif match[2] == b"p":
            text += "\n"
        else:
            yield text
            text = ""
    yield text
    for box in _VML_BOX.finditer(xml):
        yield unescape(_TAG.sub(b" ", box[0]).decode("utf-8", "replace"))


def _marking_styles(styles: bytes) -> dict[str, str]:
    """Number of a cell style -> the mark that its number format writes."""
    codes = {attribute(m[1], b"numFmtId"): attribute(m[1], b"formatCode") for m in _FORMAT.finditer(styles)}
    marks = {number: text for number, code in codes.items() if (text := format_mark(code))}
    block = _CELL_STYLES.search(styles) if marks else None
    used = enumerate(attribute(m[1], b"numFmtId") for m in _STYLE.finditer(block[0])) if block else ()
    return {str(style): marks[number] for style, number in used if number in marks}


def _formatted(xml: bytes, styles: Mapping[str, str]) -> Iterator[tuple[Spot, str]]:
    for match in _CELL.finditer(xml) if styles else ():
        if (text := styles.get(attribute(match[1], b"s"))) and (ref := _REF.search(match[1])):
            yield (int(ref[2]), column_of(ref[1])), text
