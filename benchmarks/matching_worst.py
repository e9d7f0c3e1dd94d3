"""The joins that must never be: different works in one cluster that differ in a number, or in both people and place.

Read from the truth itself - its titles, names and places as the generator meant them - and not from what the matcher
said of the pair; where rows come past the sheets there is no such truth, and the codes of the rows stand for it."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

_NUMBER = re.compile(r"[^\W\d_]*-?\d+(?:[.,]\d+)*[^\W\d_]?")
_APART = re.compile(r"[;\n]")


def worst_joins(records: Any, truth: Any, labels: Any) -> dict[str, float]:
    """How many pairs of different works stand in one cluster, and how many of them nobody would forgive."""
    told = [_told_by_truth, _told_by_codes]["true_title" not in records](records)
    found = [(a, b) for a, b in _wrong(truth.initiative, labels)]
    number = sum(_each_has_its_own(told[a][0], told[b][0]) for a, b in found)
    others = sum(_disjoint(told[a][1], told[b][1]) and _disjoint(told[a][2], told[b][2]) for a, b in found)
    return {
        "accepted pairs of different works": float(len(found)),
        "of them with another grade, number or machine": float(number),
        "of them with other authors and another workplace": float(others),
    }


def _wrong(initiative: Any, labels: Any) -> Iterator[tuple[int, int]]:
    import numpy as np

    order = np.argsort(labels, kind="stable")
    bounds = np.flatnonzero(labels[order][1:] != labels[order][:-1]) + 1
    for rows in np.split(order, bounds):
        if len(rows) > 1 and (initiative[rows] != initiative[rows[0]]).any():
            yield from (pair for pair in combinations(rows.tolist(), 2) if initiative[pair[0]] != initiative[pair[1]])


Told = tuple[frozenset[Any], frozenset[Any], frozenset[Any]]


def _told_by_truth(records: Any) -> list[Told]:
    columns = (records[f"true_{name}"].fillna("").tolist() for name in ("title", "authors", "workplace"))
    return [
        (_numbers(title), frozenset(name.strip().lower() for name in _APART.split(authors)) - {""}, _words(workplace))
        for title, authors, workplace in zip(*columns, strict=True)
    ]


def _told_by_codes(records: Any) -> list[Told]:
    columns = (records[name].tolist() for name in ("title", "author_codes", "workplace_token_codes"))
    return [(_numbers(title), _codes(people), _codes(place)) for title, people, place in zip(*columns, strict=True)]


def _numbers(title: str) -> frozenset[str]:
    return frozenset(number.lstrip("0") for number in _NUMBER.findall(title.lower()))


def _words(workplace: str) -> frozenset[str]:
    """The whole name: another word in it is another place here, which errs to the strict side."""
    return frozenset({" ".join(workplace.lower().split())} - {""})


def _codes(packed: bytes) -> frozenset[bytes]:
    return frozenset(packed[first : first + 8] for first in range(0, len(packed), 8))


def _each_has_its_own(left: frozenset[Any], right: frozenset[Any]) -> bool:
    return bool(left - right and right - left)


def _disjoint(left: frozenset[Any], right: frozenset[Any]) -> bool:
    return bool(left and right and not left & right)
