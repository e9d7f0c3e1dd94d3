"""Which pairs are looked at: blocking rules over stable codes, whose misses are independent of each other.

A group that grows too large is never cut by rows: it is refined by a further key, or the rule gives it up and another
rule finds its pairs. So 40,000 rows with one title meet only where author, workplace or content say so too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rules.blocking_rules import BLOCKING_RULES, BlockingTable, blocking_table
from rules.corpus import Bools, Corpus, Int32s, Ints, corpus
from rules.hashing import Codes, join
from rules.model import Model

RULES = (
    "identical",
    "title",
    "author_and_word",
    "author_and_workplace",
    "workplace_and_word",
    "initials_and_word",
    "two_words",
    "three_words",
    "content",
)
_FEW_IDENTICAL = 4
_ROW_BITS = np.uint64(24)
_RULE_BITS = np.uint64(16)
_MOST_RECORDS = 1 << 24


@dataclass(frozen=True, slots=True)
class _Entries:
    """Keys of records under one rule, the largest group it may compare in full, and what refines a larger one."""

    keys: Codes
    lines: Int32s
    most: int
    refiners: tuple[Codes, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Every candidate pair of corpus lines, left < right, sorted; how many groups hold it, and the rules' bits."""

    left: Int32s
    right: Int32s
    times: Int32s
    rules: Int32s


def candidate_pairs(records: pd.DataFrame, model: Model) -> pd.DataFrame:
    """The pairs worth comparing: row_id_l < row_id_r, and `rules`, a bit for each rule of RULES that found the pair."""
    known = corpus(records, model.terms, model.common_names)
    left, right, found = candidates(known)
    a, b = known.row_id[left], known.row_id[right]
    pairs = pd.DataFrame({"row_id_l": np.minimum(a, b), "row_id_r": np.maximum(a, b), "rules": found})
    return pairs.sort_values(["row_id_l", "row_id_r"], ignore_index=True)


def candidates(known: Corpus) -> tuple[Int32s, Int32s, Int32s]:
    """Left and right line in the corpus and the rules' bits of every candidate pair, sorted by lines."""
    found = counted_candidates(blocking_table(known))
    return found.left, found.right, found.rules


def counted_candidates(table: BlockingTable) -> Candidates:
    """The candidate pairs of records in the order of their keys."""
    if len(table) >= _MOST_RECORDS:
        raise ValueError(f"at most {_MOST_RECORDS - 1} records can be matched in one run, found {len(table)}")
    order = np.argsort(table.identity, kind="stable").astype(np.int32)
    chain, speaks = chain_of(table.identity[order])
    parts = [_packed(order[chain], order[chain + 1], 0)]
    spoken = np.sort(order[speaks])
    speaking = table.taken(spoken)
    for number, rule in enumerate(BLOCKING_RULES, start=1):
        entries = _entries(rule.keys(speaking), rule.most, tuple(rule.refined(speaking)))
        parts.extend(_packed(spoken[left], spoken[right], number) for left, right in _pairs_of(entries))
    return _counted(parts)


def grouped_pairs(keys: Codes, most: int, refiners: tuple[Codes, ...] = ()) -> Iterator[tuple[Int32s, Int32s]]:
    """Pairs of lines that share a key of their line (0: none), for tables of another kind (rules/table_matching.py)."""
    return _pairs_of(_entries(keys, most, refiners))


def chain_of(identity: Codes) -> tuple[Ints, Bools]:
    """Rows alike in every feature are linked in a chain; where they are many, one speaks for all under other rules.

    From the sorted codes: the places that are linked with the next one, and whether the record at each place speaks."""
    same = identity[1:] == identity[:-1]
    starts = np.flatnonzero(np.concatenate((np.ones(min(1, len(identity)), dtype=bool), ~same)))
    size = np.diff(np.append(starts, len(identity)))
    speaks = np.repeat(size <= _FEW_IDENTICAL, size)
    speaks[starts] = True
    return np.flatnonzero(same), speaks


def _entries(keys: Codes, most: int, refiners: tuple[Codes, ...] = ()) -> _Entries:
    line, column = np.nonzero(keys)
    return _Entries(keys[line, column], line.astype(np.int32), most, refiners)


def _pairs_of(rule: _Entries) -> Iterator[tuple[Int32s, Int32s]]:
    """Every pair of every group of bearable size, then those of the larger groups after refining them once."""
    order = np.argsort(rule.keys, kind="stable")
    keys, lines = rule.keys[order], rule.lines[order]
    size = group_sizes(keys)
    kept = (size > 1) & (size <= rule.most)
    yield from within(keys[kept], lines[kept])
    large = size > rule.most
    if rule.refiners and large.any():
        yield from _pairs_of(_refined(keys[large], lines[large], rule))


def group_sizes(keys: Codes) -> Ints:
    """For every place of sorted keys the number of places with its key."""
    if not len(keys):
        return np.zeros(0, dtype=np.int64)
    bounds = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True])))
    return np.repeat(np.diff(bounds), np.diff(bounds))


def _refined(keys: Codes, lines: Int32s, rule: _Entries) -> _Entries:
    refined = np.concatenate([join(keys, refiner[lines]) for refiner in rule.refiners])
    repeated = np.tile(lines, len(rule.refiners))
    return _Entries(refined[refined != 0], repeated[refined != 0], rule.most)


def within(keys: Codes, lines: Int32s) -> Iterator[tuple[Int32s, Int32s]]:
    """Every pair of places with one key whose lines differ; keys are sorted."""
    for step in range(1, len(keys)):
        same = np.flatnonzero(keys[step:] == keys[:-step])
        if not len(same):
            return
        same = same[lines[same] != lines[same + step]]
        yield lines[same], lines[same + step]


def _packed(left: Int32s, right: Int32s, rule: int) -> Codes:
    lower, upper = np.minimum(left, right).astype(np.uint64), np.maximum(left, right).astype(np.uint64)
    return (lower << (_ROW_BITS + _RULE_BITS)) | (upper << _RULE_BITS) | np.uint64(1 << rule)


def _counted(parts: list[Codes]) -> Candidates:
    packed = np.concatenate(parts)
    parts.clear()
    packed.sort()
    pair = packed >> _RULE_BITS
    starts = (
        np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1]))) if len(pair) else np.zeros(0, dtype=np.int64)
    )
    found = np.bitwise_or.reduceat(packed, starts) & np.uint64(0xFFFF) if len(starts) else packed
    times = np.diff(np.append(starts, len(pair))).astype(np.int32)
    mask = np.uint64((1 << int(_ROW_BITS)) - 1)
    first = pair[starts]
    return Candidates(
        (first >> _ROW_BITS).astype(np.int32), (first & mask).astype(np.int32), times, found.astype(np.int32)
    )
