"""One function for each kind of evidence: two columns of records in, the level reached by every pair out.

A level is a place in the tuple of that comparison's levels; its weight stands in rules.weights.
"""

import numpy as np

from rules.corpus import NO_DAY, Bools, Corpus, Int32s
from rules.hashing import Codes
from rules.lexicon import Lexicon
from rules.title_difference import TitleDifference

TITLE_LEVELS = (
    "different",
    "close",
    "near_word",
    "one_side_long",
    "one_side_residual",
    "same_but_frames",
    "small_typo",
    "exact",
    "exact_rare",
    "exact_long",
    "same_generic",
)
NUMBERS_LEVELS = ("none", "equal", "equal_code", "one_lacks_year", "cut_off", "one_lacks", "differ", "products_differ")
AUTHORS_LEVELS = ("missing", "disjoint", "namesakes", "overlap", "initials", "subset_common", "subset", "same_common", "same_set")
WORKPLACE_LEVELS = (
    "missing",
    "missing_elsewhere",
    "missing_there",
    "different",
    "elsewhere",
    "related",
    "overlap",
    "same",
    "same_there",
)
SUPERIOR_LEVELS = ("missing", "differ", "same")
CONTENT_LEVELS = ("missing", "low", "some", "high")
EFFECT_LEVELS = ("missing", "differ", "numbers", "same")
BENEFIT_LEVELS = ("missing", "differ", "rounded", "unit_slip", "same")
FIELD_LEVELS = ("missing", "differ", "same")
PERIOD_LEVELS = ("missing", "apart", "near", "overlap")
FEDERATION_LEVELS = ("same", "two_roads", "two_provinces", "two_sectors")

Levels = np.ndarray[tuple[int], np.dtype[np.int8]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]

_GENERIC_BITS = 27.0
_RARE_BITS = 50.0
_LONG_BITS = 70.0
_FRAME_REST_BITS = 6.0
_FRAME_WORD_BITS = 2.0
_SHORT_REST_SHARE = 0.4
_LEAST_BITS = 8.0
_ONE_SIDE_BITS = 16.0
_CLOSE_SHARE = 0.75
_NEAR_DAYS = 366
_DIGITS_OF_CODE = 3  # "P-101" names one machine of one works
_UNIT_SLIPS = (1e3, 1e6)
_SAME_SUM = 0.001
_NEAR_SUM = 0.01


def title_levels(difference: TitleDifference) -> Levels:
    """What is left over of the two titles after what they share: nothing, frames, something on one side, on both."""
    rest, other = (
        np.maximum(difference.left_rest, difference.right_rest),
        np.minimum(difference.left_rest, difference.right_rest),
    )
    whole = np.maximum(difference.shared + rest, 1e-9)
    level = np.where(difference.shared / whole >= _CLOSE_SHARE, _place(TITLE_LEVELS, "close"), 0)
    level[difference.near_word] = _place(TITLE_LEVELS, "near_word")
    one_side = (other <= _FRAME_REST_BITS) & ~difference.words_differ & (difference.shared >= _LEAST_BITS)
    level[one_side] = _place(TITLE_LEVELS, "one_side_long")
    telling = one_side & (difference.shared >= _ONE_SIDE_BITS)
    level[telling & (difference.prefix | (rest <= whole * _SHORT_REST_SHARE))] = _place(
        TITLE_LEVELS, "one_side_residual"
    )
    level[(rest <= _FRAME_REST_BITS) & ~difference.words_differ] = _place(TITLE_LEVELS, "same_but_frames")
    alike = (rest <= 0) & (difference.shared > 0)
    level[alike] = _place(TITLE_LEVELS, "exact")
    level[alike & (difference.shared >= _RARE_BITS)] = _place(TITLE_LEVELS, "exact_rare")
    level[alike & (difference.shared >= _LONG_BITS)] = _place(TITLE_LEVELS, "exact_long")
    level[alike & difference.misprinted] = _place(TITLE_LEVELS, "small_typo")
    nothing_named = (level >= _place(TITLE_LEVELS, "same_but_frames")) & (difference.shared < _GENERIC_BITS)
    level[nothing_named] = _place(TITLE_LEVELS, "same_generic")
    return level.astype(np.int8)


