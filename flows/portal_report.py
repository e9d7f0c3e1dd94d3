"""The comparison as lists: what is missing on the portal, what is only there, what differs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import pandas as pd

from reports.numbers import day, money
from reports.wording import label
from rules.portal import FACTS, differing_fields
from schemas.ledger import Disposition
from schemas.portal import Differing, Extra, Missing, OurInitiative, PortalReport, PortalRow

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Compared:
    """Rows of both sides (positions are their numbers), the pairs of them (our, portal, accepted), and a label of each
    row of the portal: rows that say one initiative share it."""

    ours: pd.DataFrame
    portal: pd.DataFrame
    joined: pd.DataFrame
    labels: "pd.Series[int]"


def portal_report(compared: Compared) -> PortalReport:
    """Everything that a federation or the desk has to act on."""
    accepted = compared.joined[compared.joined["accepted"]]
    first = accepted.drop_duplicates("portal")
    matched = dict(zip(first["portal"].tolist(), first["our"].tolist(), strict=True))
    known = _Known(compared, _initiatives(compared.ours))
    on_both = {n: known.initiatives[known.id_of(our)] for n, our in matched.items()}
    there = {one.initiative_id for one in on_both.values() if one}
    honoured = [one for one in known.initiatives.values() if one and one.award_level]
    again = _again(on_both)
    return PortalReport(
        rows=len(compared.portal),
        matched=len(matched),
        missing=tuple(Missing(o, known.maybe_there(o)) for o in honoured if o.initiative_id not in there),
        extra=tuple(known.extra(set(matched))),
        differing=tuple(known.differing(matched)),
        twice=tuple((one, known.row(number)) for number, one in again),
        honoured=len(honoured),
        units=tuple(_units(compared.portal["federation_code"].astype(str).tolist(), matched)),
    )


def _units(codes: list[str], matched: Mapping[int, int]) -> Iterator[tuple[str, int, int]]:
    rows, found = Counter(codes), Counter(codes[number] for number in matched)
    yield from ((code, rows[code], found[code]) for code in sorted(rows))


@dataclass(frozen=True)
class _Known:
    compared: Compared
    initiatives: dict[str, OurInitiative | None]  # id -> where it is counted, None for one that is counted nowhere

    def id_of(self, our: int) -> str:
        return str(self.compared.ours["initiative_id"].iloc[our])

    def row(self, number: int) -> PortalRow:
        """One row of the export as it may be shown."""
        row = self.compared.portal.iloc[number]
        level = 0 if pd.isna(row["award_level"]) else int(row["award_level"])
        unit = "" if row["federation_code"] else str(row["superior_union"])
        place = (str(row["sheet"]), int(row["row"]), str(row["title"]))
        return PortalRow(str(row["federation_code"]), unit, *place, level, bool(row["is_redacted"]))

    @cached_property
    def _doubtful(self) -> list[tuple[str, int]]:
        """Initiative and row of the export that may be one."""
        doubtful = self.compared.joined[~self.compared.joined["accepted"]]
        pairs = zip(doubtful["our"].tolist(), doubtful["portal"].tolist(), strict=True)
        return sorted({(self.id_of(our), number) for our, number in pairs})

    @cached_property
    def _maybe_rows(self) -> dict[str, list[int]]:
        return _gathered(self._doubtful)

    @cached_property
    def _maybe_ours(self) -> dict[int, list[str]]:
        return _gathered((number, i) for i, number in self._doubtful)

    def maybe_there(self, one: OurInitiative) -> tuple[PortalRow, ...]:
        """Rows of the export that a person should look at."""
        return tuple(self.row(number) for number in self._maybe_rows.get(one.initiative_id, ()))

    def extra(self, matched: set[int]) -> Iterator[Extra]:
        """One for each initiative that is only on the portal."""
        labels = self.compared.labels
        settled = {int(labels.iloc[number]) for number in matched}
        alone = labels[~labels.isin(settled)]
        for _, numbers in alone.groupby(alone):
            rows = [int(number) for number in numbers.index]
            ids = dict.fromkeys(i for number in rows for i in self._maybe_ours.get(number, ()))
            maybe = tuple(one for i in ids if (one := self.initiatives[i]))
            yield Extra(self.row(rows[0]), len(rows) - 1, maybe)

    def differing(self, matched: dict[int, int]) -> Iterator[Differing]:
        for number, our in sorted(matched.items()):
            one = self.initiatives[self.id_of(our)]
            if one is None:
                continue
            ours = _facts(self.compared.ours, our) | {"award_level": one.award_level or pd.NA}
            theirs = _facts(self.compared.portal, number)
            row = self.row(number)
            hidden = one.redacted or row.redacted
            names = differing_fields(ours, theirs)
            shown = [n for n in names if n == "award_level" or not hidden]
            if shown:
                told = [
                    (n, "" if hidden else _value(n, ours[n]), "" if hidden else _value(n, theirs[n])) for n in shown
                ]
                yield Differing(one, row, tuple(told))


def _initiatives(ours: pd.DataFrame) -> dict[str, OurInitiative | None]:
    """Each initiative at its counted row, with the highest award and the secrecy of all its rows."""
    found: dict[str, OurInitiative | None] = dict.fromkeys(ours["initiative_id"])
    levels = ours.groupby("initiative_id")["award_level"].max()
    hidden = ours.groupby("initiative_id")["is_redacted"].any()
    counted = ours[ours["disposition"] == Disposition.COUNTED.value]
    columns = ("initiative_id", "federation_code", "file", "sheet", "row", "title")
    for i, code, file, sheet, row, title in zip(*(counted[c].tolist() for c in columns), strict=True):
        level = 0 if pd.isna(levels[i]) else int(levels[i])
        found[i] = OurInitiative(i, code, file, sheet, int(row), title, level, bool(hidden[i]))
    return found


def _again(on_both: Mapping[int, OurInitiative | None]) -> Iterator[tuple[int, OurInitiative]]:
    """The second and further rows of the export about one initiative."""
    seen: set[str] = set()
    for number, one in sorted(on_both.items()):
        if one and one.initiative_id in seen:
            yield number, one
        if one:
            seen.add(one.initiative_id)


def _gathered(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, list[_Value]]:
    found: dict[_Key, list[_Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _facts(rows: pd.DataFrame, number: int) -> dict[str, object]:
    return {name: rows[name].iloc[number] for name in FACTS}


def _value(name: str, value: object) -> str:
    if name == "benefit_vnd":
        return money(float(str(value)))
    if name == "registered_on":
        return day(pd.Timestamp(str(value)).date())
    return label(name, str(value))
