"""Slips of scale: đồng typed where the column counts triệu đồng, or the other way round.

Found against the column's own distribution (median and median deviation of the logarithms, which a slip cannot shift),
and proposed; a value is never changed. What no benefit can be by itself was not taken as an amount and is told apart
(INI-016). A figure of a secret row is neither shown nor part of what is told of others."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

_FEWEST = 8  # values a column's bulk needs
_SHIFTS = (3, 6)  # a thousand, a million
_NEAR = 1.0  # powers of ten by which the corrected value may miss the median
_CLEARLY = 5.0  # median deviations by which a slip lies outside
_LEAST_SPREAD = 0.1
_WORD = {3: "1.000 lần", 6: "1.000.000 lần"}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Slip:
    """A value off its column: its position in the rows, and the proposed one with its reason, "" for a secret row."""

    position: int
    proposed: str


def slips(amounts: Sequence[float], secret: Sequence[bool]) -> list[Slip]:
    """The slips of one column of amounts in đồng as understood, NaN for none."""
    values = np.array([math.log10(a) if a > 0 and math.isfinite(a) else math.nan for a in amounts], dtype=float)
    known = np.isfinite(values)
    if known.sum() < _FEWEST:
        return []
    middle = float(np.median(values[known]))
    spread = max(float(np.median(np.abs(values[known] - middle))), _LEAST_SPREAD)
    shifts = [_shift(value - middle, spread) for value in values.tolist()]
    bulk = known & ~np.array(secret, dtype=bool) & (np.array(shifts) == 0)
    level = _told_level(values[bulk])
    return [
        Slip(i, "" if secret[i] else _proposal(10 ** float(values[i]), float(values[i]) - middle, shift, level))
        for i, shift in enumerate(shifts)
        if shift
    ]


def columns_off(rows: pd.DataFrame, place: list[str]) -> dict[tuple[str, str, str], str]:
    """Sheets whose benefits lie a thousand or a million times off the rest of their federation's, with what is
    proposed.

    `rows`: federation_code, file, sheet and benefit_vnd of open rows; `place`: the names of the first three."""
    stated = rows.loc[rows["benefit_vnd"] > 0, [*place, "benefit_vnd"]]
    levels = np.log10(stated["benefit_vnd"].to_numpy(dtype=float))
    found: dict[tuple[str, str, str], str] = {}
    for code, of_it in stated[place].assign(level=levels).groupby(place[0], sort=True):
        ordered = np.sort(of_it["level"].to_numpy())
        for sheet, own in of_it.groupby(place[1:], sort=True)["level"]:
            if not _may_be_off(ordered, own):
                continue
            rest = of_it["level"].drop(own.index)
            off = float(own.median()) - float(rest.median())
            spread = max(float((rest - rest.median()).abs().median()), _LEAST_SPREAD)
            if shift := _shift(off, spread):
                found[str(code), str(sheet[0]), str(sheet[1])] = _unit_words(off, shift, float(rest.median()))
    return found


def _may_be_off(ordered: Floats, own: "pd.Series[float]") -> bool:
    """Whether the median of all but these values can lie as far from theirs as a slip; to leave some values out moves
    every other by no more places than they are."""
    rest = len(ordered) - len(own)
    if min(len(own), rest) < _FEWEST:
        return False
    middle = float(own.median())
    lowest, highest = ordered[(rest - 1) // 2], ordered[rest // 2 + len(own)]
    return bool(max(middle - lowest, highest - middle) >= min(_SHIFTS) - _NEAR)


def _unit_words(off: float, shift: int, rest: float) -> str:
    how = "lớn" if off > 0 else "nhỏ"
    level = 10**rest
    rounded = _dong(round(level, 1 - math.floor(math.log10(level))))
    return f"các bảng khác của đơn vị ở mức khoảng {rounded}, cột này {how} hơn khoảng {_WORD[shift]}"


def _shift(off: float, spread: float) -> int:
    """The powers of ten by which a value slipped, 0 for one that lies in the bulk or slipped by something else."""
    if math.isnan(off) or abs(off) <= _CLEARLY * spread:
        return 0
    return next((shift for shift in _SHIFTS if abs(abs(off) - shift) <= _NEAR), 0)


def _told_level(values: Floats) -> str:
    """The level of the open rows in words, "" where they are too few to tell of them all."""
    if len(values) < _FEWEST:
        return "ở mức khác hẳn"
    level = 10 ** float(np.median(values))
    return f"ở mức khoảng {_dong(round(level, 1 - math.floor(math.log10(level))))}"


def _proposal(amount: float, off: float, shift: int, level: str) -> str:
    right = amount / 10**shift if off > 0 else amount * 10**shift
    how = "lớn" if off > 0 else "nhỏ"
    return f"{_dong(right)}: các dòng khác trong cột {level}, giá trị này {how} hơn khoảng {_WORD[shift]}"


def _dong(amount: float) -> str:
    return f"{round(amount):,} đồng".replace(",", ".")
