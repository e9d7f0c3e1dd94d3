"""What the parts of a tally share: a line, the scopes it may have, and counting by code without a loop over rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.config import Federation, FederationKind
from schemas.tally import CENTRAL, MEASURES, TALLY_COLUMNS, TALLY_KEYS, UNKNOWN

Line = tuple[str, str, str, str, str, float, str]
Scope = tuple[str, str]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
NATION: Scope = ("national", "")


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as numbers: `codes` are positions in `labels`."""

    codes: Ints
    labels: tuple[str, ...]

    def instead(self, where: npt.NDArray[np.bool_], label: str) -> "Coded":
        """The same with that label at these rows."""
        labels = self.labels if label in self.labels else (*self.labels, label)
        return Coded(np.where(where, labels.index(label), self.codes), labels)


def coded(values: "pd.Series[str]") -> Coded:
    """A column of texts; "" and <NA> are "unknown"."""
    codes, uniques = pd.factorize(values, use_na_sentinel=True)
    labels = (*(str(u) or UNKNOWN for u in uniques), UNKNOWN)
    return merged(Coded(np.where(codes < 0, len(labels) - 1, codes).astype(np.int64), labels))


def merged(column: Coded) -> Coded:
    """The same with each label once, in order."""
    labels = tuple(sorted(set(column.labels)))
    place = {label: i for i, label in enumerate(labels)}
    return Coded(np.array([place[x] for x in column.labels], dtype=np.int64)[column.codes], labels)


@dataclass(frozen=True, slots=True)
class Scopes:
    """The scopes of a release: the nation, each federation, the federations of a kind, the provinces of 2025."""

    members: Mapping[Scope, tuple[str, ...]]

    def of(self, *names: str) -> Iterator[tuple[Scope, tuple[str, ...]]]:
        """The scopes of these names with the federations in them."""
        return ((scope, codes) for scope, codes in self.members.items() if scope[0] in names)


def scopes(federations: Sequence[Federation], successors: Mapping[str, str]) -> Scopes:
    """`successors`: federation code -> code of the province of 2025 that it became part of."""
    members: dict[Scope, tuple[str, ...]] = {("federation", f.code): (f.code,) for f in federations}
    for federation in federations:
        province = successors.get(federation.code) or (
            federation.code if federation.kind == FederationKind.PROVINCE else CENTRAL
        )
        names = [("kind", federation.kind.value)] + [("successor", province)] * bool(successors)
        for scope in names:
            members[scope] = (*members.get(scope, ()), federation.code)
    return Scopes(members)


def line(measure: str, scope: Scope, value: float, by: tuple[str, str] = ("", "")) -> Line:
    """One line of a tally, with the unit of its measure."""
    return measure, *scope, *by, float(value), MEASURES[measure].unit


def frame(lines: Iterable[Line]) -> pd.DataFrame:
    """Lines as a frame of TALLY_COLUMNS, sorted by all but the value."""
    made = pd.DataFrame(list(lines), columns=list(TALLY_COLUMNS)).astype({"value": float})
    return made.sort_values(list(TALLY_KEYS), ignore_index=True)


def cross(rows: Coded, columns: Coded, weights: Floats | None = None) -> Floats:
    """How many (or how much) of each row code there is of each column code."""
    width = len(columns.labels)
    size = len(rows.labels) * width
    flat = np.bincount(rows.codes * width + columns.codes, weights=weights, minlength=size)
    return flat.astype(np.float64).reshape(len(rows.labels), width)


def added(cube: Floats, labels: Sequence[str], codes: Sequence[str]) -> Floats:
    """The sum of the cube's rows of these federations."""
    place = {label: i for i, label in enumerate(labels)}
    found = [place[c] for c in codes if c in place]
    return np.asarray(cube[found].sum(axis=0), dtype=np.float64)
