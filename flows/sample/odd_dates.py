"""Forms of a period that no house keeps to and anybody may use: coarse ones, doubtful ones, numbers that were dates."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from flows.sample.cells import Cell, DateCell
from flows.sample.chance import pick
from flows.sample.dates import Meaning, month_end, period_entry

COARSE = ("school_year", "semester", "quarter", "quarter_short", "year", "part_year")
DOUBTFUL = ("month_first", "short_month", "years", "several", "reversed")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def any_entry(rng: Random, form: str, day: date) -> Meaning:
    """A period in any form, the houses' own or one of these."""
    return _ODD[form](rng, day) if form in _ODD else period_entry(rng, form, day)


def habitual_entry(habit: str, day: date) -> Cell:
    """A day as a computer set to American dates keeps it: written month first, or, once typed day first, mistaken."""
    if habit == "us":
        return f"{day:%m/%d/%Y}"
    if day.day > 12:
        return f"{day:%d/%m/%Y}"
    return DateCell(date(day.year, day.day, day.month))


def is_mistakable(habit: str, day: date) -> bool:
    """True where the cell reads as another day to one who does not know the habit, or as none."""
    return day.day != day.month and (habit == "us" or day.day <= 12)


def _serial_text(rng: Random, day: date) -> Meaning:
    return str((day - date(1899, 12, 30)).days), day, day


def _number_month(rng: Random, day: date) -> Meaning:
    """09.2023 typed into a cell of numbers: 9.2023."""
    return float(f"{day.month}.{day.year}"), day.replace(day=1), month_end(day)


def _eight_digits(rng: Random, day: date) -> Meaning:
    return f"{day:%d%m%Y}" if day.day < 10 or rng.random() < 0.5 else int(f"{day:%d%m%Y}"), day, day


def _semester(rng: Random, day: date) -> Meaning:
    start = day.year if day.month >= 8 else day.year - 1
    first = day.month >= 8 or day.month == 1
    years = pick(rng, (f"{start}-{start + 1}", f"{start} - {start + 1}"))
    name = pick(rng, ("HKI", "Học kỳ I", "HK1", "HK 1") if first else ("HKII", "Học kỳ II", "HK2", "HK 2"))
    text = f"{name}{pick(rng, (' ', ' năm học ', ', năm học '))}{years}"
    return (text, date(start, 8, 1), date(start + 1, 1, 31)) if first else (
        text, date(start + 1, 1, 1), date(start + 1, 5, 31)
    )  # fmt: skip


def _quarter_short(rng: Random, day: date) -> Meaning:
    number = (day.month + 2) // 3
    text = pick(rng, (f"Q{number}/{day.year}", f"Quý {number}/{day.year}", f"quý {number} năm {day.year}"))
    return text, date(day.year, number * 3 - 2, 1), month_end(date(day.year, number * 3, 1))


def _part_year(rng: Random, day: date) -> Meaning:
    """ "Đầu năm 2021" says no more than the year for sure; "6 tháng đầu năm" is a half of it."""
    part = "đầu" if day.month <= 4 else "giữa" if day.month <= 8 else "cuối"
    text = f"{pick(rng, (part, part.capitalize()))} năm {day.year}"
    return text, date(day.year, 1, 1), date(day.year, 12, 31)


def _half(rng: Random, day: date) -> Meaning:
    first, name = (1, "đầu") if day.month <= 6 else (7, "cuối")
    return f"6 tháng {name} năm {day.year}", date(day.year, first, 1), month_end(date(day.year, first + 5, 1))


def _part_month(rng: Random, day: date) -> Meaning:
    text = f"{pick(rng, ('Đầu', 'cuối', 'Giữa'))} tháng {day.month}/{day.year}"
    return text, day.replace(day=1), month_end(day)


