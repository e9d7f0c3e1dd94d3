"""Weights learned from pairs without labels: two classes of pairs, one initiative or two, by expectation-maximisation.

What no weight can join (`rules.decisions.contradictions`) is left out first: it holds the group that a fit without
labels takes for the match, one author's other works. Every weight stays near the table set by reasoning, and more
agreement never weighs less."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.weights import LEVELS, START, Levels, Weights, WeightTable

SPAN = 4.0  # how far a weight may move from the start
_ROUNDS = 200
_STEADY = 1e-6
_PSEUDO = 2.0  # counts added to every level of both classes
_RAREST = 1e-6  # share of the rarer class: a sample of one kind only has finite odds
_ONLY_DOWN = ("numbers",)  # that a number is lacking is a doubt, however often it was a slip
# Comparisons whose levels rise in this order; a level that is not named here is free.
_RISING = {
    "title": (
        "different",
        "close",
        "close_long",
        "one_side_long",
        "near_word",
        "one_side_residual",
        "same_but_frames",
        "small_typo",
        "exact",
        "exact_rare",
    ),
    "numbers": ("differ", "one_lacks", "cut_off", "one_lacks_year", "equal", "equal_code"),
    "authors": ("disjoint", "namesakes", "overlap", "subset_common", "subset", "same_set"),
    "workplace": ("different", "related", "overlap", "same", "same_there"),
    "superior": ("differ", "missing", "same"),
    "content": ("low", "some", "high", "same"),
    "effect": ("differ", "missing", "numbers", "same"),
    "benefit": ("differ", "missing", "rounded", "unit_slip", "same"),
    "field": ("differ", "missing", "same"),
    "period": ("apart", "near", "overlap"),
}

Patterns = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Sample:
    """Different patterns of levels, a row each in the order of LEVELS, and how often each was seen."""

    patterns: Patterns
    counts: Floats

    def sums(self, table: WeightTable) -> Weights:
        return table.weigh({kind: self.patterns[:, i] for i, kind in enumerate(LEVELS)})


def fit(levels: Levels, version: str) -> WeightTable:
    """The table that explains the sampled pairs best, started from the table set by reasoning."""
    patterns, counts = np.unique(np.stack([levels[kind] for kind in LEVELS], axis=1), axis=0, return_counts=True)
    sample, table = _Sample(patterns, counts.astype(np.float64)), START
    same = _probability(sample.sums(table))
    for _ in range(_ROUNDS):
        table = _table(sample, same, version)
        before, same = same, _probability(sample.sums(table))
        if np.abs(same - before).max(initial=0.0) < _STEADY:
            break
    return WeightTable(table.version, round(table.prior, 1), {k: _rounded(w) for k, w in table.weights.items()})


def _table(sample: _Sample, same: Floats, version: str) -> WeightTable:
    share = float(np.clip((sample.counts * same).sum() / sample.counts.sum(), _RAREST, 1.0 - _RAREST))
    weights = {kind: _weights(kind, sample.patterns[:, i], sample.counts, same) for i, kind in enumerate(LEVELS)}
    return WeightTable(version, float(np.log2(share / (1 - share))), weights)


def _weights(kind: str, level: Patterns, counts: Floats, same: Floats) -> dict[str, float]:
    names = LEVELS[kind]
    seen: Floats = np.bincount(level, counts, len(names)).astype(np.float64)
    alike = np.bincount(level, counts * same, len(names))
    usual = _PSEUDO * len(names) * (seen + 1.0) / (seen + 1.0).sum()
    one, other = alike + usual, seen - alike + usual
    learned = np.log2(one / one.sum()) - np.log2(other / other.sum())
    start = np.array([START.weights[kind][name] for name in names])
    most = start + (0.0 if kind in _ONLY_DOWN else SPAN)
    learned = np.where(seen > 0, np.clip(learned, start - SPAN, most), start)
    return dict(zip(names, _rising(kind, learned, seen).tolist(), strict=True))


def _rising(kind: str, weights: Floats, seen: Floats) -> Floats:
    """Levels out of order take their mean, by how often they were seen."""
    places = [LEVELS[kind].index(name) for name in _RISING.get(kind, ())]
    pools: list[tuple[float, float, list[int]]] = []
    for place in places:
        pools.append((float(weights[place]), float(seen[place]) + 1e-6, [place]))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n, left), (b, m, right) = pools[-2:]
            pools[-2:] = [((a * n + b * m) / (n + m), n + m, left + right)]
    result = weights.copy()
    for mean, _, pooled in pools:
        result[pooled] = mean
    return result


def _probability(weight: Weights) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(weight, -60.0, 60.0))))


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {level: round(weight, 1) for level, weight in weights.items()}
