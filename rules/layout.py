"""Where on a sheet the table stands, and what each row is: data, or one of the kinds of not_data."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rules.columns import DROPPED, Column, ColumnTable, columns_of
from rules.vietnamese import bare, repair
from schemas.submission import Cell, RowKind, Sheet

HEADER_SEARCH_ROWS = 40
_FEWEST_FIELDS = 2
_LONGEST_HEADER = 250  # characters; national forms write whole instructions into a header
_SIGNATURE = re.compile(
    r"^(nguoi lap|nguoi tong hop|tm ban|tm bch|t m ban|chu tich|pho chu tich|thu truong|xac nhan|giam doc|noi nhan"
    r"|ky ten|can bo tong hop|truong ban|kt chu tich|ky ghi ro|dai dien)\b|\bngay \d* ?thang \d* ?nam\b|\bngay thang nam\b"
)
_TOTAL = re.compile(r"^(tong cong|tong so|cong|tong)\b")
_SECTION_NUMBER = re.compile(r"^(?=[ivxlc])(x{0,3})(ix|iv|v?i{0,3})$|^[a-h]$", re.I)
_SECTION_TEXT = re.compile(r"^\s*(?:[IVX]{1,5}|[A-H])\s*[.\-/)]\s*\S")
_NUMBERING = re.compile(r"^[(\[]?\s*\d{1,2}\s*[)\]]?(?:\s*=.*)?$|^[(\[]?[a-zA-Z][)\]]?$")
_NOTE = re.compile(r"^(ghi chu|luu y|chu thich|chu y)\b")


@dataclass(frozen=True, slots=True)
class Table:
    """One table on a sheet. `header_rows` and `first_row` are positions in `sheet.rows`."""

    header_rows: tuple[int, ...]
    headers: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The canonical columns this table has."""
        return frozenset(c.field for c in self.columns)

    @property
    def has_title(self) -> bool:
        """True when the table names its initiatives."""
        return "title" in self.fields


@dataclass(frozen=True, slots=True)
class RowPlace:
    """What the row at `position` of `sheet.rows` is; `section` the heading it stands under, `table` the table it
    belongs to."""

    position: int
    kind: RowKind
    section: str = ""
    table: int = -1


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of a sheet and every non-empty row of it, in order."""

    tables: tuple[Table, ...]
    places: tuple[RowPlace, ...]


def cell_text(value: Cell) -> str:
    """A cell as text: 1.0 -> "1", a date ISO, blanks trimmed."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def occupied_rows(sheet: Sheet) -> list[int]:
    """Positions of the rows in which a cell, hidden or not, shows a character other than blanks (RULES.md 2)."""
    with_errors = {row for row, _ in sheet.facts.errors}
    return [
        position
        for position, (row, number) in enumerate(zip(sheet.rows, sheet.row_numbers, strict=True))
        if any(not isinstance(cell, str) or cell.strip() for cell in row) or number in with_errors
    ]


def find_tables(sheet: Sheet, table: ColumnTable) -> tuple[Table, ...]:
    """The table whose header stands in the first 40 rows; none when no row reads as a header."""
    best: tuple[float, Table] | None = None
    texts = [[_header_text(cell) for cell in row] for row in sheet.rows[: HEADER_SEARCH_ROWS + 1]]
    for position in range(min(HEADER_SEARCH_ROWS, len(sheet.rows))):
        for depth in (1, 2):
            found = _header_at(sheet, position, texts[position : position + depth], table)
            if found and (best is None or found[0] > best[0]):
                best = found
    return (best[1],) if best else ()


def lay_out(sheet: Sheet, table: ColumnTable) -> Layout:
    """Every non-empty row of a visible sheet with its kind. A sheet without a table is all `irrelevant`."""
    occupied = occupied_rows(sheet)
    tables = list(find_tables(sheet, table))
    if not tables:
        return Layout((), tuple(RowPlace(p, RowKind.IRRELEVANT) for p in occupied))
    places: list[RowPlace] = []
    wide = {top for (top, first), (bottom, last) in sheet.facts.merged if top == bottom and last - first >= 2}
    first_header, current, section, ended = tables[0].header_rows[0], 0, "", False
    for position in occupied:
        if position < first_header:
            places.append(RowPlace(position, RowKind.TITLE_BLOCK))
        elif position in tables[current].header_rows:
            places.append(RowPlace(position, RowKind.HEADER, table=current))
        elif repeated := _repeated_header(sheet, position, table):
            if repeated.has_title and repeated.columns != tables[current].columns:
                tables.append(repeated)
                current = len(tables) - 1
            ended = False
            places.append(RowPlace(position, RowKind.HEADER, table=current))
        else:
            kind = RowKind.SIGNATURE if ended else _kind(sheet, position, tables[current], wide)
            if kind is RowKind.SECTION:
                section = _only_text(sheet.rows[position])
            ended = kind is RowKind.SIGNATURE
            places.append(RowPlace(position, kind, section, current))
    return Layout(tuple(tables), tuple(places))


