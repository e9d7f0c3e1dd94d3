"""Which lines of a release speak of the rows that are withheld from it: those at their places, and the findings
elsewhere that may name one of them as copied (INI-041).

Places are compared as a CSV file of the release tells them."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

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
    hit = [(one, told.get(one, MORE)) for one in sorted(places) if one in told or one[0] in settled]
    naming = {one for one, said in told.items() if one not in places and _names_any(one, said, hit, names)}
    return Withheld(places, frozenset(naming))


def _names_any(one: Place, said: str, hit: Iterable[tuple[Place, str]], names: Names) -> bool:
    """Whether this finding and that of a withheld row may name each other."""
    return any(_may_name(said, one, row, names) and _may_name(told, row, one, names) for row, told in hit)


def _may_name(said: str, at: Place, row: Place, names: Names) -> bool:
    """Whether a finding there may mean that row: a row of another federation by its name, one's own by its place, any
    where it breaks off."""
    if said.endswith(MORE):
        return True
    if at[0] == row[0]:
        return place(row[2], row[3], "") in said
    return any(name in said for name in (row[0], *names.get(row[0], ())))


def _stand_at(frame: pd.DataFrame, places: AbstractSet[Place]) -> Bools:
    """Which lines of a frame stand at one of the places."""
    found = np.zeros(len(frame), dtype=bool)
    if frame.empty or not places:
        return found
    codes, _, _, rows = (list(set(told)) for told in zip(*places, strict=True))
    near = frame["federation_code"].isin(codes) & frame["row"].astype("int64").isin(rows)
    at = np.flatnonzero(near.to_numpy(dtype=bool))
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
