"""Ineligible needs evidence; what is absent, or coarse and could lie inside the window, counts (RULES.md 3)."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.settings import load_config
from rules.eligibility import applied_apart, eligibility, phase_of, reasons
from schemas.config import Campaign, Period
from tests.builders import AS_OF, ROOT

CONFIG, _ = load_config(ROOT / "config.yaml")
SMALL = CONFIG.campaign("75-nghin-2021")
LARGE = CONFIG.campaign("01-trieu-2021-2023")
DAYS = st.dates(date(2020, 6, 1), date(2024, 6, 30))
MAYBE = st.one_of(st.none(), DAYS)


def facts(first: Any = None, last: Any = None, registered: Any = None, refused: bool = False) -> pd.DataFrame:
    """The kept facts of one row."""
    days = {"applied_from": first, "applied_to": last, "registered_on": registered}
    frame = pd.DataFrame({k: pd.Series([v], dtype="datetime64[s]") for k, v in days.items()})
    return frame.assign(refused=refused)


def why(campaign: Campaign = SMALL, as_of: date = AS_OF, **row: Any) -> str:
    """The check ids that make the row ineligible."""
    found = eligibility(facts(**row), campaign, as_of)
    text = str(reasons(found, campaign)[0])
    assert bool(found["eligible"][0]) == (text == "")
    return text


def test_a_row_that_states_nothing_counts() -> None:
    assert why() == ""


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (date(2021, 3, 1), date(2021, 3, 31), ""),
        (date(2020, 1, 1), date(2021, 2, 1), ""),  # the last day lies inside
        (date(2020, 1, 1), date(2021, 1, 31), "INI-007"),
        (date(2021, 5, 31), date(2021, 12, 31), ""),
        (date(2021, 6, 1), date(2021, 6, 30), "INI-007"),
        (date(2021, 6, 1), None, "INI-007"),
        (date(2019, 1, 1), None, ""),  # still applied
        (None, date(2021, 1, 31), "INI-007"),
        (date(2021, 1, 1), date(2021, 12, 31), ""),  # a year that could lie inside
        (date(2020, 9, 1), date(2021, 5, 31), ""),  # a school year
        (date(2020, 1, 1), date(2020, 12, 31), "INI-007"),
    ],
)
def test_only_a_period_wholly_outside_the_window_is_ineligible(first: Any, last: Any, reason: str) -> None:
    assert why(first=first, last=last) == reason


@pytest.mark.parametrize(
    ("registered", "reason"),
    [
        (date(2021, 4, 20), ""),
        (date(2021, 4, 21), ""),
        (date(2021, 5, 30), ""),
        (date(2021, 5, 31), "INI-010"),
        (date(2021, 3, 1), ""),
    ],
)
def test_registered_after_the_last_day(registered: date, reason: str) -> None:
    """After the peak and to 30/5 it is valid; before the first day it is asked about and counts."""
    assert why(registered=registered) == reason


def test_registered_after_as_of() -> None:
    assert why(registered=date(2021, 4, 2), as_of=date(2021, 4, 1)) == "INI-010"
    assert why(registered=date(2021, 4, 1), as_of=date(2021, 4, 1)) == ""


def test_registered_before_the_first_day_is_only_asked_about() -> None:
    found = eligibility(facts(registered=date(2021, 3, 9)), SMALL, AS_OF)
    assert found[["INI-011", "eligible"]].to_numpy().tolist() == [[True, True]]
    assert not eligibility(facts(registered=date(2021, 3, 10)), SMALL, AS_OF)["INI-011"][0]


def test_an_explicit_refusal_is_ineligible_and_all_reasons_are_told() -> None:
    assert why(refused=True) == "INI-012"
    assert why(first=date(2022, 1, 1), registered=date(2022, 1, 1), refused=True) == "INI-007;INI-010;INI-012"


def test_an_open_end_of_a_window_excludes_nothing_on_its_side() -> None:
    open_ = SMALL.model_copy(update={"application": Period(), "registration": Period()})
    far = date(2050, 1, 1)
    assert why(open_, far, first=far) == why(open_, far, last=date(1990, 1, 1)) == why(open_, far, registered=far) == ""
    found = eligibility(facts(registered=date(1990, 1, 1)), open_, far)
    assert not found["INI-011"][0]
    half = SMALL.model_copy(update={"application": Period(first=date(2021, 3, 1))})
    assert (why(half, first=far), why(half, last=date(2021, 2, 28))) == ("", "INI-007")


def test_each_campaign_has_its_own_windows() -> None:
    row: dict[str, Any] = {"first": date(2022, 3, 1), "last": date(2022, 3, 31), "registered": date(2022, 4, 1)}
    late = date(2023, 9, 30)
    assert (why(SMALL, late, **row), why(LARGE, late, **row)) == ("INI-007;INI-010", "")


@given(MAYBE, MAYBE, MAYBE, st.booleans(), DAYS, st.sampled_from([SMALL, LARGE]))
def test_ineligible_if_and_only_if_there_is_evidence(
    first: date | None, last: date | None, registered: date | None, refused: bool, as_of: date, campaign: Campaign
) -> None:
    window = campaign.application
    assert window.first
    assert window.last
    assert campaign.registration.last
    outside = bool((first and first > window.last) or (last and last < window.first))
    late = bool(registered and registered > min(campaign.registration.last, as_of))
    found = eligibility(facts(first, last, registered, refused), campaign, as_of)
    assert bool(found["eligible"][0]) == (not (outside or late or refused))


@given(MAYBE, MAYBE, MAYBE, st.integers(0, 400))
def test_a_later_as_of_makes_no_row_ineligible(
    first: date | None, last: date | None, day: date | None, more: int
) -> None:
    row = facts(first, last, day)
    before, after = (eligibility(row, LARGE, AS_OF + timedelta(n))["eligible"][0] for n in (0, more))
    assert after >= before


@pytest.mark.parametrize(
    ("first", "last", "apart"),
    [
        (date(2021, 2, 1), date(2021, 2, 28), True),
        (date(2021, 2, 15), date(2021, 3, 1), False),
        (date(2021, 2, 15), None, False),
        (date(2021, 3, 1), date(2021, 3, 31), False),
        (None, None, False),
    ],
)
def test_applied_in_february_only_counts_and_stands_apart(first: Any, last: Any, apart: bool) -> None:
    row = facts(first, last)
    assert bool(applied_apart(row, SMALL)[0]) is apart
    assert why(first=first, last=last) == ""
    assert not applied_apart(row, LARGE)[0]


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2021, 3, 10), "peak"), (date(2021, 4, 20), "peak"), (date(2021, 4, 21), "phase-2"),
        (date(2021, 5, 30), "phase-2"),
        (date(2021, 5, 31), ""), (date(2021, 3, 9), ""), (None, ""),
    ],
)  # fmt: skip
def test_registered_after_the_peak_belongs_to_the_second_phase(day: date | None, phase: str) -> None:
    assert phase_of(facts(registered=day)["registered_on"], SMALL).tolist() == [phase]


def test_no_rows_are_no_fault() -> None:
    empty = facts().iloc[:0]
    assert len(eligibility(empty, SMALL, AS_OF)) == len(reasons(eligibility(empty, SMALL, AS_OF), SMALL)) == 0
