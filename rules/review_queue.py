"""Which pairs people are asked about, what moves the tallies most first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.judgements import Pair, Standing
from rules.weights import WeightTable
from schemas.linkage import Decision, JudgementValue
from schemas.review import OPEN_EVIDENCE, Evidence

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
WAITING_COLUMNS = ("federation_code", "kind", "n")
QUEUE_COLUMNS = ("row_id_l", "row_id_r", "moves", "redacted", "parted", "line")
_MOST_BITS = 20.0


def review_queue(
    records: pd.DataFrame, pairs: pd.DataFrame, labels: Ints, standing: Standing, table: WeightTable
) -> pd.DataFrame:
    """The pairs under review that nobody decided, and those that are asked again: QUEUE_COLUMNS, most telling first.

    `records`: row_id is the position; row_key, eligible, is_earlier, is_redacted (with all that secrecy reaches),
    benefit_vnd. `moves`: by how many the national count falls if the two are the same; `parted`: a person has parted
    their clusters already; `line`: the pair's line in `pairs`, -1 where the machine did not compare it. Of a redacted
    pair only what is shown of it decides its place (RULES.md 16)."""
    asked = _asked(pairs, labels, standing)
    left, right = (np.array([p[side] for p in asked], dtype=np.int64) for side in (0, 1))
    hidden = records["is_redacted"].to_numpy(dtype=bool)
    redacted = hidden[left] | hidden[right]
    line = np.array(list(asked.values()), dtype=np.int64)
    moves = _moves(records, labels, left, right)
    parted = parted_clusters(labels, standing)
    apart = np.array([frozenset(p) in parted for p in zip(labels[left], labels[right], strict=True)], dtype=bool)
    first, second = _by_key(records, left, right)
    likely = _likely(pairs, line, redacted, table)
    order = np.lexsort((second, first, -_benefit(records, left, right, redacted), -likely, -moves, apart))
    columns = (left, right, moves, redacted, apart, line)
    return pd.DataFrame({n: c[order] for n, c in zip(QUEUE_COLUMNS, columns, strict=True)})


def parted_clusters(labels: Ints, standing: Standing) -> set[frozenset[int]]:
    """The pairs of clusters that a person has parted."""
    said = [(a, b) for a, b, value in standing.judged if value is JudgementValue.DIFFERENT]
    return {frozenset((int(labels[a]), int(labels[b]))) for a, b in said}


def undecided_clusters(queue: pd.DataFrame, labels: Ints) -> set[int]:
    """The clusters that a pair of the queue would join to another one."""
    open_pairs = queue[~queue["parted"].to_numpy(dtype=bool)]
    left, right = labels[open_pairs["row_id_l"].to_numpy()], labels[open_pairs["row_id_r"].to_numpy()]
    apart = left != right
    return set(left[apart].tolist()) | set(right[apart].tolist())


def waiting_pairs(records: pd.DataFrame, queue: pd.DataFrame, standing: Standing) -> pd.DataFrame:
    """How many pairs wait for people, by the federation of their left row: WAITING_COLUMNS."""
    lapsed = [p in standing.lapsed for p in zip(queue["row_id_l"], queue["row_id_r"], strict=True)]
    codes = records["federation_code"].to_numpy(dtype=object)[queue["row_id_l"].to_numpy(dtype=np.int64)]
    kinds = np.where(np.array(lapsed, dtype=bool), "judgements_lapsed", "pairs_under_review")
    frame = pd.DataFrame({"federation_code": codes, "kind": kinds})
    return frame.groupby(["federation_code", "kind"]).size().rename("n").reset_index()


def evidence(
    pairs: pd.DataFrame, lines: Sequence[int], redacted: Sequence[bool], table: WeightTable
) -> list[tuple[Evidence, ...]]:
    """For each line what the comparisons say, in the order of the table; of a redacted pair only what is shown of it,
    of one that was not compared (-1) nothing."""
    levels = {kind: pairs[f"{kind}_level"].to_numpy(dtype=object) for kind in table.weights} if len(pairs) else {}

    def said(line: int, hidden: bool) -> tuple[Evidence, ...]:
        kinds = (kind for kind in levels if line >= 0 and (kind in OPEN_EVIDENCE or not hidden))
        told = ((kind, str(levels[kind][line])) for kind in kinds)
        return tuple(Evidence(kind, level, table.weights[kind][level]) for kind, level in told)

    return [said(line, hidden) for line, hidden in zip(lines, redacted, strict=True)]


def _asked(pairs: pd.DataFrame, labels: Ints, standing: Standing) -> dict[Pair, int]:
    """Pair of rows -> its line in `pairs` or -1."""
    decided = {(a, b) for a, b, value in standing.judged if value is not JudgementValue.UNSURE}
    lines = np.flatnonzero((pairs["decision"] == Decision.REVIEW.value).to_numpy())
    chosen = pairs.iloc[lines]
    rows = zip(chosen["row_id_l"].tolist(), chosen["row_id_r"].tolist(), strict=True)
    found = {
        pair: line
        for pair, line in zip(rows, lines.tolist(), strict=True)
        if labels[pair[0]] != labels[pair[1]] and pair not in decided
    }
    again = [pair for pair in standing.asked if pair not in found]
    return {**found, **_lines(pairs, again)}


def _lines(pairs: pd.DataFrame, wanted: Iterable[Pair]) -> dict[Pair, int]:
    left = dict.fromkeys(wanted, -1)
    if left and len(pairs):
        a, b = (pairs[side].to_numpy(dtype=np.int64) for side in ("row_id_l", "row_id_r"))
        near = np.flatnonzero(np.isin(a, [one for one, _ in left]))
        known = zip(zip(a[near].tolist(), b[near].tolist(), strict=True), near.tolist(), strict=True)
        left |= {pair: line for pair, line in known if pair in left}
    return left


@dataclass(frozen=True, slots=True)
class _Clusters:
    """By cluster label: whether a row of it may be counted, and whether it was counted in an earlier campaign."""

    eligible: Bools
    earlier: Bools

    def counted(self, *labels: Ints) -> Ints:
        """1 where the union of those clusters counts, 0 where it does not."""
        eligible = np.any([self.eligible[label] for label in labels], axis=0)
        earlier = np.any([self.earlier[label] for label in labels], axis=0)
        return np.asarray(eligible & ~earlier, dtype=np.int64)


def _moves(records: pd.DataFrame, labels: Ints, left: Ints, right: Ints) -> Ints:
    earlier = records["is_earlier"].to_numpy(dtype=bool)
    eligible = records["eligible"].to_numpy(dtype=bool) & ~earlier
    known = _Clusters(np.zeros(len(labels), dtype=bool), np.zeros(len(labels), dtype=bool))
    np.logical_or.at(known.eligible, labels, eligible)
    np.logical_or.at(known.earlier, labels, earlier)
    a, b = labels[left], labels[right]
    moved = known.counted(a) + known.counted(b) - known.counted(a, b)
    return np.asarray(np.where(a == b, 0, moved), dtype=np.int64)


def _likely(pairs: pd.DataFrame, line: Ints, redacted: Bools, table: WeightTable) -> npt.NDArray[np.float64]:
    """How likely the two are the same, to one digit behind the point; of a redacted pair by what is shown of it."""
    weight = np.zeros(len(line))
    known = np.flatnonzero(line >= 0)
    if len(known):
        chosen = pairs.iloc[line[known]]
        shown = [chosen[f"{kind}_level"].map(table.weights[kind]).to_numpy(dtype=float) for kind in OPEN_EVIDENCE]
        weight[known] = np.where(redacted[known], np.sum(shown, axis=0), chosen["match_weight"].to_numpy(dtype=float))
    odds = np.exp2(np.clip(weight, -_MOST_BITS, _MOST_BITS))
    return np.asarray(np.round(odds / (1 + odds), 1))


def _benefit(records: pd.DataFrame, left: Ints, right: Ints, redacted: Bools) -> npt.NDArray[np.float64]:
    stated = records["benefit_vnd"].fillna(0).to_numpy(dtype=float)
    return np.asarray(np.where(redacted, 0.0, np.minimum(stated[left], stated[right])))


def _by_key(records: pd.DataFrame, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """The places of both rows in the order of the row keys, the smaller first."""
    keys = records["row_key"].to_numpy(dtype=object)[np.concatenate([left, right])].astype(str)
    place = np.unique(keys, return_inverse=True)[1].astype(np.int64).reshape(2, -1)
    return place.min(axis=0), place.max(axis=0)
