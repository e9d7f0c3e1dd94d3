"""Weights of any table's comparisons, learned from its own pairs without labels: two classes, by EM.

Each weight stays within a span of the start (`rules.table_matching_kinds.START`) and is held by it where the table has
little to say; more agreement never weighs less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.levels import Levels
from rules.table_matching_kinds import MISSING, START
from schemas.table_columns import TableColumn

SPAN = 4.0
_ROUNDS = 100
_STEADY = 1e-5
_PSEUDO = 1.0
# So many pairs that show what the start says stand beside those of the table: a table that holds nothing twice has no
# pairs to learn from, and what it has most of would be learned for the same.
_HELD_BY_START = 100.0

Floats = npt.NDArray[np.float64]
ByColumn = Mapping[str, Levels]


@dataclass(frozen=True, slots=True)
class TableWeights:
    """log2 odds of every level of every column, by the number of the level."""

    prior: float
    weights: Mapping[str, Floats]

    def weigh(self, levels: ByColumn) -> Floats:
        """The prior and the weights of the levels of each pair."""
        total = np.full(len(next(iter(levels.values()))), self.prior)
        for name, table in self.weights.items():
            total += table[levels[name]]
        return total

    def chance(self, levels: ByColumn) -> Floats:
        """How likely each pair is one thing."""
        return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(self.weigh(levels), -60.0, 60.0))))


def fit(columns: Sequence[TableColumn], levels: ByColumn) -> TableWeights:
    """The weights that explain the pairs best, from the start table on."""
    table = TableWeights(0.0, {column.name: start_of(column) for column in columns})
    stacked = np.stack([levels[column.name] for column in columns], axis=1)
    patterns, counts = np.unique(stacked, axis=0, return_counts=True)
    seen = {column.name: patterns[:, at] for at, column in enumerate(columns)}
    same = table.chance(seen)
    for _ in range(_ROUNDS if len(patterns) else 0):
        table = _table(columns, seen, counts.astype(np.float64), same)
        before, same = same, table.chance(seen)
        if np.abs(same - before).max(initial=0.0) < _STEADY:
            break
    return table


def start_of(column: TableColumn) -> Floats:
    """The weights before anything was learned."""
    return np.array(list(START[column.kind].values()), dtype=np.float64)


def _table(columns: Sequence[TableColumn], seen: ByColumn, counts: Floats, same: Floats) -> TableWeights:
    share = float(np.clip((counts * same).sum() / counts.sum(), 1e-6, 1 - 1e-6))
    weights = {column.name: _weights(column, seen[column.name], counts, same) for column in columns}
    return TableWeights(float(np.log2(share / (1 - share))), weights)


def _weights(column: TableColumn, level: Levels, counts: Floats, same: Floats) -> Floats:
    start = start_of(column)
    stated = level != list(START[column.kind]).index(MISSING)
    seen: Floats = np.bincount(level[stated], counts[stated], len(start)).astype(np.float64)
    alike = np.bincount(level[stated], (counts * same)[stated], len(start))
    other = seen - alike + _PSEUDO * _often(seen + 1.0)
    one = alike + _HELD_BY_START * _often(other * np.exp2(start))
    learned = np.log2(_often(one)) - np.log2(_often(other))
    learned = np.where(seen > 0, np.clip(learned, start - SPAN, np.minimum(start + SPAN, _most(start))), start)
    return np.concatenate([np.zeros(1), _rising(learned[1:], seen[1:])])


def _often(counts: Floats) -> Floats:
    return np.asarray(counts / counts.sum())


def _most(start: Floats) -> Floats:
    """What speaks against one thing from the start never comes to speak for it."""
    return np.where(start < 0, start / 2, np.inf)


def _rising(weights: Floats, seen: Floats) -> Floats:
    """Levels out of order take their mean, by how often they were seen."""
    pools: list[tuple[float, float, int]] = []
    for weight, count in zip(weights.tolist(), seen.tolist(), strict=True):
        pools.append((weight, count + 1e-6, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n, left), (b, m, right) = pools[-2:]
            pools[-2:] = [((a * n + b * m) / (n + m), n + m, left + right)]
    return np.concatenate([np.full(length, mean) for mean, _, length in pools])
