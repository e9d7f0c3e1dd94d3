"""Disjoint sets that remember which other sets they must never be joined with."""

import numpy as np
import numpy.typing as npt


class Forest:
    """Sets of the numbers below `size`; the smallest of a set speaks for it."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._enemies: dict[int, set[int]] = {}
        self._strangers: dict[int, set[int]] = {}

    def find(self, row: int) -> int:
        parent = self._parent
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    def join(self, left: int, right: int) -> None:
        """Makes one set of two, unless an enemy of one stands in the other; the smallest row speaks for a set."""
        a, b = self.find(left), self.find(right)
        if a == b or self._at_odds(self._enemies, a, b) or self._at_odds(self._strangers, a, b):
            return
        low, high = min(a, b), max(a, b)
        self._parent[high] = low
        for parted in (self._enemies, self._strangers):
            if moved := parted.pop(high, None):
                parted.setdefault(low, set()).update(moved)

    def part(self, left: int, right: int, *, until_lifted: bool = False) -> None:
        """Never one set from now on, or until `lift`; two rows already joined stay so."""
        a, b = self.find(left), self.find(right)
        if a != b:
            parted = self._strangers if until_lifted else self._enemies
            parted.setdefault(a, set()).add(right)
            parted.setdefault(b, set()).add(left)

    def lift(self) -> None:
        """Rows parted until now may be joined."""
        self._strangers.clear()

    def labels(self) -> npt.NDArray[np.int64]:
        """For each row the one that speaks for its set."""
        told = np.array(self._parent, dtype=np.int64)
        while not np.array_equal(further := told[told], told):
            told = further
        return told

    def _at_odds(self, parted: dict[int, set[int]], a: int, b: int) -> bool:
        ours, theirs = parted.get(a), parted.get(b)
        if not ours or not theirs:
            return False
        if len(ours) > len(theirs):
            ours, a, b = theirs, b, a
        return any(self.find(enemy) == b for enemy in ours)
