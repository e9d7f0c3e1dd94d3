"""Clusters of any table's rows: those whose pairs are, on the mean, more likely one thing than two."""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from rules.components import components
from rules.corpus import Ints

_LARGEST = 1500  # rows that links join; above, only heavier links join
_HARDER = 3.0
_CLIP = 30.0

Floats = npt.NDArray[np.float64]
Weigh = Callable[[Ints, Ints], Floats]


def clusters(rows: int, left: Ints, right: Ints, weight: Floats, weigh: Weigh) -> Ints:
    """For each row the smallest row of its cluster. `weigh` gives the weight of any pairs; below -1000 never one."""
    labels = np.arange(rows, dtype=np.int64)
    for members in _linked(rows, left, right, weight):
        if len(members) == 2:
            labels[members] = members[0]
            continue
        one, other = np.triu_indices(len(members), 1)
        labels[members] = members[_merged(len(members), one, other, weigh(members[one], members[other]))]
    return labels


def _linked(rows: int, left: Ints, right: Ints, weight: Floats) -> Iterator[Ints]:
    """Rows that links of weight above 0 join; of too many, those that heavier links join."""
    harder = 0.0
    while len(left):
        kept = weight > harder
        left, right, weight = left[kept], right[kept], weight[kept]
        label = components(rows, left, right)
        size = np.bincount(label, minlength=rows)
        order = np.argsort(label, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
        yield from (group for group in groups if 1 < len(group) <= _LARGEST)
        large = size[label[left]] > _LARGEST
        left, right, weight, harder = left[large], right[large], weight[large], harder + _HARDER


def _merged(count: int, one: Ints, other: Ints, weight: Floats) -> Ints:
    """Joins the two groups of the greatest mean weight until none is above 0; the first row speaks for its group."""
    mean = np.full((count, count), -np.inf)
    mean[one, other] = mean[other, one] = np.where(weight < -1000, weight * 1e6, np.clip(weight, -_CLIP, _CLIP))
    size, label = np.ones(count), np.arange(count)
    while count > 1:
        a, b = sorted(divmod(int(mean.argmax()), len(mean)))
        if mean[a, b] <= 0:
            break
        mean[a] = (mean[a] * size[a] + mean[b] * size[b]) / (size[a] + size[b])
        mean[:, a] = mean[a]
        mean[a, a], mean[b], mean[:, b] = -np.inf, -np.inf, -np.inf
        size[a] += size[b]
        label[label == b] = a
    return label
