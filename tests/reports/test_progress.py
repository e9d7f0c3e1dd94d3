"""The growth by day: all valid initiatives are somewhere in it."""

from dataclasses import replace
from datetime import date

import pytest

from reports.figures import Figures, figures
from reports.progress import progress
from tests.reports.believable import PEAK, facts, tallies


@pytest.fixture(scope="module")
def numbers() -> Figures:
    return figures(tallies())


def test_steps_outside_and_unstated_are_all_valid(numbers: Figures) -> None:
    grown = progress(facts(), numbers)
    assert grown is not None
    assert (grown.steps[0].first, grown.last) == PEAK
    assert grown.total == numbers.count("valid")
    assert grown.outside > 0


def test_without_a_peak_all_phases_are_shown_and_a_long_time_by_week(numbers: Figures) -> None:
    plain = tuple(replace(p, peak=False, last=max(p.last, date(2021, 12, 31))) for p in facts().phases)
    grown = progress(replace(facts(), phases=plain, as_of=date(2021, 12, 31)), numbers)
    assert grown is not None
    assert grown.weekly
    assert grown.total == numbers.count("valid")
    assert grown.outside == 0


def test_an_open_phase_does_not_begin_at_the_dawn_of_time(numbers: Figures) -> None:
    open_ = tuple(replace(p, peak=False, first=date.min, last=date.max) for p in facts().phases)
    grown = progress(replace(facts(), phases=open_), numbers)
    assert grown is not None
    assert len(grown.steps) < 200
    assert grown.total == numbers.count("valid")


def test_no_day_after_as_of_is_shown(numbers: Figures) -> None:
    grown = progress(replace(facts(), as_of=date(2021, 3, 20)), numbers)
    assert grown is not None
    assert grown.steps[-1].first == date(2021, 3, 20)
    assert progress(replace(facts(), as_of=date(2021, 3, 1)), numbers) is None
