"""The forms in which a date stands in a text, on lower case without diacritics, each with its reading."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from rules.periods import ImpossibleDate, Period, from_to, full_year, of_day, of_month, of_year

Parts = dict[str, str | None]
_MONTH_WORDS = {
    "gieng": 1,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_MONTH_WORDS |= {"muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12}
_ENGLISH = "jan feb mar apr may jun jul aug sep oct nov dec"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _number_of_month(name: str) -> int:
    if name.isdigit():
        return int(name)
    return _MONTH_WORDS.get(name) or _ENGLISH.split(" ").index(name[:3]) + 1


def _read_day(parts: Parts) -> Period:
    numbers, year = [int(parts["a"] or 0), int(parts["b"] or 0)], full_year(parts["y"] or "")
    day, month = reversed(numbers) if parts.get("month_first") else numbers
    try:
        return of_day(day, month, year)
    except ImpossibleDate:
        return replace(of_day(month, day, year), ambiguous=True, note="month_first")


def _read_named_day(parts: Parts) -> Period:
    return of_day(int(parts["d"] or 0), _number_of_month(parts["m"] or ""), full_year(parts["y"] or ""))


def _read_month(parts: Parts) -> Period:
    year = parts["y"] or parts.get("yy") or ""
    month = of_month(_number_of_month(parts["m"] or ""), full_year(year))
    return month if len(year) == 4 or parts.get("yy") else replace(month, ambiguous=True, note="two_digit_year")


def _read_quarter(parts: Parts) -> Period:
    first, last = (_ROMAN.get(q) or int(q) for q in (parts["q"] or "", parts["r"] or parts["q"] or ""))
    year = int(parts["y"] or 0)
    span = Period(of_month(3 * first - 2, year).first, of_month(3 * last, year).last, "quarter")
    return span if first == last else replace(span, precision="range")


def _read_school_year(parts: Parts) -> Period:
    first = full_year(parts["y"] or "")
    last = full_year(parts["z"]) if parts["z"] else first + 1
    if last != first + 1:
        raise ImpossibleDate
    begin, end = date(first, 8, 1), date(last, 5, 31)
    if parts["k"]:
        begin, end = (begin, date(last, 1, 31)) if parts["k"] in ("i", "1") else (date(last, 1, 1), end)
    return Period(begin, end, "school_year", not parts["z"], "" if parts["z"] else "short")


def _read_half(parts: Parts) -> Period:
    year = int(parts["y"] or 0)
    begin, end = (1, 6) if parts["h"] == "dau" else (7, 12)
    return Period(of_month(begin, year).first, of_month(end, year).last, "range")


def _read_days_of_year(parts: Parts) -> Period:
    year = int(parts["y"] or 0)
    first = of_day(int(parts["a"] or 0), int(parts["b"] or 0), year)
    last = of_day(int(parts["c"] or 0), int(parts["d"] or 0), year)
    return from_to(first, last)


def _read_days_of_month(parts: Parts) -> Period:
    month, year = int(parts["m"] or 0), int(parts["y"] or 0)
    return from_to(of_day(int(parts["a"] or 0), month, year), of_day(int(parts["d"] or 0), month, year))


def _read_months_of_year(parts: Parts) -> Period:
    year = int(parts["y"] or 0)
    span = from_to(of_month(int(parts["a"] or 0), year), of_month(int(parts["b"] or 0), year))
    return span if parts["t"] else replace(span, ambiguous=True, note="short")


def _read_year(parts: Parts) -> Period:
    return of_year(int(parts["y"] or 0))


# No digit and no letter before a number: "l5/3/2021" is a slip for 15/3 and must not be read as 5/3.
_D, _Y, _TO_WORD = r"(?<![\da-z])", r"\d{4}(?!\d)", r"\s*(?:den(?: het)?|toi|-|~)\s*"
_OF_YEAR = r"\s*(?:[/.,-]|,?\s*nam\b|,?\s)\s*(?:nam\s*)?"
_ALONE = r"(?<![\da-z/.])"
# "Tháng năm 2021" may be May or no month at all; "tháng năm năm 2021" and "tháng năm/2021" are May.
_WORDS = "|".join(
    word if word != "nam" else r"nam(?=\s+nam\b|\s*[/.,-])"
    for word in sorted(_MONTH_WORDS, key=lambda word: (-len(word), word))
)
_NAMES = rf"(?:{_ENGLISH.replace(' ', '|')})(?:uary|ch|il|e|y|ust|tember|ober|ember)?"
_CLOCK = r"\d\d?:\d\d(?::\d\d)?"
# Tried in this order; what one form has taken is not read again.
FORMS: tuple[tuple[re.Pattern[str], Callable[[Parts], Period]], ...] = tuple(
    (re.compile(form), read)
    for form, read in (
        (
            r"(?:(?:hk|hoc ky|hoc ki|ky|ki)\s*(?P<k>ii|i|1|2)\b[\s,./-]*)?\b(?:nam hoc|nh)\s*:?\s*"
            r"(?P<y>\d{4}|\d{2})\s*(?:[-/]\s*(?P<z>\d{4}|\d{2}))?(?!\d)",
            _read_school_year,
        ),
        (
            r"\b(?:hk|hoc ky|hoc ki)\s*(?P<k>ii|i|1|2)\b[\s,./:(-]*(?P<y>\d{4})\s*[-/]\s*(?P<z>\d{4}|\d{2})(?!\d)",
            _read_school_year,
        ),
        (
            rf"\b(?:quy|q)\.?\s*(?P<q>iv|i{{1,3}}|[1-4])(?:\s*(?:-|va|den|,|\+|&)\s*(?:quy\s*)?(?P<r>iv|i{{1,3}}|[1-4]))?"
            rf"{_OF_YEAR}(?P<y>{_Y})",
            _read_quarter,
        ),
        (
            rf"(?:^|\b(?:tu|ngay)\s*)(?P<a>\d{{1,2}}){_TO_WORD}(?:ngay\s*)?(?P<d>\d{{1,2}})\s*[/.]\s*(?P<m>\d{{1,2}})"
            rf"\s*[/.]\s*(?P<y>{_Y})",
            _read_days_of_month,
        ),
        (
            rf"{_D}(?P<a>\d{{1,2}})\s*[/.]\s*(?P<b>\d{{1,2}}){_TO_WORD}(?:ngay\s*)?"
            rf"(?P<c>\d{{1,2}})\s*[/.]\s*(?P<d>\d{{1,2}})\s*[/.]\s*(?P<y>{_Y})",
            _read_days_of_year,
        ),
        (
            rf"{_D}(?P<a>\d{{1,2}})\s*(?:(?P<dash>-)|[/.])\s*(?P<b>\d{{1,2}})\s*(?(dash)-|[/.-])\s*(?P<y>\d{{4}}|\d{{2}})(?!\d)"
            rf"(?:,?\s*{_CLOCK})?",
            _read_day,
        ),
        (
            rf"{_D}(?P<y>\d{{4}})\s*(?P<sep>[-/.])\s*(?P<m>\d{{1,2}})\s*(?P=sep)\s*(?P<d>\d{{1,2}})(?!\d)"
            rf"(?:[t ]{_CLOCK}\S*)?",
            _read_named_day,
        ),
        (
            rf"(?:ngay\s*)?{_D}(?P<d>\d{{1,2}})\s*(?:/|-)?\s*thang\s*(?P<m>\d{{1,2}}|{_WORDS}){_OF_YEAR}(?P<y>{_Y}|(?<=[-/])\d\d(?!\d))",
            _read_named_day,
        ),
        (rf"(?:ngay\s*)?{_D}(?P<d>\d{{1,2}})\s*[/.-]\s*(?P<m>\d{{1,2}})\s*,?\s*nam\s*(?P<y>{_Y})", _read_named_day),
        (rf"{_D}(?P<d>\d{{1,2}})[\s-]*(?P<m>{_NAMES})[\s,.-]*(?P<y>\d{{4}}|\d{{2}})(?!\d)", _read_named_day),
        (
            rf"\b(?P<t>thang|t\.?)\s*(?P<a>\d{{1,2}})(?:\s*,\s*\d{{1,2}})*(?:{_TO_WORD}|\s*(?:va|,|&)\s*)(?:thang\s*|t)?"
            rf"(?P<b>\d{{1,2}}){_OF_YEAR}(?P<y>{_Y})",
            _read_months_of_year,
        ),
        (rf"(?P<t>#?)(?<![\d/.])(?P<a>\d{{1,2}})\s*-\s*(?P<b>\d{{1,2}})\s*/\s*(?P<y>{_Y})", _read_months_of_year),
        (rf"\b(?:thang|t\.?)\s*(?P<m>\d{{1,2}}|{_WORDS}){_OF_YEAR}(?P<y>{_Y}|\d{{2}}(?!\d))", _read_month),
        (rf"{_ALONE}(?P<m>\d{{1,2}})\s*[/.-]\s*(?P<y>{_Y})(?!\s*/\s*\w)", _read_month),
        (rf"{_ALONE}(?P<y>\d{{4}})\s*[/.-]\s*(?P<m>\d{{1,2}})(?!\d)", _read_month),
        (rf"\b(?P<m>{_NAMES})(?:[\s,.-]*(?P<y>{_Y})|-(?P<yy>\d\d)(?!\d))", _read_month),
        (r"^(?P<a>\d{1,2})[ ,]\s*(?P<b>\d{1,2})[ ,]\s*(?P<y>\d{4})$", _read_day),
        (r"^(?P<m>\d{1,2})/(?P<y>1[3-9]|2\d|3[0-5])$", _read_month),
        (rf"\b(?:6|sau) thang (?P<h>dau|cuoi)(?: nam)?\s*(?P<y>{_Y})", _read_half),
        (rf"(?<![\d/.,])(?:\bnam\s*)?(?P<y>{_Y})(?![/.,]?\d)(?!\s*/)", _read_year),
    )
)
