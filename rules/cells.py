"""The data rows of one table as columns of cells, and the memory of what a distinct cell came to."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from rules.columns import Column
from rules.combined import part_of
from rules.layout import RowPlace, Table
from rules.merges import RowMerges
from rules.vietnamese import repair
from schemas.submission import Cell, Sheet

_T = TypeVar("_T")
# Of a sum merged over several initiatives it is not said what each one's part is.
NOT_SHARED = frozenset({"row_no", "title", "benefit"})


class Cells:
    """The data rows of one table as columns of cells, blind to hidden columns (they serve the secrecy decision
    only)."""

    def __init__(self, sheet: Sheet, table: Table, places: Sequence[RowPlace]) -> None:
        self.sheet, self.places = sheet, places
        self.numbers = [sheet.row_numbers[p.position] for p in places]
        self.columns = [c for c in table.columns if c.index not in sheet.facts.hidden_columns]
        self._merges = RowMerges(sheet)

    def of(self, field: str) -> list[Column]:
        """The visible columns that carry a field."""
        return [c for c in self.columns if c.field == field]

    def values(self, column: Column) -> list[Cell]:
        """The cells of one column, "" beyond the end of a short row; a cell merged over several rows stands in each."""
        i, rows = column.index, self.sheet.rows
        cells = [rows[p.position][i] if i < len(rows[p.position]) else "" for p in self.places]
        if i in self._merges and column.field not in NOT_SHARED:
            cells = self._filled_down(cells, i)
        return [_part(cell, column) for cell in cells] if column.parts else cells

    def _filled_down(self, cells: list[Cell], column: int) -> list[Cell]:
        at = {number: index for index, number in enumerate(self.numbers)}
        tops = [at.get(self._merges.top_of(number, column), -1) for number in self.numbers]
        return [cells[top] if cell == "" and top >= 0 else cell for cell, top in zip(cells, tops, strict=True)]

    def odd(self, column: Column) -> list[str]:
        """For each row "error", "uncached" or ""."""
        errors, uncached = self.sheet.facts.errors, self.sheet.facts.uncached
        if not errors and not uncached:
            return [""] * len(self.numbers)
        spots = [(n, column.index) for n in self.numbers]
        return ["error" if s in errors else "uncached" if s in uncached else "" for s in spots]


def _part(cell: Cell, column: Column) -> Cell:
    """Of a cell that holds several fields the one that is asked for."""
    return part_of(repair(cell).text, column.parts, column.field) if isinstance(cell, str) else cell


def memo(function: Callable[[Cell], _T]) -> Callable[[Cell], _T]:
    """The function, run once for each distinct cell: names, units and dates repeat by the thousand."""
    known: dict[tuple[type, Cell], _T] = {}

    def cached(value: Cell) -> _T:
        key = (type(value), value)
        if key not in known:
            known[key] = function(value)
        return known[key]

    return cached
