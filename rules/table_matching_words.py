"""The words of a column of any table: which are a slip of which, and which stand elsewhere in two pieces.

Both are known of all words once, so that a pair of cells is asked only where its own words meet."""

from collections.abc import Collection, Iterable, Iterator, Set
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import OSA

_SHORTEST_SLIP = 4
_SHORTEST_TORN = 6
_TWO_SLIPS = 9
_LONGEST_INDEXED = 26  # a longer one has too many ways to lose two letters
_NONE: frozenset[str] = frozenset()


class Words:
    """All words of a column."""

    def __init__(self, words: Iterable[str]) -> None:
        known = frozenset(words)
        self._slips = _slips(known)
        self._long = frozenset(word for word in known if len(word) > _LONGEST_INDEXED - 2)
        self._cuts = {word: cut for word in known if (cut := _cuts(word, known))}

    def meet(self, left: Collection[str], right: Collection[str]) -> bool:
        """Whether a word of one side may be a slip of one of the other, or stand there in two pieces."""
        slips, cuts = self._slips, self._cuts
        return (
            any(not slips.get(word, _NONE).isdisjoint(right) for word in left)
            or not (cuts.keys().isdisjoint(left) and cuts.keys().isdisjoint(right))
            or not (self._long.isdisjoint(left) and self._long.isdisjoint(right))
        )

    def slip_of(self, word: str, among: Iterable[str]) -> str | None:
        """The first of them that is a slip of the word."""
        if word in self._long:
            return next((other for other in among if abs(len(other) - len(word)) <= 2 and is_slip(word, other)), None)
        near = self._slips.get(word, _NONE)
        return next((other for other in among if other in near), None) if near else None

    def cuts(self, word: str) -> tuple[int, ...]:
        """Where the word may be cut so that both pieces are words."""
        return self._cuts.get(word, ())


@lru_cache(maxsize=1 << 20)
def is_slip(one: str, other: str) -> bool:
    """Whether a letter is wrong, lacking, too many or swapped with the next; two of them in a long word."""
    short = min(len(one), len(other))
    if short < _SHORTEST_SLIP or not (one.isalpha() and other.isalpha()):
        return False
    most = 2 if short >= _TWO_SLIPS else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def _slips(words: Set[str]) -> dict[str, frozenset[str]]:
    """Words that are slips of each other come to the same when each loses as many letters as there are slips."""
    left_over: dict[str, list[str]] = {}
    for word in words:
        if _SHORTEST_SLIP <= len(word) <= _LONGEST_INDEXED and word.isalpha():
            for shorter in _shortened(word):
                left_over.setdefault(shorter, []).append(word)
    found: dict[str, set[str]] = {}
    for alike in left_over.values():
        for one, other in combinations(alike, 2):
            if one != other and is_slip(one, other):
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
    return {word: frozenset(near) for word, near in found.items()}


def _shortened(word: str) -> Iterator[str]:
    """The word, and what is left of it without a letter; without two of a long one."""
    once = {word[:at] + word[at + 1 :] for at in range(len(word))}
    twice = {some[:at] + some[at + 1 :] for some in once for at in range(len(some))}
    return iter({word} | once | (twice if len(word) >= _TWO_SLIPS else set()))


def _cuts(word: str, words: Set[str]) -> tuple[int, ...]:
    if len(word) < _SHORTEST_TORN:
        return ()
    return tuple(at for at in range(1, len(word)) if word[:at] in words and word[at:] in words)
