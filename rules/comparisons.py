"""One function for each kind of evidence: two columns of records in, the level reached by every pair out.

A level is a place in the tuple of that comparison's levels; its weight stands in rules.weights.
"""

import numpy as np

from rules.corpus import Bools, Corpus, Int32s
from rules.levels import Levels, codes_shared, place_of
from rules.lexicon import Lexicon
from rules.title_difference import TitleDifference

TITLE_LEVELS = (
    "different",
    "close",
    "close_long",
    "near_word",
    "one_side_long",
    "one_side_residual",
    "same_but_frames",
    "small_typo",
    "exact",
    "exact_rare",
    "same_generic",
)
NUMBERS_LEVELS = ("none", "equal", "equal_code", "one_lacks_year", "cut_off", "one_lacks", "differ", "products_differ")
AUTHORS_LEVELS = (
    "missing",
    "disjoint",
    "namesakes",
    "overlap",
    "initials",
    "subset_common",
    "subset",
    "same_common",
    "same_set",
)
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


_GENERIC_BITS = 27.0
_RARE_BITS = 50.0
_LONG_BITS = 75.0
_FRAME_REST_BITS = 6.0
_FRAME_WORD_BITS = 2.0
_SHORT_REST_SHARE = 0.4
_LEAST_BITS = 8.0
_ONE_SIDE_BITS = 16.0
_CLOSE_SHARE = 0.75
_DIGITS_OF_CODE = 3  # "P-101" names one machine of one works


def title_levels(difference: TitleDifference) -> Levels:
    """What is left over of the two titles after what they share: nothing, frames, something on one side, on both."""
    rest, other = (
        np.maximum(difference.left_rest, difference.right_rest),
        np.minimum(difference.left_rest, difference.right_rest),
    )
    whole = np.maximum(difference.shared + rest, 1e-9)
    level = np.where(difference.shared / whole >= _CLOSE_SHARE, place_of(TITLE_LEVELS, "close"), 0)
    level[(level > 0) & (difference.shared >= _LONG_BITS)] = place_of(TITLE_LEVELS, "close_long")
    level[difference.near_word] = place_of(TITLE_LEVELS, "near_word")
    one_side = (other <= _FRAME_REST_BITS) & ~difference.words_differ & (difference.shared >= _LEAST_BITS)
    level[one_side] = place_of(TITLE_LEVELS, "one_side_long")
    telling = one_side & (difference.shared >= _ONE_SIDE_BITS)
    level[telling & (difference.prefix | (rest <= whole * _SHORT_REST_SHARE))] = place_of(
        TITLE_LEVELS, "one_side_residual"
    )
    level[(rest <= _FRAME_REST_BITS) & ~difference.words_differ] = place_of(TITLE_LEVELS, "same_but_frames")
    alike = (rest <= 0) & (difference.shared > 0)
    level[alike] = place_of(TITLE_LEVELS, "exact")
    level[alike & (difference.shared >= _RARE_BITS)] = place_of(TITLE_LEVELS, "exact_rare")
    level[alike & difference.misprinted] = place_of(TITLE_LEVELS, "small_typo")
    nothing_named = (level >= place_of(TITLE_LEVELS, "same_but_frames")) & (difference.shared < _GENERIC_BITS)
    level[nothing_named] = place_of(TITLE_LEVELS, "same_generic")
    return level.astype(np.int8)


def numbers_levels(left: Int32s, right: Int32s, lexicon: Lexicon, titles: TitleDifference) -> Levels:
    """Grades, machine numbers, years, capacities and names of products: equal, lacking on one side, or different."""
    only_left, only_right = _only(left, right), _only(right, left)
    extra_left, extra_right = only_left.any(axis=1), only_right.any(axis=1)
    level = np.where((left[:, 0] != 0) & (right[:, 0] != 0), place_of(NUMBERS_LEVELS, "equal"), 0)
    is_year = lexicon.year
    is_code = ~is_year & (lexicon.length >= _DIGITS_OF_CODE)
    level[(is_code[left] & (left != 0) & ~only_left).any(axis=1)] = place_of(NUMBERS_LEVELS, "equal_code")
    years_only = ~(only_left & ~is_year[left]).any(axis=1) & ~(only_right & ~is_year[right]).any(axis=1)
    lacking = extra_left | extra_right
    level[lacking] = place_of(NUMBERS_LEVELS, "one_lacks")
    level[lacking & titles.prefix] = place_of(NUMBERS_LEVELS, "cut_off")
    level[lacking & years_only] = place_of(NUMBERS_LEVELS, "one_lacks_year")
    level[extra_left & extra_right] = place_of(NUMBERS_LEVELS, "differ")
    level[titles.products_differ & (level != place_of(NUMBERS_LEVELS, "differ"))] = place_of(
        NUMBERS_LEVELS, "products_differ"
    )
    return level.astype(np.int8)


