"""What a night brought since the last run: which records stand where they stood, which changed and which are new."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from rules.blocking_rules import BlockingTable, blocking_table
from rules.corpus import Bools, Int32s, Ints
from rules.hashing import Codes
from rules.kept import Kept, KeptStateOdd, lines_of_same_blocks
from rules.matching import Matcher
from rules.narrow_titles import Bytes, narrow_titles
from rules.record_marks import Block, blocks_of, row_digests, row_marks, row_numbers
from rules.sharers import found_in

_MOST_CHANGED = 0.2  # beyond this share of the records a run from nothing costs no more
_MOST_GONE = 0.2  # lines that no record stands on any more


@dataclass(frozen=True, slots=True)
class News:
    """Which lines stood before and which stand now; new records stand where nobody stood before.

    `lines`: the line of every position of the frame; `read_anew`: lines whose record changed in nothing that the
    blocking rules read: it stays in its groups, and its pairs are compared again. `spoke`: before, for those alike."""

    blocks: list[Block]
    lines: Int32s
    before: Bools
    after: Bools
    read_anew: Bools
    spoke: Bools
    digests: Codes
    keys: Codes
    marks: Codes
    table: BlockingTable
    titles: Bytes

    @classmethod
    def of(cls, records: pd.DataFrame, matcher: Matcher, kept: Kept) -> Self:
        """Finds what changed: blocks by their digests, rows of changed blocks by theirs, changed rows by key, codes and
        mark.

        New records are written into the tables of `kept`, on lines that mean nothing there: a copy would cost more than
        all else here."""
        blocks = blocks_of(records)
        lines = lines_of_same_blocks(blocks, kept, len(records))
        free = kept.stands.copy()
        free[lines[lines >= 0]] = False
        told = _of_same_rows(records, kept, lines, free)
        seen = _Seen.of(records, matcher, np.flatnonzero(lines < 0))
        at = seen.lines_in(kept, np.flatnonzero(free))
        new = at < 0
        kept = kept.with_room(int(new.sum()))
        at[new] = np.flatnonzero(~kept.stands)[: int(new.sum())]
        lines[seen.position] = at
        after, read_anew = np.zeros((2, len(kept.stands)), dtype=bool)
        after[lines] = True
        digests, keys, marks = kept.digests.copy(), kept.keys.copy(), kept.marks.copy()
        read_anew[at] = ~new & (marks[at] != seen.marks)
        digests[at], keys[at], marks[at] = told, seen.keys, seen.marks
        kept.table[:, at[new]] = seen.codes[:, new]
        kept.titles[at[new]] = seen.titles[new]
        found = cls(
            blocks,
            lines,
            kept.stands,
            after,
            read_anew,
            kept.speaks,
            digests,
            keys,
            marks,
            BlockingTable(kept.table),
            kept.titles,
        )
        found.check(seen.keys)
        return found

    def check(self, keys: Codes) -> None:
        """Every row stands on a line of its own, no key twice, and not too many lines are empty."""
        standing = self.keys[self.after]
        twice = int(found_in(np.sort(keys), standing)[1].sum()) != len(keys)
        if twice or len(standing) != len(self.lines) or len(standing) < (1 - _MOST_GONE) * len(self.after) - 1000:
            raise KeptStateOdd


def _of_same_rows(records: pd.DataFrame, kept: Kept, lines: Int32s, free: Bools) -> Codes:
    """Gives every row of changed blocks that is as it was the line that it stood on, which is free no more; the digests
    of the others."""
    position, unclaimed = np.flatnonzero(lines < 0), np.flatnonzero(free)
    digests = row_digests(records.iloc[position])
    order = unclaimed[np.argsort(kept.digests[unclaimed])]
    place, same = found_in(kept.digests[order], digests)
    lines[position[same]] = order[place[same]]
    free[order[place[same]]] = False
    return digests[~same]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Records that changed, in the order of the frame: where each stands there, and what is known of it."""

    position: Ints
    keys: Codes
    marks: Codes
    codes: Codes
    titles: Bytes

    @classmethod
    def of(cls, records: pd.DataFrame, matcher: Matcher, position: Ints) -> Self:
        """Reads no more than the records at those positions."""
        chosen = records.iloc[position]
        keys = row_numbers(chosen["row_key"])
        if keys is None or len(position) > _MOST_CHANGED * len(records) + 1000:
            raise KeptStateOdd
        known = matcher.corpus(chosen)
        at = np.empty(len(known), dtype=np.int32)
        at[known.row_id] = np.arange(len(known), dtype=np.int32)
        return cls(
            position, keys, row_marks(known, chosen), blocking_table(known).codes[:, at], narrow_titles(known)[at]
        )

    def lines_in(self, kept: Kept, unclaimed: Ints) -> Int32s:
        """For every row the unclaimed line of the same key and the same codes, or -1."""
        order = unclaimed[np.argsort(kept.keys[unclaimed])]
        place, found = found_in(kept.keys[order], self.keys)
        line = np.full(len(self.keys), -1, dtype=np.int32)
        line[found] = order[place[found]]
        same = (kept.table[:, line[found]] == self.codes[:, found]).all(axis=0)
        line[found] = np.where(same, line[found], -1)
        return line
