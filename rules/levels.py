"""What comparisons share: the number of a level, and how many codes two records have in common."""

import numpy as np

from rules.corpus import Int32s
from rules.hashing import Codes

Levels = np.ndarray[tuple[int], np.dtype[np.int8]]


def place_of(levels: tuple[str, ...], name: str) -> int:
    """The number of a level."""
    return levels.index(name)


def codes_shared(left: Codes, right: Codes) -> tuple[Int32s, Int32s, Int32s]:
    """The number of codes in common, and the smaller and the larger number of codes of the two sides."""
    held_left, held_right = (left != 0).sum(axis=1), (right != 0).sum(axis=1)
    width = int(held_left.max(initial=0)), int(held_right.max(initial=0))
    columns = np.ascontiguousarray(right[:, : width[1]].T)
    shared = np.zeros(len(left), dtype=np.int32)
    for column in np.ascontiguousarray(left[:, : width[0]].T):
        shared += ((columns == column) & (column != 0)).any(axis=0)
    return (
        shared,
        np.minimum(held_left, held_right).astype(np.int32),
        np.maximum(held_left, held_right).astype(np.int32),
    )
