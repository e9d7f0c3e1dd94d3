"""A run that compares only what changed since the last one, with the same answer as a run from nothing.

Every step is a function of single records, of groups that hold a changed record, or of pairs
(rules/changed_blocking.py, rules/scoring.py); what none of them touches is taken from what the last run left
(rules/kept.py)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rules.blocking import chain_of
from rules.blocking_rules import BlockingTable
from rules.chains import Chains, Rows
from rules.changed_blocking import Standing, changed_pairs, packed_pairs, unpacked_pairs
from rules.corpus import Bools, Corpus, Int32s
from rules.hashing import Codes
from rules.kept import Compared, Kept, KeptStateOdd
from rules.kept_pairs import MOST_TIMES, Pairs, of_lines, pairs_now
from rules.matching import Matched, Matcher, as_matched, match_whole
from rules.narrow_titles import Bytes, may_share
from rules.news import News
from rules.record_marks import Block, blocks_of, row_digests, row_numbers
from rules.scoring import NOT_COMPARED, Found, Scored, compare
from rules.sharers import distinct, found_in

_ROOM = 100  # lines more than there are records, and one for fifty of them: a night's new records stand there


def match_and_keep(records: pd.DataFrame, matcher: Matcher, kept: Kept | None = None) -> tuple[Matched, Kept | None]:
    """As `rules.matching.match_and_relate`, and what the next run may start from; `kept`: what the last one left.

    None is left where the row keys are not sixteen hexadecimal digits, each once."""
    if kept is not None:
        try:
            return _from_kept(records, matcher, kept)
        except KeptStateOdd:
            kept = None  # as large as a third of what is wanted now
    return _from_nothing(records, matcher)


def _from_nothing(records: pd.DataFrame, matcher: Matcher) -> tuple[Matched, Kept | None]:
    whole, keys = match_whole(records, matcher), row_numbers(records["row_key"])
    paired, found = whole.paired, whole.found
    if keys is None or len(distinct(keys)) < len(keys) or paired.times.max(initial=0) > MOST_TIMES:
        return whole.matched, None
    lines = np.empty(len(records), dtype=np.int32)
    lines[whole.position] = np.arange(len(records), dtype=np.int32)
    chosen = Pairs(packed_pairs(paired.left, paired.right), paired.times.astype(np.uint16), found.related)
    stands = np.ones(len(lines), dtype=bool)
    digests = row_digests(records)[whole.position]
    marks, speaks = whole.rows.marks, _speaking(whole.table)
    rows = _Lines(digests, keys[whole.position], marks, stands, whole.table, whole.titles, speaks)
    linking = tuple(map(Compared.of, (found.linked, found.copies, whole.inside)))
    return whole.matched, _kept(blocks_of(records), lines, rows, chosen, linking).with_room(_ROOM + len(keys) // 50)


@dataclass(frozen=True, slots=True)
class _Lines:
    """What is known of every line."""

    digests: Codes
    keys: Codes
    marks: Codes
    stands: Bools
    table: BlockingTable
    titles: Bytes
    speaks: Bools


def _speaking(table: BlockingTable) -> Bools:
    order = np.argsort(table.identity, kind="stable")
    speaks = np.empty(len(table), dtype=bool)
    speaks[order] = chain_of(table.identity[order])[1]
    return speaks


def _from_kept(records: pd.DataFrame, matcher: Matcher, kept: Kept) -> tuple[Matched, Kept]:
    news = News.of(records, matcher, kept)
    side = _Side(records, news, matcher)
    moved = changed_pairs(Standing(news.table, news.keys, news.before, news.after), news.spoke)
    now = pairs_now(kept, moved, news.read_anew)
    found, chosen = side.score(now.asked), now.chosen
    chosen.related[np.searchsorted(chosen.pairs, now.asked)] = found.related
    linked = Compared(kept.linked_pairs, kept.linked_levels).without(now.stale).and_also(found.linked)
    copies = Compared(kept.copied_pairs, kept.copied_levels).without(now.stale).and_also(found.copies)
    chains = Chains.of(Rows(news.keys, news.marks), linked.scored(), matcher.decide)
    inside = _inside(side, kept, chains)
    row_id = np.full(len(news.after), -1, dtype=np.int64)
    row_id[news.lines] = records["row_id"].to_numpy(dtype=np.int64)
    all_found = Found(chains.linked, copies.scored(), chosen.related)
    of_places = lambda places: unpacked_pairs(chosen.pairs[places])  # noqa: E731
    matched = as_matched(row_id, matcher.decide, all_found, chains, inside.scored(), of_places)
    lines = _Lines(news.digests, news.keys, news.marks, news.after, news.table, news.titles, moved.speaks)
    return matched, _kept(news.blocks, news.lines, lines, chosen, (linked, copies, inside))


@dataclass(frozen=True, slots=True)
class _Side:
    """Compares pairs of lines by reading no more than the records they name."""

    records: pd.DataFrame
    news: News
    matcher: Matcher

    def score(self, pairs: Codes) -> Found:
        related = np.full(len(pairs), NOT_COMPARED, dtype=np.int8)
        hopeful = np.flatnonzero(may_share(self.news.titles, *unpacked_pairs(pairs)))
        known, left, right, line = self._read(pairs[hopeful])
        found = self.matcher.score(known, left, right)
        related[hopeful] = found.related
        return Found(_at(found.linked, line), _at(found.copies, line), related)

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
    still = found_in(asked, before.pairs)[1] & ~of_lines(before.pairs, side.news.read_anew)
    known = Compared(before.pairs[still], before.levels[:, still])
    return known.and_also(side.compare(asked[~found_in(known.pairs, asked)[1]]))


def _kept(blocks: list[Block], lines: Int32s, known: _Lines, chosen: Pairs, linking: Sequence[Compared]) -> Kept:
    linked, copies, inside = linking
    digests = np.frombuffer(b"".join(block.digest for block in blocks), dtype=np.uint8).reshape(-1, 16)
    return Kept(
        digests, np.array([block.last for block in blocks], dtype=np.int64), lines,
        known.digests, known.keys, known.marks, known.stands, known.table.codes, known.titles, known.speaks,
        chosen.pairs, chosen.times, chosen.related,
        linked.pairs, linked.levels, copies.pairs, copies.levels, inside.pairs, inside.levels,
    )  # fmt: skip
