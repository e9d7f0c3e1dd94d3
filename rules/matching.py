"""From records to the pairs that are one initiative, may be, or surely are not: block, compare, weigh, in chunks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rules import comparisons as by
from rules import fact_comparisons as facts
from rules.blocking import candidates
from rules.components import components
from rules.corpus import Bools, Corpus, Int32s, Ints, corpus
from rules.decisions import UNLIKELY, Thresholds, apart, contradictions, decisions, only_titles
from rules.hashing import mix
from rules.model import Model
from rules.relations import RELATIONS, Relation, maybe_copied, relations
from rules.title_difference import TitleDifference, difference, overlap
from rules.weights import LEVELS, Levels, WeightTable
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

    def taken(self, kept: Bools) -> "_Scored":
        return _Scored(self.left[kept], self.right[kept], {kind: level[kept] for kind, level in self.levels.items()})


@dataclass(frozen=True, slots=True)
class Matched:
    """What was found: `pairs` that join or part rows, how many pairs stand in each relation, and `copies`.

    A copy is a pair of other people's rows with one title and one description. Frames have PAIR_COLUMNS, sorted."""

    pairs: pd.DataFrame
    relations: dict[Relation, int]
    copies: pd.DataFrame


def match(
    records: pd.DataFrame, model: Model, thresholds: Thresholds, progress: Progress | None = None
) -> pd.DataFrame:
    """The pairs accepted or under review, and the contradicted ones among rows that those would join (PAIR_COLUMNS)."""
    return match_and_relate(records, model, thresholds, progress).pairs


def match_and_relate(
    records: pd.DataFrame, model: Model, thresholds: Thresholds, progress: Progress | None = None
) -> Matched:
    """All that is found of the records; `progress` is told the pairs compared so far and their total."""
    known, decide = corpus(records, model.terms, model.common_names), _Decide(model.weights, thresholds)
    left, right, _ = candidates(known)
    linked, copies, counts = [], [], np.zeros(len(RELATIONS), dtype=np.int64)
    for scored in _scored(known, left, right, decide, progress):
        joins = decide.links(scored)
        related = relations(scored.levels, joins)
        linked.append(scored.taken(joins))
        copies.append(scored.taken(maybe_copied(scored.levels, related)))
        counts += np.bincount(related, minlength=len(RELATIONS))
    joined = _joined(linked)
    inside = compare(known, *_unlinked_inside(len(known), joined))
    pairs = decide.as_frame(known, joined, decide.against(inside))
    counted = dict(zip(RELATIONS, counts.tolist(), strict=True))
    return Matched(pairs, counted, decide.as_frame(known, _joined(copies), _joined([])))


def all_pairs(records: pd.DataFrame, model: Model, thresholds: Thresholds) -> pd.DataFrame:
    """Every pair of a few records with what is said of it, whether blocking would find it or not (PAIR_COLUMNS)."""
    known, decide = corpus(records, model.terms, model.common_names), _Decide(model.weights, thresholds)
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(known), 1))
    return decide.as_frame(known, compare(known, left, right), _joined([]))


@dataclass(frozen=True, slots=True)
class _Decide:
    """A table of weights with its thresholds."""

    table: WeightTable
    thresholds: Thresholds

    def links(self, scored: _Scored) -> Bools:
        """Whether a pair is accepted or under review."""
        likely = (self.table.weigh(scored.levels) >= self.thresholds.review) | only_titles(scored.levels)
        return likely & ~contradictions(scored.levels)

    def against(self, scored: _Scored) -> _Scored:
        """The pairs that no third row may join."""
        return scored.taken(self._impossible(scored) | apart(scored.levels))

    def _impossible(self, scored: _Scored) -> Bools:
        unlikely = self.table.weigh(scored.levels) < min(UNLIKELY, self.thresholds.review)
        return contradictions(scored.levels) | (unlikely & ~only_titles(scored.levels))

    def as_frame(self, known: Corpus, linked: _Scored, against: _Scored) -> pd.DataFrame:
        """The pairs in PAIR_COLUMNS, sorted."""
        pairs = _joined([linked, against])
        a, b = known.row_id[pairs.left], known.row_id[pairs.right]
        weight = self.table.weigh(pairs.levels)
        contradicted = self._impossible(pairs)
        decision = decisions(weight, contradicted, pairs.levels, self.thresholds)
        frame = pd.DataFrame(
            {
                "row_id_l": np.minimum(a, b),
                "row_id_r": np.maximum(a, b),
                **{
                    f"{kind}_level": np.array(names, dtype=object)[pairs.levels[kind]] for kind, names in LEVELS.items()
                },
                "match_weight": weight,
                "contradicted": contradicted,
                "apart": apart(pairs.levels),
                "decision": decision,
            }
        )
        return frame[list(PAIR_COLUMNS)].sort_values(["row_id_l", "row_id_r"], ignore_index=True)


