"""What one run of the matcher leaves for the next: codes and levels, no text; it may always be thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from rules.blocking_rules import BlockingTable
from rules.changed_blocking import packed_pairs, unpacked_pairs
from rules.corpus import Bools, Int32s, Ints
from rules.hashing import Codes
from rules.record_marks import Block
from rules.scoring import Int8s, Scored
from rules.sharers import found_in
from rules.weights import LEVELS

T = TypeVar("T", bound=np.generic)
Arrays = Mapping[str, npt.NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs of lines, packed, with their levels as rows of one table (in the order of LEVELS)."""

    pairs: Codes
    levels: Int8s

    @classmethod
    def of(cls, scored: Scored) -> "Compared":
        """Sorted by pair."""
        pairs = packed_pairs(scored.left, scored.right)
        order = np.argsort(pairs, kind="stable")
        levels = np.stack([scored.levels[kind] for kind in LEVELS])
        return cls(pairs[order], levels[:, order])

    def scored(self) -> Scored:
        """The pairs with their levels by name."""
        return Scored(*unpacked_pairs(self.pairs), dict(zip(LEVELS, self.levels, strict=True)))

    def without(self, gone: Codes) -> "Compared":
        """All but those pairs."""
        kept = ~found_in(np.sort(gone), self.pairs)[1]
        return Compared(self.pairs[kept], self.levels[:, kept])

    def and_also(self, scored: Scored) -> "Compared":
        """With further pairs, sorted."""
        more = Compared.of(scored)
        place = np.searchsorted(self.pairs, more.pairs)
        return Compared(np.insert(self.pairs, place, more.pairs), np.insert(self.levels, place, more.levels, axis=1))


@dataclass(frozen=True, slots=True)
class Kept:
    """Records by line, in no order that means anything, and the pairs of lines that were looked at.

    A line whose record is gone stays, so that no pair has to be numbered anew, until another record stands on it;
    `stands` tells the others.

    `blocks`: (blocks, 16) digests of the rows of a federation; `ends`: where each ends among the positions of that
    run's frame; `lines`: the line of every position; `digests`, `marks`: those of rules.record_marks; `titles`: of
    rules.narrow_titles. `times`: how many groups hold each candidate pair; `related`: its relation
    (rules.scoring.NOT_COMPARED)."""

    blocks: npt.NDArray[np.uint8]
    ends: Ints
    lines: Int32s
    digests: Codes
    keys: Codes
    marks: Codes
    stands: Bools
    table: Codes
    titles: npt.NDArray[np.uint8]
    speaks: Bools
    pairs: Codes
    times: npt.NDArray[np.uint16]
    related: Int8s
    linked_pairs: Codes
    linked_levels: Int8s
    copied_pairs: Codes
    copied_levels: Int8s
    inside_pairs: Codes
    inside_levels: Int8s

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Everything by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def with_room(self, count: int) -> "Kept":
        """With at least so many lines on which no record stands."""
        more = count - int((~self.stands).sum())
        if more <= 0:
            return self

        def wider(table: npt.NDArray[T], axis: int = 0) -> npt.NDArray[T]:
            shape = [*table.shape]
            shape[axis] = more
            return np.concatenate([table, np.zeros(shape, dtype=table.dtype)], axis=axis)

        return replace(
            self, digests=wider(self.digests), keys=wider(self.keys), marks=wider(self.marks),
            stands=wider(self.stands), speaks=wider(self.speaks), table=wider(self.table, 1), titles=wider(self.titles),
        )  # fmt: skip

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "Kept":
        """What `arrays` gave."""
        return cls(**{field.name: arrays[field.name] for field in fields(cls)})  # type: ignore[arg-type]

    @property
    def blocking(self) -> BlockingTable:
        """What the blocking rules read of every line."""
        return BlockingTable(self.table)


class KeptStateOdd(Exception):
    """What the last run left does not fit; run from nothing."""


def lines_of_same_blocks(blocks: list[Block], kept: Kept, count: int) -> Int32s:
    """The line of every position of blocks that are as they were, -1 for the others."""
    known = {digest.tobytes(): n for n, digest in enumerate(kept.blocks)}
    lines = np.full(count, -1, dtype=np.int32)
    for block in blocks:
        n = known.get(block.digest)
        if n is None:
            continue
        held = kept.lines[int(kept.ends[n - 1]) if n else 0 : int(kept.ends[n])]
        if len(held) != block.last - block.first:
            raise KeptStateOdd
        lines[block.first : block.last] = held
    return lines
