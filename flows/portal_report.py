"""The comparison as lists: what is missing on the portal, what is only there, what differs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd

from reports.numbers import day, money
from reports.wording import label
from rules.normalise import title_key
from rules.portal import (
    AUTHORS,
    FACTS,
    OPEN_TO_ALL,
    TITLE,
    UNIT,
    WORKPLACE,
    differing_codes,
    differing_fields,
)  # fmt: skip
from schemas.ledger import Disposition
from schemas.portal import Differing, Extra, Missing, OurInitiative, PortalReport, PortalRow

_TEXTS = (TITLE, AUTHORS, WORKPLACE)
_CODED = ("title_code", "author_codes", "workplace_code", "workplace_token_codes")
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Compared:
    """Rows of both sides (positions are their numbers), the pairs of them (our, portal, accepted), and a label of each
    row of the portal: rows that say one initiative share it. `ours` with `from_portal`: a row that counts, but that no
    federation sent."""

    ours: pd.DataFrame
    portal: pd.DataFrame
    joined: pd.DataFrame
    labels: "pd.Series[int]"

    @cached_property
    def counted_at(self) -> dict[str, int]:
        """Of each initiative that a federation sent the position of its counted row, or of its first one where the
        portal's own is counted."""
        ours = self.ours
        sent = (~ours["from_portal"]).to_numpy(dtype=bool)
        counted = (ours["disposition"] == Disposition.COUNTED.value).to_numpy(dtype=bool)
        eligible = (ours["disposition"] != Disposition.INELIGIBLE.value).to_numpy(dtype=bool)
        by_portal = ours["initiative_id"].isin(ours.loc[counted & ~sent, "initiative_id"]).to_numpy(dtype=bool)
        at = np.flatnonzero(sent & (counted | (by_portal & eligible)))
        ids = ours["initiative_id"].to_numpy()[at].tolist()
        return dict(zip(reversed(ids), reversed(at.tolist()), strict=True))


def portal_report(compared: Compared) -> PortalReport:
    """Everything that a federation or the desk has to act on."""
    accepted = compared.joined[compared.joined["accepted"]]
    first = accepted.drop_duplicates("portal")
    matched = dict(zip(first["portal"].tolist(), first["our"].tolist(), strict=True))
    known = _Known(compared, _initiatives(compared))
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
    )


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
            told = self._told(one, number)
            if told:
                yield Differing(one, self.row(number), told)

    def _told(self, one: OurInitiative, number: int) -> tuple[tuple[str, str, str], ...]:
        """What the counted row and the portal's row state differently. Of a secret initiative title and award are told,
        and that alone; of a row that stands for another unit, that unit's name alone (RULES.md 12)."""
        row, hidden = self.row(number), one.redacted or self.row(number).redacted
        if row.federation_code not in ("", one.federation_code):
            return () if hidden else ((UNIT, one.federation_code, row.federation_code),)
        ours = _facts(self.compared.ours, self.compared.counted_at[one.initiative_id])
        ours |= {"award_level": one.award_level or pd.NA}
        theirs = _facts(self.compared.portal, number)
        names = [*differing_codes(ours, theirs), *differing_fields(ours, theirs)]
        if hidden and title_key(str(ours[TITLE])) == title_key(str(theirs[TITLE])):
            names = [n for n in names if n != TITLE]  # other only in what is held back of it
        shown = [n for n in names if n in OPEN_TO_ALL or not hidden]
        return tuple((n, _told_value(n, ours[n], hidden), _told_value(n, theirs[n], hidden)) for n in shown)


def _initiatives(compared: Compared) -> dict[str, OurInitiative | None]:
    """Each initiative that a federation sent where it is counted, with the highest award and the secrecy of its
    rows."""
    ours = compared.ours
    sent = ours[~ours["from_portal"]]
    found: dict[str, OurInitiative | None] = dict.fromkeys(sent["initiative_id"])
    levels = sent.groupby("initiative_id")["award_level"].max()
    hidden = ours.groupby("initiative_id")["is_redacted"].any()
    counted = ours.iloc[sorted(compared.counted_at.values())]
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
    return {name: rows[name].iloc[number] for name in (*FACTS, *_CODED, *_TEXTS)}


def _told_value(name: str, value: object, hidden: bool) -> str:
    """As it is shown; of a secret initiative its title alone."""
    return "" if hidden and name != TITLE else _value(name, value)


def _value(name: str, value: object) -> str:
    if name in _TEXTS:
        return str(value)
    if name == "benefit_vnd":
        return money(float(str(value)))
    if name == "registered_on":
        return day(pd.Timestamp(str(value)).date())
    return label(name, str(value))
