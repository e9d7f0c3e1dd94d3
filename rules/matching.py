"""From records to the pairs that are one initiative, may be, or surely are not: block, compare, weigh, in chunks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rules import comparisons as by
from rules.blocking import candidates
from rules.components import components
from rules.corpus import Bools, Corpus, Int32s, Ints, corpus
from rules.terms import TermTable
from rules.title_difference import TitleDifference, difference, overlap
from rules.weights import LEVELS, Levels, Thresholds, Weights, contradictions, decisions, weigh
from schemas.linkage import PAIR_COLUMNS

_FEWEST_SHARED = 0.45
_PAIRS_A_CHUNK = 400_000
_LARGEST_COMPONENT = 60

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Scored:
    """Pairs of corpus lines with their levels."""

    left: Int32s
    right: Int32s
    levels: Levels

    def weight(self) -> Weights:
        return weigh(self.levels)

    def taken(self, kept: Bools) -> "_Scored":
        return _Scored(self.left[kept], self.right[kept], {kind: level[kept] for kind, level in self.levels.items()})


def match(
    records: pd.DataFrame,
    terms: TermTable,
    accept_threshold: float,
    review_threshold: float,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The pairs accepted or under review, and the contradicted ones among rows that those would join (PAIR_COLUMNS).

    `progress` is told the pairs compared so far and their total. The lines are sorted by row ids.
    """
    known, thresholds = corpus(records, terms), Thresholds(accept_threshold, review_threshold)
    left, right, _ = candidates(known)
    linked = _joined([_linked(scored, thresholds) for scored in _scored(known, left, right, thresholds, progress)])
    inside = compare(known, *_unlinked_inside(len(known), linked))
    forbidden = inside.taken(contradictions(inside.levels))
    return _as_frame(known, _joined([linked, forbidden]), thresholds)


def compare(known: Corpus, left: Int32s, right: Int32s) -> _Scored:
    """Every comparison of every given pair."""
    titles = _title_difference(known, left, right)
    book, a, b = known.book, known.title[left], known.title[right]
    levels = {
        "title": by.title_levels(titles),
        "numbers": by.numbers_levels(book.numbers[a], book.numbers[b], book.lexicon.year, titles),
        "authors": by.authors_levels(known, left, right),
        "workplace": by.workplace_levels(known, left, right),
        "superior": by.superior_levels(known, left, right),
        "content": by.content_levels(known, left, right),
        "effect": by.effect_levels(known, left, right),
        "benefit": by.benefit_levels(known, left, right),
        "field": by.field_levels(known, left, right),
        "period": by.period_levels(known, left, right),
        "federation": by.federation_levels(known, left, right),
    }
    return _Scored(left, right, levels)


def _scored(
    known: Corpus, left: Int32s, right: Int32s, thresholds: Thresholds, progress: Progress | None
) -> Iterator[_Scored]:
    for start in range(0, len(left), _PAIRS_A_CHUNK):
        part = slice(start, start + _PAIRS_A_CHUNK)
        hopeful = _hopeful(known, left[part], right[part], thresholds.review)
        yield compare(known, left[part][hopeful], right[part][hopeful])
        if progress:
            progress(min(start + _PAIRS_A_CHUNK, len(left)), len(left))


def _hopeful(known: Corpus, left: Int32s, right: Int32s, least: float) -> Ints:
    """The cheap pass: titles that share enough, people and places that still allow the threshold to be reached."""
    a, b = known.title[left], known.title[right]
    shares = overlap(known.book, a, b)
    kept = np.flatnonzero(np.maximum(*shares) >= _FEWEST_SHARED)
    levels = {
        "authors": by.authors_levels(known, left[kept], right[kept]),
        "workplace": by.workplace_levels(known, left[kept], right[kept]),
    }
    return kept[weigh(levels) >= least]


def _title_difference(known: Corpus, left: Int32s, right: Int32s) -> TitleDifference:
    """Each different pair of titles is compared once."""
    a, b = known.title[left].astype(np.int64), known.title[right].astype(np.int64)
    packed, place = np.unique(np.minimum(a, b) << 32 | np.maximum(a, b), return_inverse=True)
    found = difference(known.book, (packed >> 32).astype(np.int32), (packed & 0xFFFFFFFF).astype(np.int32))
    return found.at(place)


def _linked(scored: _Scored, thresholds: Thresholds) -> _Scored:
    return scored.taken((scored.weight() >= thresholds.review) & ~contradictions(scored.levels))


def _unlinked_inside(count: int, linked: _Scored) -> tuple[Int32s, Int32s]:
    """All pairs of rows that links join through others, so that a chain cannot join what contradicts."""
    label = components(count, linked.left.astype(np.int64), linked.right.astype(np.int64))
    order = np.argsort(label, kind="stable").astype(np.int32)
    sorted_label = label[order]
    size = np.bincount(label, minlength=count)[sorted_label]
    kept = (size > 2) & (size <= _LARGEST_COMPONENT)
    order, sorted_label = order[kept], sorted_label[kept]
    found = [np.zeros((2, 0), dtype=np.int32)]
    for step in range(1, _LARGEST_COMPONENT):
        same = np.flatnonzero(sorted_label[step:] == sorted_label[:-step])
        if not len(same):
            break
        found.append(np.stack([order[same], order[same + step]]))
    left, right = np.concatenate(found, axis=1)
    fresh = ~np.isin(_packed(left, right), _packed(linked.left, linked.right))
    return left[fresh], right[fresh]


def _packed(left: Int32s, right: Int32s) -> Ints:
    return np.minimum(left, right).astype(np.int64) << 32 | np.maximum(left, right)


def _joined(parts: list[_Scored]) -> _Scored:
    if not parts:
        none = np.zeros(0, dtype=np.int32)
        return _Scored(none, none, {kind: none.astype(np.int8) for kind in LEVELS})
    return _Scored(
        np.concatenate([part.left for part in parts]),
        np.concatenate([part.right for part in parts]),
        {kind: np.concatenate([part.levels[kind] for part in parts]) for kind in LEVELS},
    )


def _as_frame(known: Corpus, pairs: _Scored, thresholds: Thresholds) -> pd.DataFrame:
    a, b = known.row_id[pairs.left], known.row_id[pairs.right]
    weight, contradicted = pairs.weight(), contradictions(pairs.levels)
    named = {f"{kind}_level": np.array(names, dtype=object)[pairs.levels[kind]] for kind, names in LEVELS.items()}
    frame = pd.DataFrame(
        {
            "row_id_l": np.minimum(a, b),
            "row_id_r": np.maximum(a, b),
            **named,
            "match_weight": weight,
            "contradicted": contradicted,
            "decision": decisions(weight, contradicted, thresholds),
        }
    )
    return frame[list(PAIR_COLUMNS)].sort_values(["row_id_l", "row_id_r"], ignore_index=True)
