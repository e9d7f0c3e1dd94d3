"""Persons with Vietnamese names in their real proportions; nobody is copied from a real list."""

from bisect import bisect
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from flows.sample.chance import stream
from flows.sample.wordlists import table

_PERSON = 11


@dataclass(frozen=True, slots=True)
class Person:
    """An author. `gender` is male or female."""

    name: str
    gender: str
    birth: date


def person(seed: int, home: int, workplace: int, serial: int) -> Person:
    """The person of that serial number at that workplace; always the same one."""
    rng = stream(seed, _PERSON, home, workplace, serial)
    gender = "female" if rng.random() < 0.48 else "male"
    parts = [_draw(rng, "surname", "both"), _draw(rng, "given", gender)]
    length = rng.random()
    if length > 0.03:
        parts.insert(
            1,
            ("Thị" if rng.random() < 0.62 else "Ngọc")
            if gender == "female" and length < 0.5
            else _draw(rng, "middle", gender),
        )
    if length > 0.8:
        parts.insert(2, _draw(rng, "middle", gender))
    return Person(" ".join(dict.fromkeys(parts)), gender, date(1964, 1, 1) + timedelta(days=int(rng.random() * 12800)))


def _draw(rng: Random, kind: str, gender: str) -> str:
    names, weights = _names(kind, gender)
    return names[bisect(weights, rng.random() * weights[-1])]


@cache
def _names(kind: str, gender: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    rows = [r for r in table("names") if r["kind"] == kind and (gender == "both" or r["gender"] in (gender, "both"))]
    return tuple(r["component"] for r in rows), tuple(accumulate(int(r["count"]) for r in rows))