def numbers_levels(left: Int32s, right: Int32s, lexicon: Lexicon, titles: TitleDifference) -> Levels:
    """Grades, machine numbers, years, capacities and names of products: equal, lacking on one side, or different."""
    only_left, only_right = _only(left, right), _only(right, left)
    extra_left, extra_right = only_left.any(axis=1), only_right.any(axis=1)
    level = np.where((left[:, 0] != 0) & (right[:, 0] != 0), _place(NUMBERS_LEVELS, "equal"), 0)
    is_year = lexicon.year
    is_code = ~is_year & (lexicon.length >= _DIGITS_OF_CODE)
    level[(is_code[left] & (left != 0) & ~only_left).any(axis=1)] = _place(NUMBERS_LEVELS, "equal_code")
    years_only = ~(only_left & ~is_year[left]).any(axis=1) & ~(only_right & ~is_year[right]).any(axis=1)
    lacking = extra_left | extra_right
    level[lacking] = _place(NUMBERS_LEVELS, "one_lacks")
    level[lacking & titles.prefix] = _place(NUMBERS_LEVELS, "cut_off")
    level[lacking & years_only] = _place(NUMBERS_LEVELS, "one_lacks_year")
    level[extra_left & extra_right] = _place(NUMBERS_LEVELS, "differ")
    level[titles.products_differ & (level != _place(NUMBERS_LEVELS, "differ"))] = _place(
        NUMBERS_LEVELS, "products_differ"
    )
    return level.astype(np.int8)


def authors_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The same people, some of them, a name in initials that fits, other names with the same initials, or nobody."""
    full, full_fewer, full_more = _shared(known.authors[left], known.authors[right])
    short, short_fewer, _ = _shared(known.initials[left], known.initials[right])
    level = np.full(len(left), _place(AUTHORS_LEVELS, "disjoint"))
    written_short = _any_short(known, left) | _any_short(known, right)
    level[short > 0] = _place(AUTHORS_LEVELS, "namesakes")
    level[(short > 0) & written_short] = _place(AUTHORS_LEVELS, "overlap")
    level[(short > 0) & written_short & (short == short_fewer)] = _place(AUTHORS_LEVELS, "initials")
    level[full > 0] = _place(AUTHORS_LEVELS, "overlap")
    level[(full > 0) & (full == full_fewer)] = _place(AUTHORS_LEVELS, "subset")
    level[(full > 0) & (full == full_more)] = _place(AUTHORS_LEVELS, "same_set")
    together = known.together[left]
    level[(together == known.together[right]) & (together != 0)] = _place(AUTHORS_LEVELS, "same_set")
    common = _one_common(known, left) | _one_common(known, right)
    level[common & (level == _place(AUTHORS_LEVELS, "subset"))] = _place(AUTHORS_LEVELS, "subset_common")
    level[common & (level == _place(AUTHORS_LEVELS, "same_set"))] = _place(AUTHORS_LEVELS, "same_common")
    level[(full_fewer == 0) & (short_fewer == 0)] = 0
    return level.astype(np.int8)


def workplace_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The same workplace, one named within the other, words in common, the same name elsewhere, or another place."""
    shared, fewer, _ = _shared(known.place_words[left], known.place_words[right])
    short, proper = known.place_short[left], known.place_proper[left]
    one, other = known.place_kind[left], known.place_kind[right]
    other_kind = (one != other) & (one != 0) & (other != 0)
    named = (proper == known.place_proper[right]) & (proper != 0)
    level = np.full(len(left), _place(WORKPLACE_LEVELS, "different"))
    level[(shared > 1) & (shared * 2 >= fewer)] = _place(WORKPLACE_LEVELS, "related")
    level[named & ~other_kind] = _place(WORKPLACE_LEVELS, "related")
    within = (shared > 0) & (shared == fewer) & ((fewer == 1) | named)
    level[(within | (named & (shared * 2 >= fewer))) & ~other_kind] = _place(WORKPLACE_LEVELS, "overlap")
    same = (known.workplace[left] == known.workplace[right]) | ((short == known.place_short[right]) & (short != 0))
    level[same] = _place(WORKPLACE_LEVELS, "same")
    unnamed = (known.workplace[left] == 0) | (known.workplace[right] == 0)
    level[unnamed] = 0
    there, elsewhere = _located(known, left, right)
    alike = level >= _place(WORKPLACE_LEVELS, "related")
    level[alike & elsewhere] = _place(WORKPLACE_LEVELS, "elsewhere")
    level[same & ~unnamed & there] = _place(WORKPLACE_LEVELS, "same_there")
    level[unnamed & there] = _place(WORKPLACE_LEVELS, "missing_there")
    level[unnamed & elsewhere] = _place(WORKPLACE_LEVELS, "missing_elsewhere")
    return level.astype(np.int8)


def superior_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The union above the workplace's own: the same one, another, or not stated."""
    a, b = known.superior[left], known.superior[right]
    return np.where((a == 0) | (b == 0), 0, 1 + (a == b)).astype(np.int8)


def content_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """How much of the descriptions' wording is shared, estimated from their smallest codes."""
    shared, fewer, _ = _shared(known.content[left], known.content[right])
    share = shared / np.maximum(fewer, 1)
    level = np.where(share >= 0.5, _place(CONTENT_LEVELS, "high"), _place(CONTENT_LEVELS, "low"))
    level[(share >= 0.25) & (share < 0.5)] = _place(CONTENT_LEVELS, "some")
    level[fewer == 0] = 0
    return level.astype(np.int8)


