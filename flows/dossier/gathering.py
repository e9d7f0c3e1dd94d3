"""All that dossiers are made from: one named release, and what people decided. Nothing else is read."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from flows.release_reading import read_release
from flows.store.nominations import answered_files, choices, current_ids
from flows.store.portal import PortalCounts, newest_portal, portal_units
from flows.store.session import Store
from reports.figures import Figures, figures
from schemas.config import Campaign
from schemas.dossier import Candidate, Choice, Mark, OpenNominee, ShortNominee
from schemas.ledger import Disposition
from schemas.release import ReleaseFacts

_PLACE = ["federation_code", "file", "sheet", "row"]
_BETTER = (Mark.NONE, Mark.YES, Mark.TYPICAL, Mark.EXCELLENT)
_COLUMNS = (
    "initiative_id", "federation_code", "title", "effect", "award", "award_level", "authors", "position", "workplace",
    "benefit_vnd", "registered_on", "is_redacted", "pending_review", "nominated", "sector",
)  # fmt: skip


@dataclass(frozen=True)
class Material:
    """One release as dossiers need it. `candidates`: its counted initiatives by federation, in the order of their
    places."""

    facts: ReleaseFacts
    release_hash: str
    figures: Figures
    candidates: Mapping[str, list[Candidate]]
    receipts: list[dict[str, Any]]
    choices: Mapping[str, Mapping[str, Choice]]
    answered: Mapping[str, set[str]]
    secret: Mapping[str, ShortNominee]  # by initiative: all that may be said of one that is secret
    current: Mapping[str, str]  # former id of an initiative -> its id
    elsewhere: Mapping[str, int]  # by federation: initiatives that it marked and that are not counted for it
    portal: tuple[date, PortalCounts] | None  # the newest comparison with the portal up to the release's day
    portal_units: Mapping[str, PortalCounts]  # by federation the same, "" for rows of the export that name none


def gather(store: Store, release: Path, campaign: Campaign) -> Material:
    """Read a release folder, and from the store what people decided."""
    before = hash_of(release)  # first: what is re-rendered while it is read has another one at the end
    told = read_release(release, campaign)
    return Material(
        told.facts,
        before,
        figures(told.tallies),
        found := _candidates(told.records, told.ledger),
        told.manifest["receipts"],
        choices(store, campaign.id),
        answered_files(store, campaign.id),
        _secret(told.records),
        current_ids(store, campaign.id),
        _elsewhere(told.records, found),
        portal := newest_portal(store, campaign.id, told.facts.as_of),
        portal_units(store, campaign.id, portal[0]) if portal else {},
    )


def hash_of(release: Path) -> str:
    """The sha256 of a release's manifest, "" where it does not stand: its manifest names the sha256 of every file."""
    try:
        return hashlib.sha256((release / "manifest.json").read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _candidates(records: pd.DataFrame, ledger: pd.DataFrame) -> dict[str, list[Candidate]]:
    counted = ledger.loc[ledger["disposition"] == Disposition.COUNTED, [*_PLACE, "pending_review"]]
    marks = _marks(records, ledger)
    frame = records.merge(counted, on=_PLACE, validate="one_to_one")
    at = zip(frame["federation_code"], frame["initiative_id"], strict=True)
    frame["nominated"] = [marks.get(one, Mark.NONE) for one in at]
    frame = frame.sort_values(_PLACE, ignore_index=True)
    found: dict[str, list[Candidate]] = {}
    for row in zip(*(frame[c].tolist() for c in _COLUMNS), strict=True):
        one = _candidate(dict(zip(_COLUMNS, row, strict=True)))
        found.setdefault(one.federation_code, []).append(one)
    return found


def _marks(records: pd.DataFrame, ledger: pd.DataFrame) -> dict[tuple[str, str], Mark]:
    """(federation, initiative) -> the best mark on the federation's own rows of it: a list of the nominated may stand
    beside the list of all, and then the marked row is the second one of its initiative."""
    ours = ledger["disposition"].isin([Disposition.COUNTED, Disposition.DUPLICATE_WITHIN_FEDERATION])
    marked = records[records["nominated"] != ""].merge(ledger.loc[ours, _PLACE], on=_PLACE)
    found: dict[tuple[str, str], Mark] = {}
    for code, initiative, said in marked[["federation_code", "initiative_id", "nominated"]].itertuples(index=False):
        at = (str(code), str(initiative))
        found[at] = max(found.get(at, Mark.NONE), Mark(said), key=_BETTER.index)
    return found


def _elsewhere(records: pd.DataFrame, found: Mapping[str, list[Candidate]]) -> dict[str, int]:
    counted = {(code, one.initiative_id) for code, every in found.items() for one in every}
    marked = records.loc[records["nominated"] != "", ["federation_code", "initiative_id"]]
    return Counter(code for code, one in {*marked.itertuples(index=False, name=None)} if (code, one) not in counted)


def _secret(records: pd.DataFrame) -> dict[str, ShortNominee]:
    hidden = records[records["is_redacted"].astype(bool) & (records["initiative_id"] != "")]
    told = hidden[["initiative_id", "title", "effect", "award"]].itertuples(index=False, name=None)
    return {str(i): ShortNominee(title, effect, award) for i, title, effect, award in told}


def _candidate(row: dict[str, Any]) -> Candidate:
    said = (row["title"], row["effect"], row["award"])
    paper = (
        ShortNominee(*said)
        if row["is_redacted"]
        else OpenNominee(*said, row["authors"], row["position"], row["workplace"])
    )
    return Candidate(
        row["initiative_id"],
        row["federation_code"],
        paper,
        None if pd.isna(row["award_level"]) else int(row["award_level"]),
        None if pd.isna(row["benefit_vnd"]) else float(row["benefit_vnd"]),
        _day(row["registered_on"]),
        bool(row["pending_review"]),
        Mark(row["nominated"]),
        row["sector"],
    )


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else date(value.year, value.month, value.day)