def _month_pair(rng: Random, day: date) -> Meaning:
    other = min(day.month + 1 + int(rng.random() * 2), 12)
    if other == day.month:
        return f"Tháng {day.month}/{day.year}", day.replace(day=1), month_end(day)
    forms = [f"tháng {day.month}-{other}/{day.year}", f"Tháng {day.month} đến tháng {other} năm {day.year}"]
    if other == day.month + 1:
        forms += [f"Tháng {day.month}, {other}/{day.year}", f"tháng {day.month} và {other} năm {day.year}"]
    return pick(rng, forms), day.replace(day=1), month_end(date(day.year, other, 1))


def _days_of_year(rng: Random, day: date) -> Meaning:
    last = min(day + timedelta(days=5 + int(rng.random() * 40)), date(day.year, 12, 31))
    text = f"{pick(rng, ('', 'Từ ', 'từ ngày '))}{day.day:02d}/{day.month}"
    return f"{text}{' đến ' if text[0] in 'Tt' else ' - '}{last.day}/{last.month}/{last.year}", day, last


def _short_range(rng: Random, day: date) -> Meaning:
    last = month_end(day + timedelta(days=31 + int(rng.random() * 60)))
    forms = (
        f"{day.month}/{day.year}-{last.month}/{last.year}",
        f"T{day.month}/{day.year} - T{last.month}/{last.year}",
        f"{day:%m.%Y} - {last:%m.%Y}",
        f"Từ ngày {day.day:02d}/{day.month}/{day.year} đến tháng {last.month}/{last.year}",
    )
    at = int(rng.random() * 4)
    return forms[at], day if at == 3 else day.replace(day=1), last


def _until_now(rng: Random, day: date) -> Meaning:
    month = f"{day.month}/{day.year}"
    forms = (f"Từ {month} đến nay", f"{month} - nay", f"Từ tháng {month} đến hiện tại", f"tháng {month} đến nay")
    return pick(rng, forms), day.replace(day=1), None


def _day_in_words(rng: Random, day: date) -> Meaning:
    forms = (
        f"Ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
        f"ngày {day.day}/{day.month}/{day.year}",
        f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}",
        f"{day:%d/%m/%Y} 08:30",
        f"{day:%Y/%m/%d}",
        f"{day:%Y-%m-%d} 00:00:00",
        f"'{day:%d/%m/%Y}",
    )
    return pick(rng, forms), day, day


def _english_month(rng: Random, day: date) -> Meaning:
    return f"{_MONTHS[day.month - 1]}-{day.year}", day.replace(day=1), month_end(day)


def _month_first(rng: Random, day: date) -> Meaning:
    day = day.replace(day=13 + day.day % 15)
    return f"{day:%m/%d/%Y}", day, day


def _short_month(rng: Random, day: date) -> Meaning:
    return f"{day.month}/{day:%y}", day.replace(day=1), month_end(day)


def _years(rng: Random, day: date) -> Meaning:
    return f"{day.year - 1}-{day.year}", date(day.year - 1, 1, 1), date(day.year, 12, 31)


def _several(rng: Random, day: date) -> Meaning:
    last = day + timedelta(days=7 + int(rng.random() * 30))
    return f"{day:%d/%m/%Y}{pick(rng, (', ', '; ', ' và '))}{last:%d/%m/%Y}", day, last


def _reversed(rng: Random, day: date) -> Meaning:
    last = day + timedelta(days=7 + int(rng.random() * 30))
    return f"Từ {last:%d/%m/%Y} đến {day:%d/%m/%Y}", day, last


_ODD: dict[str, Callable[[Random, date], Meaning]] = {
    "serial_text": _serial_text,
    "number_month": _number_month,
    "eight_digits": _eight_digits,
    "semester": _semester,
    "quarter_short": _quarter_short,
    "part_year": _part_year,
    "half_year": _half,
    "part_month": _part_month,
    "month_pair": _month_pair,
    "days_of_year": _days_of_year,
    "short_range": _short_range,
    "until_now": _until_now,
    "day_in_words": _day_in_words,
    "english_month": _english_month,
    "month_first": _month_first,
    "short_month": _short_month,
    "years": _years,
    "several": _several,
    "reversed": _reversed,
}
ODD_FORMS = tuple(form for form in _ODD if form not in DOUBTFUL)
