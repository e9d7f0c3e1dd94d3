"""The oracle: what becomes of every data row by RULES 1, 3, 5 and 8, reckoned on the true values only."""

from array import array
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from schemas.ledger import Disposition

if TYPE_CHECKING:
    from flows.sample.initiative import Window
    from flows.sample.truth import RowTruth

NAMES = tuple(d.value for d in Disposition)
_REJECTED = NAMES.index(Disposition.REJECTED)
_INELIGIBLE = NAMES.index(Disposition.INELIGIBLE)
_WITHIN = NAMES.index(Disposition.DUPLICATE_WITHIN_FEDERATION)
_ACROSS = NAMES.index(Disposition.DUPLICATE_ACROSS_FEDERATIONS)
_COUNTED = NAMES.index(Disposition.COUNTED)
_LAST = 10_000_000  # the rank of a registration that is missing or outside the window


@dataclass(frozen=True, slots=True)
class Verdicts:
    """By number of the data row: the position of its disposition in `names`, and whether it is secret."""

    names: tuple[str, ...]
    disposition: NDArray[np.int64]
    secret: NDArray[np.bool_]


class Oracle:
    """Hears every data row in order, and then says what becomes of each."""

    def __init__(self, window: "Window") -> None:
        self._window = window
        self._initiative = array("q")
        self._federation = array("i")
        self._registered = array("i")
        self._completeness = array("b")
        self._state = array("b")  # 0 eligible, 1 ineligible, 2 rejected
        self._marked = array("b")

    def hear(self, federation_rank: int, row: "RowTruth") -> int:
        """Takes a data row and gives its number; `federation_rank` is the place of its code in sorted order."""
        self._initiative.append(row.initiative)
        self._federation.append(federation_rank)
        self._registered.append(self._rank(row.registered_on))
        self._completeness.append(row.completeness)
        self._state.append(2 if row.rejected else 1 if self._ineligible(row) else 0)
        self._marked.append(bool(row.secret_mark))
        return len(self._initiative) - 1

    def verdicts(self) -> Verdicts:
        """The dispositions of all rows heard, and their secrecy after it has spread through the clusters."""
        initiative = np.asarray(self._initiative, dtype=np.int64)
        federation = np.asarray(self._federation, dtype=np.int64)
        state = np.asarray(self._state, dtype=np.int64)
        disposition = np.where(state == 2, _REJECTED, np.where(state == 1, _INELIGIBLE, _WITHIN))
        marked = np.asarray(self._marked, dtype=np.bool_)
        known = initiative >= 0
        secret = marked | (known & np.isin(initiative, np.unique(initiative[known & marked])))
        keys = (
            np.arange(len(initiative)),
            federation,
            -np.asarray(self._completeness, dtype=np.int64),
            np.asarray(self._registered, dtype=np.int64),
            initiative,
        )
        order = np.lexsort(keys)
        order = order[state[order] == 0]
        _, best = np.unique(initiative[order], return_index=True)
        pair = initiative[order] * (int(federation.max(initial=0)) + 1) + federation[order]
        _, best_here = np.unique(pair, return_index=True)
        disposition[order[best_here]] = _ACROSS
        disposition[order[best]] = _COUNTED
        return Verdicts(NAMES, disposition, secret)

    def _rank(self, day: date | None) -> int:
        inside = day is not None and self._window.registration_first <= day <= self._window.registration_last
        return day.toordinal() if day is not None and inside else _LAST

    def _ineligible(self, row: "RowTruth") -> bool:
        late = row.registered_on is not None and row.registered_on > self._window.registration_last
        return row.refused or late or wholly_outside(self._window, row.applied_from, row.applied_to)


def wholly_outside(window: "Window", first: date | None, last: date | None) -> bool:
    """True when a period lies wholly outside the application window; an open or missing end lies inside."""
    before = last is not None and last < window.application_first
    return before or (first is not None and first > window.application_last)
