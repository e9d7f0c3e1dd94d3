"""Padding: rows that only fill up a number. Units are rewarded by quantity, so it is found and asked about; no count
changes by it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from rules.vietnamese import fold
from schemas.rows import Rows

RUN = 5  # rows one after another
_NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>\d{1,5})\W*")
_TAIL = 8  # characters of a title in which its number stands
_LONGEST_NAME = 12  # words
_CONTENT_WORDS = 6  # shorter texts repeat honestly: "Tăng năng suất"


def repeated_titles(rows: Rows) -> list[str]:
    """title_status with "repeated" where one title, however it is spelled, stands in `RUN` rows one after another."""
    padded = _in_runs([_fold(title) for title in rows["title"]])
    return ["repeated" if p and s == "ok" else s for p, s in zip(padded, rows["title_status"], strict=True)]


def filled_down(titles: Sequence[str]) -> list[bool]:
    """Rows of at least `RUN` one after another whose title is the one above with its last number one higher: "Sáng kiến
    1", "Sáng kiến 2"."""
    marks: list[object] = []
    for index, title in enumerate(titles):
        match = _NUMBERED.fullmatch(title) if any(c.isdigit() for c in title[-_TAIL:]) else None
        marks.append((_fold(match["before"]), int(match["number"]) - index) if match else index)
    return _in_runs(marks)


def names_itself(titles: Sequence[str], authors: Sequence[str], workplaces: Sequence[str]) -> list[bool]:
    """Rows whose title is nothing but their author or their workplace. `authors` joined by "; "."""
    found = []
    for title, people, workplace in zip(titles, authors, workplaces, strict=True):
        own = (people, workplace, *people.split("; ")) if 0 <= title.count(" ") < _LONGEST_NAME else ()
        found.append(bool(title) and _fold(title) in map(_fold, own))
    return found


def repeated_contents(contents: Sequence[str]) -> list[bool]:
    """Rows of at least `RUN` one after another with one description, whatever their titles."""
    keys = (" ".join(content.split()).casefold() for content in contents)
    return _in_runs([key if key.count(" ") >= _CONTENT_WORDS - 1 else index for index, key in enumerate(keys)])


@lru_cache(maxsize=20_000)
def _fold(text: str) -> str:
    return fold(text)


def _in_runs(keys: Sequence[object]) -> list[bool]:
    """True for each of at least `RUN` equal keys one after another; an empty key makes no run."""
    found: list[bool] = []
    for key, group in groupby(keys):
        length = sum(1 for _ in group)
        found += [length >= RUN and key != ""] * length
    return found
