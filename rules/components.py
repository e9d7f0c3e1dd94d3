"""Connected components of a graph of rows, by arrays."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def components(count: int, left: Ints, right: Ints) -> Ints:
    """For each of `count` rows the smallest row that it is joined with, directly or through others."""
    label = np.arange(count, dtype=np.int64)
    ends = np.zeros(count, dtype=bool)
    ends[left] = ends[right] = True
    rows = np.flatnonzero(ends)
    while len(left):
        a, b = label[left], label[right]
        apart = a != b
        left, right, a, b = left[apart], right[apart], a[apart], b[apart]
        np.minimum.at(label, np.maximum(a, b), np.minimum(a, b))
        while True:
            now = label[rows]
            shorter = label[now]
            if np.array_equal(shorter, now):
                break
            label[rows] = shorter
    return label
