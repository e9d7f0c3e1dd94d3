"""One comparison for each kind of column of any table: two columns of cells in, the level reached by every pair out."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from rules.folding import fold_words
from rules.levels import Levels, place_of
from rules.table_matching_terms import Likeness, bags, likeness
from schemas.table_columns import ColumnKind

MISSING = "missing"  # every kind's first level, of no weight
_TEXT = (MISSING, "different", "weak", "some", "part", "close", "near", "slip", "same", "same_rare")
_WORD = (MISSING, "different", "some", "close", "slip", "same_common", "same", "same_rare")
# What each level says before anything was learned, in log2 odds; levels rise.
START: Mapping[ColumnKind, Mapping[str, float]] = MappingProxyType(
    {
        ColumnKind.TEXT: dict(zip(_TEXT, (0, -8, -6, -3, -1, 0, 2, 4, 5, 8), strict=True)),
        ColumnKind.NAMES: dict(zip(_TEXT, (0, -6, -3, -1, 0, 1, 3, 4, 5, 7), strict=True)),
        ColumnKind.VENUE: {MISSING: 0, "never_with": -4, "different": -1, "some": 0, "same": 2, "goes_with": 2},
        ColumnKind.WORD: dict(zip(_WORD, (0, -3, -1, 2, 3, 3, 5, 8), strict=True)),
        ColumnKind.CODE: {MISSING: 0, "different": -5, "close": 2, "slip": 5, "same": 9},
        ColumnKind.DATE: {MISSING: 0, "different": -4, "close": 2, "slip": 4, "same": 8},
        ColumnKind.NUMBER: {MISSING: 0, "different": -4, "near": -1, "same": 3},
        ColumnKind.NUMBERS: {MISSING: 0, "different": -2, "some": 1, "same": 5},
    }
)
_SHARES = np.array([0.3, 0.5, 0.68, 0.8, 0.9, 0.99])
_AT_SHARE = ("different", "weak", "some", "close", "near", "slip", "same")
_PART_BITS = 12.0
_RARE_BITS = 40.0
_RARE_SHARE, _COMMON_SHARE = 0.0008, 0.008
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NO_LETTER = re.compile(r"[\W_]+")

Places = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
Compare = Callable[[Sequence[str], Sequence[int], Places, Places], Levels]


def names_of(kind: ColumnKind) -> tuple[str, ...]:
    """The levels of a kind, lowest first."""
    return tuple(START[kind])


def compare(kind: ColumnKind, values: Sequence[str], counts: Sequence[int], left: Places, right: Places) -> Levels:
    """The level of each pair of places in `values`, the different cells; `counts`: how many rows hold each."""
    packed, place = np.unique(np.minimum(left, right) << 32 | np.maximum(left, right), return_inverse=True)
    one, other = packed >> 32, packed & 0xFFFFFFFF
    level = _COMPARISONS[kind](values, counts, one, other)
    empty = np.array([not plain(value) for value in values], dtype=bool)
    level[empty[one] | empty[other]] = 0
    return level[place]


def plain(value: str) -> str:
    """Letters and digits of a cell."""
    return _NO_LETTER.sub("", value.casefold())


def _text(values: Sequence[str], counts: Sequence[int], left: Places, right: Places) -> Levels:
    return _of_bags(ColumnKind.TEXT, values, counts, left, right)


def _names(values: Sequence[str], counts: Sequence[int], left: Places, right: Places) -> Levels:
    return _of_bags(ColumnKind.NAMES, values, counts, left, right)


def _of_bags(kind: ColumnKind, values: Sequence[str], counts: Sequence[int], left: Places, right: Places) -> Levels:
    held = bags(values, counts, kind is ColumnKind.NAMES)
    return leveled(kind, [likeness(held[a], held[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)])


def leveled(kind: ColumnKind, found: Sequence[Likeness]) -> Levels:
    """The levels of texts or names by what they share."""
    names = names_of(kind)
    share, lighter, bits = np.array([(f.share, f.of_lighter, f.bits) for f in found]).reshape(-1, 3).T
    at = np.array([names.index(name) for name in _AT_SHARE], dtype=np.int8)
    level = at[np.searchsorted(_SHARES, share, side="right")]
    part = (lighter >= 0.95) & (share < _SHARES[3]) & (bits >= _PART_BITS)
    level[part] = names.index("part")
    level[(level == names.index("same")) & (bits >= _RARE_BITS)] = names.index("same_rare")
    return level


def _venue(values: Sequence[str], counts: Sequence[int], left: Places, right: Places) -> Levels:
    names, held = names_of(ColumnKind.VENUE), bags(values, counts)
    found = [likeness(held[a], held[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)]
    alike = np.array([max(f.share, f.of_lighter * 0.9) for f in found])
    at = np.array([names.index(name) for name in ("different", "some", "same")], dtype=np.int8)
    return at[np.searchsorted(np.array([0.3, 0.8]), alike, side="right")]


def _word(values: Sequence[str], counts: Sequence[int], left: Places, right: Places) -> Levels:
    names, folded = names_of(ColumnKind.WORD), [fold_words(value) for value in values]
    one, other = [folded[i] for i in left], [folded[i] for i in right]
    alike = cpdist(one, other, scorer=JaroWinkler.similarity, dtype=np.float32)
    slips = cpdist(one, other, scorer=OSA.distance, dtype=np.int32)
    shortest = np.array([min(len(a), len(b)) for a, b in zip(one, other, strict=True)])
    level = np.full(len(left), place_of(names, "different"), dtype=np.int8)
    level[alike >= 0.8] = place_of(names, "some")
    level[(alike >= 0.92) | ((slips <= 2) & (shortest >= 6))] = place_of(names, "close")
    level[(slips == 1) & (shortest >= 4)] = place_of(names, "slip")
    return _by_frequency(level, names, np.asarray(slips == 0), np.array(counts)[left] / max(sum(counts), 1))


def _by_frequency(level: Levels, names: tuple[str, ...], same: npt.NDArray[np.bool_], share: Shares) -> Levels:
    level[same] = place_of(names, "same")
    level[same & (share <= _RARE_SHARE)] = place_of(names, "same_rare")
    level[same & (share >= _COMMON_SHARE)] = place_of(names, "same_common")
    return level


def _code(values: Sequence[str], counts: Sequence[int], left: Places, right: Places) -> Levels:
    return _of_signs(ColumnKind.CODE, values, left, right)


def _date(values: Sequence[str], counts: Sequence[int], left: Places, right: Places) -> Levels:
    return _of_signs(ColumnKind.DATE, values, left, right)


def _of_signs(kind: ColumnKind, values: Sequence[str], left: Places, right: Places) -> Levels:
    names, signs = names_of(kind), [plain(value) for value in values]
    one, other = [signs[i] for i in left], [signs[i] for i in right]
    slips = cpdist(one, other, scorer=OSA.distance, dtype=np.int32)
    turned = np.array([sorted(a) == sorted(b) for a, b in zip(one, other, strict=True)], dtype=bool)
    level = np.full(len(left), place_of(names, "different"), dtype=np.int8)
    level[(slips <= 2) | turned] = place_of(names, "close")
    level[slips == 1] = place_of(names, "slip")
    level[slips == 0] = place_of(names, "same")
    return level


def _number(values: Sequence[str], counts: Sequence[int], left: Places, right: Places) -> Levels:
    names = names_of(ColumnKind.NUMBER)
    read = np.array([float(found[0]) if (found := _NUMBER.findall(value)) else np.nan for value in values])
    one, other = read[left], read[right]
    near = np.abs(one - other) <= np.maximum(1.0, 0.0005 * np.abs(one))
    level = np.where(near, place_of(names, "near"), place_of(names, "different"))
    level[one == other] = place_of(names, "same")
    level[np.isnan(one) | np.isnan(other)] = 0
    return level.astype(np.int8)


def _numbers(values: Sequence[str], counts: Sequence[int], left: Places, right: Places) -> Levels:
    names, found = names_of(ColumnKind.NUMBERS), [_NUMBER.findall(value) for value in values]
    read, written = [frozenset(numbers) for numbers in found], ["".join(numbers) for numbers in found]
    level = np.zeros(len(left), dtype=np.int8)
    for pair, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        if read[a] and read[b]:
            same = read[a] == read[b] or written[a] == written[b]  # "322330": a hyphen was lost
            shared = "same" if same else "some" if read[a] & read[b] else "different"
            level[pair] = names.index(shared)
    return level


_COMPARISONS: Mapping[ColumnKind, Compare] = MappingProxyType(
    {
        ColumnKind.TEXT: _text,
        ColumnKind.NAMES: _names,
        ColumnKind.VENUE: _venue,
        ColumnKind.WORD: _word,
        ColumnKind.CODE: _code,
        ColumnKind.DATE: _date,
        ColumnKind.NUMBER: _number,
        ColumnKind.NUMBERS: _numbers,
    }
)
