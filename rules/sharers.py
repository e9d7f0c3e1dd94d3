"""Which of very many records share a key with a few: told apart by cheap means first, for most share none."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from rules.corpus import Bools, Int32s, Ints
from rules.hashing import Codes

_PLACES_A_CHUNK = 1 << 16
_SPARE, _FEWEST_BITS, _MOST_BITS = 16, 10, 23
_NUMBER_BITS = 21

Way = Sequence[Codes]  # codes of all records, of which a key is made
KeyOf = Callable[[Way], Codes]


@dataclass(frozen=True, slots=True)
class Sharers:
    """Entries, one for each way in which a record has one of the keys: the number of the key, and the record."""

    keys: Codes
    group: Int32s
    place: Int32s

    def taken(self, kept: Bools | Ints) -> "Sharers":
        """Some of the entries."""
        return Sharers(self.keys, self.group[kept], self.place[kept])

    def sizes(self, counted: Bools) -> Ints:
        """How many entries of each key are counted."""
        return np.bincount(self.group[counted], minlength=len(self.keys))


def sharers(
    few: Iterable[Way], ways: Iterable[Way], key: KeyOf, but: Codes | None = None, ordered: bool = False
) -> Sharers:
    """The records that share a key with one of the few; `ways`: of all records, these among them. The key 0 is none.
    `but`: keys that are left out; `ordered`: records of one key have its first code in common.

    Records of one key have the same exclusive or of its codes: that alone is looked at of nearly all."""
    chosen = [(way[0], _both(way), key(way)) for way in few]
    firsts, both, keys = (np.concatenate(column) for column in zip(*chosen, strict=True))
    asked = keys != 0 if but is None else (keys != 0) & ~np.isin(keys, but)
    nearly, keys = _Near(both[asked], firsts[asked] if ordered else None), distinct(keys[asked])
    numbers = _Numbers(keys)
    found = [(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32))]
    for way in ways if len(keys) else ():
        place = np.concatenate([np.zeros(0, dtype=np.int32), *nearly.places(way)])
        group, same = numbers.of(key([codes[place] for codes in way]))
        found.append((group[same], place[same]))
    return Sharers(keys, *(np.concatenate(column) for column in zip(*found, strict=True)))


class _Near:
    """Finds the records whose codes may be those of one of the few."""

    def __init__(self, both: Codes, firsts: Codes | None) -> None:
        self._both = _Sieve(both)
        self._first = None if firsts is None else _Sieve(distinct(firsts))
        self._begun: list[Int32s] = []
        self._begins: Codes | None = None

    def places(self, way: Way) -> Iterator[Int32s]:
        """Some thousand records at a time, whose place in memory is quick to reach."""
        for place in self._firsts(way[0]):
            codes = [codes[place] for codes in way]
            kept = np.flatnonzero(self._both.maybe(_both(codes)))
            yield (kept + place.start if isinstance(place, slice) else place[kept]).astype(np.int32)

    def _firsts(self, codes: Codes) -> Iterator[slice] | list[Int32s]:
        """Ways that begin with the same codes follow one another: those codes are looked at once."""
        parts = (slice(first, first + _PLACES_A_CHUNK) for first in range(0, len(codes), _PLACES_A_CHUNK))
        if self._first is None:
            return parts
        if self._begins is not codes:
            sieve = self._first
            self._begun = [(np.flatnonzero(sieve.maybe(codes[part])) + part.start).astype(np.int32) for part in parts]
            self._begins = codes
        return self._begun


def _both(way: Way) -> Codes:
    return reduce(np.bitwise_xor, way)


def distinct(codes: Codes) -> Codes:
    """The different codes, sorted; by sorting, which for codes without order is quicker than np.unique's hashing."""
    found = np.sort(codes, axis=None)
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found


def found_in(sorted_codes: Codes, wanted: Codes) -> tuple[Ints, Bools]:
    """Where each code would stand, and whether it does."""
    place = np.searchsorted(sorted_codes, wanted)
    if not len(sorted_codes):
        return place, np.zeros(len(wanted), dtype=bool)
    return place, sorted_codes[np.minimum(place, len(sorted_codes) - 1)] == wanted


class _Sieve:
    """Tells quickly which of many codes may be among some."""

    def __init__(self, codes: Codes) -> None:
        self._bits = min(max((_SPARE * len(codes)).bit_length(), _FEWEST_BITS), _MOST_BITS)  # small ones are quick
        self._maybe = np.zeros(1 << self._bits, dtype=bool)
        self._maybe[_place(codes, self._bits)] = True

    def maybe(self, codes: Codes) -> Bools:
        """False for a code that is not among them."""
        return np.asarray(self._maybe[_place(codes, self._bits)])


class _Numbers:
    """The place of a code among sorted ones: by its first bits, and by searching where others have the same."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._first = np.zeros(1 << _NUMBER_BITS, dtype=np.int32)
        self._first[_place(codes, _NUMBER_BITS)] = np.arange(len(codes), dtype=np.int32)

    def of(self, wanted: Codes) -> tuple[Int32s, Bools]:
        """The place of each, and whether it is one of them."""
        number = self._first[_place(wanted, _NUMBER_BITS)]
        same = self._codes[number] == wanted
        other = np.flatnonzero(~same)
        number[other] = np.minimum(np.searchsorted(self._codes, wanted[other]), len(self._codes) - 1)
        same[other] = self._codes[number[other]] == wanted[other]
        return number, same


def _place(codes: Codes, bits: int) -> Ints:
    return (codes >> np.uint64(64 - bits)).view(np.int64)
