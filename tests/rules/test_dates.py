"""A date is a period with a precision: every form people use names the right days, and nothing else is a date."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dates import OPEN_END, Period, parse_period

days = st.dates(date(1990, 1, 1), date(2035, 12, 31))
EXCEL_EPOCH = date(1899, 12, 30)


def span(text: object) -> tuple[str, str, str]:
    period = parse_period(text)  # type: ignore[arg-type]
    assert period is not None
    return str(period.first), str(period.last), period.precision


@given(
    days,
    st.sampled_from(
        [
            "{d}/{m}/{y}",
            "{d:02}/{m:02}/{y}",
            "{d}.{m}.{y}",
            "{d:02}-{m:02}-{y}",
            "{y}-{m:02}-{d:02}",
            "ngày {d:02} tháng {m:02} năm {y}",
            "Ngày {d}/{m} năm {y}",
            "'{d}/{m}/{y}",
            "{d}/{m}/{y} tại trường THCS",
            "Hà Nội, ngày {d} tháng {m} năm {y}",
        ]
    ),
)
def test_a_day_in_any_form_is_that_day(day: date, form: str) -> None:
    assert parse_period(form.format(d=day.day, m=day.month, y=day.year)) == Period(day, day, "day")


@given(days)
def test_excel_serials_as_numbers_and_as_text(day: date) -> None:
    serial = (day - EXCEL_EPOCH).days
    for value in (
        serial,
        float(serial),
        serial + 0.5,
        str(serial),
        f"{serial}.0",
        day,
        datetime(day.year, day.month, day.day, 8),
    ):
        assert parse_period(value) == Period(day, day, "day")


@given(
    st.integers(1, 12),
    st.integers(1990, 2035),
    st.sampled_from(
        ["{m}/{y}", "{m:02}.{y}", "tháng {m} năm {y}", "Tháng {m}/{y}", "T{m}/{y}", "{y}-{m:02}", "Thang {m}, {y}"]
    ),
)
def test_a_month_in_any_form_is_that_month(month: int, year: int, form: str) -> None:
    period = parse_period(form.format(m=month, y=year))
    assert period is not None
    assert (period.precision, period.first) == ("month", date(year, month, 1))
    assert (period.last + timedelta(days=1)).day == 1
    assert not period.ambiguous


@given(
    st.integers(1, 12), st.integers(1990, 2035).filter(lambda year: year != 2000)
)  # 9.2000 is 9.2, which may be anything
def test_a_month_that_became_a_number_is_read_back(month: int, year: int) -> None:
    period = parse_period(float(f"{month}.{year}"))
    assert period is not None
    assert period.first == date(year, month, 1)
    assert period.precision == "month"


@given(days, days)
def test_a_range_holds_both_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    period = parse_period(f"Từ ngày {first:%d/%m/%Y} đến {last:%d/%m/%Y}")
    assert period is not None
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tháng 9/ 2014 đến 1/ 2015", ("2014-09-01", "2015-01-31", "range")),
        ("Từ ngày 01/9/2012 đến tháng 5/2013", ("2012-09-01", "2013-05-31", "range")),
        ("Năm học 2021 - 2022", ("2021-08-01", "2022-05-31", "school_year")),
        ("HKI năm học 2021-2022", ("2021-08-01", "2022-01-31", "school_year")),
        ("Quý I/2021", ("2021-01-01", "2021-03-31", "quarter")),
        ("Quý 4 năm 2020", ("2020-10-01", "2020-12-31", "quarter")),
        ("6 tháng đầu năm 2021", ("2021-01-01", "2021-06-30", "range")),
        ("tháng 3 đến tháng 5 năm 2021", ("2021-03-01", "2021-05-31", "range")),
        ("01/3 - 15/4/2021", ("2021-03-01", "2021-04-15", "range")),
        ("tháng năm năm 2021", ("2021-05-01", "2021-05-31", "month")),
        ("2021", ("2021-01-01", "2021-12-31", "year")),
        ("QĐ số 12/2021/QĐ-UBND ngày 5/3/2021", ("2021-03-05", "2021-03-05", "day")),
        ("15-03-21", ("2021-03-15", "2021-03-15", "day")),
        ("03/04/2021", ("2021-04-03", "2021-04-03", "day")),
        ("Quý 2/2021", ("2021-04-01", "2021-06-30", "quarter")),
        ("Q2/2021", ("2021-04-01", "2021-06-30", "quarter")),
        ("quý 1-2/2021", ("2021-01-01", "2021-06-30", "range")),
        ("HK1 2020-2021", ("2020-08-01", "2021-01-31", "school_year")),
        ("Học kỳ II (2020-2021)", ("2021-01-01", "2021-05-31", "school_year")),
        ("T3/2021 - T5/2021", ("2021-03-01", "2021-05-31", "range")),
        ("3/2021-5/2021", ("2021-03-01", "2021-05-31", "range")),
        ("tháng 3,4,5/2021", ("2021-03-01", "2021-05-31", "range")),
        ("1-15/3/2021", ("2021-03-01", "2021-03-15", "range")),
        ("từ ngày 1 đến 15/3/2021", ("2021-03-01", "2021-03-15", "range")),
        ("tuần 2 tháng 3/2021", ("2021-03-01", "2021-03-31", "month")),
        ("15-Thg3-21", ("2021-03-15", "2021-03-15", "day")),
        ("15 03 2021", ("2021-03-15", "2021-03-15", "day")),
        ("ngày15/3/2021", ("2021-03-15", "2021-03-15", "day")),
        ("tháng năm 2021", ("2021-01-01", "2021-12-31", "year")),
        ("6 tháng năm 2021", ("2021-01-01", "2021-12-31", "year")),
        ("đầu năm 2021", ("2021-01-01", "2021-12-31", "year")),
        ("2012-2021", ("2012-01-01", "2021-12-31", "year")),
        ("44275", ("2021-03-20", "2021-03-20", "day")),
        ("Feb-21", ("2021-02-01", "2021-02-28", "month")),
    ],
)
def test_forms_of_the_real_sheets(text: str, expected: tuple[str, str, str]) -> None:
    assert span(text) == expected


@pytest.mark.parametrize(
    "value",
    [
        "31/02/2021",
        "29/02/2021",
        "32/13/2021",
        "l5/03/2021",
        "o3/2021",
        "15/03/20211",
        "15/03/202",
        "1/2021/3",
        "13/13/2021",
        "29/2/2021",
        "123/2021",
        "tháng 13/2021",
        "15/3/1989",
        "1/1/2036",
        "1989",
        "",
        "lớp 9",
        "15/3",
        "abc",
        "năm học 2020-2022",
        float("nan"),
        float("inf"),
        True,
        0,
        -5,
        "99999999999999999999",
    ],
)
def test_what_is_no_date_is_none(value: str | float) -> None:
    assert parse_period(value) is None


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ("04/25/2021", "month_first"),
        ("trước năm 2021", "open_start"),
        ("đến 15/3/2021", "open_start"),
        ("3/21", "two_digit_year"),
        ("2020-2021", "years"),
        ("01/3/2021, 15/3/2021", "several"),
        ("Từ 20/4/2021 đến 10/3/2021", "reversed"),
        (date(1905, 7, 13), "as_serial"),
    ],
)
def test_what_reads_two_ways_is_told(value: str | date, note: str) -> None:
    period = parse_period(value)
    assert period is not None
    assert period.ambiguous
    assert period.note == note


@pytest.mark.parametrize("text", ["Từ tháng 9/2015", "9/2015 đến nay", "sau 9/2015", "Từ 01/9/2015 trở đi"])
def test_an_open_end_is_told_and_not_guessed(text: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert period.note == OPEN_END
    assert period.last.year == 2015


@given(st.text(alphabet="0123456789/.- ngàythánămhọcquýIVđếnTừ'"))
def test_any_text_gives_an_ordered_period_or_none(text: str) -> None:
    period = parse_period(text)
    assert period is None or date(1990, 1, 1) <= period.first <= period.last <= date(2035, 12, 31)
