"""Where on a sheet the tables stand, and what each row is: data, or one of the kinds of not_data."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.columns import ColumnTable
from rules.continuation import with_continuations
from rules.merges import RowMerges
from rules.row_kinds import Line, kinds_of
from rules.row_words import is_letter_or_roman
from rules.tables import Table, first_table, further_table, is_number, same_line
from rules.vietnamese import repair
from schemas.submission import Cell, RowKind, Sheet

__all__ = ["Layout", "RowPlace", "Table", "cell_text", "lay_out", "occupied_rows"]

_HEADING_NUMBER = re.compile(r"^\s*(?:[IVXLC]{1,8}|[A-H]|\d+)\s*[.\-/)]\s*")
_WIDE = 3  # columns of a merged cell


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


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The rows from one header to the next: positions of the header again, and of the rows below it."""

    table: int
    header: tuple[int, ...]
    below: tuple[int, ...]


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


def lay_out(sheet: Sheet, columns: ColumnTable) -> Layout:
    """Every non-empty row of a visible sheet with its kind. A sheet without a table is all `irrelevant`."""
    occupied = occupied_rows(sheet)
    first = first_table(sheet, columns)
    if first is None:
        return Layout((), tuple(RowPlace(p, RowKind.IRRELEVANT) for p in occupied))
    places = [RowPlace(p, RowKind.TITLE_BLOCK) for p in occupied if p < first.header_rows[0]]
    tables, stretches = _stretches(sheet, first, [p for p in occupied if p >= first.header_rows[0]], columns)
    section = ""
    for before, stretch in zip([None, *stretches], stretches, strict=False):
        if before and before.table != stretch.table:
            section = ""
        places += [RowPlace(p, RowKind.HEADER, table=stretch.table) for p in stretch.header]
        below = _placed(sheet, tables[stretch.table], stretch, section)
        places += below
        section = below[-1].section if below else section
    return Layout(tuple(tables), tuple(places))


def _stretches(
    sheet: Sheet, first: Table, occupied: Sequence[int], columns: ColumnTable
) -> tuple[list[Table], list[_Stretch]]:
    """The tables of a sheet and the stretches of rows below each of their headers, printed once or on every page."""
    tables, stretches = [first], []
    header, below, waiting = [p for p in occupied if p in first.header_rows], [], set(first.header_rows)
    for position in occupied:
        if position in waiting:
            continue
        table = _header_again(sheet, position, tables[-1], waiting) or further_table(sheet, position, columns)
        if table is None:
            below.append(position)
            continue
        stretches.append(_Stretch(len(tables) - 1, tuple(header), tuple(below)))
        if table.columns != tables[-1].columns:
            tables.append(table)
        waiting = set(table.header_rows)
        header, below = [p for p in occupied if p in waiting], []
    return tables, [*stretches, _Stretch(len(tables) - 1, tuple(header), tuple(below))]


def _header_again(sheet: Sheet, position: int, table: Table, known: Iterable[int]) -> Table | None:
    """The same header printed again, all its lines or the first only."""
    lines = [sheet.rows[p] for p in table.header_rows]
    if position in known or not same_line(sheet.rows[position], lines[0]):
        return None
    again = [position]
    for line in lines[1:]:
        following = again[-1] + 1
        if following < len(sheet.rows) and same_line(sheet.rows[following], line):
            again.append(following)
    return Table(tuple(again), table.headers, table.columns)


def _placed(sheet: Sheet, table: Table, stretch: _Stretch, section: str) -> list[RowPlace]:
    """The rows of one stretch with their kinds and the heading each stands under."""
    lines = _lines(sheet, table, stretch.below)
    merges, titles = RowMerges(sheet), [c.index for c in table.columns if c.field == "title"]
    under = [merges.any_top(sheet.row_numbers[p], titles) > 0 for p in stretch.below]
    kinds = with_continuations(lines, kinds_of(lines, table), stretch.below, under, table)
    places = []
    for position, line, kind in zip(stretch.below, lines, kinds, strict=True):
        if kind is RowKind.SECTION:
            section = _heading(line)
        places.append(RowPlace(position, kind, section, stretch.table))
    return places


def _lines(sheet: Sheet, table: Table, positions: Sequence[int]) -> list[Line]:
    number_at = next((c.index for c in table.columns if c.field == "row_no"), -1)
    title_at = next((c.index for c in table.columns if c.field == "title"), -1)
    wide = _wide_rows(sheet, table)
    lines = []
    for position in positions:
        filled = tuple((i, text) for i, cell in enumerate(sheet.rows[position]) if (text := cell_text(cell)))
        at = dict(filled)
        number, title = at.get(number_at, ""), at.get(title_at, "")
        lines.append(Line(filled, number, title, sheet.row_numbers[position] in wide))
    return lines


def _wide_rows(sheet: Sheet, table: Table) -> set[int]:
    """Worksheet rows with a cell merged over three columns or more, unless the header has the same merge."""
    header = {sheet.row_numbers[p] for p in table.header_rows}
    flat = [(top, first, last) for (top, first), (bottom, last) in sheet.facts.merged if top == bottom]
    usual = {(first, last) for top, first, last in flat if top in header}
    return {top for top, first, last in flat if last - first + 1 >= _WIDE and (first, last) not in usual}


def _heading(line: Line) -> str:
    """The text of a section row, without its number and its sums."""
    texts = [text for _, text in line.filled if not is_letter_or_roman(text) and not is_number(text)]
    return _HEADING_NUMBER.sub("", repair((texts or [line.filled[0][1]])[0]).text).strip(" .:")
