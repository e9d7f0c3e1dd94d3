"""Padding: rows that only fill up a number. Units are rewarded by quantity, so it is found and asked about; no count
changes by it."""

import re
from collections.abc import Sequence
from itertools import groupby

import pandas as pd

from rules.names import split_authors
from rules.vietnamese import fold

RUN = 5  # rows one after another
_NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>\d{1,5})\W*")
_CONTENT_WORDS = 6  # shorter texts repeat honestly: "Tăng năng suất"


def repeated_titles(rows: pd.DataFrame) -> pd.Series:
    """title_status with "repeated" where one title, however it is spelled, stands in `RUN` rows one after another."""
    keys = _folded(rows["title"].tolist())
    padded = (rows["title_status"] == "ok") & pd.Series(_in_runs(keys), index=rows.index)
    return rows["title_status"].mask(padded, "repeated")


def filled_down(titles: Sequence[str]) -> list[bool]:
    """Rows of at least `RUN` one after another whose title is the one above with its last number one higher: "Sáng kiến
    1", "Sáng kiến 2"."""
    stems = [_stem(title) for title in titles]
    marks: list[object] = []
    for index, (stem, number) in enumerate(stems):
        marks.append((stem, number - index) if number >= 0 else index)
    return _in_runs(marks)


def names_itself(titles: Sequence[str], authors: Sequence[str], workplaces: Sequence[str]) -> list[bool]:
    """Rows whose title is nothing but their author or their workplace."""
    found = []
    for title, people, workplace in zip(titles, authors, workplaces, strict=True):
        own = {fold(name) for name in split_authors(people)} | {fold(people), fold(workplace)}
        found.append(bool(title) and fold(title) in own - {""})
    return found


def repeated_contents(contents: Sequence[str], titles: Sequence[str]) -> list[bool]:
    """Rows of at least `RUN` one after another with one description under different titles."""
    keys = _folded(contents)
    runs = _in_runs([key if len(key.split()) >= _CONTENT_WORDS else index for index, key in enumerate(keys)])
    same = _in_runs(_folded(titles))
    return [run and not one for run, one in zip(runs, same, strict=True)]


def _folded(texts: Sequence[str]) -> list[str]:
    return [fold(text) for text in texts]


def _stem(title: str) -> tuple[str, int]:
    match = _NUMBERED.fullmatch(title)
    return (fold(match["before"]), int(match["number"])) if match else ("", -1)


def _in_runs(keys: Sequence[object]) -> list[bool]:
    """True for each of at least `RUN` equal keys one after another; an empty key makes no run."""
    found: list[bool] = []
    for key, group in groupby(keys):
        length = sum(1 for _ in group)
        found += [length >= RUN and key != ""] * length
    return found
