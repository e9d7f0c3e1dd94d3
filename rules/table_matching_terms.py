"""Cells of any table as bags of words, each weighed by how rare it is in that table."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from rapidfuzz.distance import OSA

from rules.folding import fold_words

_SHORTEST_SLIP = 4
_SHORTEST_TORN = 6
_TWO_SLIPS = 9
_SLIP_COUNTS = 0.8  # of a word's weight, where a letter of it differs
_NOT_PEOPLE = frozenset(("and", "et", "al", "eds", "ed", "editor", "editors", "others", "và", "cùng"))
Said = tuple[frozenset[str], frozenset[str]]
NOTHING_SAID: Said = (frozenset(), frozenset())
_LETTERS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Bag:
    """The words of a cell with their weight in bits, and the letters that stand for names."""

    words: dict[str, float]
    initials: frozenset[str]
    total: float


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
    return tuple(_bag(words, held, rows, people) for words in split)


def likeness(one: Bag, other: Bag, said: Said = NOTHING_SAID) -> Likeness:
    """What two bags share: equal words, words with a slip or in two pieces, first names for which the other has a
    letter. `said`: what the left and the right row say in other cells; it is not lacking."""
    shared = one.words.keys() & other.words.keys()
    bits = sum(one.words[word] for word in sorted(shared))
    left = {word: one.words[word] for word in sorted(one.words.keys() - shared - said[1])}
    right = {word: other.words[word] for word in sorted(other.words.keys() - shared - said[0])}
    less_left = sum(one.words[word] for word in sorted(one.words.keys() & said[1] - shared))
    less_right = sum(other.words[word] for word in sorted(other.words.keys() & said[0] - shared))
    if left and right and (bits > 0 or min(len(left), len(right)) <= 2):
        joined, torn_right = _torn(left, right)
        back, torn_left = _torn(right, left)
        bits += joined + back + _slipped(left, right)
        less_left, less_right = less_left + torn_left, less_right + torn_right
    whole_left = one.total - less_left - _excused(left, other.initials)
    whole_right = other.total - less_right - _excused(right, one.initials)
    lighter = max(min(whole_left, whole_right), 1e-9)
    return Likeness(2 * bits / max(whole_left + whole_right, 1e-9), bits / lighter, bits)


def _words(value: str, people: bool) -> list[str]:
    folded = fold_words(value) if not people else fold_words(_LETTERS.sub(" ", value))
    words = dict.fromkeys(folded.split())
    return [word for word in words if not (people and word in _NOT_PEOPLE)]


def _bag(words: list[str], held: Counter[str], rows: int, people: bool) -> Bag:
    letters = frozenset(word for word in words if people and len(word) == 1)
    weighed = {word: log2(1 + rows / held[word]) for word in words if word not in letters}
    return Bag(weighed, letters, sum(weighed.values()))


def _torn(whole: dict[str, float], pieces: dict[str, float]) -> tuple[float, float]:
    """Words that stand in two pieces on the other side ("learnabil-ity"): the weight of the words, and by how much
    their pieces weigh more; both are taken out of the two sides."""
    bits, excess = 0.0, 0.0
    for word in [word for word in whole if len(word) >= _SHORTEST_TORN]:
        cut = next((at for at in range(1, len(word)) if word[:at] in pieces and word[at:] in pieces), 0)
        if cut and word[:cut] != word[cut:]:
            weight = whole.pop(word)
            bits += weight
            excess += pieces.pop(word[:cut]) + pieces.pop(word[cut:]) - weight
    return bits, excess


def _slipped(left: dict[str, float], right: dict[str, float]) -> float:
    """The weight of words that differ by a slip; they are taken out of both sides."""
    bits = 0.0
    for word in [word for word in left if len(word) >= _SHORTEST_SLIP and word.isalpha()]:
        size = len(word)
        near = next((w for w in right if -2 <= len(w) - size <= 2 and _is_slip(word, w)), None)
        if near is not None:
            bits += min(left.pop(word), right.pop(near)) * _SLIP_COUNTS
    return bits


@lru_cache(maxsize=1 << 20)
def _is_slip(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    if short < _SHORTEST_SLIP or not (one.isalpha() and other.isalpha()):
        return False
    most = 2 if short >= _TWO_SLIPS else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def _excused(rest: dict[str, float], initials: frozenset[str]) -> float:
    return sum(weight for word, weight in rest.items() if word[0] in initials)
