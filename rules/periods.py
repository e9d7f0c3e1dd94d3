"""A period with a precision, and how one is made of a day, a month or a year."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "quarter", "year", "school_year", "range"]

FIRST_YEAR, LAST_YEAR = 1990, 2035
OPEN_END = "open_end"


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included, as exact as `precision` says.

    A school year runs from 1 August to 31 May; its first semester ends on 31 January, its second begins on 1 January.
    `ambiguous`: another reading is possible, and `note` says why: `month_first` (only so is it a date),
    `two_digit_year`, `several` (more than one date without "đến" between), `years` (2020-2021 may be a school year),
    `as_serial`, `day_or_month`, `swapped` (by Excel), `reversed`, `short`, `open_start` ("trước ...", "đến ...": no
    beginning is named). `note` is `open_end` for "từ ..." and "... đến nay": the use goes on after `last`, which is
    the end of what was named.
    """

    first: date
    last: date
    precision: Precision
    ambiguous: bool = False
    note: str = ""


class ImpossibleDate(ValueError):
    """Something that has the form of a date and is none, such as 31/02/2021."""


def of_day(day: int, month: int, year: int) -> Period:
    """One day; ImpossibleDate where the calendar has no such day."""
    try:
        named = date(year, month, day)
    except ValueError as error:
        raise ImpossibleDate from error
    return Period(named, named, "day")


def of_month(month: int, year: int) -> Period:
    """A month from its first to its last day; ImpossibleDate for month 13."""
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        raise ImpossibleDate
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def of_year(year: int) -> Period:
    """A calendar year; ImpossibleDate for the year 0."""
    return Period(of_month(1, year).first, of_month(12, year).last, "year")


def full_year(digits: str) -> int:
    """The year of four digits, or of two within 1990 to 2035 ("21" is 2021); ImpossibleDate otherwise."""
    year = int(digits)
    if len(digits) == 4:
        return year
    if year <= LAST_YEAR - 2000:
        return 2000 + year
    if year >= FIRST_YEAR - 1900:
        return 1900 + year
    raise ImpossibleDate


def from_to(first: Period, last: Period) -> Period:
    """The range of two periods; told as `reversed` and put in order where the first begins after the last ends."""
    if first.first > last.last:
        return Period(last.first, first.last, "range", True, "reversed")
    note = first.note or last.note
    return Period(first.first, last.last, "range", first.ambiguous or last.ambiguous, "" if note == OPEN_END else note)
