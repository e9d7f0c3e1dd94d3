"""Workbook bytes -> sheets whose rows remember where they stood. The type is told by the content, not by the name.

Runs only in a parsing child (flows/parsing.py): no reader is safe in the pipeline's own process."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from flows.memory import give_back
from flows.reading import compound
from flows.reading.calamine_rows import rows_of
from flows.reading.file_types import Kind, kind_of
from flows.reading.html_tables import read_html, read_mail
from flows.reading.ods_facts import SPREADSHEET, as_plain_package, ods_facts
from flows.reading.preflight import UnreadableFile, as_utf8, check_package, refuse_doctype
from flows.reading.spreadsheetml import read_spreadsheetml
from flows.reading.text_tables import read_text_table
from flows.reading.xls_facts import xls_facts
from flows.reading.xlsb_facts import patched_errors, xlsb_facts
from flows.reading.xlsx_facts import sheet_parts
from flows.reading.xlsx_marks import with_marks
from flows.reading.xlsx_mend import Moved, far_sheets, moved_together, repacked, tidied, with_known_errors
from flows.reading.xlsx_parts import Package
from schemas.submission import Cell, Sheet, SheetFacts, Spot

__all__ = ["UnreadableFile", "read_workbook"]

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# NotImplementedError: a packing method of no office program; RuntimeError: a package with a password of its own.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, IndexError, ValueError, EOFError, OSError,
    NotImplementedError, RuntimeError, OverflowError, ParseError,
)  # fmt: skip
_MOST_CELLS = 20_000_000  # of all boxes of a workbook whose reader lays them out whole
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_383
_MANY_ROWS = 20_000
_OF_CELLS = (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)
_KEPT_PART = 4_000_000  # bytes
_LARGE = 1_000_000


def read_workbook(data: bytes) -> list[Sheet]:
    """All sheets of a workbook or CSV file.

    Raises UnreadableFile with FIL-003 (no spreadsheet), FIL-004 (corrupt), FIL-005 (password), FIL-006 (empty) or
    FIL-007 (beyond the limits).
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise UnreadableFile("FIL-006")
    try:
        return _read(data)
    except (CalamineError, PasswordError, *_BROKEN) as error:
        raise UnreadableFile("FIL-005" if isinstance(error, PasswordError) else "FIL-004") from None


def _read(data: bytes) -> list[Sheet]:
    kind = kind_of(data)
    if kind is Kind.PACKAGE:
        with _Package(io.BytesIO(data)) as archive:
            check_package(archive, data)
            return _read_package(data, archive)
    if kind in (Kind.EXCEL_2003, Kind.FLAT_ODS):
        refuse_doctype(data)
    if kind is Kind.FLAT_ODS:
        package = as_plain_package(as_utf8(data))
        with _Package(io.BytesIO(package)) as archive:
            return _read_ods(package, archive, frozenset(archive.namelist()))
    if kind in _READERS:
        return _READERS[kind](data)
    raise UnreadableFile("FIL-003")


class _Package(zipfile.ZipFile):
    """A package whose small parts are unpacked once: facts and marks look at the same ones."""

    def forget(self) -> None:
        """Let go of the parts before a reader needs the memory."""
        self.__dict__.pop("_kept", None)

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        kept: dict[str, bytes] = self.__dict__.setdefault("_kept", {})
        key = name if isinstance(name, str) else name.filename
        if key in kept:
            return kept[key]
        part: bytes = super().read(name, pwd)
        if len(part) <= _KEPT_PART:
            kept[key] = part
        return part


def _read_compound(data: bytes) -> list[Sheet]:
    try:
        file = compound.Compound(data)
        stream = next((name for name in ("Workbook", "WORKBOOK", "Book", "BOOK") if name in file.names), "")
        content = file.read(stream) if stream else b""
    except compound.BrokenCompound:
        raise UnreadableFile("FIL-005" if _ENCRYPTED in data else "FIL-004") from None
    if not stream:
        encrypted = "EncryptedPackage" in file.names or _ENCRYPTED in data
        raise UnreadableFile("FIL-005" if encrypted else "FIL-003" if file.names else "FIL-004")
    found = xls_facts(content)
    if found.cells > _MOST_CELLS:
        raise UnreadableFile("FIL-007")
    return _read_calamine(file.patched(stream, found.edits) if found.edits else data, found.sheets)


def _read_package(data: bytes, archive: _Package) -> list[Sheet]:
    names = frozenset(archive.namelist())
    if "content.xml" in names:
        return _read_ods(data, archive, names)
    lowered = {name.lower().replace("\\", "/").lstrip("/") for name in names}
    if not any(name.startswith("xl/") for name in lowered):
        raise UnreadableFile("FIL-003")
    if "xl/workbook.bin" in names:
        return _read_xlsb(data, archive)
    try:
        return _read_xlsx(data, archive)
    except (UnreadableFile, CalamineError, *_BROKEN) as error:
        if isinstance(error, UnreadableFile) and error.check_id != "FIL-004":
            raise
    mended = tidied(archive)
    with _Package(io.BytesIO(mended)) as tidy:
        return _read_xlsx(mended, tidy)


