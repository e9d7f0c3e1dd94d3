"""A release that stands, read back as the frames and facts it was rendered from: what a re-rendering needs."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from flows.settings import load_successor_names
from rules.published_figures import published_checks
from schemas.config import Campaign
from schemas.finding import FINDING_COLUMNS
from schemas.release import FederationFacts, FederationScore, FederationState, PhaseFacts, ReleaseFacts
from schemas.validated import Validated

_SCORE = ("coverage", "on_time", "completeness", "validity", "score", "previous", "mended", "new")


@dataclass(frozen=True)
class StandingRelease:
    """One release folder as frames and facts."""

    folder: Path
    manifest: dict[str, Any]
    facts: ReleaseFacts
    federations: dict[str, Validated]
    records: pd.DataFrame
    ledger: pd.DataFrame
    tallies: pd.DataFrame
    explained: pd.DataFrame
    internal: pd.DataFrame | None  # its numbers for the staff; an older release has none

    @property
    def findings(self) -> pd.DataFrame:
        """The findings of all federations, by place."""
        frames = [told.findings for told in self.federations.values() if len(told.findings)]
        every = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(FINDING_COLUMNS))
        return every.sort_values([*_PLACE, "check_id", "column", "field", "found", "proposed"], ignore_index=True)


_PLACE = ["federation_code", "file", "sheet", "row"]


def read_release(folder: Path, campaign: Campaign) -> StandingRelease:
    """A complete release folder of the campaign."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    internal = folder / "internal"
    told = [json.loads(path.read_text("utf-8")) for path in sorted(internal.glob("federations/*/findings.json"))]
    federations = {one["federation"]["code"]: _federation(one) for one in told}
    tallies = _csv(folder / "public" / "tallies.csv").astype({"value": float})
    facts = _facts(manifest, told, campaign, federations)
    return StandingRelease(
        folder,
        manifest,
        replace(facts, published=published_checks(campaign, tallies, pd.DataFrame())),
        federations,
        _records(internal / "records.parquet"),
        pd.read_parquet(internal / "ledger.parquet"),
        tallies,
        _csv(internal / "explanations.csv"),
        _csv(internal / "tallies.csv").astype({"value": float}) if (internal / "tallies.csv").exists() else None,
    )


def _facts(
    manifest: dict[str, Any], told: list[dict[str, Any]], campaign: Campaign, federations: Mapping[str, Validated]
) -> ReleaseFacts:
    release = told[0]["release"] if told else manifest
    phases = campaign.phases
    return ReleaseFacts(
        release_id=manifest["release_id"],
        campaign_id=manifest["campaign_id"],
        campaign_name=release.get("campaign_name", campaign.name),
        target=campaign.target,
        deadline=date.fromisoformat(release.get("deadline", campaign.deadline.isoformat())),
        as_of=date.fromisoformat(manifest["as_of"]),
        phases=tuple(
            PhaseFacts(p.id, p.name, p.period.first or date.min, p.period.last or date.max, p.peak) for p in phases
        ),
        federations=tuple(one.federation for one in federations.values()),
        software_version=manifest["software_version"],
        programme=campaign,
        successors=load_successor_names(),
    )


def _federation(told: dict[str, Any]) -> Validated:
    about = dict(told["federation"])
    received = about.pop("received_on")
    facts = FederationFacts(**{**about, "state": FederationState(about["state"])})
    score = told["score"]
    cases = pd.DataFrame(told["findings"], columns=[c for c in FINDING_COLUMNS if c != "federation_code"])
    found = cases.assign(federation_code=facts.code)[list(FINDING_COLUMNS)].astype({"row": "int64"})
    return Validated(
        facts, told["rows"], found, date.fromisoformat(received) if received else None, _score(score) if score else None
    )


def _score(told: dict[str, Any]) -> FederationScore:
    history = tuple((date.fromisoformat(h["day"]), float(h["score"])) for h in told["history"])
    return FederationScore(**{name: told[name] for name in _SCORE}, history=history)


def _records(path: Path) -> pd.DataFrame:
    """Of a release of before positions or nominations stood in it, with none."""
    found = pd.read_parquet(path)
    return found.assign(**{name: "" for name in ("position", "nominated") if name not in found})


def _csv(path: Path) -> pd.DataFrame:
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    return pd.DataFrame(rows[1:], columns=rows[0])
