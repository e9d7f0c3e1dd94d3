"""How right candidate pairs, decisions and clusters are, against the truth of a sample."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Truth:
    """For every record the number of its true initiative; `pairs` true pairs in all."""

    initiative: Ints
    pairs: int

    @classmethod
    def of(cls, records: Any) -> "Truth":
        """Rows that the truth does not know are initiatives of their own."""
        named = records["true_initiative"].fillna("").to_numpy(dtype=object)
        alone = np.array([name or f"?{i}" for i, name in enumerate(named)], dtype=object)
        initiative = np.unique(alone.astype(str), return_inverse=True)[1].astype(np.int64)
        return cls(initiative, _pairs(initiative))

    def same(self, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
        """Whether the pairs are one initiative."""
        return np.asarray(self.initiative[left] == self.initiative[right])


def of_candidates(truth: Truth, labels_of_identical: Ints, left: Ints, right: Ints) -> dict[str, float]:
    """Share of the true pairs that are looked at, directly or as rows alike in everything, and pairs a record."""
    by_chain = truth.initiative.max() + 1
    chained = _pairs(labels_of_identical * by_chain + truth.initiative)
    apart = labels_of_identical[left] != labels_of_identical[right]
    found = int((truth.same(left, right) & apart).sum()) + chained
    return {"candidate recall": found / max(truth.pairs, 1), "pairs a record": len(left) / len(truth.initiative)}


def of_clusters(truth: Truth, labels: Ints) -> dict[str, float]:
    """Pairwise precision and recall of clusters, and B-cubed F1."""
    both = labels * (truth.initiative.max() + 1) + truth.initiative
    agree, made = _pairs(both), _pairs(labels)
    size_both, size_made, size_true = (_sizes(x) for x in (both, labels, truth.initiative))
    precision, recall = (size_both / size_made).mean(), (size_both / size_true).mean()
    return {
        "accepted precision": agree / max(made, 1),
        "accepted recall": agree / max(truth.pairs, 1),
        "B-cubed F1": 2 * precision * recall / (precision + recall),
    }


def of_review(truth: Truth, labels: Ints, left: Ints, right: Ints) -> dict[str, float]:
    """Questions to people (one for each two clusters), the share of them true, and recall if all were answered."""
    a, b = labels[left], labels[right]
    apart = a != b
    left, right, a, b = left[apart], right[apart], a[apart], b[apart]
    size = truth.initiative.max() + 1
    packed = np.unique(np.minimum(a, b) * (labels.max() + 1) + np.maximum(a, b), return_index=True)[1]
    asked = truth.same(left, right)
    question = np.zeros(len(packed), dtype=bool)
    if len(packed):
        key = np.minimum(a, b) * (labels.max() + 1) + np.maximum(a, b)
        place = np.searchsorted(key[packed], key)
        np.logical_or.at(question, place, asked)
    joined = _join(labels, left[asked], right[asked])
    both = joined * size + truth.initiative
    return {
        "pairs under review a hundred records": 100 * len(left) / len(labels),
        "share of them true": float(asked.mean()) if len(asked) else 1.0,
        "questions a hundred records": 100 * len(packed) / len(labels),
        "share of questions true": float(question.mean()) if len(question) else 1.0,
        "accepted or review recall": _pairs(both) / max(truth.pairs, 1),
    }


def _join(labels: Ints, left: Ints, right: Ints) -> Ints:
    from rules.components import components

    rows = np.arange(len(labels))
    return components(len(labels), np.concatenate([rows, left]), np.concatenate([labels, right]))


def _pairs(labels: Ints) -> int:
    sizes = np.unique(labels, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def _sizes(labels: Ints) -> Ints:
    _, place, counts = np.unique(labels, return_inverse=True, return_counts=True)
    return np.asarray(counts[place], dtype=np.int64)
