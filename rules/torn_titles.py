"""A row whose title lacks a number, torn before it or never written, and that may belong to either of two works.

Where one row alone goes on with a number, the other is taken for it. Where two rows that the torn one is linked with
go on with different numbers, grades or products, nothing in the torn one tells which of them it is."""

import numpy as np

from rules.blocking import within
from rules.changed_blocking import packed_pairs
from rules.corpus import Bools, Int32s, Ints
from rules.decisions import among
from rules.hashing import Codes
from rules.sharers import distinct, found_in
from rules.weights import Levels

_LACKING = ("cut_off", "one_lacks", "one_lacks_year")
_DIFFERENT = ("differ", "products_differ")


def lacks_number(levels: Levels) -> Bools:
    """One of the two has a number that the other lacks."""
    return among(levels, "numbers", *_LACKING)


def differs_in_number(levels: Levels) -> Bools:
    """Each of the two has a number, or the name of a product, that the other lacks."""
    return among(levels, "numbers", *_DIFFERENT)


def torn_between(left: Int32s | Ints, right: Int32s | Ints, against: Codes) -> Bools:
    """Of links between rows of which one lacks a number: whether one end is linked so with two rows that differ in it.

    `against`: the packed pairs of rows that differ in a number."""
    ends = distinct(np.concatenate([_directed(left, right), _directed(right, left)]))
    row, other = ends >> np.uint64(32), (ends & np.uint64(0xFFFFFFFF)).astype(np.int64)
    known, torn = np.sort(against), [np.zeros(0, dtype=np.int64)]
    for one, two in within(row, np.arange(len(row), dtype=np.int32)):
        held = found_in(known, packed_pairs(other[one], other[two]))[1]
        torn.append(row[one[held]].astype(np.int64))
    rows = np.unique(np.concatenate(torn))
    return np.asarray(np.isin(left, rows) | np.isin(right, rows), dtype=np.bool_)


def _directed(row: Int32s | Ints, other: Int32s | Ints) -> Codes:
    return row.astype(np.uint64) << np.uint64(32) | other.astype(np.uint64)
