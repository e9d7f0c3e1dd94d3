"""Facts of the sheets of an xlsx that calamine hides: hidden rows and columns, comments, error cells, formulas without
a value, old fonts.

Read with byte patterns and not with an XML parser: no entity is ever expanded, and a sheet of 200,000 rows costs a
fraction of its reading."""

import re
import zipfile

from flows.reading.xlsx_cells import scan
from flows.reading.xlsx_comments import comments
from flows.reading.xlsx_fonts import OldFonts, old_fonts
from flows.reading.xlsx_parts import Package, attribute
from schemas.submission import SheetFacts

_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet\b([^>]*)>")


def sheet_facts(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Facts of each worksheet by its name. An archive without a readable workbook part gives an empty dict."""
    package = Package(archive)
    workbook = package.workbook()
    relations, fonts = package.relations(workbook), old_fonts(package, workbook)
    facts = {}
    for match in _SHEET.finditer(package.read(workbook)):
        _, path = relations.get(attribute(match[1], rb"(?:[\w.-]+:)?id"), ("", ""))
        if package.has(path):
            facts[attribute(match[1], b"name")] = _facts_of(package, path, fonts)
    return facts


def _facts_of(package: Package, path: str, fonts: OldFonts) -> SheetFacts:
    with package.open(path) as part:
        cells = scan(part, fonts)
    return SheetFacts(
        hidden_rows=frozenset(cells.hidden_rows),
        hidden_columns=frozenset(cells.hidden_columns),
        comments=comments(package, path),
        errors=cells.errors,
        uncached=frozenset(cells.uncached),
        fonts=cells.fonts,
    )
