"""Which rows of any table are one thing: blocking, comparisons by column, weights learned from the table, clusters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from rules.corpus import Ints
from rules.levels import Levels
from rules.table_matching_affinity import LevelTable, goes_with
from rules.table_matching_blocking import Cells, candidates
from rules.table_matching_clusters import clusters
from rules.table_matching_fit import ByColumn, Floats, TableWeights, fit
from rules.table_matching_kinds import compare, names_of
from rules.table_matching_spill import Spill
from schemas.linkage import Decision
from schemas.table_columns import ColumnKind, TableSettings

SURE = 4.0  # log2 odds above which nobody need look, below which (negative) nobody would
_NEVER = -2000.0


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """`cluster`: for each row the first row of its cluster. `pairs`: left, right, weight, decision, and for each column
    `<column>: level` and `<column>: weight`, of the pairs joined and of those worth a look."""

    cluster: Ints
    pairs: pd.DataFrame
    weights: TableWeights


@dataclass(frozen=True, slots=True)
class _Table:
    settings: TableSettings
    cells: tuple[Cells, ...]
    lists: Ints | None
    spill: Spill

    @classmethod
    def of(cls, rows: pd.DataFrame, settings: TableSettings) -> Self:
        cells = tuple(_cells(column.kind, rows[column.name].tolist()) for column in settings.columns)
        lists = pd.factorize(rows[settings.lists])[0].astype(np.int64) if settings.lists else None
        named = {column.name: of for column, of in zip(settings.columns, cells, strict=True)}
        return cls(settings, cells, lists, Spill(named))

    def levels(self, left: Ints, right: Ints) -> dict[str, Levels]:
        found = {}
        for column, cells in zip(self.settings.columns, self.cells, strict=True):
            one, other = cells.place[left], cells.place[right]
            found[column.name] = compare(column.kind, cells.values, cells.counts, one, other)
        return self.spill.undone(found, left, right)

    def of_one_list(self, left: Ints, right: Ints) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        if self.lists is None:
            return np.zeros(len(left), dtype=bool)
        return np.asarray(self.lists[left] == self.lists[right])


def match_table(rows: pd.DataFrame, settings: TableSettings) -> MatchedTable:
    """Match the rows by their columns of text; the order of the rows makes no difference to who is with whom."""
    order = rows[list(settings.names)].reset_index(drop=True).sort_values(list(settings.names), kind="stable").index
    found = _match(_Table.of(rows.iloc[order], settings), len(rows))
    return _as_given(found, np.asarray(order, dtype=np.int64))


def _match(table: _Table, rows: int) -> MatchedTable:
    left, right = candidates(table.cells, rows)
    across = ~table.of_one_list(left, right)
    left, right = left[across], right[across]
    levels = table.levels(left, right)
    weights = fit(table.settings.columns, levels)
    affine = _affinities(table, left, right, weights.chance(levels))
    levels = _with(levels, affine, table, left, right)
    weights = fit(table.settings.columns, levels)
    weight = weights.weigh(levels)

    def weigh(one: Ints, other: Ints) -> Floats:
        inside = _with(table.levels(one, other), affine, table, one, other)
        return np.where(table.of_one_list(one, other), _NEVER, weights.weigh(inside))

    labels = clusters(rows, left, right, weight, weigh)
    shown = (weight > -SURE) | (labels[left] == labels[right])
    chosen = {name: level[shown] for name, level in levels.items()}
    return MatchedTable(labels, _pairs(table, left[shown], right[shown], chosen, weights, labels), weights)


def _affinities(table: _Table, left: Ints, right: Ints, same: Floats) -> dict[str, LevelTable]:
    """For each venue column the learned level of every two of its cells."""
    chosen = zip(table.settings.columns, table.cells, strict=True)
    return {
        column.name: goes_with(len(cells.values), cells.place[left], cells.place[right], same)
        for column, cells in chosen
        if column.kind is ColumnKind.VENUE
    }


def _with(
    levels: dict[str, Levels], affine: dict[str, LevelTable], table: _Table, left: Ints, right: Ints
) -> dict[str, Levels]:
    changed = dict(levels)
    for column, cells in zip(table.settings.columns, table.cells, strict=True):
        known = affine.get(column.name)
        if known is not None and len(known):
            learned = known[cells.place[left], cells.place[right]]
            changed[column.name] = np.where((learned > 0) & (levels[column.name] > 0), learned, levels[column.name])
    return changed


def _pairs(
    table: _Table, left: Ints, right: Ints, levels: ByColumn, weights: TableWeights, labels: Ints
) -> pd.DataFrame:
    weight, together = weights.weigh(levels), labels[left] == labels[right]
    sure = np.where(together, Decision.ACCEPT.value, Decision.REVIEW.value)
    frame = pd.DataFrame({"left": left, "right": right, "weight": weight.round(2), "decision": sure})
    for column in table.settings.columns:
        level = levels[column.name]
        frame[f"{column.name}: level"] = np.array(names_of(column.kind), dtype=object)[level]
        frame[f"{column.name}: weight"] = weights.weights[column.name][level].round(2)
    return frame


def _as_given(found: MatchedTable, order: Ints) -> MatchedTable:
    """In the rows' own order: sorted row i was row order[i]."""
    given = order[found.cluster]
    first = pd.Series(order).groupby(given).transform("min").to_numpy()
    cluster = np.empty(len(order), dtype=np.int64)
    cluster[order] = first
    a, b = order[found.pairs["left"].to_numpy()], order[found.pairs["right"].to_numpy()]
    pairs = found.pairs.assign(left=np.minimum(a, b), right=np.maximum(a, b))
    return MatchedTable(cluster, pairs.sort_values(["left", "right"], ignore_index=True), found.weights)


def _cells(kind: ColumnKind, column: Sequence[str]) -> Cells:
    place, values = pd.factorize(pd.Series(column, dtype=object), sort=True)
    counts = np.bincount(place, minlength=len(values))
    return Cells(kind, tuple(map(str, values)), place.astype(np.int64), tuple(counts.tolist()))
