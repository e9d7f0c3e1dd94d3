"""Comparisons of the facts beside title, people and place: each gives the level reached by every pair."""

import numpy as np

from rules.corpus import NO_DAY, Corpus, Int32s
from rules.levels import Levels, codes_shared, place_of

SUPERIOR_LEVELS = ("missing", "differ", "same")
CONTENT_LEVELS = ("missing", "low", "some", "high", "same")
EFFECT_LEVELS = ("missing", "differ", "numbers", "same")
BENEFIT_LEVELS = ("missing", "differ", "rounded", "unit_slip", "same")
FIELD_LEVELS = ("missing", "differ", "same")
PERIOD_LEVELS = ("missing", "apart", "near", "overlap")
FEDERATION_LEVELS = ("same", "two_roads", "two_provinces", "two_sectors")

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]

_NEAR_DAYS = 366
_SAME_CONTENT = 0.9
_UNIT_SLIPS = (1e3, 1e6)
_SAME_SUM = 0.001
_NEAR_SUM = 0.01


def superior_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The union above the workplace's own: the same one, another, or not stated."""
    a, b = known.superior[left], known.superior[right]
    return np.where((a == 0) | (b == 0), 0, 1 + (a == b)).astype(np.int8)


def content_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """How much of the descriptions' wording is shared, estimated from their smallest codes."""
    shared, fewer, _ = codes_shared(known.content[left], known.content[right])
    share = shared / np.maximum(fewer, 1)
    level = np.where(share >= 0.5, place_of(CONTENT_LEVELS, "high"), place_of(CONTENT_LEVELS, "low"))
    level[(share >= 0.25) & (share < 0.5)] = place_of(CONTENT_LEVELS, "some")
    level[share >= _SAME_CONTENT] = place_of(CONTENT_LEVELS, "same")
    level[fewer == 0] = 0
    return level.astype(np.int8)


def effect_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The summaries of the effect: the same words, the same figures in other words, or neither."""
    a, b = known.effect[left], known.effect[right]
    shared, fewer, _ = codes_shared(known.effect_numbers[left], known.effect_numbers[right])
    level = np.where((shared == fewer) & (shared > 1), place_of(EFFECT_LEVELS, "numbers"), 1)
    level[a == b] = place_of(EFFECT_LEVELS, "same")
    level[(a == 0) | (b == 0)] = 0
    return level.astype(np.int8)


def benefit_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The sums of benefit: equal, a thousand or a million times each other (a slip of the unit), or different."""
    a, b = known.benefit[left], known.benefit[right]
    stated = (a > 0) & (b > 0)
    low, high = np.where(stated, np.minimum(a, b), 1.0), np.where(stated, np.maximum(a, b), 1.0)
    ratio = high / low
    level = np.full(len(left), place_of(BENEFIT_LEVELS, "differ"))
    rounded = (np.abs(_one_digit(high) / low - 1) < _SAME_SUM) | (np.abs(_one_digit(low) / high - 1) < _SAME_SUM)
    level[rounded | (ratio - 1 < _NEAR_SUM)] = place_of(BENEFIT_LEVELS, "rounded")
    for times in _UNIT_SLIPS:
        level[np.abs(ratio / times - 1) < _SAME_SUM] = place_of(BENEFIT_LEVELS, "unit_slip")
    level[np.abs(ratio - 1) < _SAME_SUM] = place_of(BENEFIT_LEVELS, "same")
    level[~stated] = 0
    return level.astype(np.int8)


def _one_digit(sums: Floats) -> Floats:
    """Rounded to the first digit, as people say "khoảng 200 triệu"."""
    power = 10.0 ** np.floor(np.log10(sums))
    return np.asarray(np.round(sums / power) * power)


def field_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The field (lĩnh vực): the same, another, or not stated."""
    a, b = known.field[left], known.field[right]
    return np.where((a < 0) | (b < 0), 0, 1 + (a == b)).astype(np.int8)


def federation_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """One federation, a province and a sector union (the usual two roads), two provinces, or two sector unions."""
    a, b = known.provincial[left], known.provincial[right]
    level = np.where(a & b, place_of(FEDERATION_LEVELS, "two_provinces"), place_of(FEDERATION_LEVELS, "two_roads"))
    level[~a & ~b] = place_of(FEDERATION_LEVELS, "two_sectors")
    level[known.federation[left] == known.federation[right]] = 0
    return level.astype(np.int8)


def period_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """Whether the two periods of application meet, lie within a year of each other, or further apart."""
    first = np.maximum(known.first[left], known.first[right]).astype(np.int64)
    last = np.minimum(known.last[left], known.last[right]).astype(np.int64)
    level = np.where(first <= last, place_of(PERIOD_LEVELS, "overlap"), place_of(PERIOD_LEVELS, "near"))
    level[first - last > _NEAR_DAYS] = place_of(PERIOD_LEVELS, "apart")
    days = (known.first[left], known.first[right], known.last[left], known.last[right])
    level[np.any([day == NO_DAY for day in days], axis=0)] = 0
    return level.astype(np.int8)