def authors_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The same people, some of them, a name in initials that fits, other names with the same initials, or nobody."""
    full, full_fewer, full_more = codes_shared(known.authors[left], known.authors[right])
    short, short_fewer, _ = codes_shared(known.initials[left], known.initials[right])
    level = np.full(len(left), place_of(AUTHORS_LEVELS, "disjoint"))
    written_short = _any_short(known, left) | _any_short(known, right)
    level[short > 0] = place_of(AUTHORS_LEVELS, "namesakes")
    level[(short > 0) & written_short] = place_of(AUTHORS_LEVELS, "overlap")
    level[(short > 0) & written_short & (short == short_fewer)] = place_of(AUTHORS_LEVELS, "initials")
    level[full > 0] = place_of(AUTHORS_LEVELS, "overlap")
    level[(full > 0) & (full == full_fewer)] = place_of(AUTHORS_LEVELS, "subset")
    level[(full > 0) & (full == full_more)] = place_of(AUTHORS_LEVELS, "same_set")
    together = known.together[left]
    level[(together == known.together[right]) & (together != 0)] = place_of(AUTHORS_LEVELS, "same_set")
    common = _one_common(known, left) | _one_common(known, right)
    level[common & (level == place_of(AUTHORS_LEVELS, "subset"))] = place_of(AUTHORS_LEVELS, "subset_common")
    level[common & (level == place_of(AUTHORS_LEVELS, "same_set"))] = place_of(AUTHORS_LEVELS, "same_common")
    level[(full_fewer == 0) & (short_fewer == 0)] = 0
    return level.astype(np.int8)


def workplace_levels(known: Corpus, left: Int32s, right: Int32s) -> Levels:
    """The same workplace, one named within the other, words in common, the same name elsewhere, or another place."""
    shared, fewer, _ = codes_shared(known.place_words[left], known.place_words[right])
    short, proper = known.place_short[left], known.place_proper[left]
    one, other = known.place_kind[left], known.place_kind[right]
    other_kind = (one != other) & (one != 0) & (other != 0)
    named = (proper == known.place_proper[right]) & (proper != 0)
    level = np.full(len(left), place_of(WORKPLACE_LEVELS, "different"))
    level[(shared > 1) & (shared * 2 >= fewer)] = place_of(WORKPLACE_LEVELS, "related")
    level[named & ~other_kind] = place_of(WORKPLACE_LEVELS, "related")
    within = (shared > 0) & (shared == fewer) & ((fewer == 1) | named)
    level[(within | (named & (shared * 2 >= fewer))) & ~other_kind] = place_of(WORKPLACE_LEVELS, "overlap")
    same = (known.workplace[left] == known.workplace[right]) | ((short == known.place_short[right]) & (short != 0))
    level[same] = place_of(WORKPLACE_LEVELS, "same")
    unnamed = (known.workplace[left] == 0) | (known.workplace[right] == 0)
    level[unnamed] = 0
    there, elsewhere = _located(known, left, right)
    alike = level >= place_of(WORKPLACE_LEVELS, "related")
    level[alike & elsewhere] = place_of(WORKPLACE_LEVELS, "elsewhere")
    level[same & ~unnamed & there] = place_of(WORKPLACE_LEVELS, "same_there")
    level[unnamed & there] = place_of(WORKPLACE_LEVELS, "missing_there")
    level[unnamed & elsewhere] = place_of(WORKPLACE_LEVELS, "missing_elsewhere")
    return level.astype(np.int8)


def _one_common(known: Corpus, lines: Int32s) -> Bools:
    """Whether the only author bears a name that many bear."""
    return np.asarray(known.common[lines, 0] & (known.authors[lines, 1] == 0), dtype=np.bool_)


def _located(known: Corpus, left: Int32s, right: Int32s) -> tuple[Bools, Bools]:
    """Whether both lie in one district, and whether both name one and it is another, or another province."""
    a, b = known.districts[left], known.districts[right]
    shared, fewer, _ = codes_shared(a, b)
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
