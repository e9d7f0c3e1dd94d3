"""Cells of any table as bags of words, each weighed by how rare it is in that table."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2

from rules.folding import fold_words
from rules.table_matching_words import Words

_SLIP_COUNTS = 0.8  # of a word's weight, where a letter of it differs
_NOT_PEOPLE = frozenset(("and", "et", "al", "eds", "ed", "editor", "editors", "others", "và", "cùng"))
_PARTS_OF_A_BIT = 1 << 20
Rest = Set[str] | dict[str, float]
Said = tuple[frozenset[str], frozenset[str]]
NOTHING_SAID: Said = (frozenset(), frozenset())
_LETTERS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Bag:
    """The words of a cell with their weight in bits, and the letters that stand for names."""

    words: dict[str, float]
    initials: frozenset[str]
    total: float
    known: Words = field(compare=False, repr=False)  # all of the column


@dataclass(frozen=True, slots=True)
class Likeness:
    """Share of the weight of both that is shared, and of the lighter one; `bits` is what is shared."""

    share: float
    of_lighter: float
    bits: float


def bags(values: Sequence[str], counts: Sequence[int], people: bool = False) -> tuple[Bag, ...]:
    """The bag of each different value; `counts` says how many rows hold it."""
    return _bags(tuple(values), tuple(counts), people)


@lru_cache(maxsize=8)  # the columns of a table are asked for again with every group of pairs
def _bags(values: tuple[str, ...], counts: tuple[int, ...], people: bool) -> tuple[Bag, ...]:
    split = [_words(value, people) for value in values]
    held: Counter[str] = Counter()
    for words, count in zip(split, counts, strict=True):
        held.update(dict.fromkeys(words, count))
    rows = max(sum(counts), 2)
    known = Words(held)
    return tuple(_bag(words, held, rows, people, known) for words in split)


def likeness(one: Bag, other: Bag, said: Said = NOTHING_SAID) -> Likeness:
    """What two bags of one column share: equal words, words with a slip or in two pieces, first names for which the
    other has a letter. `said`: what the left and the right row say in other cells; it is not lacking."""
    shared = one.words.keys() & other.words.keys()
    bits = _sum(one, shared)
    less_left, less_right = (
        _sum(one, one.words.keys() & said[1] - shared),
        _sum(other, other.words.keys() & said[0] - shared),
    )
    left: Rest = one.words.keys() - shared - said[1]
    right: Rest = other.words.keys() - shared - said[0]
    if left and right and (bits > 0 or min(len(left), len(right)) <= 2) and one.known.meet(left, right):
        left, right = ({word: bag.words[word] for word in sorted(rest)} for bag, rest in ((one, left), (other, right)))
        joined, torn_right = _torn(left, right, one.known)
        back, torn_left = _torn(right, left, one.known)
        bits += joined + back + _slipped(left, right, one.known)
        less_left, less_right = less_left + torn_left, less_right + torn_right
    whole_left = one.total - less_left - _excused(one, left, other.initials)
    whole_right = other.total - less_right - _excused(other, right, one.initials)
    lighter = max(min(whole_left, whole_right), 1e-9)
    return Likeness(2 * bits / max(whole_left + whole_right, 1e-9), bits / lighter, bits)


def _words(value: str, people: bool) -> list[str]:
    folded = fold_words(value) if not people else fold_words(_LETTERS.sub(" ", value))
    words = dict.fromkeys(folded.split())
    return [word for word in words if not (people and word in _NOT_PEOPLE)]


def _bag(words: list[str], held: Counter[str], rows: int, people: bool, known: Words) -> Bag:
    letters = frozenset(word for word in words if people and len(word) == 1)
    weighed = {word: _bits(rows, held[word]) for word in words if word not in letters}
    return Bag(weighed, letters, sum(weighed.values()), known)


def _bits(rows: int, held: int) -> float:
    return round(log2(1 + rows / held) * _PARTS_OF_A_BIT) / _PARTS_OF_A_BIT


def _torn(whole: dict[str, float], pieces: dict[str, float], known: Words) -> tuple[float, float]:
    """Words that stand in two pieces on the other side ("learnabil-ity"): the weight of the words, and by how much
    their pieces weigh more; both are taken out of the two sides."""
    bits, excess = 0.0, 0.0
    for word in list(whole):
        cut = next((at for at in known.cuts(word) if word[:at] in pieces and word[at:] in pieces), 0)
        if cut and word[:cut] != word[cut:]:
            weight = whole.pop(word)
            bits += weight
            excess += pieces.pop(word[:cut]) + pieces.pop(word[cut:]) - weight
    return bits, excess


def _slipped(left: dict[str, float], right: dict[str, float], known: Words) -> float:
    """The weight of words that differ by a slip; they are taken out of both sides."""
    bits = 0.0
    for word in list(left):
        near = known.slip_of(word, right)
        if near is not None:
            bits += min(left.pop(word), right.pop(near)) * _SLIP_COUNTS
    return bits


def _sum(bag: Bag, words: Iterable[str]) -> float:
    """Weights are whole parts of a bit, so that their sum does not rest on their order."""
    return sum(map(bag.words.__getitem__, words))


def _excused(bag: Bag, rest: Rest, initials: frozenset[str]) -> float:
    return _sum(bag, (word for word in rest if word[0] in initials)) if initials else 0.0
