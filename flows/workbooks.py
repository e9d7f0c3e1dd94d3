"""Workbook bytes -> sheets whose rows remember where they stood. The type is told by the content, not by the name.

Runs only in a parsing child (flows/parsing.py): no reader is safe in the pipeline's own process.
"""

import io
import zipfile
from dataclasses import replace

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from flows.text_tables import read_text_table
from flows.xlsx_facts import sheet_facts
from schemas.submission import Sheet, SheetFacts

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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
        return _read_calamine(data, {})
    if data.startswith(b"PK"):
        return _read_package(data)
    if _is_foreign(data):
        raise UnreadableFile("FIL-003")
    return [read_text_table(data)]


def _read_package(data: bytes) -> list[Sheet]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = archive.namelist()
        if sum(info.file_size for info in archive.infolist()) > _UNPACKED_LIMIT:
            raise UnreadableFile("FIL-007")
    except zipfile.BadZipFile:
        raise UnreadableFile("FIL-004") from None
    if "content.xml" in names:
        if (
            archive.read("mimetype") != b"application/vnd.oasis.opendocument.spreadsheet"
            if "mimetype" in names
            else True
        ):
            raise UnreadableFile("FIL-003")
        if b"encryption-data" in (archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""):
            raise UnreadableFile("FIL-005")
        return _read_calamine(data, {})
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableFile("FIL-003")
    try:
        facts = sheet_facts(archive)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError):
        raise UnreadableFile("FIL-004") from None
    return _read_calamine(data, facts)


def _read_calamine(data: bytes, facts: dict[str, SheetFacts]) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            sheets = []
            for meta in workbook.sheets_metadata:
                if meta.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
                    continue
                sheet = workbook.get_sheet_by_name(meta.name)
                rows = sheet.to_python(skip_empty_area=False)
                merged = tuple(((r0 + 1, c0), (r1 + 1, c1)) for (r0, c0), (r1, c1) in sheet.merged_cell_ranges or ())
                sheets.append(
                    Sheet(
                        name=meta.name,
                        visible=meta.visible is SheetVisibleEnum.Visible,
                        rows=rows,
                        row_numbers=range(1, len(rows) + 1),
                        facts=replace(facts.get(meta.name, SheetFacts()), merged=merged),
                    )
                )
            return sheets
    except PasswordError:
        raise UnreadableFile("FIL-005") from None
    except (CalamineError, OSError, ValueError, IndexError, KeyError):
        raise UnreadableFile("FIL-004") from None


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
