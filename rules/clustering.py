"""Which rows are one initiative: people's judgements first, then accepted pairs by weight, no contradiction."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.components import components
from rules.forest import Forest
from schemas.linkage import Decision, JudgementValue

Labels = npt.NDArray[np.int64]
Judged = tuple[int, int, JudgementValue]
Pair = tuple[int, int]


def cluster(
    n_records: int, pairs: pd.DataFrame, judgements: Sequence[Judged] = (), rank: Labels | None = None
) -> Labels:
    """For each row the smallest row_id of its cluster.

    `pairs` holds PAIR_COLUMNS, `rank` the place of each row in the order of row keys, which decides between equal
    weights (without it the row_id does). SAME joins against the machine; DIFFERENT and UNSURE hold against acceptance.
    """
    return clustered(n_records, pairs, judgements, rank).labels()


def clustered(
    n_records: int, pairs: pd.DataFrame, judgements: Sequence[Judged] = (), rank: Labels | None = None
) -> Forest:
    """The same as sets, which `joined_if_undecided` goes on from."""
    forest = Forest(n_records)
    _judge(forest, pairs, judgements)
    _join(forest, _by_weight(_undecided_left_out(pairs, judgements), Decision.ACCEPT, rank))
    return forest


def joined_if_undecided(
    n_records: int,
    pairs: pd.DataFrame,
    judgements: Sequence[Judged] = (),
    rank: Labels | None = None,
    forest: Forest | None = None,
) -> Labels:
    """The clusters if every undecided pair were the same, as far as DIFFERENT and contradictions allow (RULES.md 5).

    `forest`: what `clustered` made of the same, where it is at hand; its sets grow."""
    forest = forest or clustered(n_records, pairs, judgements, rank)
    forest.lift()
    _join(forest, _by_weight(pairs, Decision.ACCEPT, rank))
    _join(forest, _by_weight(pairs, Decision.REVIEW, rank))
    _join(forest, sorted(_judged(judgements, JudgementValue.UNSURE)))
    return forest.labels()


def secrecy_components(
    n_records: int, labels: Labels, pairs: pd.DataFrame, judgements: Sequence[Judged] = ()
) -> Labels:
    """Rows through which secrecy spreads: a cluster, a pair accepted or under review, SAME, UNSURE; not DIFFERENT."""
    different = _judged(judgements, JudgementValue.DIFFERENT)
    linked = pairs[pairs["decision"].isin([Decision.ACCEPT.value, Decision.REVIEW.value])]
    edges = linked[["row_id_l", "row_id_r"]].to_numpy(dtype=np.int64)
    if different:
        parted = [pair in different for pair in zip(*edges.T.tolist(), strict=True)]
        edges = edges[~np.array(parted, dtype=bool)]
    said = _judged(judgements, JudgementValue.SAME) | _judged(judgements, JudgementValue.UNSURE)
    kept = np.concatenate([edges, np.array(sorted(said - different), dtype=np.int64).reshape(-1, 2)])
    rows = np.arange(n_records, dtype=np.int64)
    return components(n_records, np.concatenate([rows, kept[:, 0]]), np.concatenate([labels, kept[:, 1]]))


def _judge(forest: Forest, pairs: pd.DataFrame, judgements: Sequence[Judged]) -> None:
    for left, right in sorted(_judged(judgements, JudgementValue.DIFFERENT)):
        forest.part(left, right)
    _join(forest, sorted(_judged(judgements, JudgementValue.SAME)))
    for column, until_lifted in (("contradicted", False), ("apart", True)):
        against = pairs[pairs[column].to_numpy(dtype=bool)]
        for left, right in zip(against["row_id_l"].tolist(), against["row_id_r"].tolist(), strict=True):
            forest.part(left, right, until_lifted=until_lifted)


def _join(forest: Forest, pairs: Iterable[Pair]) -> None:
    for left, right in pairs:
        forest.join(left, right)


def _judged(judgements: Sequence[Judged], value: JudgementValue) -> set[Pair]:
    return {(min(a, b), max(a, b)) for a, b, judged in judgements if judged == value}


def _undecided_left_out(pairs: pd.DataFrame, judgements: Sequence[Judged]) -> pd.DataFrame:
    unsure = _judged(judgements, JudgementValue.UNSURE)
    if not unsure:
        return pairs
    judged = [pair in unsure for pair in zip(pairs["row_id_l"].tolist(), pairs["row_id_r"].tolist(), strict=True)]
    return pairs[~np.array(judged, dtype=bool)]


def _by_weight(pairs: pd.DataFrame, decision: Decision, rank: Labels | None) -> Iterable[Pair]:
    chosen = pairs[(pairs["decision"] == decision.value).to_numpy() & ~pairs["contradicted"].to_numpy(dtype=bool)]
    left, right = chosen["row_id_l"].to_numpy(dtype=np.int64), chosen["row_id_r"].to_numpy(dtype=np.int64)
    a, b = (left, right) if rank is None else (rank[left], rank[right])
    order = np.lexsort((np.maximum(a, b), np.minimum(a, b), -chosen["match_weight"].to_numpy(dtype=np.float64)))
    return zip(left[order].tolist(), right[order].tolist(), strict=True)
