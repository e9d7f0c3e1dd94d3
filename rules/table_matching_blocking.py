"""Which rows of any table are looked at together: rare words, codes and names, alone or crossed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.blocking import grouped_pairs
from rules.corpus import Ints
from rules.hashing import Codes, join, mix, word_hash
from rules.table_matching_kinds import plain
from rules.table_matching_terms import bags
from schemas.table_columns import ColumnKind

_RARE_WORDS = 5
_FEWEST_BITS = 3.0
_BEGINNING = 4
_SMALLEST_GROUP, _LARGEST_GROUP = 10, 400
_WORK = 400_000  # a group may be the larger the fewer rows the table has
_MOST_PAIRS = 1_000_000  # texts are compared one by one: a larger table is looked at where it shares most
_WORDED = (ColumnKind.TEXT, ColumnKind.NAMES)
_ROW_BITS = 32


@dataclass(frozen=True, slots=True)
class Cells:
    """A column: its kind, its different cells, for each row the place of its cell, for each cell its rows."""

    kind: ColumnKind
    values: tuple[str, ...]
    place: Ints
    counts: tuple[int, ...]


def candidates(columns: Sequence[Cells], rows: int) -> tuple[Ints, Ints]:
    """Left and right row of the pairs that share a key, sorted; a group too large is parted by the other columns."""
    most = int(np.clip(_WORK // max(rows, 1), _SMALLEST_GROUP, _LARGEST_GROUP))
    tables = [_keys(column, number)[column.place] for number, column in enumerate(columns)]
    beginnings = [_beginnings(column, number)[column.place] for number, column in enumerate(columns)]
    found = [np.zeros(0, dtype=np.uint64)]
    for number, table in enumerate(tables):
        others = tuple(codes for other, codes in enumerate(beginnings) if other != number)
        found += [_packed(*pair) for pair in grouped_pairs(table, most, (*others, *table.T[1:]))]
    for number, codes in enumerate(beginnings):
        crossed = [join(codes, other) for other in beginnings[number + 1 :]]
        found += [_packed(*pair) for key in crossed for pair in grouped_pairs(key[:, None], most)]
    packed = _most_shared(np.concatenate(found))
    return (packed >> np.uint64(_ROW_BITS)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _most_shared(found: Codes) -> Codes:
    """The pairs, each once; of too many those that share the most keys, among equals by a hash of their rows."""
    pairs, keys = np.unique(found, return_counts=True)
    if len(pairs) <= _MOST_PAIRS:
        return pairs
    order = np.lexsort((mix(pairs), -keys))[:_MOST_PAIRS]
    return np.sort(pairs[order])


def _keys(column: Cells, number: int) -> Codes:
    """Keys of each different cell: its rarest words, or the cell as a whole."""
    if column.kind in (ColumnKind.NUMBER, ColumnKind.VENUE):
        return np.zeros((len(column.values), 1), dtype=np.uint64)
    if column.kind not in _WORDED:
        return _coded([(plain(value),) for value in column.values], number, 1)
    held = bags(column.values, column.counts, column.kind is ColumnKind.NAMES)
    rarest = [sorted(bag.words.items(), key=lambda item: (-item[1], item[0]))[:_RARE_WORDS] for bag in held]
    telling = [tuple(word for word, bits in words if bits >= _FEWEST_BITS) for words in rarest]
    whole = ["".join(sorted(bag.words)) for bag in held]
    return _coded([(text, *words) for text, words in zip(whole, telling, strict=True)], number, _RARE_WORDS + 1)


def _beginnings(column: Cells, number: int) -> Codes:
    """A coarse key of each cell, to be crossed with another column's."""
    short = [plain(value) for value in column.values]
    if column.kind in (ColumnKind.WORD, *_WORDED):
        short = [text[:_BEGINNING] for text in short]
    return _coded([(text,) for text in short], 100 + number, 1)[:, 0]


def _coded(texts: Sequence[Sequence[str]], number: int, width: int) -> Codes:
    table = np.zeros((len(texts), width), dtype=np.uint64)
    for line, words in enumerate(texts):
        for at, word in enumerate(words):
            table[line, at] = word_hash(f"{number}|{word}") if word else 0
    return table


def _packed(left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> Codes:
    low, high = np.minimum(left, right).astype(np.uint64), np.maximum(left, right).astype(np.uint64)
    return (low << np.uint64(_ROW_BITS)) | high
