"""Comparing pairs of records in partitions: each is a pure function of the corpus, its pairs and the model."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from rules import comparisons as by
from rules import fact_comparisons as facts
from rules.corpus import Bools, Corpus, Int32s, Ints
from rules.decisions import UNLIKELY, Thresholds, apart, contradictions, only_titles
from rules.relations import maybe_copied, relations
from rules.title_difference import TitleDifference, difference, overlap
from rules.weights import LEVELS, Levels, Weights, WeightTable

FEWEST_SHARED = 0.45
PAIRS_A_CHUNK = 400_000
NOT_COMPARED = -1

Int8s = np.ndarray[tuple[int], np.dtype[np.int8]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of lines with their levels."""

    left: Int32s
    right: Int32s
    levels: Levels

    def __len__(self) -> int:
        return len(self.left)

    def taken(self, kept: Bools | Ints) -> "Scored":
        """Some of the pairs."""
        return Scored(self.left[kept], self.right[kept], {kind: level[kept] for kind, level in self.levels.items()})


@dataclass(frozen=True, slots=True)
class Decide:
    """A table of weights with its thresholds."""

    table: WeightTable
    thresholds: Thresholds

    def links(self, scored: Scored) -> Bools:
        """Whether a pair is accepted or under review."""
        likely = (self.table.weigh(scored.levels) >= self.thresholds.review) | only_titles(scored.levels)
        return likely & ~contradictions(scored.levels)

    def against(self, scored: Scored) -> Scored:
        """The pairs that no third row may join."""
        return scored.taken(self.impossible(scored) | apart(scored.levels))

    def impossible(self, scored: Scored) -> Bools:
        """Contradicted, or very unlikely."""
        return self.impossible_at(self.table.weigh(scored.levels), scored)

    def impossible_at(self, weight: Weights, scored: Scored) -> Bools:
        """The same for pairs whose weight is known."""
        unlikely = weight < min(UNLIKELY, self.thresholds.review)
        return contradictions(scored.levels) | (unlikely & ~only_titles(scored.levels))


@dataclass(frozen=True, slots=True)
class Found:
    """What comparing found: pairs that link rows, `copies`, and of every pair its relation or NOT_COMPARED.

    A copy is a pair of other people's rows with one title and one description."""

    linked: Scored
    copies: Scored
    related: Int8s


@dataclass(frozen=True, slots=True)
class Work:
    """All pairs to compare; `part` is one partition of them."""

    known: Corpus
    left: Int32s
    right: Int32s
    decide: Decide

    def part(self, first: int, last: int) -> Found:
        """Compares the pairs from one place up to another."""
        left, right = self.left[first:last], self.right[first:last]
        hopeful = _hopeful(self.known, left, right, self.decide)
        scored = compare(self.known, left[hopeful], right[hopeful])
        joins = self.decide.links(scored)
        kinds = relations(scored.levels, joins)
        related = np.full(len(left), NOT_COMPARED, dtype=np.int8)
        related[hopeful] = kinds
        return Found(scored.taken(joins), scored.taken(maybe_copied(scored.levels, kinds)), related)


Engine = Callable[[Work, list[tuple[int, int]]], Iterable[Found]]


def here(work: Work, parts: list[tuple[int, int]]) -> Iterator[Found]:
    """Compares one partition after the other in this process."""
    return (work.part(first, last) for first, last in parts)


def score(work: Work, engine: Engine = here, progress: Progress | None = None) -> Found:
    """Compares all pairs in partitions; whatever engine does it and in how many, the answer is the same."""
    count = len(work.left)
    parts = [(first, min(first + PAIRS_A_CHUNK, count)) for first in range(0, count, PAIRS_A_CHUNK)]
    found = []
    for (_, last), one in zip(parts, engine(work, parts), strict=True):
        found.append(one)
        if progress:
            progress(last, count)
    none = np.zeros(0, dtype=np.int8)
    return Found(
        joined([one.linked for one in found]),
        joined([one.copies for one in found]),
        np.concatenate([none, *(one.related for one in found)]),
    )


def compare(known: Corpus, left: Int32s, right: Int32s) -> Scored:
    """Every comparison of every given pair; which of the two stands left does not matter."""
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
    return Scored(left, right, levels)


def joined(parts: list[Scored]) -> Scored:
    """All the pairs, one part after the other."""
    if not parts:
        none = np.zeros(0, dtype=np.int32)
        return Scored(none, none, {kind: none.astype(np.int8) for kind in LEVELS})
    return Scored(
        np.concatenate([part.left for part in parts]),
        np.concatenate([part.right for part in parts]),
        {kind: np.concatenate([part.levels[kind] for part in parts]) for kind in LEVELS},
    )


def _hopeful(known: Corpus, left: Int32s, right: Int32s, decide: Decide) -> Ints:
    """The cheap pass: titles that share enough, people and places that still allow the threshold to be reached."""
    a, b = known.title[left], known.title[right]
    shares = overlap(known.book, a, b)
    kept = np.flatnonzero(np.maximum(*shares) >= FEWEST_SHARED)
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
