"""Facts of the sheets of an xlsx that calamine hides: hidden rows and columns, comments, error cells, formulas without
a value, old fonts.

Read with byte patterns and not with an XML parser: no entity is ever expanded, and a sheet of 200,000 rows costs a
fraction of its reading."""

import re
import zipfile
from dataclasses import dataclass

from flows.reading.xlsx_cells import scan
from flows.reading.xlsx_comments import comments
from flows.reading.xlsx_fonts import OldFonts, old_fonts
from flows.reading.xlsx_parts import Package, attribute
from schemas.submission import SheetFacts

_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet\b([^>]*)>")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet of a package. `path`: the name of its part, `cells`: what its box of rows and columns holds at
    most, `tail`: the bytes behind its rows."""

    name: str
    path: str
    facts: SheetFacts
    cells: int
    tail: bytes


def sheet_facts(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Facts of each worksheet by its name. An archive without a readable workbook part gives an empty dict."""
    return {part.name: part.facts for part in sheet_parts(Package(archive))}


def sheet_parts(package: Package) -> list[SheetPart]:
    """The worksheets that have a part, in the workbook's order, each gone through once."""
    workbook = package.workbook()
    relations, fonts = package.relations(workbook), old_fonts(package, workbook)
    targets = (
        (attribute(match[1], b"name"), relations.get(attribute(match[1], rb"(?:[\w.-]+:)?id"), ("", ""))[1])
        for match in _SHEET.finditer(package.read(workbook))
    )
    return [_sheet_part(package, name, path, fonts) for name, path in targets if package.has(path)]


def _sheet_part(package: Package, name: str, path: str, fonts: OldFonts) -> SheetPart:
    with package.open(path) as part:
        found = scan(part, fonts)
    facts = SheetFacts(
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=frozenset(found.hidden_columns),
        comments=comments(package, path),
        errors=found.errors,
        uncached=frozenset(found.uncached),
        fonts=found.fonts,
    )
    return SheetPart(name, package.name(path), facts, found.last_row * (found.last_column + 1), found.tail)
