"""What a change of records does to the candidate pairs: only groups that hold a changed record are looked at.

Whether two records are a candidate pair rests on the sizes of the groups that hold both. So a group whose records are
the same before and after gives the same pairs, and all others are formed twice, once as they were."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rules.blocking import chain_of, within
from rules.blocking_rules import BLOCKING_RULES, BlockingRule, BlockingTable
from rules.corpus import Bools, Int32s, Ints
from rules.hashing import Codes, join
from rules.sharers import Sharers, sharers

_SAMPLE = 1 << 17


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
    sides = pairs.astype("<u8", copy=False).view("<i4")
    return sides[1::2], sides[::2]


Found = list[tuple[Codes, int]]


def _alike(standing: Standing, spoke: Bools) -> tuple[Bools, Found]:
    """Who speaks now, and the chains of rows that are alike as they were and as they are."""
    identity = standing.table.identity
    lines = sharers([[identity[standing.before != standing.after]]], [[identity]], lambda way: way[0]).place
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


def _of_rule(rule: BlockingRule, table: BlockingTable, spoke: Bools, speaks: Bools) -> Found:
    changed = table.taken(np.flatnonzero(spoke != speaks))
    few = list(rule.made_of(changed))
    crowded = None if rule.refiners else _crowded(rule, few, table.taken(np.flatnonzero((spoke & speaks)[:_SAMPLE])))
    entries = sharers(few, rule.made_of(table), rule.key, crowded, rule.ordered)
    entries = entries.taken((spoke | speaks)[entries.place])
    sides = _Sides(entries, spoke[entries.place], speaks[entries.place], rule.most)
    found = list(sides.pairs(entries.place))
    if rule.refiners:
        found.extend(_of_refined(rule, table, sides))
    return found


def _crowded(rule: BlockingRule, few: list[list[Codes]], sample: BlockingTable) -> Codes:
    """Keys of groups that are given up before as after: so many of some records that stand on both sides hold them."""
    found = sharers(few, rule.made_of(sample), rule.key)
    return found.keys[np.bincount(found.group, minlength=len(found.keys)) > rule.most]


def _of_refined(rule: BlockingRule, table: BlockingTable, sides: "_Sides") -> Iterator[tuple[Codes, int]]:
    """The pairs of groups that were or are too large to be compared in full, by further codes."""
    was, now = sides.large(sides.was), sides.large(sides.now)
    kept = np.flatnonzero(was | now)
    was, now, entries = was[kept], now[kept], sides.entries.taken(kept)
    changed = was != now

    def ways(chosen: Sharers) -> Iterator[Sequence[Codes]]:
        keys, lines = chosen.keys[chosen.group], table.taken(chosen.place)
        return ([keys, refiner] for refiner in rule.refined(lines))

    refined = sharers(ways(entries.taken(changed)), ways(entries), lambda way: join(*way))
    yield from _Sides(refined, was[refined.place], now[refined.place], rule.most).pairs(entries.place[refined.place])


@dataclass(frozen=True, slots=True)
class _Sides:
    """Entries of groups, and which of them stand before and after the change."""

    entries: Sharers
    was: Bools
    now: Bools
    most: int

    def large(self, side: Bools) -> Bools:
        """Whether an entry stands, on that side, in a group that is not compared in full."""
        return np.asarray(side & (self.entries.sizes(side) > self.most)[self.entries.group])

    def pairs(self, lines: Int32s) -> Iterator[tuple[Codes, int]]:
        """The pairs of the groups that are compared in full, of the given line of each entry; those that are the same
        before and after are left out."""
        size_was, size_now = self.entries.sizes(self.was), self.entries.sizes(self.now)
        small_was, small_now = ((size > 1) & (size <= self.most) for size in (size_was, size_now))
        kept = np.flatnonzero((small_was | small_now)[self.entries.group])
        kept = kept[np.argsort(self.entries.group[kept])]
        group, same = self.entries.group[kept], (self.was == self.now)[kept]
        same &= (small_was & small_now)[group]
        for stands, small, sign in ((self.was, small_was, -1), (self.now, small_now, 1)):
            place = np.flatnonzero(stands[kept] & small[group])
            for left, right in within(group[place].astype(np.uint64), place.astype(np.int32)):
                moved = ~(same[left] & same[right])
                a, b = lines[kept[left[moved]]], lines[kept[right[moved]]]
                yield packed_pairs(a[a != b], b[a != b]), sign
