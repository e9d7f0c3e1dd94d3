"""The pairs that the machine has joined by itself, so that people can look at them and part what it joined wrongly."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.judgements import Pair, Standing
from rules.review_queue import QUEUE_COLUMNS
from schemas.linkage import Decision

Ints = npt.NDArray[np.int64]


def accepted_queue(
    records: pd.DataFrame, pairs: pd.DataFrame, labels: Ints, standing: Standing, same_rows: Iterable[Pair] = ()
) -> pd.DataFrame:
    """The joined pairs on which nobody has said a word: QUEUE_COLUMNS, the least sure first.

    `same_rows`: rows that are the same without a question; nobody is asked about those. Of a cluster with a secret row
    each row is put beside the first by key, without evidence: which of its pairs were accepted, and how surely, rests
    on what is withheld (RULES.md 16)."""
    said = {(a, b) for a, b, _ in standing.judged} | {(min(a, b), max(a, b)) for a, b in same_rows}
    key = np.unique(records["row_key"].to_numpy(dtype=str), return_inverse=True)[1].astype(np.int64)
    hidden = records["is_redacted"].to_numpy(dtype=bool)
    left, right, line = _joined(pairs, labels, hidden)
    first, second = _beside_the_first(labels, hidden, key)
    low, high = np.concatenate([left, np.minimum(first, second)]), np.concatenate([right, np.maximum(first, second)])
    lines = np.concatenate([line, np.full(len(first), -1, dtype=np.int64)])
    asked = np.array([pair not in said for pair in zip(low.tolist(), high.tolist(), strict=True)], dtype=bool)
    low, high, lines = low[asked], high[asked], lines[asked]
    weight = np.where(lines < 0, np.inf, pairs["match_weight"].to_numpy(dtype=float)[lines] if len(pairs) else np.inf)
    order = np.lexsort((np.maximum(key[low], key[high]), np.minimum(key[low], key[high]), weight))
    nothing = np.zeros(len(low), dtype=np.int64)
    columns = (low, high, nothing, hidden[low] | hidden[high], nothing.astype(bool), lines)
    return pd.DataFrame({n: c[order] for n, c in zip(QUEUE_COLUMNS, columns, strict=True)})


def _joined(pairs: pd.DataFrame, labels: Ints, hidden: npt.NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """The accepted pairs of open rows that stand in one cluster, with their lines in `pairs`."""
    line = np.flatnonzero((pairs["decision"] == Decision.ACCEPT.value).to_numpy(dtype=bool)).astype(np.int64)
    left, right = (pairs[side].to_numpy(dtype=np.int64)[line] for side in ("row_id_l", "row_id_r"))
    kept = (labels[left] == labels[right]) & ~hidden[left] & ~hidden[right]
    return left[kept], right[kept], line[kept]


def _beside_the_first(labels: Ints, hidden: npt.NDArray[np.bool_], key: Ints) -> tuple[Ints, Ints]:
    """In every cluster with a secret row: the row of the smallest key, beside each of the others."""
    of_secret = np.isin(labels, labels[hidden])
    rows = np.flatnonzero(of_secret)
    order = rows[np.lexsort((key[rows], labels[rows]))]
    starts = np.flatnonzero(np.concatenate(([True], labels[order][1:] != labels[order][:-1]))) if len(order) else order
    first = np.repeat(order[starts], np.diff(np.append(starts, len(order))))
    return first[first != order].astype(np.int64), order[first != order].astype(np.int64)
