"""Which pairs are looked at: blocking rules over stable codes, whose misses are independent of each other.

A group that grows too large is never cut by rows: it is refined by a further key, or the rule gives it up and another
rule finds its pairs. So 40,000 rows with one title meet only where author, workplace or content say so too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from rules.corpus import Bools, Corpus, Int32s, corpus, set_code
from rules.hashing import Codes, join, mix
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
_RARE_WORDS = 4
_FEWEST_STEPS = 24  # 3 bits: a word that less than one title in eight holds
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


def candidate_pairs(records: pd.DataFrame, model: Model) -> pd.DataFrame:
    """The pairs worth comparing: row_id_l < row_id_r, and `rules`, a bit for each rule of RULES that found the pair."""
    known = corpus(records, model.terms, model.common_names)
    left, right, found = candidates(known)
    a, b = known.row_id[left], known.row_id[right]
    pairs = pd.DataFrame({"row_id_l": np.minimum(a, b), "row_id_r": np.maximum(a, b), "rules": found})
    return pairs.sort_values(["row_id_l", "row_id_r"], ignore_index=True)


def candidates(known: Corpus) -> tuple[Int32s, Int32s, Int32s]:
    """Left and right line in the corpus and the rules' bits of every candidate pair, sorted by lines."""
    if len(known) >= _MOST_RECORDS:
        raise ValueError(f"at most {_MOST_RECORDS - 1} records can be matched in one run, found {len(known)}")
    spoken, parts = _identical(known)
    for number, rule in enumerate(_rules(known, spoken), start=1):
        parts.extend(_packed(spoken[left], spoken[right], number) for left, right in _pairs_of(rule))
    return _unpacked(np.concatenate(parts))


def grouped_pairs(keys: Codes, most: int, refiners: tuple[Codes, ...] = ()) -> Iterator[tuple[Int32s, Int32s]]:
    """Pairs of lines that share a key of their line (0: none), for tables of another kind (rules/table_matching.py)."""
    return _pairs_of(_entries(keys, most, refiners))


def _identical(known: Corpus) -> tuple[Int32s, list[Codes]]:
    """Rows alike in every feature are linked in a chain; where they are many, one speaks for all under other rules."""
    code = mix(known.title.astype(np.uint64))
    for table in (known.authors, known.initials, known.place_words, known.content):
        code = mix(code ^ set_code(table))
    for days in (known.first, known.last):
        code = mix(code ^ days.astype(np.uint64))
    for codes in (known.workplace, known.effect):
        code = mix(code ^ codes)
    order = np.argsort(code, kind="stable").astype(np.int32)
    same = code[order][1:] == code[order][:-1]
    starts = np.flatnonzero(np.concatenate((np.ones(min(1, len(order)), dtype=bool), ~same)))
    size = np.diff(np.append(starts, len(order)))
    speaks = np.repeat(size <= _FEW_IDENTICAL, size)
    speaks[starts] = True
    return np.sort(order[speaks]), [_packed(order[:-1][same], order[1:][same], 0)]


def _rules(known: Corpus, rows: Int32s) -> Iterator[_Entries]:
    book, title = known.book, known.title[rows]
    rare = np.where(
        book.steps[:, :_RARE_WORDS] >= _FEWEST_STEPS, book.lexicon.hashes[book.words[:, :_RARE_WORDS]], np.uint64(0)
    )
    words, place = rare[title], known.workplace[rows]
    authors, initials = known.authors[rows], known.initials[rows]
    tokens, content = known.place_words[rows], known.content[rows]
    people = (*_columns(authors), *_columns(initials[:, :3]))
    two, three = _joined(words, 2), _joined(words, 3)
    yield _entries(book.bag[title][:, None], 12, (*people, place, *_columns(tokens[:, :6]), content[:, 0]))
    yield _entries(_crossed(authors[:, :4], words), 10, (place, *_columns(words)))
    yield _entries(_crossed(authors[:, :4], place[:, None]), 8)
    yield _entries(_crossed(place[:, None], words), 8, (*_columns(words), *_columns(authors[:, :3])))
    yield _entries(_crossed(initials[:, :4], words), 8, (place,))
    yield _entries(two, 6)
    yield _entries(three, 8)
    yield _entries(content[:, :4], 6, (place, *_columns(authors[:, :2])))


def _columns(table: Codes) -> tuple[Codes, ...]:
    return tuple(table.T)


def _joined(words: Codes, size: int) -> Codes:
    sets = [words[:, list(chosen)] for chosen in combinations(range(words.shape[1]), size)]
    return np.stack([np.where((chosen != 0).all(axis=1), set_code(chosen), np.uint64(0)) for chosen in sets], axis=1)


def _crossed(left: Codes, right: Codes) -> Codes:
    return np.concatenate([join(left, np.broadcast_to(column[:, None], left.shape)) for column in right.T], axis=1)


def _entries(keys: Codes, most: int, refiners: tuple[Codes, ...] = ()) -> _Entries:
    line, column = np.nonzero(keys)
    return _Entries(keys[line, column], line.astype(np.int32), most, refiners)


def _pairs_of(rule: _Entries) -> Iterator[tuple[Int32s, Int32s]]:
    """Every pair of every group of bearable size, then those of the larger groups after refining them once."""
    order = np.argsort(rule.keys, kind="stable")
    keys, lines = rule.keys[order], rule.lines[order]
    bounds = (
        np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True])))
        if len(keys)
        else np.zeros(1, dtype=np.int64)
    )
    size = np.repeat(np.diff(bounds), np.diff(bounds))
    yield from _within(keys, lines, (size > 1) & (size <= rule.most), rule.most)
    large = size > rule.most
    if rule.refiners and large.any():
        yield from _pairs_of(_refined(keys[large], lines[large], rule))


def _refined(keys: Codes, lines: Int32s, rule: _Entries) -> _Entries:
    refined = np.concatenate([join(keys, refiner[lines]) for refiner in rule.refiners])
    repeated = np.tile(lines, len(rule.refiners))
    return _Entries(refined[refined != 0], repeated[refined != 0], rule.most)


def _within(keys: Codes, lines: Int32s, kept: Bools, most: int) -> Iterator[tuple[Int32s, Int32s]]:
    keys, lines = keys[kept], lines[kept]
    for step in range(1, most):
        same = np.flatnonzero((keys[step:] == keys[:-step]) & (lines[step:] != lines[:-step]))
        if not len(same):
            return
        yield lines[same], lines[same + step]


def _packed(left: Int32s, right: Int32s, rule: int) -> Codes:
    lower, upper = np.minimum(left, right).astype(np.uint64), np.maximum(left, right).astype(np.uint64)
    return (lower << (_ROW_BITS + _RULE_BITS)) | (upper << _RULE_BITS) | np.uint64(1 << rule)


def _unpacked(packed: Codes) -> tuple[Int32s, Int32s, Int32s]:
    packed.sort()
    pair = packed >> _RULE_BITS
    starts = (
        np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1]))) if len(pair) else np.zeros(0, dtype=np.int64)
    )
    found = np.bitwise_or.reduceat(packed, starts) & np.uint64(0xFFFF) if len(starts) else packed
    mask = np.uint64((1 << int(_ROW_BITS)) - 1)
    first = pair[starts]
    return (first >> _ROW_BITS).astype(np.int32), (first & mask).astype(np.int32), found.astype(np.int32)
