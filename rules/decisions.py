"""What is done with a pair: accepted, asked, or left; and what no weight can join."""

from dataclasses import dataclass

import numpy as np

from rules.corpus import Bools
from rules.weights import LEVELS, Levels, Weights
from schemas.linkage import Decision

UNLIKELY = -4.0  # so much against it that no third row may join the two
_WORDS_DIFFER = ("different", "close", "close_long")
_ELSEWHERE = ("different", "elsewhere", "missing_elsewhere")
_DECISIONS = np.array([Decision.REJECT.value, Decision.REVIEW.value, Decision.ACCEPT.value], dtype=object)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From `accept` the same, from `review` a person is asked; match weights, log2 odds."""

    accept: float
    review: float


def contradictions(levels: Levels) -> Bools:
    """Two works for sure: another number or product, words of weight left on both sides, other people elsewhere.

    So are other people at the same place, unless the title is one that hardly two works bear. Words that differ are
    left to a person where the sum or the summary of the effect is the same.
    """
    numbers = among(levels, "numbers", "differ", "products_differ")
    titles = among(levels, "title", *_WORDS_DIFFER) & ~_same_facts(levels) & ~only_titles(levels)
    others = among(levels, "authors", "disjoint", "namesakes")
    elsewhere = among(levels, "workplace", *_ELSEWHERE)
    telling_title = among(levels, "title", "exact", "exact_rare", "small_typo")
    beside = among(levels, "workplace", "same", "same_there", "overlap") & ~telling_title
    return numbers | titles | (others & (elsewhere | beside))


def apart(levels: Levels) -> Bools:
    """Another place, and no fact that is the same: no third row, least of all one without a place, joins the two."""
    return among(levels, "workplace", *_ELSEWHERE) & ~_same_facts(levels)


def for_people(levels: Levels) -> Bools:
    """Never joined without a person: words that differ, a number that one side lacks, other people, another place."""
    return np.asarray(np.logical_or.reduce(list(doubts(levels).values())))


def doubts(levels: Levels) -> dict[str, Bools]:
    """What leaves a pair to a person, by its name in `schemas.review.DOUBTS`.

    Unless sum and summary of the effect are both the same, or one of them where only number or place are in doubt.
    """
    sure = among(levels, "effect", "same") & among(levels, "benefit", "same")
    return {
        "words": among(levels, "title", *_WORDS_DIFFER) & ~sure,
        "number": among(levels, "numbers", "one_lacks") & ~_same_facts(levels),
        "people": among(levels, "authors", "disjoint", "namesakes"),
        "place": apart(levels),
    }


def only_titles(levels: Levels) -> Bools:
    """Long titles that share nearly all, and no people known: nothing but a person can tell, whatever the weight."""
    nobody, nowhere = among(levels, "authors", "missing"), among(levels, "workplace", "missing")
    return nobody & nowhere & among(levels, "title", "close_long") & among(levels, "numbers", "none", "equal")


def decisions(
    weight: Weights, contradicted: Bools, levels: Levels, thresholds: Thresholds
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """ACCEPT from one threshold unless it is for people, REVIEW from the other; a contradicted pair is REJECT."""
    asked = (weight >= thresholds.review) | only_titles(levels)
    step = asked.astype(np.int8) + (asked & (weight >= thresholds.accept) & ~for_people(levels))
    return _DECISIONS[np.where(contradicted, 0, step)]


def _same_facts(levels: Levels) -> Bools:
    return among(levels, "effect", "same") | among(levels, "benefit", "same")


def among(levels: Levels, kind: str, *names: str) -> Bools:
    """Whether the level of that comparison is one of those named."""
    return np.isin(levels[kind], [LEVELS[kind].index(name) for name in names])
