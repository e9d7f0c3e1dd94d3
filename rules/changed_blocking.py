"""What a change of records does to the candidate pairs: only groups that hold a changed record are looked at.

Whether two records are a candidate pair rests on the sizes of the groups that hold both. So a group whose records are
the same before and after gives the same pairs, and all others are formed twice, once as they were."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rules.blocking import chain_of, group_sizes, within
from rules.blocking_rules import BLOCKING_RULES, BlockingRule, BlockingTable
from rules.corpus import Bools, Int32s, Ints
from rules.hashing import Codes, join

_LINES_A_CHUNK = 1 << 16
_SIEVE_BITS = 23
_SHIFT = np.uint64(64 - _SIEVE_BITS)


@dataclass(frozen=True, slots=True)
class Standing:
    """Lines of a table before and after a change; `keys`: the row keys as numbers, which order rows that are alike."""

    table: BlockingTable
    keys: Codes
    before: Bools
    after: Bools


@dataclass(frozen=True, slots=True)
class ChangedPairs:
    """Packed pairs of lines (`packed_pairs`), sorted, by how many groups more (or fewer) hold each; and who speaks."""

    pairs: Codes
    more: Ints
    speaks: Bools


def changed_pairs(standing: Standing, spoke: Bools) -> ChangedPairs:
    """What the change adds to and takes from the groups of every pair; `spoke`: lines that spoke before."""
    speaks, found = _alike(standing, spoke)
    for rule in BLOCKING_RULES:
        found.extend(_of_rule(rule, standing.table, spoke, speaks))
    pairs = np.concatenate([pair for pair, _ in found])
    signs = np.concatenate([np.full(len(pair), sign, dtype=np.int64) for pair, sign in found])
    order = np.argsort(pairs, kind="stable")
    pairs, signs = pairs[order], signs[order]
    starts = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1]))) if len(pairs) else order[:0]
    more = np.add.reduceat(signs, starts) if len(starts) else signs[:0]
    moved = more != 0
    return ChangedPairs(pairs[starts][moved], more[moved], speaks)


def packed_pairs(left: Int32s | Ints, right: Int32s | Ints) -> Codes:
    """One number of each pair of lines, the smaller line first."""
    lower, upper = np.minimum(left, right).astype(np.uint64), np.maximum(left, right).astype(np.uint64)
    return lower << np.uint64(32) | upper


def unpacked_pairs(pairs: Codes) -> tuple[Int32s, Int32s]:
    """The two lines of each pair."""
    return (pairs >> np.uint64(32)).astype(np.int32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)


def distinct(codes: Codes) -> Codes:
    """The different codes, sorted; by sorting, which for codes without order is quicker than np.unique's hashing."""
    found = np.sort(codes, axis=None)
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found


Found = list[tuple[Codes, int]]


def _alike(standing: Standing, spoke: Bools) -> tuple[Bools, Found]:
    """Who speaks now, and the chains of rows that are alike as they were and as they are."""
    identity = standing.table.identity
    touched = distinct(identity[standing.before != standing.after])
    lines = np.flatnonzero(_Sieve(touched).holds(identity))
    lines = lines[np.lexsort((standing.keys[lines], identity[lines]))]
    speaks = spoke.copy()
    speaks[lines] = False
    found: Found = []
    for stands, sign in ((standing.before, -1), (standing.after, 1)):
        chosen = lines[stands[lines]]
        chain, speaking = chain_of(identity[chosen])
        found.append((packed_pairs(chosen[chain], chosen[chain + 1]), sign))
    speaks[chosen[speaking]] = True
    return speaks, found


def _of_rule(rule: BlockingRule, table: BlockingTable, spoke: Bools, speaks: Bools) -> Iterator[tuple[Codes, int]]:
    changed = table.taken(np.flatnonzero(spoke != speaks).astype(np.int32))
    sieve, atoms = _Sieve(distinct(rule.keys(changed))), _Sieve(distinct(changed.of(rule.by)))
    keys, lines = _entries(rule, table, spoke | speaks, sieve, atoms)
    was, now = _Side(keys, lines, spoke[lines]), _Side(keys, lines, speaks[lines])
    yield from ((pairs, -1) for pairs in was.pairs(rule.most))
    yield from ((pairs, 1) for pairs in now.pairs(rule.most))
    large_was, large_now = was.large(rule.most), now.large(rule.most)
    large = large_was | large_now
    if large.any() and rule.refiners(table.part(0, 0)):
        kept = np.flatnonzero(large)
        refined = _Refined(keys[kept], lines[kept], large_was[kept], large_now[kept])
        yield from refined.pairs(rule, table)


