"""Numbers are written as Vietnamese readers write them, and never lie by rounding."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import numbers


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1234567.84, 1, "1.234.567,8"), (0, 0, "0"), (-0.2, 0, "0"), (999.5, 0, "1.000"), (2.5, 0, "3"), (None, 0, "—")],
)
def test_dots_group_and_a_comma_parts(value: float | None, decimals: int, text: str) -> None:
    assert numbers.number(value, decimals) == text


def test_the_press_figure_of_thu_duc_is_recomputed() -> None:
    assert numbers.percent(numbers.ratio_percent(3992, 8684)) == "45,97\u00a0%"


def test_no_percentage_without_a_whole() -> None:
    assert numbers.percent(numbers.ratio_percent(5, 0)) == "—"


def test_a_chart_never_shows_a_quota_as_reached_that_is_not() -> None:
    assert numbers.short_percent(99.99) == "99\u00a0%"


def test_day_and_month_have_two_digits() -> None:
    assert numbers.day(date(2021, 1, 5)) == "05/01/2021"


@pytest.mark.parametrize(
    ("vnd", "text"),
    [
        (1_234e6, "1,2 tỷ đồng"),
        (850e6, "850 triệu đồng"),
        (12.3e9, "12,3 tỷ đồng"),
        (500_000, "500.000 đồng"),
        (0, "0 đồng"),
    ],
)
def test_money_is_told_in_the_unit_people_use(vnd: float, text: str) -> None:
    assert numbers.money(vnd).replace("\u00a0", " ") == text


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_reads_back(value: int) -> None:
    assert int(numbers.number(value).replace(".", "")) == value


@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_the_plain_form_is_exact_and_without_point_zero(value: float) -> None:
    text = numbers.plain(value)
    assert float(text) == value
    assert not text.endswith(".0")
    assert "e" not in text
    assert Decimal(text) == Decimal(text)
