"""A release that stands, read back as the frames and facts it was rendered from: what a re-rendering needs.

Every part is read when it is asked for: most of what asks needs few of them, and the findings are long."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from flows.settings import load_successor_names
from reports.csv_lines import csv_frame
from reports.findings_json import head_of
from rules.published_figures import published_checks
from schemas.config import Campaign
from schemas.finding import FINDING_COLUMNS
from schemas.release import FederationFacts, FederationScore, FederationState, PhaseFacts, ReleaseFacts
from schemas.validated import Validated

_SCORE = ("coverage", "on_time", "completeness", "validity", "score", "previous", "mended", "new")
_PLACE = ["federation_code", "file", "sheet", "row"]
_PIECE = 1 << 18  # bytes of a file that are read for its beginning


@dataclass(frozen=True)
class StandingRelease:
    """One release folder as frames and facts."""

    folder: Path
    campaign: Campaign

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the release says of itself."""
        told: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return told

    @cached_property
    def facts(self) -> ReleaseFacts:
        """What heads every page of it."""
        manifest, heads = self.manifest, self._heads
        release = next(iter(heads.values()))["release"] if heads else manifest
        return ReleaseFacts(
            release_id=manifest["release_id"],
            campaign_id=manifest["campaign_id"],
            campaign_name=release.get("campaign_name", self.campaign.name),
            target=self.campaign.target,
            deadline=date.fromisoformat(release.get("deadline", self.campaign.deadline.isoformat())),
            as_of=date.fromisoformat(manifest["as_of"]),
            phases=tuple(
                PhaseFacts(p.id, p.name, p.period.first or date.min, p.period.last or date.max, p.peak)
                for p in self.campaign.phases
            ),
            federations=tuple(_facts(head) for head in heads.values()),
            software_version=manifest["software_version"],
            programme=self.campaign,
            successors=load_successor_names(),
            published=published_checks(self.campaign, self.tallies, pd.DataFrame()),
        )

    @cached_property
    def records(self) -> pd.DataFrame:
        """records.parquet; of a release of before positions or nominations stood in it, with none."""
        found = pd.read_parquet(self.folder / "internal" / "records.parquet")
        return found.assign(**{name: "" for name in ("position", "nominated") if name not in found})

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """ledger.parquet."""
        return pd.read_parquet(self.folder / "internal" / "ledger.parquet")

    @cached_property
    def tallies(self) -> pd.DataFrame:
        """The public numbers."""
        return _csv(self.folder / "public" / "tallies.csv").astype({"value": float})

    @cached_property
    def explained(self) -> pd.DataFrame:
        """The explained queries that wait."""
        return _csv(self.folder / "internal" / "explanations.csv")

    @cached_property
    def internal(self) -> pd.DataFrame | None:
        """Its numbers for the staff; an older release has none."""
        path = self.folder / "internal" / "tallies.csv"
        return _csv(path).astype({"value": float}) if path.exists() else None

    @property
    def findings(self) -> pd.DataFrame:
        """The findings of all federations, by place."""
        frames = [found for code in self._heads if len(found := self.federation(code).findings)]
        every = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(FINDING_COLUMNS))
        return by_place(every)

    def federation(self, code: str) -> Validated:
        """What was told to one federation."""
        return _federation(json.loads(self._told_to(code).read_text("utf-8")))

    @cached_property
    def _heads(self) -> Mapping[str, dict[str, Any]]:
        """By federation what its findings.json begins with."""
        codes = sorted(path.parent.name for path in self.folder.glob("internal/federations/*/findings.json"))
        return {head["federation"]["code"]: head for head in map(_head, map(self._told_to, codes))}

    def _told_to(self, code: str) -> Path:
        return self.folder / "internal" / "federations" / code / "findings.json"


def by_place(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings in the order in which a release is made from them."""
    return findings.sort_values([*_PLACE, "check_id", "column", "field", "found", "proposed"], ignore_index=True)


def read_release(folder: Path, campaign: Campaign) -> StandingRelease:
    """A complete release folder of the campaign."""
    return StandingRelease(folder, campaign)


def _head(path: Path) -> dict[str, Any]:
    """The beginning of a findings.json, without its cases."""
    read = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            read += piece
            head = head_of(read)
            if head is not None:
                return head
    told: dict[str, Any] = json.loads(read)
    return told


def _facts(told: dict[str, Any]) -> FederationFacts:
    about = {name: value for name, value in told["federation"].items() if name != "received_on"}
    return FederationFacts(**{**about, "state": FederationState(about["state"])})


def _federation(told: dict[str, Any]) -> Validated:
    facts, received, score = _facts(told), told["federation"]["received_on"], told["score"]
    cases = told["findings"]
    found = pd.DataFrame(
        {c: facts.code if c == "federation_code" else [case[c] for case in cases] for c in FINDING_COLUMNS},
        index=range(len(cases)),
    ).astype({"row": "int64"})
    return Validated(
        facts, told["rows"], found, date.fromisoformat(received) if received else None, _score(score) if score else None
    )


def _score(told: dict[str, Any]) -> FederationScore:
    history = tuple((date.fromisoformat(h["day"]), float(h["score"])) for h in told["history"])
    return FederationScore(**{name: told[name] for name in _SCORE}, history=history)


def _csv(path: Path) -> pd.DataFrame:
    return csv_frame(path.read_bytes())
