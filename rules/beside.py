"""Two lists side by side on one sheet. A row of the sheet has one line in the ledger, so two initiatives in one row
cannot both be told: such a sheet is sent back rather than half read."""

from collections.abc import Sequence
from itertools import pairwise

from rules.columns import ColumnTable, header_key
from rules.tables import Table
from schemas.submission import Cell, Sheet

# What each list has of its own; a repeated "Ghi chú" or "Nội dung" makes no second list.
_OF_A_LIST = frozenset({"authors", "position", "position_workplace", "workplace", "registered", "applied"})


def second_list(sheet: Sheet, table: Table, rows: Sequence[int], columns: ColumnTable) -> int:
    """The title column of a second list to the right of the first that holds titles of its own, -1 for none.

    A list of its own repeats the running number, or another header of the first, beside its title; two titles alone are
    two names of one initiative."""
    fields = [columns.field_of(header) if header else "" for header in table.headers]
    titles = [i for i, field in enumerate(fields) if field == "title"]
    for first, second in pairwise(titles):
        if _repeats(table.headers, fields, first, second) and _holds_others(sheet.rows, rows, first, second):
            return second
    return -1


def _repeats(headers: Sequence[str], fields: Sequence[str], first: int, second: int) -> bool:
    if "row_no" in fields[:first] and "row_no" in fields[first:second]:
        return True
    keys = [header_key(h.split("\n")[0]) if f in _OF_A_LIST else "" for h, f in zip(headers, fields, strict=True)]
    return bool({key for key in keys[first + 1 : second] if key} & set(keys[second + 1 :]))


def _holds_others(cells: Sequence[Sequence[Cell]], rows: Sequence[int], first: int, second: int) -> bool:
    """The right one of two title columns says something the left one does not."""
    own = ((_at(cells[p], first), _at(cells[p], second)) for p in rows)
    return any(right and right != left for left, right in own)


def _at(row: Sequence[Cell], column: int) -> str:
    return str(row[column]).strip() if column < len(row) else ""
