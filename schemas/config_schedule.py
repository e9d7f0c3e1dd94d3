"""When nights run: a cron line of five fields and the zone of its clock."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from schemas.config_programme import Strict

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
# name, first, last, words for numbers
_FIELDS = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, ("", *_MONTHS)),
    ("day of the week", 0, 7, tuple(_DAYS)),
)
_PART = re.compile(r"(?P<any>\*)?(?:(?P<first>\w+)(?:-(?P<last>\w+))?)?(?:/(?P<step>[1-9]\d?))?")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", ""]


def _cron(line: str) -> str:
    """The line as it stands; a field that no clock can follow is told by its name."""
    fields = line.split()
    if len(fields) != len(_FIELDS):
        raise ValueError(f"expected five fields (minute hour day month weekday), found {len(fields)}")
    for text, (name, first, last, words) in zip(fields, _FIELDS, strict=True):
        if not all(_fits(part, first, last, words) for part in text.split(",")):
            raise ValueError(f"the {name} {text[:20]!r} is none: expected {first}-{last}, *, lists, ranges or steps")
    return line


def _fits(part: str, first: int, last: int, words: tuple[str, ...]) -> bool:
    found = _PART.fullmatch(part)
    if not found or bool(found["any"]) == bool(found["first"]):
        return False
    numbers = [_number(found[name], words) for name in ("first", "last") if found[name]]
    return all(first <= n <= last for n in numbers) and numbers == sorted(numbers)


def _number(text: str, words: tuple[str, ...]) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    return words.index(text.lower()) if text.lower() in words else -1


class Schedule(Strict):
    """When the nightly consolidation runs, and which day's release has the weekly bulletin ("": none)."""

    cron: Annotated[str, AfterValidator(_cron)]
    timezone: str
    bulletin: Weekday = "friday"