def _read_xlsx(data: bytes, archive: _Package) -> list[Sheet]:
    """CalamineError where the package has to be mended first."""
    package = Package(archive)
    parts = sheet_parts(package)
    facts = with_marks(package, parts)
    moved: dict[str, Moved] = {}
    if far := far_sheets(parts):
        data, moved = moved_together(archive, far)
    archive.forget()
    try:
        return _read_calamine(data, facts, moved)
    except CalamineError as error:
        if "error value" not in str(error):
            raise
    with zipfile.ZipFile(io.BytesIO(data)) as again:
        return _read_calamine(with_known_errors(again), facts, moved)


def _read_xlsb(data: bytes, archive: zipfile.ZipFile) -> list[Sheet]:
    facts, cells = xlsb_facts(archive)
    if cells > _MOST_CELLS:
        raise UnreadableFile("FIL-007")
    if any("#?" in own.errors.values() or "#GETTING_DATA" in own.errors.values() for own in facts.values()):
        data = repacked(archive, "xl/worksheets/", patched_errors)
    return _read_calamine(data, facts)


def _read_ods(data: bytes, archive: zipfile.ZipFile, names: frozenset[str]) -> list[Sheet]:
    if "mimetype" not in names or archive.read("mimetype").strip() != SPREADSHEET:
        raise UnreadableFile("FIL-003")
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableFile("FIL-005")
    facts, cells = ods_facts(archive)
    if cells > _MOST_CELLS:
        raise UnreadableFile("FIL-007")
    try:
        return _read_calamine(data, facts)
    except CalamineError:
        return _read_calamine(as_plain_package(archive.read("content.xml")), facts)


def _read_calamine(
    data: bytes, facts: Mapping[str, SheetFacts] | Sequence[SheetFacts], moved: Mapping[str, Moved] | None = None
) -> list[Sheet]:
    """The worksheets with their facts by name or in their order. CalamineError where the reader panics, too."""
    try:
        return _sheets(data, facts, moved or {})
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # what a panic in Rust raises is no Exception
            raise CalamineError("panic") from None
        raise


def _sheets(
    data: bytes, facts: Mapping[str, SheetFacts] | Sequence[SheetFacts], moved: Mapping[str, Moved]
) -> list[Sheet]:
    """Two sheets of one name, which no office program writes, are corrupt."""
    sheets = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        metas = [(place, m) for place, m in enumerate(workbook.sheets_metadata) if m.typ in _OF_CELLS]
        found = [workbook.get_sheet_by_name(meta.name) for _, meta in reversed(metas)]
    if len(data) > _LARGE:
        give_back()
    for place, meta in metas:
        sheet = found.pop()  # gone before the next: no sheet is held twice for long
        rows: Sequence[Sequence[Cell]] = rows_of(sheet)
        numbers: Sequence[int] = range(1, len(rows) + 1)
        if meta.name in moved:
            rows, numbers = moved[meta.name].apart(rows)
        elif len(rows) > _MANY_ROWS:
            rows, numbers = _without_blank_rows(rows)
        own = _facts_of(facts, meta.name, place)
        ranges = sheet.merged_cell_ranges or ()
        merged = [((r0 + 1, c0), (r1 + 1, c1)) for (r0, c0), (r1, c1) in ranges] or own.merged
        sheets.append(
            Sheet(
                name=meta.name,
                visible=meta.visible is SheetVisibleEnum.Visible,
                rows=rows,
                row_numbers=numbers,
                facts=replace(own, merged=tuple(map(_within, merged))),
            )
        )
    if not sheets or len({s.name for s in sheets}) < len(sheets):
        raise UnreadableFile("FIL-004")
    return sheets


def _facts_of(facts: Mapping[str, SheetFacts] | Sequence[SheetFacts], name: str, place: int) -> SheetFacts:
    """The facts of one sheet; for a sheet whose facts cannot be found everything is doubted."""
    if isinstance(facts, Mapping):
        return facts.get(name) or SheetFacts(unplaced_mark=True)
    return facts[place] if place < len(facts) else SheetFacts(unplaced_mark=True)


def _within(merge: tuple[Spot, Spot]) -> tuple[Spot, Spot]:
    top, (bottom, right) = merge
    return top, (min(bottom, _LAST_ROW), min(right, _LAST_COLUMN))


def _without_blank_rows(rows: Sequence[Sequence[Cell]]) -> tuple[Sequence[Sequence[Cell]], Sequence[int]]:
    """A stray cell far below leaves a hundred thousand blank rows above it: they are let go."""
    numbers = [n for n, row in enumerate(rows, 1) if any(cell != "" for cell in row)]
    if 2 * len(numbers) > len(rows):
        return rows, range(1, len(rows) + 1)
    return [rows[n - 1] for n in numbers], numbers


_READERS: Mapping[Kind, Callable[[bytes], list[Sheet]]] = {
    Kind.COMPOUND: _read_compound,
    Kind.MAIL: read_mail,
    Kind.PAGE: read_html,
    Kind.EXCEL_2003: read_spreadsheetml,
    Kind.TEXT: lambda data: [read_text_table(data)],
}
