"""The projection: as the last 14 days, with an uncertainty that earlier days proved. Tried on the sample's own days."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.tallies import interval
from rules.tally_lines import NATION, frame, line
from rules.tally_pace import last_day, pace, project
from tests.rules.test_tallies import CAMPAIGN

FIRST, DEADLINE, BREAK, LAST = date(2021, 3, 10), date(2021, 4, 20), date(2021, 5, 14), date(2021, 5, 30)
# Rows a day of `tonghop sample --rows 12000 --seed 2021`, from 10/3 to 30/5/2021.
SAMPLE_DAYS = (
    *(
        304,
        231,
        180,
        175,
        145,
        144,
        137,
        124,
        129,
        128,
        117,
        136,
        128,
        118,
        131,
        129,
        143,
        139,
        123,
        121,
        118,
        124,
        122,
    ),
    *(125, 130, 115, 125, 107, 122, 115, 88, 87, 90, 106, 101, 99, 84, 109, 98, 105, 83, 122, 98, 85, 96, 96, 91, 89),
    *(93, 72, 89, 107, 111, 83, 86, 83, 95, 74, 102, 82, 101, 100, 96, 88, 83, 71, 23, 24, 21, 31, 13, 16, 17, 18, 16),
    *(10, 8, 12, 8, 12, 6, 4),
)
COUNTS = {FIRST + timedelta(n): float(count) for n, count in enumerate(SAMPLE_DAYS)}


def _held(last: date, counts: Mapping[date, float] = COUNTS, first: date = FIRST) -> list[bool]:
    """For each day before `last`, whether the true end lay between the ends that were told on that day."""
    truth = sum(n for day, n in counts.items() if day <= last)
    held = []
    for day in counts:
        found = project({d: n for d, n in counts.items() if d <= day}, first, last, day)
        if found is not None:
            held.append(found.low <= truth <= found.high)
    return held


@pytest.mark.parametrize(("last", "days", "at_least"), [(DEADLINE, 28, 0.9), (BREAK, 52, 0.9), (LAST, 68, 0.4)])
def test_the_interval_holds_the_end_on_the_samples_days(last: date, days: int, at_least: float) -> None:
    """To 30/5 it fails on half of the days: the sample falls to a fifth on 15/5, which no day before it shows."""
    held = _held(last)
    assert len(held) == days
    assert sum(held) / len(held) >= at_least


# Counts a day of samples that no number of the rule was chosen by: other seeds, and the other campaign.
_OTHERS = (Path(__file__).parent / "held_out_days.txt").read_text("utf-8").splitlines()
_BEGINS = {"75-nghin-2021": FIRST, "01-trieu-2021-2023": date(2022, 1, 8)}


@pytest.mark.parametrize(
    ("campaign", "last", "at_least"),
    [
        ("75-nghin-2021", DEADLINE, 0.95),
        ("75-nghin-2021", BREAK, 0.95),
        ("75-nghin-2021", LAST, 0.5),  # the sample falls to a fifth on 15/5: no rule of the days before can see it
        ("01-trieu-2021-2023", date(2022, 5, 31), 0.95),
        ("01-trieu-2021-2023", date(2023, 6, 30), 0.9),
        ("01-trieu-2021-2023", date(2023, 9, 1), 0.95),
    ],
)
def test_the_interval_holds_the_end_on_days_that_it_was_not_made_from(
    campaign: str, last: date, at_least: float
) -> None:
    held = []
    for line_of in _OTHERS:
        name, seed, first, *counts = line_of.split()
        if name == campaign:
            assert seed != "2021"
            begin = date.fromisoformat(first)
            held += _held(last, {begin + timedelta(n): float(c) for n, c in enumerate(counts)}, _BEGINS[name])
    assert len(held) > 50
    assert at_least <= sum(held) / len(held)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=14, max_size=60), st.integers(1, 90))
def test_low_and_high_hold_the_projection_and_nothing_falls_below_what_is_there(counts: list[int], left: int) -> None:
    days = {FIRST + timedelta(n): float(c) for n, c in enumerate(counts)}
    today = max(days)
    found = project(days, FIRST, today + timedelta(left), today)
    assert found is not None
    assert sum(counts) <= found.low <= found.projected <= found.high
    assert found.per_day == sum(counts[-14:]) / 14


def test_an_even_pace_is_projected_exactly() -> None:
    days = {FIRST + timedelta(n): 10.0 for n in range(30)}
    found = project(days, FIRST, FIRST + timedelta(39), FIRST + timedelta(29))
    assert found is not None
    assert (found.per_day, found.projected) == (10.0, 400.0)
    assert (found.low, found.high) == pytest.approx((380.0, 420.0))  # of 100 that come chance takes twice the root
    many = project({day: 100 * n for day, n in days.items()}, FIRST, FIRST + timedelta(39), FIRST + timedelta(29))
    assert many is not None
    assert (many.low, many.high) == pytest.approx((39_000.0, 41_000.0))  # nobody knows a pace better than to a tenth


def test_two_weeks_are_needed_and_the_last_day_projects_nothing() -> None:
    days: Mapping[date, float] = {FIRST: 10.0}
    assert project(days, FIRST, LAST, FIRST + timedelta(12)) is None
    assert project(days, FIRST, LAST, FIRST + timedelta(13)) is not None
    assert project(days, FIRST, LAST, LAST) is None


def test_it_leads_to_the_deadline_and_after_it_to_the_last_day() -> None:
    assert last_day(CAMPAIGN, date(2021, 4, 19)) == date(2021, 4, 20)
    assert last_day(CAMPAIGN, date(2021, 4, 20)) == date(2021, 5, 30)


def test_secret_and_undated_initiatives_are_taken_to_come_as_the_others_do() -> None:
    lines = [line("valid", NATION, 140), line("valid", NATION, 20, ("day", "secret"))]
    lines += [line("valid", NATION, 50, ("day", "unknown"))]
    lines += [line("valid", NATION, 5, ("day", (FIRST + timedelta(n)).isoformat())) for n in range(14)]
    lines += [line("valid", ("federation", "LDLD-01"), 140), line("quota", ("federation", "LDLD-01"), 160)]
    as_of = FIRST + timedelta(13)
    told = {(m, c): v for m, _, c, _, _, v, _ in pace(frame(lines), CAMPAIGN, as_of).itertuples(index=False, name=None)}
    left = (DEADLINE - as_of).days
    assert told["pace_per_day", ""] == 10.0  # 5 dated ones a day stand for 10
    assert told["projected", ""] == 140 + 10 * left
    assert told["pace_needed_per_day", "LDLD-01"] == round(20 / left, 2)
    assert told["pace_needed_per_day", ""] == round((75_000 - 140) / left, 2)


def test_nothing_dated_projects_nothing() -> None:
    told = pace(frame([line("valid", NATION, 0)]), CAMPAIGN, date(2021, 4, 1))
    assert not told["measure"].str.startswith("projected").any()
    assert interval(3)["measure"].tolist() == ["valid_low"]


def test_a_federation_is_projected_from_its_weeks() -> None:
    monday, as_of = date(2021, 3, 8), date(2021, 4, 14)  # the campaign begins on the Wednesday of that week
    home = ("federation", "LDLD-01")
    weeks = {monday: 10, **{monday + timedelta(7 * n): 14 for n in range(1, 5)}, date(2021, 4, 12): 6}
    lines = [line("valid", scope, 72) for scope in (NATION, home)]
    lines += [line("valid", home, n, ("week", day.isoformat())) for day, n in weeks.items()]
    told = {(m, c): v for m, _, c, _, _, v, _ in pace(frame(lines), CAMPAIGN, as_of).itertuples(index=False, name=None)}
    assert told["pace_per_day", "LDLD-01"] == 2.0  # two a day, also in the first and in the last week
    assert told["projected", "LDLD-01"] == 72 + 2 * 6
    chance = 2 * 12**0.5
    assert told["projected_low", "LDLD-01"] == round(84 - chance)
    assert told["projected_high", "LDLD-01"] == round(84 + chance)
