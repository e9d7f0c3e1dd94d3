"""A run that compares only what changed since the last one, with the same answer as a run from nothing.

Every step is a function of single records, of groups that hold a changed record, or of pairs
(rules/changed_blocking.py, rules/scoring.py); what none of them touches is taken from what the last run left
(rules/kept.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from rules.blocking import chain_of
from rules.blocking_rules import BlockingTable, blocking_table
from rules.chains import Chains, Rows
from rules.changed_blocking import ChangedPairs, Standing, changed_pairs, distinct, packed_pairs, unpacked_pairs
from rules.corpus import Bools, Corpus, Int32s, Ints
from rules.hashing import Codes
from rules.kept import Compared, Kept, KeptStateOdd, lines_of_same_blocks
from rules.matching import Matched, Matcher, as_matched, match_whole
from rules.record_marks import Block, blocks_of, row_marks, row_numbers
from rules.scoring import Found, Scored, compare

_MOST_CHANGED = 0.2  # beyond this share of the records a run from nothing costs no more
_MOST_GONE = 0.2  # lines that no record stands on any more
_MOST_TIMES = np.iinfo(np.uint16).max


Counts = np.ndarray[tuple[int], np.dtype[np.uint16]]


def match_and_keep(records: pd.DataFrame, matcher: Matcher, kept: Kept | None = None) -> tuple[Matched, Kept | None]:
    """As `rules.matching.match_and_relate`, and what the next run may start from; `kept`: what the last one left.

    None is left where the row keys are not sixteen hexadecimal digits, each once."""
    if kept is not None:
        try:
            return _from_kept(records, matcher, kept)
        except KeptStateOdd:
            pass
    return _from_nothing(records, matcher)


def _from_nothing(records: pd.DataFrame, matcher: Matcher) -> tuple[Matched, Kept | None]:
    whole, keys = match_whole(records, matcher), row_numbers(records["row_key"])
    paired, found = whole.paired, whole.found
    if keys is None or len(distinct(keys)) < len(keys) or paired.times.max(initial=0) > _MOST_TIMES:
        return whole.matched, None
    lines = np.empty(len(records), dtype=np.int32)
    lines[whole.position] = np.arange(len(records), dtype=np.int32)
    chosen = _Pairs(packed_pairs(paired.left, paired.right), paired.times.astype(np.uint16), found.related)
    stands = np.ones(len(lines), dtype=bool)
    rows = _Lines(keys[whole.position], whole.rows.marks, stands, whole.table, _speaking(whole.table))
    linking = tuple(map(Compared.of, (found.linked, found.copies, whole.inside)))
    return whole.matched, _kept(blocks_of(records), lines, rows, chosen, linking)


@dataclass(frozen=True, slots=True)
class _Lines:
    """What is known of every line."""

    keys: Codes
    marks: Codes
    stands: Bools
    table: BlockingTable
    speaks: Bools


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The candidate pairs, packed and sorted."""

    pairs: Codes
    times: np.ndarray[tuple[int], np.dtype[np.uint16]]
    related: np.ndarray[tuple[int], np.dtype[np.int8]]


def _speaking(table: BlockingTable) -> Bools:
    order = np.argsort(table.identity, kind="stable")
    speaks = np.empty(len(table), dtype=bool)
    speaks[order] = chain_of(table.identity[order])[1]
    return speaks


