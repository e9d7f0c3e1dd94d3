"""gates -> tallies -> render -> write the release."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from flows.contents import WITHHELD, Contents, contents_of
from flows.reconcile import Reconciled
from flows.releases import MADE_FROM, write_release
from flows.rendering import Rendering, release_facts
from flows.reuse import Hashes, reuse_of, row_hashes
from flows.scoring import federation_scores
from flows.settings import Settings
from flows.store.history import last_valid, remember_release
from flows.store.letting_through import RELEASE, was_let_through
from flows.store.records import remember_initiatives
from flows.store.scores import remember_scores
from flows.store.session import Store
from flows.withholding import withhold_in_releases
from rules import gates
from rules.features import Coder
from rules.tallies import TotalsDisagree, interval, tally
from schemas.config import Campaign
from schemas.ledger import Disposition
from schemas.release import FederationScore, ReleaseFacts


@dataclass(frozen=True, slots=True)
class Published:
    """A release that went out, or the reasons that hold it. `headline`: national measures by name.

    `folder`: also of a held release, to be inspected; None where its numbers or its secrecy were wrong."""

    release_id: str
    folder: Path | None
    held_because: tuple[str, ...]
    headline: dict[str, float]
    findings: int


def publish(
    settings: Settings, store: Store, campaign: Campaign, as_of: date, reconciled: Reconciled, run: dict[str, object]
) -> Published:
    """Make the release of what was decided, or hold it; the last one stands until the new one is complete."""
    withhold_in_releases(settings, store, campaign, as_of)  # before any gate: none of them holds back a redaction
    contents = contents_of(store, campaign, as_of, reconciled, Coder(settings.hmac_key))
    scores = federation_scores(store, campaign, settings.config.federations, contents, as_of)
    finding_hashes = row_hashes(contents.findings)
    release_id = _release_id(settings, campaign, as_of, contents, scores, finding_hashes)
    wrong = _wrong(contents)
    tallies = pd.DataFrame()
    if not wrong:
        try:
            tallies = tally(
                contents.ledger,
                contents.records,
                campaign,
                settings.config.federations,
                settings.config.limits.suppress_below,
            )
            tallies = pd.concat([tallies, interval(reconciled.valid_low)], ignore_index=True)
        except TotalsDisagree as error:
            wrong = (f"totals: {error}",)
    valid = int((contents.ledger["disposition"] == Disposition.COUNTED).sum())
    run_id = str(run["run_id"])
    if wrong:
        remember_release(store, campaign.id, release_id, as_of.isoformat(), valid, "\n".join(wrong), run_id)
        return Published(release_id, None, wrong, {}, len(contents.findings))
    held = _held(settings, store, campaign, release_id, contents)
    facts = release_facts(settings, campaign, as_of, release_id, contents)
    reuse = reuse_of(settings.releases / campaign.id, settings.software_hash)
    files = Rendering(facts, contents, tallies, scores, store, reuse, finding_hashes).files()
    manifest = _manifest(settings, facts, contents) | {MADE_FROM: reuse.made_from}
    told_scores = {code: found.score for code, found in scores.items()}
    if held:
        run = {**run, "held_because": held, "scores": told_scores}
    folder = write_release(settings.releases / campaign.id, release_id, files, manifest, run, held=bool(held))
    if held:
        remember_release(store, campaign.id, release_id, as_of.isoformat(), valid, "\n".join(held), run_id)
        return Published(release_id, folder, held, {}, len(contents.findings))
    records = reconciled.records
    if len(records):
        current = pd.Series(records["initiative_id"].array, index="SK-" + records["row_key"].astype(str))
        counted = contents.ledger["disposition"] == Disposition.COUNTED
        remember_initiatives(store, campaign.id, current, contents.ledger.loc[counted, "initiative_id"])
    remember_scores(store, campaign.id, as_of, told_scores)
    remember_release(store, campaign.id, release_id, as_of.isoformat(), valid, "", run_id)
    national = tallies[(tallies["scope"] == "national") & (tallies["breakdown"] == "")]
    headline = dict(zip(national["measure"], national["value"], strict=True))
    return Published(release_id, folder, (), headline, len(contents.findings))


def _wrong(contents: Contents) -> tuple[str, ...]:
    """What no person can let through: the number or the secrecy would be wrong. Nothing is written of it."""
    strict = (
        gates.identity(contents.ledger, contents.sheets),
        gates.one_line_an_initiative(contents.ledger),
        gates.secrecy(contents.shown, WITHHELD),
    )
    return tuple(filter(None, strict))


def _held(settings: Settings, store: Store, campaign: Campaign, release_id: str, contents: Contents) -> tuple[str, ...]:
    """The national limits that hold it, unless a named person let exactly this release through."""
    if was_let_through(store, campaign.id, RELEASE, release_id):
        return ()
    return tuple(gates.national_limits(contents.ledger, last_valid(store, campaign.id), settings.config.limits))


def _release_id(
    settings: Settings,
    campaign: Campaign,
    as_of: date,
    contents: Contents,
    scores: Mapping[str, FederationScore],
    finding_hashes: Hashes,
) -> str:
    """From the inputs and what they came to: an identical run has the same id and reuses the release."""
    digest = hashlib.sha256(
        json.dumps([campaign.id, as_of.isoformat(), settings.config_hash, settings.software_hash]).encode()
    )
    digest.update(repr(sorted(scores.items())).encode())
    for frame in (contents.ledger, contents.receipts, contents.states):
        digest.update(row_hashes(frame).tobytes())
    digest.update(finding_hashes.tobytes())
    for frame in (contents.explained, contents.pairs_waiting):
        digest.update(row_hashes(frame).tobytes())
    return f"{as_of.isoformat()}-{digest.hexdigest()[:12]}"


def _manifest(settings: Settings, facts: ReleaseFacts, contents: Contents) -> dict[str, object]:
    rows = contents.receipts.to_dict(orient="records")
    return {
        "campaign_id": facts.campaign_id,
        "release_id": facts.release_id,
        "as_of": facts.as_of.isoformat(),
        "config_hash": settings.config_hash,
        "software_version": facts.software_version,
        "receipts": [{**row, "size": int(row["size"]), "counted": bool(row["counted"])} for row in rows],
    }
