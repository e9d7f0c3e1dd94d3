"""What a SAME would move, where it would part what the machine has joined.

A person's word goes before the machine's: a row that cannot be one with the other row is then left out of the cluster
that it stands in, and counts alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.clustering import cluster
from rules.components import components
from rules.judgements import Judged, Pair
from schemas.linkage import Decision, JudgementValue

Ints = npt.NDArray[np.int64]
_LARGEST = 400  # rows that accepted pairs link; beyond, the simple forecast stands


@dataclass(frozen=True, slots=True)
class Forecast:
    """`moves`: by how many the national count falls; `leaves`: how many rows leave the cluster they stand in."""

    moves: int
    leaves: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What a run decided. `records`: eligible, is_earlier; `judged`: all that was said, also of files sent twice."""

    records: pd.DataFrame
    pairs: pd.DataFrame
    labels: Ints
    judged: Sequence[Judged]
    rank: Ints


def forecasts(ground: Ground, asked: Iterable[Pair]) -> dict[Pair, Forecast]:
    """Of the asked pairs whose clusters hold rows that speak against each other: what SAME would come to."""
    at_odds, linked = _at_odds(ground), _linked(ground)
    label = ground.labels
    chosen = [p for p in asked if label[p[0]] != label[p[1]] and _key(label[p[0]], label[p[1]]) in at_odds]
    members = _members(linked, {int(linked[row]) for pair in chosen for row in pair})
    found = {}
    for pair in chosen:
        rows = np.array(sorted({*members[int(linked[pair[0]])], *members[int(linked[pair[1]])]}), dtype=np.int64)
        if len(rows) <= _LARGEST:
            found[pair] = _simulated(ground, rows, pair)
    return found


def parted_clusters(before: Ints, after: Ints) -> list[int]:
    """The labels of `before` whose rows are no longer together, in order."""
    ends = np.unique(np.stack([before, after], axis=1), axis=0)
    labels, parts = np.unique(ends[:, 0], return_counts=True)
    return [int(label) for label in labels[parts > 1]]


def _simulated(ground: Ground, rows: Ints, pair: Pair) -> Forecast:
    """The rows that accepted pairs link with the two, clustered again with that one word more."""
    place = {int(row): at for at, row in enumerate(rows.tolist())}
    inside = np.isin(ground.pairs["row_id_l"], rows) & np.isin(ground.pairs["row_id_r"], rows)
    pairs = ground.pairs[inside]
    pairs = pairs.assign(row_id_l=pairs["row_id_l"].map(place), row_id_r=pairs["row_id_r"].map(place))
    said = [(place[a], place[b], value) for a, b, value in ground.judged if a in place and b in place]
    rank = ground.rank[rows]
    before = cluster(len(rows), pairs, said, rank)
    after = cluster(len(rows), pairs, [*said, (place[pair[0]], place[pair[1]], JudgementValue.SAME)], rank)
    records = ground.records.iloc[rows]
    return Forecast(_counted(records, before) - _counted(records, after), _left(before, after))


def _counted(records: pd.DataFrame, labels: Ints) -> int:
    """Clusters with a row that may count and none that counted in an earlier campaign."""
    earlier = records["is_earlier"].to_numpy(dtype=bool)
    eligible = records["eligible"].to_numpy(dtype=bool) & ~earlier
    return len(set(labels[eligible].tolist()) - set(labels[earlier].tolist()))


def _left(before: Ints, after: Ints) -> int:
    """Rows that are no longer with most of their former cluster."""
    left = 0
    for label in parted_clusters(before, after):
        parts = np.unique(after[before == label], return_counts=True)[1]
        left += int(parts.sum() - parts.max())
    return left


def _at_odds(ground: Ground) -> set[tuple[int, int]]:
    against = ground.pairs[(ground.pairs["contradicted"] | ground.pairs["apart"]).to_numpy(dtype=bool)]
    ends = [*zip(against["row_id_l"].tolist(), against["row_id_r"].tolist(), strict=True)]
    ends += [(a, b) for a, b, value in ground.judged if value is JudgementValue.DIFFERENT]
    labelled = ground.labels[np.array(ends, dtype=np.int64).reshape(-1, 2)]
    return {_key(a, b) for a, b in labelled.tolist() if a != b}


def _linked(ground: Ground) -> Ints:
    chosen = ground.pairs[(ground.pairs["decision"] == Decision.ACCEPT.value).to_numpy(dtype=bool)]
    said = [(a, b) for a, b, value in ground.judged if value is JudgementValue.SAME]
    ends = np.concatenate(
        [chosen[["row_id_l", "row_id_r"]].to_numpy(dtype=np.int64), np.array(said, dtype=np.int64).reshape(-1, 2)]
    )
    return components(len(ground.labels), ends[:, 0], ends[:, 1])


def _members(linked: Ints, wanted: set[int]) -> dict[int, list[int]]:
    members: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(np.isin(linked, sorted(wanted))).tolist():
        members[int(linked[row])].append(row)
    return members


def _key(one: int, other: int) -> tuple[int, int]:
    return (min(int(one), int(other)), max(int(one), int(other)))
