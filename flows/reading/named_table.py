"""The one table of a file whose columns are named by a person: its header row is where all these names stand."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from flows.child_limits import BYTES_PER_EXTRA_SECOND, limit_child
from flows.faults import Misuse, ToldError
from flows.reading.preflight import UnreadableFile
from flows.reading.workbooks import read_workbook
from rules.layout import cell_text
from schemas.config import Limits
from schemas.submission import Cell, Sheet

_HEADER_WITHIN = 50  # rows
_TOLD_COLUMNS = 30
_TOO_LARGE = 500_000_000  # bytes
_FAULTS = {
    "FIL-003": "is no spreadsheet (expected .xlsx, .xls, .xlsb, .ods or .csv)",
    "FIL-004": "is damaged and cannot be read",
    "FIL-005": "opens only with a password",
    "FIL-006": "is empty",
    "FIL-007": "is too large or too intricate",
}


@dataclass(frozen=True, slots=True)
class NamedTable:
    """The rows below the header, all of the header's width; `numbers` are their rows in the sheet."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]

    def column(self, name: str) -> list[str]:
        """The cells of the first column of this name."""
        at = [_plain(header) for header in self.header].index(_plain(name))
        return [row[at] for row in self.rows]


def read_named_table(path: Path, names: Sequence[str], sheet_name: str | None, limits: Limits) -> NamedTable:
    """The first visible sheet, or the one named, that has a row with all these names. ToldError where there is none.

    `limits`: what the child that reads the file may take, as for a federation's file."""
    sheets = _sheets(path, limits)
    if sheet_name is not None:
        sheets = [sheet for sheet in sheets if sheet.name == sheet_name]
        if not sheets:
            raise Misuse(f"--sheet {sheet_name}: {path.name} has no sheet of this name")
    for sheet in sorted(sheets, key=lambda sheet: not sheet.visible):
        if table := _table(sheet, names):
            return table
    raise Misuse(_not_found(path, sheets, names))


def _sheets(path: Path, limits: Limits) -> list[Sheet]:
    """Read in a process of its own: no reader is safe in ours."""
    try:
        if path.stat().st_size > _TOO_LARGE:
            raise ToldError(f"{path}: {_FAULTS['FIL-007']}")
        data = path.read_bytes()
    except OSError as error:
        raise Misuse(f"{path}: {error.strerror}") from None
    try:
        seconds = limits.parse_seconds + len(data) // BYTES_PER_EXTRA_SECOND
        bounds = (limits.parse_memory_bytes, seconds)
        with ProcessPoolExecutor(1, get_context("forkserver"), initializer=limit_child, initargs=bounds) as child:
            read = child.submit(_read, data).result()
    except (BrokenProcessPool, MemoryError):
        raise ToldError(f"{path}: {_FAULTS['FIL-007']}") from None
    if isinstance(read, str):
        raise ToldError(f"{path}: {_FAULTS.get(read, read)}")
    return read


def _read(data: bytes) -> list[Sheet] | str:
    try:
        return read_workbook(data)
    except UnreadableFile as fault:
        return str(fault.args[0])


def _table(sheet: Sheet, names: Sequence[str]) -> NamedTable | None:
    wanted = {_plain(name) for name in names}
    for at, cells in enumerate(sheet.rows[:_HEADER_WITHIN]):
        header = [" ".join(cell_text(cell).split()) for cell in cells]
        if wanted <= {_plain(cell) for cell in header}:
            return _below(sheet, at, header)
    return None


def _below(sheet: Sheet, at: int, header: list[str]) -> NamedTable:
    while header and not header[-1]:
        header.pop()
    width = len(header)
    rows = [(*map(cell_text, cells), *[""] * width)[:width] for cells in sheet.rows[at + 1 :]]
    kept = [i for i, row in enumerate(rows) if any(cell.strip() for cell in row)]
    numbers = tuple(int(sheet.row_numbers[at + 1 + i]) for i in kept)
    return NamedTable(tuple(header), tuple(rows[i] for i in kept), numbers)


def _not_found(path: Path, sheets: Sequence[Sheet], names: Sequence[str]) -> str:
    seen: dict[str, None] = {}
    for sheet in sheets:
        best = max(sheet.rows[:_HEADER_WITHIN], key=_texts, default=())
        seen.update(dict.fromkeys(text for cell in best if (text := " ".join(cell_text(cell).split()))))
    known = {_plain(name) for name in seen}
    missing = [name for name in names if _plain(name) not in known] or list(names)
    found = ", ".join(list(seen)[:_TOLD_COLUMNS]) or "no header"
    return f"{path}: expected the column {', '.join(missing)} in one header row, found {found}"


def _texts(row: Sequence[Cell]) -> int:
    return sum(isinstance(cell, str) and bool(cell) for cell in row)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