def _from_kept(records: pd.DataFrame, matcher: Matcher, kept: Kept) -> tuple[Matched, Kept]:
    news = _News.of(records, matcher, kept)
    side = _Side(records, news, matcher)
    spoke = np.concatenate([kept.speaks, np.zeros(len(news.fresh), dtype=bool)])
    moved = changed_pairs(Standing(news.table, news.keys, news.before, news.after), spoke)
    stays, times, gained, more = _counted(kept, moved)
    lost, found = kept.pairs[~stays], side.score(gained)
    held = kept.pairs[stays]
    place = np.searchsorted(held, gained)
    chosen = _Pairs(
        np.insert(held, place, gained),
        np.insert(times[stays], place, more),
        np.insert(kept.related[stays], place, found.related),
    )
    linked = Compared(kept.linked_pairs, kept.linked_levels).without(lost).and_also(found.linked)
    copies = Compared(kept.copied_pairs, kept.copied_levels).without(lost).and_also(found.copies)
    chains = Chains.of(Rows(news.keys, news.marks), linked.scored(), matcher.decide)
    inside = _inside(side, kept, chains)
    row_id = np.full(len(news.after), -1, dtype=np.int64)
    row_id[news.lines] = records["row_id"].to_numpy(dtype=np.int64)
    all_found = Found(chains.linked, copies.scored(), chosen.related)
    matched = as_matched(row_id, matcher.decide, all_found, chains, inside.scored(), *unpacked_pairs(chosen.pairs))
    lines = _Lines(news.keys, news.marks, news.after, news.table, moved.speaks)
    return matched, _kept(news.blocks, news.lines, lines, chosen, (linked, copies, inside))


def _counted(kept: Kept, moved: ChangedPairs) -> tuple[Bools, Counts, Codes, Counts]:
    """Which of the kept pairs stay, how many groups hold each now, and the gained pairs with theirs."""
    place, had = _found_in(kept.pairs, moved.pairs)
    now = np.where(had, kept.times[np.minimum(place, max(len(kept.times) - 1, 0))] if len(kept.times) else 0, 0)
    now = now.astype(np.int64) + moved.more
    if (now < 0).any() or now.max(initial=0) > _MOST_TIMES or (now[~had] == 0).any():
        raise KeptStateOdd
    times, stays = kept.times.copy(), np.ones(len(kept.pairs), dtype=bool)
    times[place[had]] = now[had]
    stays[place[had]] = now[had] > 0
    return stays, times, moved.pairs[~had], now[~had].astype(np.uint16)


@dataclass(frozen=True, slots=True)
class _News:
    """The lines of before with those that are new behind them, and which stood before and which stand now.

    `lines`: the line of every position of the frame; `fresh`: the positions of the new lines."""

    blocks: list[Block]
    lines: Int32s
    fresh: Ints
    before: Bools
    after: Bools
    keys: Codes
    marks: Codes
    table: BlockingTable

    @classmethod
    def of(cls, records: pd.DataFrame, matcher: Matcher, kept: Kept) -> Self:
        """Finds what changed: blocks by their digests, then the rows of changed blocks by key and mark."""
        blocks = blocks_of(records)
        lines = lines_of_same_blocks(blocks, kept, len(records))
        open_rows = np.flatnonzero(lines < 0)
        keys = row_numbers(records["row_key"].iloc[open_rows])
        if keys is None or len(open_rows) > _MOST_CHANGED * len(records) + 1000:
            raise KeptStateOdd
        seen = matcher.corpus(records.iloc[open_rows])
        marks = row_marks(seen, records.iloc[open_rows])
        free = kept.stands.copy()
        free[lines[lines >= 0]] = False
        same = _same_rows(keys, marks, kept, np.flatnonzero(free))
        new = same < 0
        same[new] = len(kept.keys) + np.arange(int(new.sum()), dtype=np.int32)
        lines[open_rows] = same
        after = np.zeros(len(kept.keys) + int(new.sum()), dtype=bool)
        after[lines] = True
        at = np.empty(len(seen), dtype=np.int32)
        at[seen.row_id] = np.arange(len(seen), dtype=np.int32)
        added = blocking_table(seen).codes[:, at[new]]
        made = cls(
            blocks, lines, open_rows[new],
            np.concatenate([kept.stands, np.zeros(int(new.sum()), dtype=bool)]), after,
            np.concatenate([kept.keys, keys[new]]), np.concatenate([kept.marks, marks[new]]),
            BlockingTable(np.concatenate([kept.table, added], axis=1)),
        )  # fmt: skip
        made.check(keys)
        return made

    def check(self, keys: Codes) -> None:
        """Every row stands on a line of its own, no key twice, and not too many lines are empty."""
        standing = self.keys[self.after]
        twice = int(_found_in(np.sort(keys), standing)[1].sum()) != len(keys)
        if twice or len(standing) != len(self.lines) or len(standing) < (1 - _MOST_GONE) * len(self.after) - 1000:
            raise KeptStateOdd