def levels_to_fit(records: pd.DataFrame, model: Model, pairs: int) -> Levels:
    """Levels of so many pairs that a weight could join, drawn by their row keys: the order of rows does not matter."""
    known = corpus(records, model.terms, model.common_names)
    left, right, _ = candidates(known)
    drawn = np.argsort(mix(left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64)), kind="stable")
    parts, wanted = [], pairs
    for start in range(0, len(drawn), _PAIRS_A_CHUNK):
        chosen = drawn[start : start + _PAIRS_A_CHUNK]
        scored = compare(known, left[chosen], right[chosen])
        open_pairs = scored.taken(~contradictions(scored.levels))
        parts.append(open_pairs.taken(np.arange(len(open_pairs.left)) < wanted))
        wanted -= len(parts[-1].left)
        if wanted <= 0:
            break
    return _joined(parts).levels


def compare(known: Corpus, left: Int32s, right: Int32s) -> _Scored:
    """Every comparison of every given pair."""
    titles = _title_difference(known, left, right)
    book, a, b = known.book, known.title[left], known.title[right]
    levels = {
        "title": by.title_levels(titles),
        "numbers": by.numbers_levels(book.numbers[a], book.numbers[b], book.lexicon, titles),
        "authors": by.authors_levels(known, left, right),
        "workplace": by.workplace_levels(known, left, right),
        "superior": facts.superior_levels(known, left, right),
        "content": facts.content_levels(known, left, right),
        "effect": facts.effect_levels(known, left, right),
        "benefit": facts.benefit_levels(known, left, right),
        "field": facts.field_levels(known, left, right),
        "period": facts.period_levels(known, left, right),
        "federation": facts.federation_levels(known, left, right),
    }
    return _Scored(left, right, levels)


def _scored(
    known: Corpus, left: Int32s, right: Int32s, decide: _Decide, progress: Progress | None
) -> Iterator[_Scored]:
    for start in range(0, len(left), _PAIRS_A_CHUNK):
        part = slice(start, start + _PAIRS_A_CHUNK)
        hopeful = _hopeful(known, left[part], right[part], decide)
        yield compare(known, left[part][hopeful], right[part][hopeful])
        if progress:
            progress(min(start + _PAIRS_A_CHUNK, len(left)), len(left))


def _hopeful(known: Corpus, left: Int32s, right: Int32s, decide: _Decide) -> Ints:
    """The cheap pass: titles that share enough, people and places that still allow the threshold to be reached."""
    a, b = known.title[left], known.title[right]
    shares = overlap(known.book, a, b)
    kept = np.flatnonzero(np.maximum(*shares) >= _FEWEST_SHARED)
    levels = {
        "authors": by.authors_levels(known, left[kept], right[kept]),
        "workplace": by.workplace_levels(known, left[kept], right[kept]),
    }
    return kept[decide.table.weigh(levels) >= decide.thresholds.review]


def _title_difference(known: Corpus, left: Int32s, right: Int32s) -> TitleDifference:
    """Each different pair of titles is compared once."""
    a, b = known.title[left].astype(np.int64), known.title[right].astype(np.int64)
    packed, place = np.unique(np.minimum(a, b) << 32 | np.maximum(a, b), return_inverse=True)
    found = difference(known.book, (packed >> 32).astype(np.int32), (packed & 0xFFFFFFFF).astype(np.int32))
    return found.at(place)


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
