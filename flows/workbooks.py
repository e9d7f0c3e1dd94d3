"""Workbook bytes -> sheets whose rows remember where they stood. The type is told by the content, not by the name.

Runs only in a parsing child (flows/parsing.py): no reader is safe in the pipeline's own process.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from flows.calamine_rows import give_back, rows_of
from flows.other_facts import binary_doubts, ods_facts, unplaced_marks
from flows.text_tables import read_text_table
from flows.xlsx_facts import sheet_facts
from schemas.submission import Sheet, SheetFacts

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# NotImplementedError: a packing method of no office program; RuntimeError: a package with a password of its own.
_BROKEN_PACKAGE = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError,
    ParseError,
)  # fmt: skip
_OPEN_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_UNPACKED_LIMIT = 1_500_000_000


class UnreadableFile(Exception):
    """A file that gives no sheets; `check_id` tells why. Carries nothing of the file's content."""

    def __init__(self, check_id: str) -> None:
        super().__init__(check_id)
        self.check_id = check_id


def read_workbook(data: bytes) -> list[Sheet]:
    """All sheets of a workbook or CSV file.

    Raises UnreadableFile with FIL-003 (no spreadsheet), FIL-004 (corrupt), FIL-005 (password), FIL-006 (empty) or
    FIL-007 (unpacks beyond the limit).
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise UnreadableFile("FIL-006")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnreadableFile("FIL-005")
        sheets = _read_calamine(data, {})
        doubts = binary_doubts(data, [(s.name, s.rows) for s in sheets])
        return [replace(s, facts=replace(doubts, merged=s.facts.merged)) for s in sheets]
    if data.startswith(b"PK"):
        try:
            return _read_package(data)
        except _BROKEN_PACKAGE:
            raise UnreadableFile("FIL-004") from None
    if _is_foreign(data):
        raise UnreadableFile("FIL-003")
    return [read_text_table(data)]


def _read_package(data: bytes) -> list[Sheet]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    names = frozenset(archive.namelist())
    if sum(info.file_size for info in archive.infolist()) > _UNPACKED_LIMIT:
        raise UnreadableFile("FIL-007")
    if "content.xml" in names:
        if "mimetype" not in names or archive.read("mimetype") != _OPEN_SPREADSHEET:
            raise UnreadableFile("FIL-003")
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFile("FIL-005")
        return _read_calamine(data, ods_facts(archive))
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableFile("FIL-003")
    if "xl/workbook.bin" in names:
        unplaced = unplaced_marks(archive)
        return [replace(s, facts=replace(s.facts, unplaced_mark=unplaced)) for s in _read_calamine(data, {})]
    return _read_calamine(data, sheet_facts(archive))


def _read_calamine(data: bytes, facts: Mapping[str, SheetFacts]) -> list[Sheet]:
    """The worksheets with their facts by name. Two sheets of one name, which no office program writes, are corrupt."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            metas = [
                m for m in workbook.sheets_metadata if m.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)
            ]
            found = [workbook.get_sheet_by_name(meta.name) for meta in metas]
        give_back()
        sheets = []
        for meta in metas:
            sheet = found.pop(0)  # gone before the next: a sheet is never held twice for long
            rows = rows_of(sheet)
            own = facts.get(meta.name, SheetFacts())
            ranges = sheet.merged_cell_ranges or ()
            merged = tuple(((r0 + 1, c0), (r1 + 1, c1)) for (r0, c0), (r1, c1) in ranges)
            sheets.append(
                Sheet(
                    name=meta.name,
                    visible=meta.visible is SheetVisibleEnum.Visible,
                    rows=rows,
                    row_numbers=range(1, len(rows) + 1),
                    facts=replace(own, merged=merged or own.merged),
                )
            )
    except PasswordError:
        raise UnreadableFile("FIL-005") from None
    except (CalamineError, OSError, ValueError, IndexError, KeyError):
        raise UnreadableFile("FIL-004") from None
    if not sheets or len({s.name for s in sheets}) < len(sheets):
        raise UnreadableFile("FIL-004")
    return sheets


def _is_foreign(data: bytes) -> bool:
    """True for bytes that are no text table: other magic numbers, or control bytes that no text holds."""
    head = data[:4000]
    if head.startswith(
        (
            b"%PDF",
            b"\x89PNG",
            b"\xff\xd8\xff",
            b"GIF8",
            b"Rar!",
            b"7z\xbc\xaf",
            b"\x1f\x8b",
            b"{\\rtf",
            b"MZ",
            b"\x7fELF",
        )
    ):
        return True
    if head[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return True
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if nulls := head.count(0):
        return nulls <= len(head) // 5  # UTF-16 without a mark has far more of them
    return sum(head.count(bytes([b])) for b in range(1, 32) if b not in (9, 10, 12, 13)) > len(head) // 50