def _same_rows(keys: Codes, marks: Codes, kept: Kept, unclaimed: Ints) -> Int32s:
    """For every row the unclaimed line of the same key and mark, or -1."""
    order = unclaimed[np.argsort(kept.keys[unclaimed])]
    place, found = _found_in(kept.keys[order], keys)
    line = np.full(len(keys), -1, dtype=np.int32)
    line[found] = order[place[found]]
    line[found] = np.where(kept.marks[line[found]] == marks[found], line[found], -1)
    return line


@dataclass(frozen=True, slots=True)
class _Side:
    """Compares pairs of lines by reading no more than the records they name."""

    records: pd.DataFrame
    news: _News
    matcher: Matcher

    def score(self, pairs: Codes) -> Found:
        known, left, right, line = self._read(pairs)
        found = self.matcher.score(known, left, right)
        return Found(_at(found.linked, line), _at(found.copies, line), found.related)

    def compare(self, pairs: Codes) -> Scored:
        known, left, right, line = self._read(pairs)
        return _at(compare(known, left, right), line)

    def _read(self, pairs: Codes) -> tuple[Corpus, Int32s, Int32s, Int32s]:
        """The corpus of those records, the pairs in it, and the line of each of its own."""
        left, right = unpacked_pairs(pairs)
        wanted = np.flatnonzero(np.bincount(np.concatenate([left, right]), minlength=1))
        position = np.full(len(self.news.after), -1, dtype=np.int64)
        position[self.news.lines] = np.arange(len(self.news.lines))
        if (position[wanted] < 0).any():
            raise KeptStateOdd
        known = self.matcher.corpus(self.records.iloc[position[wanted]])
        line = wanted[known.row_id].astype(np.int32)
        place = np.full(len(self.news.after), -1, dtype=np.int32)
        place[line] = np.arange(len(line), dtype=np.int32)
        return known, place[left], place[right], line


def _at(scored: Scored, line: Int32s) -> Scored:
    return Scored(line[scored.left], line[scored.right], scored.levels)


def _inside(side: _Side, kept: Kept, chains: Chains) -> Compared:
    """The pairs inside components; those of before that are still asked are not compared again."""
    asked = packed_pairs(*chains.asked())
    before = Compared(kept.inside_pairs, kept.inside_levels)
    still = np.isin(before.pairs, asked)
    known = Compared(before.pairs[still], before.levels[:, still])
    return known.and_also(side.compare(asked[~np.isin(asked, known.pairs)]))


def _found_in(sorted_codes: Codes, wanted: Codes) -> tuple[Ints, Bools]:
    """Where each code would stand, and whether it does."""
    place = np.searchsorted(sorted_codes, wanted)
    if not len(sorted_codes):
        return place, np.zeros(len(wanted), dtype=bool)
    return place, sorted_codes[np.minimum(place, len(sorted_codes) - 1)] == wanted


def _kept(blocks: list[Block], lines: Int32s, known: _Lines, chosen: _Pairs, linking: Sequence[Compared]) -> Kept:
    linked, copies, inside = linking
    digests = np.frombuffer(b"".join(block.digest for block in blocks), dtype=np.uint8).reshape(-1, 16)
    return Kept(
        digests, np.array([block.last for block in blocks], dtype=np.int64), lines,
        known.keys, known.marks, known.stands, known.table.codes, known.speaks,
        chosen.pairs, chosen.times, chosen.related,
        linked.pairs, linked.levels, copies.pairs, copies.levels, inside.pairs, inside.levels,
    )  # fmt: skip
