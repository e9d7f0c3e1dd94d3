"""Where on a sheet the tables stand, and what each row is: data, or one of the kinds of not_data."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.beside import second_list
from rules.columns import ColumnTable
from rules.contents import with_rescued
from rules.continuation import with_continuations
from rules.lines import Line
from rules.merges import RowMerges
from rules.row_kinds import kinds_of
from rules.row_words import is_letter_or_roman
from rules.summaries import counts_below, is_caption, is_of_the_list, is_summary, is_upper_line
from rules.tables import (
    Table,
    cell_text,
    first_table,
    further_table,
    half_understood,
    is_number,
    same_line,
    subheadings,
)  # fmt: skip
from rules.vietnamese import repair
from schemas.submission import RowKind, Sheet, Spot

__all__ = ["Layout", "RowPlace", "Table", "cell_text", "lay_out", "occupied_rows"]

_HEADING_NUMBER = re.compile(r"^\s*(?:[IVXLC]{1,8}|[A-H]|\d+)\s*[.\-/)]\s*")
_WIDE = 3  # columns of a merged cell
_RESCUED_FIELDS = 3


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
    """The tables of a sheet and every non-empty row of it, in order. `beside`: place of the title of a second list to
    the right of another, None where there is none."""

    tables: tuple[Table, ...]
    places: tuple[RowPlace, ...]
    beside: Spot | None = None

    def rows_of(self, table: int) -> list[int]:
        """Positions of the data rows of one table."""
        return [p.position for p in self.places if p.table == table and p.kind is RowKind.DATA]


@dataclass(slots=True)
class _Stretch:
    """The rows from one header to the next: positions of the header again, and of the rows below it. `aside`: a table
    of sums below the list `table`."""

    table: int
    header: list[int]
    below: list[int]
    aside: bool = False


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
    first = first_table(sheet, columns) or _by_contents(sheet, occupied, columns)
    if first is None or (not first.has_title and is_summary(sheet, first)):
        return Layout((), tuple(RowPlace(p, RowKind.IRRELEVANT) for p in occupied))
    places = [RowPlace(p, RowKind.TITLE_BLOCK) for p in occupied if p < first.header_rows[0]]
    tables, stretches = _stretches(sheet, first, [p for p in occupied if p >= first.header_rows[0]], columns)
    below = [[p for s in stretches if s.table == i and not s.aside for p in s.below] for i in range(len(tables))]
    tables = [with_rescued(sheet, table, below[i], columns) for i, table in enumerate(tables)]
    section = ""
    for before, stretch in zip([None, *stretches], stretches, strict=False):
        if before and before.table != stretch.table:
            section = ""
        places += [RowPlace(p, RowKind.HEADER, table=stretch.table) for p in stretch.header]
        placed = _placed(sheet, tables[stretch.table], stretch, section)
        places += placed
        section = placed[-1].section if placed else section
    return Layout(tuple(tables), tuple(places), _beside(sheet, tables, below, columns))


def _by_contents(sheet: Sheet, occupied: Sequence[int], columns: ColumnTable) -> Table | None:
    """A table of whose header too little is understood, but whose titles the cells bear out."""
    for table in half_understood(sheet, columns):
        rescued = with_rescued(sheet, table, [p for p in occupied if p > table.header_rows[0]], columns)
        if rescued.has_title and len(rescued.fields) >= _RESCUED_FIELDS:
            return rescued
    return None


def _beside(sheet: Sheet, tables: Sequence[Table], below: Sequence[Sequence[int]], columns: ColumnTable) -> Spot | None:
    for table, rows in zip(tables, below, strict=True):
        if (column := second_list(sheet, table, rows, columns)) >= 0:
            return sheet.row_numbers[table.header_rows[-1]], column
    return None


def _stretches(
    sheet: Sheet, first: Table, occupied: Sequence[int], columns: ColumnTable
) -> tuple[list[Table], list[_Stretch]]:
    """The tables of a sheet and the stretches of rows below each of their headers, printed once or on every page."""
    known = frozenset(occupied)
    tables, stretches = [first], [_Stretch(0, [p for p in first.header_rows if p in known], [])]
    waiting = set(first.header_rows)
    for position in occupied:
        if position in waiting:
            continue
        now = stretches[-1]
        table = _header_again(sheet, position, tables[-1], waiting) or further_table(sheet, position, columns)
        if table:
            waiting = set(table.header_rows)
            header = [p for p in table.header_rows if p in known]
            if not table.has_title and is_summary(sheet, table):
                stretches.append(_aside(sheet, now, header, columns))
                continue
            if table.columns != tables[-1].columns:
                tables.append(table)
            stretches.append(_Stretch(len(tables) - 1, header, []))
        elif not now.aside and counts_below(sheet, position, columns):
            stretches.append(_aside(sheet, now, [position], columns))
        elif now.aside and is_of_the_list(_lines(sheet, tables[-1], [position])[0], tables[-1]):
            stretches.append(_Stretch(len(tables) - 1, [], [position]))
        else:
            now.below.append(position)
    return tables, stretches


def _aside(sheet: Sheet, above: _Stretch, header: list[int], columns: ColumnTable) -> _Stretch:
    """A table of sums; its caption and the upper lines of its header are taken from the list above."""
    taken = list(header)
    while above.below:
        texts, directly = _texts(sheet, above.below[-1]), above.below[-1] + 1 == taken[0]
        if not (is_caption(texts) or (directly and is_upper_line(texts, columns))):
            break
        taken.insert(0, above.below.pop())
    return _Stretch(above.table, taken, [], aside=True)


def _texts(sheet: Sheet, position: int) -> list[str]:
    return [text for cell in sheet.rows[position] if (text := cell_text(cell))]


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
    if stretch.aside:
        kept = (RowKind.TOTAL, RowKind.NOTE, RowKind.SIGNATURE)
        kinds = [kind if kind in kept else RowKind.IRRELEVANT for kind in kinds_of(lines, table)]
        return [RowPlace(p, kind, "", stretch.table) for p, kind in zip(stretch.below, kinds, strict=True)]
    kinds = with_continuations(lines, kinds_of(lines, table), stretch.below, under, table)
    if stretch.below[:1] == [table.header_rows[-1] + 1] and subheadings(sheet, table):
        kinds[0] = RowKind.HEADER
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
        filled = tuple([(i, text) for i, cell in enumerate(sheet.rows[position]) if (text := cell_text(cell))])
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
