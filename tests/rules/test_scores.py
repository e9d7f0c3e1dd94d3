"""The score of a federation: shares that anyone can check."""

from datetime import date

import pytest

from rules import scores

DEADLINE = date(2021, 4, 20)


@pytest.mark.parametrize(
    ("valid", "quota", "share"), [(0, 100, 0), (50, 100, 50), (150, 100, 100), (3, None, 100), (0, 0, 0)]
)
def test_coverage_is_the_part_of_the_quota_that_is_valid(valid: int, quota: int | None, share: float) -> None:
    assert scores.coverage(valid, quota) == share


@pytest.mark.parametrize(
    ("day", "share"),
    [(None, 0), (date(2021, 4, 1), 100), (DEADLINE, 100), (date(2021, 4, 21), 90), (date(2021, 6, 1), 0)],
)
def test_each_day_late_costs_ten(day: date | None, share: float) -> None:
    assert scores.on_time(day, DEADLINE) == share


def test_the_score_is_the_mean_of_its_shares_and_remembers_the_day_before() -> None:
    history = ((date(2021, 4, 1), 40.0), (date(2021, 4, 2), 55.5))
    found = scores.score((100, 50, 25, 25), (3, 1), history)
    assert (found.score, found.previous, found.mended, found.new) == (50.0, 55.5, 3, 1)
    assert found.history == history