def _header_at(
    sheet: Sheet, position: int, texts: Sequence[Sequence[str]], table: ColumnTable
) -> tuple[float, Table] | None:
    """A header of one or two rows of texts at a position, with how good it is."""
    if position + len(texts) > len(sheet.rows) or sum(1 for text in texts[0] if text) < 1:
        return None
    headers = _headers(sheet, position, texts)
    columns = columns_of(headers, table)
    fields = {c.field for c in columns if c.field not in (DROPPED, "row_no")}
    filled = sum(1 for header in headers if header)
    if len(fields) < _FEWEST_FIELDS and not ("title" in fields and filled <= 2):
        return None
    understood = len(columns) / filled
    if understood < 0.3:
        return None
    depth = len(texts)
    score = len(fields) + len(columns) / 10 + 3 * ("title" in fields) + understood - 0.6 * (depth == 2) - position / 100
    return score, Table(tuple(range(position, position + depth)), headers, columns)


def _headers(sheet: Sheet, position: int, texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Header texts by column; of two rows the lower one, under its merged upper one where it stands alone."""
    if len(texts) == 1:
        return tuple(texts[0])
    width = max(map(len, texts))
    upper, lower = ([*row, *[""] * (width - len(row))] for row in texts)
    spans = _spans(sheet, sheet.row_numbers[position])
    return tuple(_joined(upper, lower, column, spans) for column in range(width))


def _joined(upper: Sequence[str], lower: Sequence[str], column: int, spans: dict[int, int]) -> str:
    over = upper[spans.get(column, column)]
    if lower[column] and over and over != lower[column]:
        return f"{lower[column]}\n{over}"
    return lower[column] or over


def _spans(sheet: Sheet, number: int) -> dict[int, int]:
    """Column -> the first column of the merged cell it lies in, on one worksheet row."""
    return {
        column: first
        for (top, first), (bottom, last) in sheet.facts.merged
        if top <= number <= bottom
        for column in range(first, last + 1)
    }


def _header_text(cell: Cell) -> str:
    """A text short enough to be a header, repaired; "" for anything else."""
    return repair(cell).text if isinstance(cell, str) and 0 < len(cell) <= _LONGEST_HEADER and cell.strip() else ""


def _repeated_header(sheet: Sheet, position: int, table: ColumnTable) -> Table | None:
    """A further header row below the first: the header again on each page, or a second table."""
    row = sheet.rows[position]
    if sum(1 for cell in row if isinstance(cell, str) and cell.strip() and len(cell) < 80) < 3:
        return None
    if not any(table.field_of(_header_text(cell)) in ("title", "row_no") for cell in row[:6]):
        return None
    found = _header_at(sheet, position, [[_header_text(cell) for cell in row]], table)
    return found[1] if found and len(found[1].fields) >= 3 and found[1].has_title else None


def _kind(sheet: Sheet, position: int, table: Table, wide: AbstractSet[int]) -> RowKind:
    row = sheet.rows[position]
    filled = [(i, cell_text(cell)) for i, cell in enumerate(row) if cell_text(cell)]
    if not filled:  # only error cells stand here
        return RowKind.DATA
    texts = [text for _, text in filled]
    if len(filled) >= 3 and all(_NUMBERING.match(text) for text in texts) and position <= table.header_rows[-1] + 2:
        return RowKind.NUMBERING
    fields = {c.index: c.field for c in table.columns}
    named = {fields.get(i, "") for i, _ in filled}
    first = bare(texts[0])
    lone = len(filled) <= 2 or len(set(texts)) == 1
    if _TOTAL.match(first) and (lone or "title" not in named or _is_number(texts[-1])):
        return RowKind.TOTAL
    if lone and len(texts) > 1 and _TOTAL.match(bare(texts[1])) and not _is_number(texts[0]):
        return RowKind.TOTAL
    if (lone or "title" not in named) and len(filled) <= 4 and any(_SIGNATURE.search(bare(text)) for text in texts):
        return RowKind.SIGNATURE
    return _kind_of_few(filled, fields, sheet.row_numbers[position] in wide) if lone else RowKind.DATA


def _kind_of_few(filled: Sequence[tuple[int, str]], fields: dict[int, str], wide: bool) -> RowKind:
    """A row of one or two texts: a section, a prepared empty line, a note, or a row with a title and little else.

    `wide`: a cell of it is merged over three columns or more.
    """
    column, text = filled[0]
    if all(fields.get(i, "") == "row_no" and _is_number(t) for i, t in filled):
        return RowKind.EMPTY_LINE
    if _SECTION_NUMBER.match(text.rstrip(".)")) and len(filled) == 2:
        return RowKind.SECTION
    if _SECTION_TEXT.match(text) and len(filled) == 1:
        return RowKind.SECTION
    if _NOTE.match(bare(text)) and fields.get(column) != "title":
        return RowKind.NOTE
    if wide or len({t for _, t in filled}) < len(filled):
        return RowKind.SECTION
    if len(filled) == 1 and fields.get(column, "") not in ("title", "authors", "content", "workplace"):
        return RowKind.SECTION
    return RowKind.DATA


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,\s]+", text))


def _only_text(row: Sequence[Cell]) -> str:
    """The heading of a section row, without its number."""
    texts = [repair(cell_text(cell)).text for cell in row if cell_text(cell)]
    words = [t for t in texts if not _SECTION_NUMBER.match(t.rstrip(".)"))] or texts
    return re.sub(r"^\s*(?:[IVX]{1,5}|[A-H]|\d+)\s*[.\-/)]\s*", "", words[0]).strip(" .:")
