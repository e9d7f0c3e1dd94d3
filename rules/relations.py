"""Three relations between two rows, not one: the same initiative, the same title elsewhere, an author's other work."""

from enum import StrEnum

import numpy as np

from rules.corpus import Bools
from rules.decisions import among
from rules.weights import Levels

_SAME_TITLE = ("same_but_frames", "small_typo", "exact", "exact_rare")
_SAME_PEOPLE = ("subset_common", "subset", "same_common", "same_set")
_OTHER_WORDS = ("different", "close", "close_long")
_OTHER_NUMBERS = ("differ", "products_differ")


class Relation(StrEnum):
    """What two rows are to each other; OTHER is none of the three."""

    SAME_INITIATIVE = "same_initiative"
    SAME_TITLE_ELSEWHERE = "same_title_elsewhere"
    SAME_AUTHOR_OTHER_WORK = "same_author_other_work"
    OTHER = "other"


RELATIONS = tuple(Relation)


def relations(levels: Levels, linked: Bools) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """For every pair the place of its relation in RELATIONS; `linked` pairs are accepted or under review."""
    other_work = among(levels, "title", *_OTHER_WORDS) | among(levels, "numbers", *_OTHER_NUMBERS)
    same_title = among(levels, "title", *_SAME_TITLE) & ~among(levels, "numbers", *_OTHER_NUMBERS)
    found = np.full(len(linked), RELATIONS.index(Relation.OTHER), dtype=np.int8)
    found[among(levels, "authors", *_SAME_PEOPLE) & other_work] = RELATIONS.index(Relation.SAME_AUTHOR_OTHER_WORK)
    found[among(levels, "authors", "disjoint") & same_title] = RELATIONS.index(Relation.SAME_TITLE_ELSEWHERE)
    found[linked] = RELATIONS.index(Relation.SAME_INITIATIVE)
    return found


def maybe_copied(levels: Levels, related: np.ndarray[tuple[int], np.dtype[np.int8]]) -> Bools:
    """A title of other people elsewhere whose description or summary of the effect is the same too."""
    elsewhere = related == RELATIONS.index(Relation.SAME_TITLE_ELSEWHERE)
    return np.asarray(elsewhere & (among(levels, "content", "same") | among(levels, "effect", "same")))