def effect_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The summaries of the effect: the same words, the same figures in other words, or neither."""
    a, b = known.effect[left], known.effect[right]
    shared, fewer, _ = _shared(known.effect_numbers[left], known.effect_numbers[right])
    level = np.where((shared == fewer) & (shared > 1), _place(EFFECT_LEVELS, "numbers"), 1)
    level[a == b] = _place(EFFECT_LEVELS, "same")
    level[(a == 0) | (b == 0)] = 0
    return level.astype(np.int8)


def benefit_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The sums of benefit: equal, a thousand or a million times each other (a slip of the unit), or different."""
    a, b = known.benefit[left], known.benefit[right]
    stated = (a > 0) & (b > 0)
    low, high = np.where(stated, np.minimum(a, b), 1.0), np.where(stated, np.maximum(a, b), 1.0)
    ratio = high / low
    level = np.full(len(left), _place(BENEFIT_LEVELS, "differ"))
    rounded = (np.abs(_one_digit(high) / low - 1) < _SAME_SUM) | (np.abs(_one_digit(low) / high - 1) < _SAME_SUM)
    level[rounded | (ratio - 1 < _NEAR_SUM)] = _place(BENEFIT_LEVELS, "rounded")
    for times in _UNIT_SLIPS:
        level[np.abs(ratio / times - 1) < _SAME_SUM] = _place(BENEFIT_LEVELS, "unit_slip")
    level[np.abs(ratio - 1) < _SAME_SUM] = _place(BENEFIT_LEVELS, "same")
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
    level = np.where(a & b, _place(FEDERATION_LEVELS, "two_provinces"), _place(FEDERATION_LEVELS, "two_roads"))
    level[~a & ~b] = _place(FEDERATION_LEVELS, "two_sectors")
    level[known.federation[left] == known.federation[right]] = 0
    return level.astype(np.int8)


def period_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """Whether the two periods of application meet, lie within a year of each other, or further apart."""
    first = np.maximum(known.first[left], known.first[right]).astype(np.int64)
    last = np.minimum(known.last[left], known.last[right]).astype(np.int64)
    level = np.where(first <= last, _place(PERIOD_LEVELS, "overlap"), _place(PERIOD_LEVELS, "near"))
    level[first - last > _NEAR_DAYS] = _place(PERIOD_LEVELS, "apart")
    days = (known.first[left], known.first[right], known.last[left], known.last[right])
    level[np.any([day == NO_DAY for day in days], axis=0)] = 0
    return level.astype(np.int8)


def _place(levels: tuple[str, ...], name: str) -> int:
    return levels.index(name)


def _one_common(known: Corpus, lines: Int32s) -> Bools:
    """Whether the only author bears a name that many bear."""
    return np.asarray(known.common[lines, 0] & (known.authors[lines, 1] == 0), dtype=np.bool_)


def _located(known: Corpus, left: Int32s, right: Int32s) -> tuple[Bools, Bools]:
    """Whether both lie in one district, and whether both name one and it is another, or another province."""
    a, b = known.districts[left], known.districts[right]
    shared, fewer, _ = _shared(a, b)
    one, other = known.province[left], known.province[right]
    provinces_differ = (one != other) & (one != 0) & (other != 0)
    there = (shared > 0) & ~provinces_differ
    return there, ((fewer > 0) & (shared == 0)) | provinces_differ


def _any_short(known: Corpus, lines: Int32s) -> Bools:
    """Whether an author has initials but no full name; two authors of the same initials look so too."""
    full, short = (known.authors[lines] != 0).sum(axis=1), (known.initials[lines] != 0).sum(axis=1)
    return np.asarray(full != short, dtype=np.bool_)


def _only(one: Int32s, other: Int32s) -> Bools:
    missing: Bools = np.not_equal(one, 0)
    for column in other.T:
        missing &= one != column[:, None]
    return missing


def _shared(left: Codes, right: Codes) -> tuple[Int32s, Int32s, Int32s]:
    """The number of codes in common, and the smaller and the larger number of codes of the two sides."""
    held_left, held_right = (left != 0).sum(axis=1), (right != 0).sum(axis=1)
    width = int(held_left.max(initial=0)), int(held_right.max(initial=0))
    columns = np.ascontiguousarray(right[:, : width[1]].T)
    shared = np.zeros(len(left), dtype=np.int32)
    for column in np.ascontiguousarray(left[:, : width[0]].T):
        shared += ((columns == column) & (column != 0)).any(axis=0)
    return (
        shared,
        np.minimum(held_left, held_right).astype(np.int32),
        np.maximum(held_left, held_right).astype(np.int32),
    )
