"""Which lines of a release speak of the rows that are withheld from it: those at their places, and the findings
elsewhere that may name one of them as copied (INI-041).

Places are compared as a CSV file of the release tells them."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from flows.copied_titles import COPIED, MORE
from reports.csv_lines import harmless
from reports.places import place

PLACE = ["federation_code", "file", "sheet", "row"]
Place = tuple[str, str, str, int]
Names = Mapping[str, AbstractSet[str]]  # by federation what a finding may call it
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Withheld:
    """`places`: of the rows; `naming`: of the findings of copied titles that may name one of them."""

    places: frozenset[Place]
    naming: frozenset[Place] = frozenset()

    def told_by(self, findings: pd.DataFrame) -> Bools:
        """Which of the findings are to say nothing any more."""
        copied = (findings["check_id"] == COPIED).to_numpy(dtype=bool)
        return _stand_at(findings, self.places) | (copied & _stand_at(findings, self.naming))

    def blanked(self, findings: pd.DataFrame, *columns: str) -> pd.DataFrame:
        """The findings with these columns empty in those."""
        told = self.told_by(findings)
        return findings.assign(**{name: findings[name].mask(told, "") for name in columns}) if told.any() else findings


def withheld(rows: pd.DataFrame, findings: pd.DataFrame, names: Names, settled: AbstractSet[str]) -> Withheld:
    """What is told of these rows of a release. `findings`: all of it; `settled`: federations of which it may leave out
    findings that were explained."""
    places = frozenset(_places(rows))
    copied = findings.loc[findings["check_id"] == COPIED, [*PLACE, "found"]]
    told = dict(zip(_places(copied), copied["found"].tolist(), strict=True))
    # A pair is told at both rows: who is told nothing, and could be told, is named nowhere.
    hit: dict[str, list[tuple[Place, str]]] = {}
    for one in sorted(places):
        if one in told or one[0] in settled:
            hit.setdefault(one[0], []).append((one, told.get(one, MORE)))
    naming = _Naming({**dict.fromkeys(hit, frozenset()), **names}, hit)
    return Withheld(
        places, frozenset(one for one, said in told.items() if one not in places and naming.is_by(one, said))
    )


@dataclass(frozen=True)
class _Naming:
    """`hit`: by federation the withheld rows that a finding may name, each with what is said at it."""

    names: Names
    hit: Mapping[str, Sequence[tuple[Place, str]]]
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def is_by(self, one: Place, said: str) -> bool:
        """Whether this finding and that of a withheld row may name each other."""
        codes = self.hit.keys() if said.endswith(MORE) else (self._federations(said) | {one[0]}) & self.hit.keys()
        near = (row for code in codes for row in self.hit[code])
        return any(self._may_name(said, one, row) and self._may_name(told, row, one) for row, told in near)

    def _may_name(self, said: str, at: Place, row: Place) -> bool:
        """Whether a finding there may mean that row: a row of another federation by its name, one's own by its place,
        any where it breaks off."""
        if said.endswith(MORE):
            return True
        return place(row[2], row[3], "") in said if at[0] == row[0] else row[0] in self._federations(said)

    def _federations(self, said: str) -> frozenset[str]:
        """The federations that are named; the same few words are said again and again."""
        if said not in self.known:
            told = self.names.items()
            self.known[said] = frozenset(code for code, names in told if any(n in said for n in (code, *names)))
        return self.known[said]


def _stand_at(frame: pd.DataFrame, places: AbstractSet[Place]) -> Bools:
    """Which lines of a frame stand at one of the places."""
    found = np.zeros(len(frame), dtype=bool)
    if frame.empty or not places:
        return found
    rows = list({row for _, _, _, row in places})  # there are few, and numbers are found at once
    at = np.flatnonzero(np.isin(frame["row"].astype("int64").to_numpy(), rows))
    found[at] = [one in places for one in _places(frame.iloc[at])]
    return found


def _places(frame: pd.DataFrame) -> Iterator[Place]:
    spelled = ([*map(_SPELLED.__getitem__, frame[name].tolist())] for name in PLACE[1:3])
    return zip(frame["federation_code"].tolist(), *spelled, frame["row"].astype("int64").tolist(), strict=True)


class _Spelled(dict[str, str]):
    """Names of files and sheets as a CSV file tells them; there are few, and each is asked for many times."""

    def __missing__(self, name: str) -> str:
        if len(self) > _MOST_NAMES:
            self.clear()
        self[name] = harmless(name)
        return self[name]


_MOST_NAMES = 10_000
_SPELLED = _Spelled()
