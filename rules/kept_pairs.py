"""The candidate pairs that are kept from run to run, and what a night takes from them and adds to them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.changed_blocking import ChangedPairs, unpacked_pairs
from rules.corpus import Bools, Ints
from rules.hashing import Codes
from rules.kept import Kept, KeptStateOdd, T
from rules.scoring import NOT_COMPARED
from rules.sharers import found_in

MOST_TIMES = np.iinfo(np.uint16).max
_PAIRS_A_STEP = 1 << 18

Counts = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Packed and sorted, with the number of groups that hold each and its relation."""

    pairs: Codes
    times: Counts
    related: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class PairsNow:
    """The candidate pairs as they are now; `asked`: those to compare, sorted; `stale`: those of before of which nothing
    is known any more."""

    chosen: Pairs
    asked: Codes
    stale: Codes


@dataclass(frozen=True, slots=True)
class _Moves:
    """Places of kept pairs that go; the places that new ones come before; and how many groups hold those that stay."""

    gone: Ints
    before: Ints
    gained: Pairs
    counted: Ints
    times: Counts

    @classmethod
    def of(cls, kept: Kept, moved: ChangedPairs) -> "_Moves":
        """KeptStateOdd where the numbers of groups do not fit."""
        place, had = found_in(kept.pairs, moved.pairs)
        now = moved.more.astype(np.int64)
        now[had] += kept.times[place[had]]
        if (now < 0).any() or now.max(initial=0) > MOST_TIMES or (now[~had] == 0).any():
            raise KeptStateOdd
        times, stays = now.astype(np.uint16), had & (now > 0)
        unread = np.full(len(now) - int(had.sum()), NOT_COMPARED, dtype=np.int8)
        gained = Pairs(moved.pairs[~had], times[~had], unread)
        return cls(place[had & (now == 0)], place[~had], gained, place[stays], times[stays])

    def parts(self, count: int) -> Iterator["_Part"]:
        """One part of the kept pairs after the other, a new pair in the part that it comes before or ends."""
        bounds = [*range(0, count, _PAIRS_A_STEP), count]
        gone, gained = (np.searchsorted(places, bounds).tolist() for places in (self.gone, self.before))
        gained[-1] = len(self.before)
        for n in range(max(len(bounds) - 1, 1)):
            m = min(n + 1, len(bounds) - 1)
            new = slice(0 if n == 0 else gained[n], gained[m])
            at = self.before[new] - np.searchsorted(self.gone, self.before[new])
            yield _Part(slice(bounds[n], bounds[m]), self.gone[gone[n] : gone[m]], new, at - (bounds[n] - gone[n]))

    def moved_to(self, place: Ints) -> Ints:
        """Where the pairs that stay stand now."""
        fewer, more = np.searchsorted(self.gone, place), np.searchsorted(self.before, place, side="right")
        return np.asarray(place - fewer + more)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the kept pairs, those of them that go, and the new ones among them with their places."""

    kept: slice
    gone: Ints
    new: slice
    at: Ints

    def stays(self) -> Bools:
        found = np.ones(self.kept.stop - self.kept.start, dtype=bool)
        found[self.gone - self.kept.start] = False
        return found


def pairs_now(kept: Kept, moved: ChangedPairs, read_anew: Bools) -> PairsNow:
    """Put together a part at a time: they are many, and memory not touched before costs more than reckoning."""
    moves = _Moves.of(kept, moved)
    count = len(kept.pairs) - len(moves.gone) + len(moves.gained.pairs)
    now = Pairs(np.empty(count, np.uint64), np.empty(count, np.uint16), np.empty(count, np.int8))
    again, end = [np.zeros(0, dtype=np.uint64)], 0
    for part in moves.parts(len(kept.pairs)):
        stays = part.stays()
        begun, end = end, end + int(stays.sum()) + len(part.at)
        old = np.ones(end - begun, dtype=bool)
        old[part.at + np.arange(len(part.at))] = False
        held = kept.pairs[part.kept][stays]
        again.append(held[of_lines(held, read_anew)])
        _merge(now.pairs[begun:end], old, held, moves.gained.pairs[part.new])
        _merge(now.times[begun:end], old, kept.times[part.kept][stays], moves.gained.times[part.new])
        _merge(now.related[begun:end], old, kept.related[part.kept][stays], moves.gained.related[part.new])
    now.times[moves.moved_to(moves.counted)] = moves.times
    known = np.concatenate(again)
    asked, stale = (np.concatenate([some, known]) for some in (moves.gained.pairs, kept.pairs[moves.gone]))
    return PairsNow(now, np.sort(asked), stale)


def _merge(into: npt.NDArray[T], first: Bools, one: npt.NDArray[T], other: npt.NDArray[T]) -> None:
    into[first], into[~first] = one, other


def of_lines(pairs: Codes, lines: Bools) -> Bools:
    """Whether one of the two is among the lines."""
    left, right = unpacked_pairs(pairs)
    return np.asarray(lines[left] | lines[right])
