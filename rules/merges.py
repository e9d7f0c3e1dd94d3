"""Cells merged over several rows: what stands in the first of them counts for all rows under it, and for no other."""

from bisect import bisect_right
from collections.abc import Iterable

from schemas.submission import Sheet


class RowMerges:
    """The merges of a sheet that go over more than one row, by the column they begin in."""

    def __init__(self, sheet: Sheet) -> None:
        self._spans: dict[int, list[tuple[int, int]]] = {}
        for (top, first), (bottom, _) in sorted(sheet.facts.merged):
            if bottom > top:
                self._spans.setdefault(first, []).append((top, bottom))

    def __contains__(self, column: object) -> bool:
        """True for a column with at least one such merge."""
        return column in self._spans

    def top_of(self, number: int, column: int) -> int:
        """The worksheet row at which the merge over this cell begins, 0 where the cell is its own."""
        spans = self._spans.get(column, [])
        at = bisect_right(spans, (number, 0)) - 1  # the last that begins above
        return spans[at][0] if at >= 0 and spans[at][1] >= number else 0

    def any_top(self, number: int, columns: Iterable[int]) -> int:
        """The first row of a merge over this row in any of the columns, 0 for none."""
        return next((top for column in columns if (top := self.top_of(number, column))), 0)
