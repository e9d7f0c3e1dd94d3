"""Dates as people write them: a period with a precision. The day comes before the month."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from rules.date_forms import FORMS, Parts
from rules.folding import plain
from rules.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    OPEN_END,
    ImpossibleDate,
    Period,
    from_to,
    of_day,
    of_month,
    of_year,
)

__all__ = ["OPEN_END", "Period", "parse_period"]

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 60_001)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_TO = re.compile(r"(?:-|~|->|=>|(?:den|toi)(?: het)?)(?: ngay| thang| nam| quy)?")
_TO_NOW = re.compile(r"\b(?:den nay|hien nay|hien tai|bay gio|tro di)\b|-\s*nay\b")
_GLUED = re.compile(r"\b(ngay|thang|nam|tu|den)(?=\d)")
_THG = re.compile(r"\bthg\.?\s*(?=\d)")  # as Excel shows months in Vietnamese: "15-Thg3-21"
_TURN = re.compile(
    r"\b(?:tuan|dot|lan|giai doan)\s*(?:thu\s*)?(?:\d{1,2}|[ivx]+)\b(?!\s*[/.]\s*\d)"
)  # "tuần 2 tháng 3"
_UNTIL = re.compile(r"\b(?:truoc|den|toi|cham nhat)\s*(?:het|ngay|thang|nam|quy|cuoi|:|\s)*#")
_AFTER = re.compile(r"\bsau\s*(?:ngay|thang|nam|quy|:|\s)*#")
_SINCE = re.compile(r"\b(?:tu|ke tu|bat dau)\s*(?:ngay|thang|nam|quy|dau|cuoi|giua|:|\s)*#")


def parse_period(value: str | int | float | datetime | date, *, day_first: bool = True) -> Period | None:
    """The period a cell names, None where it names none, an impossible one, or one outside 1990 to 2035.

    Reads dates, Excel serials (also as text), months that became a number (9.2023), quarters, school years and ranges:
    "Từ ngày 01/9/2012 đến tháng 5/2013" is 1 September 2012 to 31 May 2013.
    """
    try:
        period = _parse(value, day_first)
    except (ImpossibleDate, OverflowError):
        return None
    if period is None or period.first.year < FIRST_YEAR or period.last.year > LAST_YEAR:
        return None
    return period


def _parse(value: str | int | float | datetime | date, day_first: bool) -> Period | None:
    if isinstance(value, bool) or value != value:
        return None
    if isinstance(value, datetime):
        return _from_date(value.date())
    if isinstance(value, date):
        return _from_date(value)
    if isinstance(value, str):
        return _from_text(value, day_first)
    return _from_number(repr(value))


@lru_cache(maxsize=1 << 13)  # the days of a campaign are few
def _from_text(value: str, day_first: bool) -> Period | None:
    text = " ".join(plain(value).replace("–", "-").replace("—", "-").strip(" '’`\t\n").split())
    text = _TURN.sub(" ", _THG.sub("thang ", _GLUED.sub(r"\1 ", text))).strip()
    return _from_number(text) if _NUMBER.fullmatch(text) else _from_words(text, day_first)


def _from_date(day: date) -> Period:
    serial = (day - _EXCEL_EPOCH).days
    if FIRST_YEAR <= serial <= LAST_YEAR:  # "2021" in a column formatted as dates shows as 13/07/1905
        return replace(of_year(serial), ambiguous=True, note="as_serial")
    return Period(day, day, "day")


def _from_number(text: str) -> Period | None:
    whole, _, rest = text.replace(",", ".").partition(".")
    if not whole.isdigit() or not (rest.isdigit() or rest == ""):
        return None
    rest = rest.rstrip("0") if len(rest) != 4 else rest
    number = int(whole)
    if len(whole) <= 2 and rest:  # a month typed as 9.2023; 9.2020 loses its last nought
        year = int(rest.ljust(4, "0")) if 2 <= len(rest) <= 4 else 0
        return of_month(number, year) if FIRST_YEAR <= year <= LAST_YEAR else None
    if len(whole) == 6 and not rest:
        return of_month(int(whole[:2]), int(whole[2:]))
    if number in _SERIALS:
        return _from_date(_EXCEL_EPOCH + timedelta(days=number))
    if rest:
        return None
    if FIRST_YEAR <= number <= LAST_YEAR:
        return of_year(number)
    return _from_eight_digits(whole) if len(whole) == 8 else None


def _from_eight_digits(digits: str) -> Period | None:
    readings = []
    for year, month, day in ((digits[4:], digits[2:4], digits[:2]), (digits[:4], digits[4:6], digits[6:])):
        if FIRST_YEAR <= int(year) <= LAST_YEAR:
            try:
                readings.append(of_day(int(day), int(month), int(year)))
            except ImpossibleDate:
                continue
    if not readings:
        return None
    return replace(readings[0], ambiguous=len(readings) > 1, note="short" if len(readings) > 1 else "")


def _from_words(text: str, day_first: bool) -> Period | None:
    found: list[tuple[int, int, Period]] = []
    for pattern, read in FORMS:
        while match := pattern.search(text):
            parts: Parts = match.groupdict() | {"month_first": None if day_first else "yes"}
            found.append((match.start(), match.end(), read(parts)))
            text = text[: match.start()] + "#" * (match.end() - match.start()) + text[match.end() :]
    found.sort()
    if not found:
        return None
    if len(found) == 1:
        return _open_end(found[0][2], text)
    return _range([period for _, _, period in found], text[found[0][1] : found[1][0]])


def _open_end(period: Period, text: str) -> Period:
    if _UNTIL.search(text) and not period.note and period.precision != "range":
        return replace(period, ambiguous=True, note="open_start")
    is_open = _AFTER.search(text) or _TO_NOW.search(text) or (_SINCE.search(text) and period.precision != "range")
    return replace(period, note=OPEN_END) if is_open and not period.note else period


def _range(periods: list[Period], between: str) -> Period:
    first, last = periods[0], periods[1]
    if all(p == first for p in periods):
        return first
    if len(periods) > 2 or not _TO.fullmatch(between.strip(" ,")):
        return Period(min(p.first for p in periods), max(p.last for p in periods), "range", True, "several")
    span = from_to(first, last)
    if {first.precision, last.precision} <= {"year", "school_year"} and span.note != "reversed":
        span = replace(span, precision="year")
    if first.precision == last.precision == "year" and span.last.year == span.first.year + 1 and between.strip() == "-":
        return replace(span, ambiguous=True, note="years")
    return span
