"""Facts of ods, xls and xlsb sheets that calamine does not tell; where a place cannot be told, the whole file is
doubted.

An ods is read with the standard XML parser, without entities. Of the binary formats only what decides on secrecy is
looked for: error cells by the bytes of their records, and marks that stand in the file but in no cell (comments,
drawings)."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree

from schemas.submission import Cell, SheetFacts, Spot

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_MOST_REPEATS = 1000  # a repeated row or cell with something in it; beyond it stand the empty rest of the sheet
# BIFF: BOOLERR with an error, and FORMULA whose result is an error. Row and column are two bytes each, little-endian.
_ERROR_CELL = re.compile(rb"\x05\x02\x08\x00(....)..[\x00\x07\x0f\x17\x1d\x24\x2a]\x01", re.S)
_ERROR_FORMULA = re.compile(rb"\x06\x00[\x16-\xff].(....)..\x02.[\x00\x07\x0f\x17\x1d\x24\x2a]...\xff\xff", re.S)
_MARKS = ("mật", "không công bố", "confidential", "secret")


def ods_facts(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Merged cells, comments, error cells and hidden rows of each sheet by its name. ValueError for a DOCTYPE."""
    xml = archive.read("content.xml")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("a spreadsheet declares no entities")
    facts = {}
    for _, element in ElementTree.iterparse(io.BytesIO(xml)):
        if element.tag == f"{_TABLE}table":
            facts[element.get(f"{_TABLE}name", "")] = _ods_sheet(element)
            element.clear()
    return facts


def _ods_sheet(table: ElementTree.Element) -> SheetFacts:
    merged: list[tuple[Spot, Spot]] = []
    comments: dict[Spot, str] = {}
    errors: dict[Spot, str] = {}
    hidden: set[int] = set()
    for number, row in _repeated(table.iter(f"{_TABLE}table-row"), "number-rows-repeated", 1):
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden.add(number)
        cells = (c for c in row if c.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
        for column, cell in _repeated(cells, "number-columns-repeated", 0):
            rows, columns = (int(cell.get(f"{_TABLE}number-{k}-spanned", "1")) for k in ("rows", "columns"))
            if rows > 1 or columns > 1:
                merged.append(((number, column), (number + rows - 1, column + columns - 1)))
            for note in cell.iter(f"{_OFFICE}annotation"):
                comments[number, column] = "\n".join("".join(p.itertext()) for p in note.iter(f"{_TEXT}p"))
            if cell.get(_CALC_TYPE) == "error":
                errors[number, column] = "".join(cell.itertext())
    return SheetFacts(frozenset(hidden), merged=tuple(merged), comments=comments, errors=errors)


def _repeated(
    elements: Iterable[ElementTree.Element], attribute: str, place: int
) -> Iterator[tuple[int, ElementTree.Element]]:
    """Each element at every place it stands for."""
    for element in elements:
        times = int(element.get(f"{_TABLE}{attribute}", "1"))
        for step in range(min(times, _MOST_REPEATS)):
            yield place + step, element
        place += times


def binary_doubts(data: bytes, sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> SheetFacts:
    """What is doubted in every sheet of an xls: its error cells, and a mark that stands in the file but in no cell."""
    spots = {
        (int.from_bytes(m[1][:2], "little") + 1, int.from_bytes(m[1][2:], "little"))
        for pattern in (_ERROR_CELL, _ERROR_FORMULA)
        for m in pattern.finditer(data)
    }
    shown = {cell for _, rows in sheets for row in rows for cell in row if isinstance(cell, str)}
    known = _marks("\n".join([*shown, *(name for name, _ in sheets)]))
    return SheetFacts(doubtful=frozenset(spots), unplaced_mark=_marks_in_bytes(data) > known)


def unplaced_marks(archive: zipfile.ZipFile) -> bool:
    """True when the comments of an xlsb hold a mark; which row they stand at is not read."""
    parts = (
        name for name in archive.namelist() if re.search(r"comment", name, re.I) and name.endswith((".bin", ".xml"))
    )
    return any(_marks_in_bytes(archive.read(name)) for name in parts)


def _marks_in_bytes(data: bytes) -> int:
    """How often a mark stands in bytes that hold UTF-16 or one-byte text at any offset."""
    texts = (data.decode("utf-16-le", "ignore"), data[1:].decode("utf-16-le", "ignore"), data.decode("latin-1"))
    return sum(map(_marks, texts))


def _marks(text: str) -> int:
    folded = unicodedata.normalize("NFC", text).lower()
    return sum(folded.count(mark) for mark in _MARKS)