def _entries(
    rule: BlockingRule, table: BlockingTable, standing: Bools, sieve: "_Sieve", atoms: "_Sieve"
) -> tuple[Codes, Int32s]:
    """The keys that the sieve holds, sorted, and their lines; only lines with one of the atoms can have such a key."""
    parts = [(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32))]
    for first in range(0, len(table), _LINES_A_CHUNK):
        part = table.part(first, first + _LINES_A_CHUNK)
        near = np.flatnonzero(standing[first : first + _LINES_A_CHUNK] & atoms.maybe(part.of(rule.by)).any(axis=1))
        chosen = near.astype(np.int32)
        keys = rule.keys(part.taken(chosen))
        line, column = np.nonzero(sieve.holds(keys))
        parts.append((keys[line, column], chosen[line] + np.int32(first)))
    keys, lines = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(keys, kind="stable")
    return keys[order], lines[order]


@dataclass(frozen=True, slots=True)
class _Side:
    """The groups of sorted keys as they stand on one side of the change."""

    keys: Codes
    lines: Int32s
    stands: Bools

    def pairs(self, most: int) -> Iterator[Codes]:
        """The pairs of the groups that are compared in full."""
        keys, lines = self.keys[self.stands], self.lines[self.stands]
        size = group_sizes(keys)
        kept = (size > 1) & (size <= most)
        for left, right in within(keys[kept], lines[kept]):
            yield packed_pairs(left, right)

    def large(self, most: int) -> Bools:
        """Whether an entry stands in a group that is not compared in full."""
        large = np.zeros(len(self.keys), dtype=bool)
        large[self.stands] = group_sizes(self.keys[self.stands]) > most
        return large


@dataclass(frozen=True, slots=True)
class _Refined:
    """Entries of groups that were or are too large: `was` and `now` tell of each entry whether it is refined."""

    keys: Codes
    lines: Int32s
    was: Bools
    now: Bools

    def pairs(self, rule: BlockingRule, table: BlockingTable) -> Iterator[tuple[Codes, int]]:
        """The pairs of the refined groups that hold a changed entry, as they were and as they are."""
        changed = np.flatnonzero(self.was != self.now)
        sieve = _Sieve(distinct(np.concatenate(list(self._codes(rule, table, changed)))))
        entries = [np.flatnonzero(sieve.holds(codes)) for codes in self._codes(rule, table)]
        keys = np.concatenate([codes[e] for codes, e in zip(self._codes(rule, table), entries, strict=True)])
        order = np.argsort(keys, kind="stable")
        keys, entry = keys[order], np.concatenate(entries)[order]
        for stands, sign in ((self.was, -1), (self.now, 1)):
            yield from ((pairs, sign) for pairs in _Side(keys, self.lines[entry], stands[entry]).pairs(rule.most))

    def _codes(self, rule: BlockingRule, table: BlockingTable, entries: Ints | slice = slice(None)) -> Iterator[Codes]:
        lines, keys = self.lines[entries], self.keys[entries]
        for refiner in rule.refiners(table):
            yield join(keys, refiner[lines])


class _Sieve:
    """Tells quickly which of many codes are among some; 0 never is."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes[codes != 0]
        self._maybe = np.zeros(1 << _SIEVE_BITS, dtype=bool)
        self._maybe[_place(self._codes)] = True

    def maybe(self, codes: Codes) -> Bools:
        """False for a code that is not among them."""
        return np.asarray(self._maybe[_place(codes)])

    def holds(self, codes: Codes) -> Bools:
        """For every code whether it is among them."""
        found = self.maybe(codes)
        if not found.any():
            return found
        likely = codes[found]
        place = np.minimum(np.searchsorted(self._codes, likely), len(self._codes) - 1)
        found[found] = self._codes[place] == likely
        return found


def _place(codes: Codes) -> Ints:
    return (codes >> _SHIFT).view(np.int64)
