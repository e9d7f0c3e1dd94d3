"""The pace and where it leads, from the published counts by day alone, so that anyone can compute it again.

The projection is "as the last 14 days, to the last day". Its uncertainty is how wrong the same rule was on earlier
days of the campaign: at each day that has 14 days behind it, what the rule would have said of the days after it; and at
least what chance does to so small a number. Of a federation the weeks are published, not the days: its days are its
weeks, spread evenly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from rules.tally_lines import NATION, Line, Scope, frame, line
from schemas.config import Campaign
from schemas.tally import SECRET, TALLY_KEYS, UNKNOWN

WINDOW = 14  # days the pace is taken over
AHEAD = (7, 14, 28)  # days it is tried on
_LEAST = 0.1  # nobody knows a pace better than to a tenth
_WIDEST = (0.5, 2.0)  # before the rule could be tried: half and twice the pace
_FEWEST_TRIALS = 5
_ROOTS = 2.0  # what comes one by one is off by twice its square root, seldom by more
_PROJECTED = ("national", "federation")
Values = Mapping[tuple[str, ...], float]  # by TALLY_KEYS


@dataclass(frozen=True, slots=True)
class Projection:
    """A day's pace, and the count on the last day with its lower and upper end."""

    per_day: float
    projected: float
    low: float
    high: float


def project(counts: Mapping[date, float], first: date, last: date, as_of: date) -> Projection | None:
    """`counts`: initiatives by day of registration. None before two weeks have passed, and from the last day on."""
    today = min(as_of, last)
    if as_of >= last or (today - first).days + 1 < WINDOW:
        return None
    so_far = sum(n for day, n in counts.items() if day <= today)
    per_day = _pace(counts, today)
    left = (last - today).days
    low, high = _errors(counts, first, today, left)
    coming = per_day * left
    chance = _ROOTS * coming**0.5
    least, most = min(low * coming, coming - chance), max(high * coming, coming + chance)
    return Projection(per_day, so_far + coming, so_far + max(0.0, least), so_far + most)


def pace(tallies: pd.DataFrame, campaign: Campaign, as_of: date) -> pd.DataFrame:
    """The pace lines of a release, from its valid count and its counts by day; secret and undated initiatives are taken
    to come as the dated ones do."""
    value = dict(zip(tallies[list(TALLY_KEYS)].itertuples(index=False, name=None), tallies["value"], strict=True))
    scopes = [(k[1], k[2]) for k in value if k[0] == "valid" and k[1] in _PROJECTED and not k[3]]
    dated: dict[Scope, dict[str, float]] = {scope: {} for scope in scopes}
    for (measure, *scope, by, code), n in value.items():
        if measure == "valid" and by == ("day" if tuple(scope) == NATION else "week") and tuple(scope) in dated:
            dated[scope[0], scope[1]][code] = float(n)
    days = ((scope, _days(dated[scope], scope, campaign, as_of)) for scope in scopes)
    told = (_projected(counts, value, scope, campaign, as_of) for scope, counts in days)
    return frame([*(one for lines in told for one in lines), *_needed(value, campaign, as_of)])


def last_day(campaign: Campaign, as_of: date) -> date:
    """Where the projection leads: to the deadline, after it to the last day of registration."""
    return campaign.deadline if as_of < campaign.deadline else campaign.registration.last or campaign.deadline


def _days(told: Mapping[str, float], scope: Scope, campaign: Campaign, as_of: date) -> dict[date, float]:
    """Counts by day of registration; where only the weeks are told, each spread over its days that are over."""
    counts = {date.fromisoformat(d): n for d, n in told.items() if d not in (SECRET, UNKNOWN)}
    if scope == NATION:
        return counts
    first = campaign.registration.first or as_of
    spread: dict[date, float] = {}
    for monday, n in counts.items():
        week = [monday + timedelta(i) for i in range(7)]
        days = [day for day in week if first <= day <= as_of] or week
        spread |= {day: n / len(days) for day in days}
    return spread


def _projected(
    counts: Mapping[date, float], value: Values, scope: Scope, campaign: Campaign, as_of: date
) -> Iterator[Line]:
    first = campaign.registration.first or min(counts, default=as_of)
    last, dated = last_day(campaign, as_of), sum(counts.values())
    if not dated:
        return
    scaled = {day: n * value["valid", *scope, "", ""] / dated for day, n in counts.items()}
    found = project(scaled, first, last, as_of)
    if found is not None:
        yield line("pace_per_day", scope, round(found.per_day, 2))
        yield line("projected", scope, round(found.projected))
        yield line("projected_low", scope, round(found.low))
        yield line("projected_high", scope, round(found.high))


def _needed(value: Values, campaign: Campaign, as_of: date) -> Iterator[Line]:
    """What a day must bring from tomorrow to the last day, for the nation's target and each registered quota."""
    left = (last_day(campaign, as_of) - as_of).days
    if left <= 0:
        return
    wanted = {NATION: float(campaign.target)}
    wanted |= {(k[1], k[2]): v for k, v in value.items() if k[0] == "quota" and k[1] == "federation" and not k[3]}
    for scope, whole in wanted.items():
        yield line("pace_needed_per_day", scope, round(max(0.0, whole - value["valid", *scope, "", ""]) / left, 2))


def _pace(counts: Mapping[date, float], day: date) -> float:
    return sum(counts.get(day - timedelta(n), 0.0) for n in range(WINDOW)) / WINDOW


def _errors(counts: Mapping[date, float], first: date, today: date, left: int) -> tuple[float, float]:
    """The least and the greatest ratio of what came to what the pace before it had said.

    Tried on every stretch of 7, 14 and 28 days (none longer than what is left to project over) that lies in the past;
    further ahead than was tried, the ratio's distance from 1 grows with the square root of the time."""
    tried = [n for n in AHEAD if n <= max(left, AHEAD[0]) and len(_starts(first, today, n)) >= _FEWEST_TRIALS]
    if not tried:
        return _WIDEST
    said = {day: _pace(counts, day) for day in _starts(first, today, tried[0])}
    trials = [(day, n) for n in tried for day in _starts(first, today, n) if said[day]]
    ratios = [_came(counts, day, n) / (said[day] * n) for day, n in trials]
    grown = max(1.0, left / tried[-1]) ** 0.5
    low, high = (1 + (end - 1) * grown for end in (min(ratios, default=1.0), max(ratios, default=1.0)))
    return max(0.0, min(1 - _LEAST, low)), max(1 + _LEAST, high)


def _starts(first: date, today: date, ahead: int) -> list[date]:
    """The days with two weeks behind them and so many days after them, all in the past."""
    trials = (today - first).days + 1 - WINDOW - ahead + 1
    return [first + timedelta(WINDOW - 1 + n) for n in range(max(0, trials))]


def _came(counts: Mapping[date, float], day: date, ahead: int) -> float:
    return sum(counts.get(day + timedelta(n), 0.0) for n in range(1, ahead + 1))
