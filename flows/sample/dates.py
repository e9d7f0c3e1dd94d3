"""Days and periods as people write them, together with what they mean."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from flows.sample.cells import Cell, DateCell
from flows.sample.chance import pick

Meaning = tuple[Cell, date, date | None]  # the cell, the first day, the last day (None: still going on)
_QUARTERS = ("I", "II", "III", "IV")
DAY_FORMS = ("dmy", "excel", "serial", "iso", "dash", "short_year", "dot_day")


def month_end(day: date) -> date:
    """The last day of the month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def period_entry(rng: Random, form: str, day: date) -> Meaning:
    """A period that begins with the day, written in that form ("Từ tháng 3/2021", "09.2023", "Năm học 2020 - 2021")."""
    if form in DAY_FORMS:
        return day_entry(rng, form, day), day, day
    return _PERIODS[form](rng, day)


def day_entry(rng: Random, form: str, day: date) -> Cell:
    """One day in that form."""
    if form == "excel":
        return DateCell(day, pick(rng, ("dd/mm/yyyy", "d/m/yyyy", "dd-mm-yy")))
    if form == "serial":
        return (day - date(1899, 12, 30)).days
    if form == "iso":
        return day.isoformat()
    if form == "dash":
        return f"{day:%d-%m-%Y}"
    if form == "short_year":
        return f"{day.day}/{day.month}/{day:%y}"
    if form == "month_first":
        return f"{day:%m/%d/%Y}"
    if form == "dot_day":
        return f"{day:%d.%m.%Y}"
    return f"{day:%d/%m/%Y}" if rng.random() < 0.7 else f"{day.day}/{day.month}/{day.year}"


def closed(form: str) -> str:
    """A form with an end for one that leaves the end open or is too coarse to lie outside anything."""
    closed_forms = {"from_month": "month", "from_day": "dmy", "year": "month_words", "until_now": "month_words"}
    return closed_forms.get(form, form)


def _month(rng: Random, day: date) -> Meaning:
    return (f"{day:%m/%Y}" if rng.random() < 0.6 else f"{day.month}/{day.year}"), day.replace(day=1), month_end(day)


def _dot_month(rng: Random, day: date) -> Meaning:
    return f"{day:%m.%Y}", day.replace(day=1), month_end(day)


def _excel_month(rng: Random, day: date) -> Meaning:
    first = day.replace(day=1)
    return DateCell(first, pick(rng, ("mm/yyyy", "mmm-yy"))), first, month_end(day)


def _month_words(rng: Random, day: date) -> Meaning:
    text = pick(rng, (f"Tháng {day.month}/{day.year}", f"tháng {day.month} năm {day.year}", f"T{day.month}/{day.year}"))
    return text, day.replace(day=1), month_end(day)


def _from_month(rng: Random, day: date) -> Meaning:
    return (
        pick(rng, (f"Từ tháng {day.month}/{day.year}", f"Từ tháng {day:%m} năm {day.year}")),
        day.replace(day=1),
        None,
    )


def _from_day(rng: Random, day: date) -> Meaning:
    return f"Từ ngày {day.day:02d}/{day.month}/{day.year}", day, None


def _range_months(rng: Random, day: date) -> Meaning:
    last = month_end(day + timedelta(days=int(rng.random() * 60)))
    text = pick(
        rng,
        (
            f"Tháng {day.month}/{day.year} đến {last.month}/{last.year}",
            f"từ tháng {day.month} năm {day.year} đến tháng {last.month} năm {last.year}",
            f"{day:%m/%Y} - {last:%m/%Y}",
        ),
    )
    return text, day.replace(day=1), last


def _range_days(rng: Random, day: date) -> Meaning:
    last = day + timedelta(days=10 + int(rng.random() * 60))
    if rng.random() < 0.5:
        return f"Từ ngày {day.day:02d}/{day.month}/{day.year} đến tháng {last.month}/{last.year}", day, month_end(last)
    return f"{day:%d/%m/%Y} - {last:%d/%m/%Y}", day, last


def _school_year(rng: Random, day: date) -> Meaning:
    start = day.year if day.month >= 8 else day.year - 1
    text = pick(rng, (f"Năm học {start} - {start + 1}", f"Năm học {start}-{start + 1}", f"NH {start}-{start + 1}"))
    return text, date(start, 8, 1), date(start + 1, 5, 31)


def _year(rng: Random, day: date) -> Meaning:
    return (day.year if rng.random() < 0.5 else f"Năm {day.year}"), date(day.year, 1, 1), date(day.year, 12, 31)


def _quarter(rng: Random, day: date) -> Meaning:
    quarter = (day.month - 1) // 3
    text = f"Quý {_QUARTERS[quarter]}{pick(rng, ('/', ' năm '))}{day.year}"
    return text, date(day.year, quarter * 3 + 1, 1), month_end(date(day.year, quarter * 3 + 3, 1))


_PERIODS: dict[str, Callable[[Random, date], Meaning]] = {
    "month": _month,
    "dot_month": _dot_month,
    "excel_month": _excel_month,
    "month_words": _month_words,
    "from_month": _from_month,
    "from_day": _from_day,
    "range_months": _range_months,
    "range_days": _range_days,
    "school_year": _school_year,
    "year": _year,
    "quarter": _quarter,
}
