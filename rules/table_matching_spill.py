"""Words that slipped into the next column ("kearns, m. and u." | "vazirani (1995). introduction to"): what a row says
in another cell is not lacking in this one."""

from collections.abc import Mapping, Sequence

import numpy as np

from rules.corpus import Bools, Ints
from rules.levels import Levels, place_of
from rules.table_matching_blocking import Cells
from rules.table_matching_kinds import leveled, names_of
from rules.table_matching_terms import bags, likeness
from schemas.table_columns import ColumnKind

_WORDED = (ColumnKind.TEXT, ColumnKind.NAMES)


class Spill:
    """The words of every cell of a table, alone and beside a row's other cells."""

    def __init__(self, columns: Mapping[str, Cells]) -> None:
        self._cells = columns
        self._words = {
            name: [frozenset(bag.words) for bag in bags(cells.values, cells.counts)] for name, cells in columns.items()
        }
        self._held = {
            name: bags(cells.values, cells.counts, cells.kind is ColumnKind.NAMES)
            for name, cells in columns.items()
            if cells.kind in _WORDED
        }
        self._beside: dict[tuple[str, int], frozenset[str]] = {}

    def undone(self, levels: Mapping[str, Levels], left: Ints, right: Ints) -> dict[str, Levels]:
        """The levels, with those of pairs that lack words in two columns at once compared again."""
        changed = dict(levels)
        if len(self._held) < 2:
            return changed
        chosen = np.flatnonzero(_torn_apart([levels[name] for name in self._held]))
        for name in self._held if len(chosen) else ():
            before, again = levels[name][chosen], self._again(name, left[chosen], right[chosen])
            changed[name] = levels[name].copy()
            changed[name][chosen] = np.where(before > 0, np.maximum(before, again), 0)
        return changed

    def _again(self, name: str, left: Ints, right: Ints) -> Levels:
        held, place = self._held[name], self._cells[name].place
        found = [
            likeness(held[place[a]], held[place[b]], (self._said(name, a), self._said(name, b)))
            for a, b in zip(left.tolist(), right.tolist(), strict=True)
        ]
        return leveled(self._cells[name].kind, found)

    def _said(self, name: str, row: int) -> frozenset[str]:
        """What the row says beside that column."""
        known = self._beside.get((name, row))
        if known is None:
            others = (words[self._cells[other].place[row]] for other, words in self._words.items() if other != name)
            known = self._beside[name, row] = frozenset[str]().union(*others)
        return known


def _torn_apart(levels: Sequence[Levels]) -> Bools:
    """Two columns at least lack something, and one of them shares much: that is how it looks when words slip."""
    names = names_of(ColumnKind.TEXT)
    lacking = sum(((level > 0) & (level < place_of(names, "same"))).astype(int) for level in levels)
    shared = np.maximum.reduce([np.where(level < place_of(names, "same"), level, 0) for level in levels])
    return np.asarray((lacking >= 2) & (shared >= place_of(names, "some")))
