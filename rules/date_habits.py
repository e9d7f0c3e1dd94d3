"""How a column writes its dates, told from the whole column: a cell alone cannot say whether 3/4/2021 is in April."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.dates import parse_period
from rules.folding import plain
from rules.periods import ImpossibleDate, Period, of_day, of_month
from schemas.submission import Cell

_NUMBERS = re.compile(r"\W*(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})\W*")
_FEW_MONTHS, _FEW_AMERICAN = 2, 3
_FEW_NATIVE, _FEW_TEXTS = 3, 4
_CLEARLY = 5  # times as many of one kind as of the other


@dataclass(frozen=True, slots=True)
class Habits:
    """`months`: its date cells are months shown as their first day; `perhaps`: a lone one may be. `month_first`: texts
    put the month before the day. `swapped`: Excel took 3/4/2021 for 4 March and left 15/3/2021 a text, so its dates
    have day and month swapped."""

    months: bool = False
    perhaps: bool = False
    month_first: bool = False
    swapped: bool = False


def habits_of(column: Sequence[Cell], *, may_be_months: bool = True) -> Habits:
    """The habits of a column of dates. Each needs evidence that chance seldom gives."""
    native = [cell for cell in column if isinstance(cell, date)]
    texts = [_pair(cell) for cell in column if isinstance(cell, str) and cell]
    pairs = [pair for pair in texts if pair]
    day_first = sum(a > 12 >= b for a, b in pairs)
    month_first = sum(b > 12 >= a for a, b in pairs)
    firsts = may_be_months and bool(native) and all(day.day == 1 for day in native)
    return Habits(
        months=firsts and len(native) >= _FEW_MONTHS,
        perhaps=firsts and len(native) < _FEW_MONTHS,
        month_first=month_first >= _FEW_AMERICAN and month_first >= _CLEARLY * day_first,
        swapped=len(native) >= _FEW_NATIVE
        and any(day.day != day.month for day in native)
        and all(day.day <= 12 for day in native)
        and day_first >= _FEW_TEXTS
        and day_first >= _CLEARLY * (len(pairs) - day_first),
    )


def read_date(value: str | int | float | date | datetime, habits: Habits) -> Period | None:
    """The period of a cell of a column with these habits; where they change its meaning it is ambiguous."""
    period = parse_period(value)
    if period is None or period.ambiguous:
        return period
    if isinstance(value, date):
        return _native(period, habits)
    if habits.month_first and isinstance(value, str) and _pair(value):
        other = parse_period(value, day_first=False)
        return period if other is None or other.first == period.first else replace(
            other, ambiguous=True, note="month_first"
        )  # fmt: skip
    return period


def _native(period: Period, habits: Habits) -> Period:
    day = period.first
    if habits.months or habits.perhaps:
        month = of_month(day.month, day.year)
        return month if habits.months else replace(month, ambiguous=True, note="day_or_month")
    if habits.swapped and day.day != day.month:
        try:
            return replace(of_day(day.month, day.day, day.year), ambiguous=True, note="swapped")
        except ImpossibleDate:
            return period
    return period


def _pair(text: Cell) -> tuple[int, int] | None:
    match = _NUMBERS.fullmatch(plain(text).strip()) if isinstance(text, str) else None
    return (int(match[1]), int(match[2])) if match else None
