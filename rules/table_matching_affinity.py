"""Names that two lists write differently ("VLDB", "Very Large Data Bases"): which go together, from likely pairs."""

import numpy as np
import numpy.typing as npt

from rules.corpus import Ints
from rules.levels import place_of
from rules.table_matching_kinds import names_of
from schemas.table_columns import ColumnKind

LevelTable = npt.NDArray[np.int8]

_MOST_NAMES = 300
_FEWEST = 10.0  # pairs that chance alone would bring, before their absence says something
_SELDOM, _OFTEN = 0.15, 1.3


def goes_with(names: int, left: Ints, right: Ints, same: npt.NDArray[np.float64]) -> LevelTable:
    """For every two names the level learned, 0 where nothing is; an empty table where the names are too many."""
    if names > _MOST_NAMES:
        return np.zeros((0, 0), dtype=np.int8)
    seen = np.bincount(left * names + right, same, names * names).reshape(names, names)
    seen = seen + seen.T
    each = seen.sum(axis=1)
    chance = np.outer(each, each) / max(each.sum(), 1e-9)
    kinds = names_of(ColumnKind.VENUE)
    level = np.zeros((names, names), dtype=np.int8)
    level[(chance >= _FEWEST) & (seen < _SELDOM * chance)] = place_of(kinds, "never_with")
    level[(seen >= _FEWEST) & (seen > _OFTEN * chance)] = place_of(kinds, "goes_with")
    return level
