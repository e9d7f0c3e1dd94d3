"""Clusters of any table's rows: those whose pairs are, on the mean, more likely one thing than two."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt

from rules.components import components
from rules.corpus import Ints

# Rows that links join and that are compared in full, fewer in a large table; above, only heavier links join.
_SMALLEST, _LARGEST = 200, 1500
_WORK = 2_000_000
_PAIRS_A_STEP = 500_000
_HARDER = 3.0
_CLIP = 30.0

Floats = npt.NDArray[np.float64]
Weigh = Callable[[Ints, Ints], Floats]


def clusters(rows: int, left: Ints, right: Ints, weight: Floats, weigh: Weigh) -> Ints:
    """For each row the smallest row of its cluster. `weigh` gives the weight of any pairs; below -1000 never one."""
    labels = np.arange(rows, dtype=np.int64)
    for groups in _together(_linked(rows, left, right, weight)):
        sides = [np.triu_indices(len(members), 1) for members in groups]
        one, other = (
            np.concatenate([members[side[n]] for members, side in zip(groups, sides, strict=True)]) for n in (0, 1)
        )
        weighed = np.split(weigh(one, other), np.cumsum([len(side[0]) for side in sides])[:-1])
        for members, side, found in zip(groups, sides, weighed, strict=True):
            labels[members] = members[_merged(len(members), *side, found)]
    return labels


def _together(groups: Iterable[Ints]) -> Iterator[list[Ints]]:
    """As many groups at a time as make a bearable number of pairs."""
    held: list[Ints] = []
    pairs = 0
    for members in groups:
        held.append(members)
        pairs += len(members) * (len(members) - 1) // 2
        if pairs >= _PAIRS_A_STEP:
            yield held
            held, pairs = [], 0
    if held:
        yield held


def _linked(rows: int, left: Ints, right: Ints, weight: Floats) -> Iterator[Ints]:
    """Rows that links of weight above 0 join; of too many, those that heavier links join."""
    largest = int(np.clip(_WORK // max(rows, 1), _SMALLEST, _LARGEST))
    harder = 0.0
    while len(left):
        kept = weight > harder
        left, right, weight = left[kept], right[kept], weight[kept]
        label = components(rows, left, right)
        size = np.bincount(label, minlength=rows)
        order = np.argsort(label, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
        yield from (group for group in groups if 1 < len(group) <= largest)
        large = size[label[left]] > largest
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
