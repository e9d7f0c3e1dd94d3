"""Persons and workplaces of open initiatives, each once, by keyed codes: counted, and never listed.

A person is a full name at a workplace (in a federation, where no workplace is stated), so that two people of one common
name are two. Initials alone name nobody. Secret initiatives bring no person: a difference of two releases would tell
how many made one."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.features import TOGETHER
from rules.tally_lines import NATION, Line, Scope, Scopes, coded, line

Codes = npt.NDArray[np.uint64]
_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number: multiplying by it loses nothing


def people(counted: pd.DataFrame, scopes: Scopes) -> Iterator[Line]:
    """`counted`: federation_code, author_codes (packed), workplace_code, is_redacted."""
    shown = counted.loc[
        ~counted["is_redacted"].to_numpy(dtype=bool), ["federation_code", "author_codes", "workplace_code"]
    ]
    federation = coded(shown["federation_code"])
    places = shown["workplace_code"].to_numpy(dtype=np.uint64)
    yield from _distinct("workplaces", federation.labels, *_known(federation.codes, places), scopes)
    rows, authors = _authors(shown["author_codes"])
    stead = np.where(places == 0, federation.codes.astype(np.uint64) + np.uint64(1), places)
    persons = (authors * _MIX) ^ stead[rows]
    yield from _distinct("persons", federation.labels, federation.codes[rows], persons, scopes)


def _authors(packed: "pd.Series[bytes]") -> tuple[npt.NDArray[np.int64], Codes]:
    """The row of each full name, and its code."""
    column = packed.tolist()
    lengths = np.fromiter(map(len, column), dtype=np.int64, count=len(column)) // 8
    codes = np.frombuffer(b"".join(column), dtype="<u8").astype(np.uint64)
    full = codes & np.uint64(TOGETHER) == 0
    return np.repeat(np.arange(len(column)), lengths)[full], codes[full]


def _known(federation: npt.NDArray[np.int64], codes: Codes) -> tuple[npt.NDArray[np.int64], Codes]:
    return federation[codes != 0], codes[codes != 0]


def _distinct(
    measure: str, labels: tuple[str, ...], federation: npt.NDArray[np.int64], codes: Codes, scopes: Scopes
) -> Iterator[Line]:
    """How many different codes there are in each scope; one in two federations is one of the nation."""
    once = pd.DataFrame({"federation": federation, "code": codes}).drop_duplicates()
    own = once["federation"].to_numpy()
    yield line(measure, NATION, once["code"].nunique())
    own_counts = np.bincount(own, minlength=len(labels))
    place = {label: i for i, label in enumerate(labels)}
    for scope, members in scopes.of("federation"):
        yield line(measure, scope, own_counts[place[members[0]]] if members[0] in place else 0)
    for name in ("kind", "successor"):
        yield from _grouped(measure, once["code"].to_numpy(), own, place, dict(scopes.of(name)))


def _grouped(
    measure: str,
    codes: Codes,
    federation: npt.NDArray[np.int64],
    place: dict[str, int],
    groups: dict[Scope, tuple[str, ...]],
) -> Iterator[Line]:
    """Each scope of several federations, a code once."""
    if not groups:
        return
    number = np.full(max(len(place), 1), -1, dtype=np.int64)
    for i, members in enumerate(groups.values()):
        number[[place[m] for m in members if m in place]] = i
    once = pd.DataFrame({"group": number[federation], "code": codes}).drop_duplicates()
    counts = np.bincount(once["group"].to_numpy() + 1, minlength=len(groups) + 1)[1:]
    for scope, n in zip(groups, counts, strict=True):
        yield line(measure, scope, n)
