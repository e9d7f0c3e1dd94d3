"""A column tells what a cell alone cannot: which number is the month, and that a day is a month's first."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.date_habits import habits_of, read_date

YEAR = [date(2021, 1, 1) + timedelta(days=7 * week) for week in range(52)]
days = st.lists(st.sampled_from(YEAR), min_size=40, max_size=52, unique=True)


@given(days)
def test_in_a_column_of_american_dates_the_month_comes_first_and_is_asked_about(column: list[date]) -> None:
    texts = [f"{day:%m/%d/%Y}" for day in column]
    habits = habits_of(texts)
    for day, text in zip(column, texts, strict=True):
        period = read_date(text, habits)
        assert period
        assert period.first == day
        assert period.ambiguous == (day.day != day.month)


@given(days)
def test_days_that_excel_swapped_are_put_right_and_asked_about(column: list[date]) -> None:
    cells = [f"{d:%d/%m/%Y}" if d.day > 12 else date(d.year, d.day, d.month) for d in column]
    habits = habits_of(cells)
    for day, cell in zip(column, cells, strict=True):
        period = read_date(cell, habits)
        assert period
        assert period.first == day
        assert period.ambiguous == (day.day <= 12 and day.day != day.month)


@given(st.lists(st.sampled_from(YEAR), max_size=30))
def test_days_written_day_first_stay_as_they_are(column: list[date]) -> None:
    texts = [f"{day:%d/%m/%Y}" for day in column]
    habits = habits_of(texts)
    assert [read_date(text, habits) for text in texts] == [read_date(day, habits_of([])) for day in column]


def test_date_cells_that_are_all_a_months_first_are_months() -> None:
    cells = [date(2021, 3, 1), date(2021, 4, 1), "15/3/2021"]
    assert [p.precision for cell in cells if (p := read_date(cell, habits_of(cells)))] == ["month", "month", "day"]
    cells = [date(2021, 3, 1), date(2021, 4, 2)]
    assert [p.precision for cell in cells if (p := read_date(cell, habits_of(cells)))] == ["day", "day"]
    lone = read_date(cells[0], habits_of(cells[:1]))  # one cell is no evidence
    assert lone
    assert (lone.precision, lone.ambiguous) == ("month", True)
    assert read_date(cells[0], habits_of(cells[:1], may_be_months=False)) == read_date("01/03/2021", habits_of([]))


def test_one_slip_does_not_make_a_habit() -> None:
    cells = ["15/03/2021", "16/03/2021", "03/17/2021", "04/03/2021"]
    read = read_date("04/03/2021", habits_of(cells))
    assert read
    assert (read.first, read.ambiguous) == (date(2021, 3, 4), False)
