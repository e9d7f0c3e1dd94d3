"""Workbooks taken apart and put together again, to spell their XML as other producers do."""

import io
import re
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

from flows.reading.xlsx_facts import sheet_facts
from schemas.submission import SheetFacts

SHEET = "xl/worksheets/sheet1.xml"
Change = Callable[[bytes], bytes]


def facts_of(data: bytes) -> dict[str, SheetFacts]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sheet_facts(archive)


def facts_of_one(data: bytes) -> SheetFacts:
    (facts,) = facts_of(data).values()
    return facts


def repacked(data: bytes, parts: dict[str, Change] | None = None, names: Callable[[str], str] = str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(names(name), (parts or {}).get(name, bytes)(content))
    return out.getvalue()


def with_rows(xml: str, head: str = "") -> bytes:
    """A workbook whose one sheet holds these rows, with something in place of its `sheetFormatPr`."""
    book, out = Workbook(), io.BytesIO()
    book.save(out)

    def change(old: bytes) -> bytes:
        new = re.sub(
            rb"<sheetData\s*/>|<sheetData>.*</sheetData>", b"<sheetData>" + xml.encode() + b"</sheetData>", old
        )
        return re.sub(rb"<sheetFormatPr[^>]*/>", head.encode(), new) if head else new

    return repacked(out.getvalue(), {SHEET: change})
