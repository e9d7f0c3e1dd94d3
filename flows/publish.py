"""gates -> tallies -> render -> write the release."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from flows.bulletins import bulletin_files, is_due
from flows.contents import WITHHELD, Contents, contents_of
from flows.matching_facts import held_for_matching, matching_facts, planted_counts
from flows.memory import give_back_frames
from flows.reconcile import Reconciled
from flows.releases import MADE_FROM, write_release
from flows.rendering import Rendering, release_facts, with_published
from flows.reuse import ContentHashes, frame_digest, reuse_of, row_hashes
from flows.scoring import federation_scores
from flows.settings import Settings
from flows.store.history import last_valid, remember_release
from flows.store.initiatives import remember_initiatives
from flows.store.letting_through import RELEASE, was_let_through
from flows.store.portal import portal_counts
from flows.store.scores import remember_scores
from flows.store.session import Store
from flows.tallying import Tallied, past_releases, tallied
from flows.withholding import withhold_in_releases
from rules import gates
from rules.tallies import TotalsDisagree
from schemas.config import Campaign
from schemas.ledger import Disposition
from schemas.release import FederationScore, MatchingFacts, ReleaseFacts


@dataclass(frozen=True, slots=True)
class Published:
    """A release that went out, or the reasons that hold it. `headline`: national measures by name.

    `folder`: also of a held release, to be inspected; None where its numbers or its secrecy were wrong."""

    release_id: str
    folder: Path | None
    held_because: tuple[str, ...]
    headline: dict[str, float]
    findings: int
    matching: MatchingFacts | None = None


def publish(
    settings: Settings, store: Store, campaign: Campaign, as_of: date, reconciled: Reconciled, run: dict[str, object]
) -> Published:
    """Make the release of what was decided, or hold it; the last one stands until the new one is complete."""
    give_back_frames(len(reconciled.records))  # what matching held
    withhold_in_releases(settings, store, campaign, as_of)  # before any gate: none of them holds back a redaction
    contents = contents_of(settings, store, campaign, as_of, reconciled)
    scores = federation_scores(store, campaign, settings.config.federations_of(campaign.id), contents, as_of)
    past, on_portal = past_releases(store, campaign, as_of), portal_counts(store, campaign.id, as_of)
    portal_only = on_portal.portal_only if on_portal else None
    give_back_frames(len(contents.ledger))
    hashes = ContentHashes(frame_digest(contents.ledger), frame_digest(contents.shown), row_hashes(contents.findings))
    release_id = _release_id(settings, campaign, as_of, contents, (scores, past, portal_only), hashes)
    matching = matching_facts(settings, reconciled, contents.ledger)
    wrong = _wrong(contents)
    numbers = Tallied(pd.DataFrame(), pd.DataFrame())
    if not wrong:
        try:
            numbers = tallied(settings, campaign, as_of, contents, scores, reconciled.valid_low, past, portal_only)
        except TotalsDisagree as error:
            wrong = (f"totals: {error}",)
    valid = int((contents.ledger["disposition"] == Disposition.COUNTED).sum())
    run_id = str(run["run_id"])
    if wrong:
        remember_release(store, campaign.id, release_id, as_of.isoformat(), valid, "\n".join(wrong), run_id)
        return Published(release_id, None, wrong, {}, len(contents.findings), matching)
    held = _held(settings, store, campaign, release_id, contents, matching)
    facts = replace(release_facts(settings, campaign, as_of, release_id, contents), matching=matching)
    folder = settings.releases / campaign.id
    due = is_due(settings.config.schedule, as_of)
    weekly = bulletin_files(folder, facts, numbers.public, contents.findings) if due else {}
    reuse, told = reuse_of(folder, settings.software_hash), with_published(facts, numbers.public)
    files = Rendering(told, contents, numbers, scores, store, reuse, hashes, weekly).files()
    manifest = _manifest(settings, facts, contents) | {MADE_FROM: reuse.made_from}
    told_scores = {code: found.score for code, found in scores.items()}
    run = {**run, "planted": planted_counts(matching)}
    if held:
        run |= {"held_because": held, "scores": told_scores}
    folder = write_release(folder, release_id, files, manifest, run, held=bool(held))
    if held:
        remember_release(store, campaign.id, release_id, as_of.isoformat(), valid, "\n".join(held), run_id)
        return Published(release_id, folder, held, {}, len(contents.findings), matching)
    records = reconciled.records
    if len(records):
        current = pd.Series(records["initiative_id"].array, index="SK-" + records["row_key"].astype(str))
        current = pd.concat([pd.Series(reconciled.former, dtype="str"), current])
        counted = contents.ledger["disposition"] == Disposition.COUNTED
        remember_initiatives(store, campaign.id, current, contents.ledger.loc[counted, "initiative_id"])
    remember_scores(store, campaign.id, as_of, told_scores)
    remember_release(store, campaign.id, release_id, as_of.isoformat(), valid, "", run_id)
    public = numbers.public
    national = public[(public["scope"] == "national") & (public["breakdown"] == "")]
    headline = dict(zip(national["measure"], national["value"], strict=True))
    return Published(release_id, folder, (), headline, len(contents.findings), matching)


def _wrong(contents: Contents) -> tuple[str, ...]:
    """What no person can let through: the number or the secrecy would be wrong. Nothing is written of it."""
    strict = (
        gates.identity(contents.ledger, contents.sheets),
        gates.one_line_an_initiative(contents.ledger),
        gates.secrecy(contents.shown, WITHHELD),
    )
    return tuple(filter(None, strict))


def _held(
    settings: Settings, store: Store, campaign: Campaign, release_id: str, contents: Contents, matching: MatchingFacts
) -> tuple[str, ...]:
    """The limits that hold it, unless a named person let exactly this release through."""
    if was_let_through(store, campaign.id, RELEASE, release_id):
        return ()
    limits = gates.national_limits(contents.ledger, last_valid(store, campaign.id), settings.config.limits)
    return (*limits, *held_for_matching(settings, campaign.id, matching, contents.ledger))


def _release_id(
    settings: Settings,
    campaign: Campaign,
    as_of: date,
    contents: Contents,
    beside: tuple[Mapping[str, FederationScore], tuple[str | None, str | None], int | None],
    hashes: ContentHashes,
) -> str:
    """From the inputs and what they came to: an identical run has the same id and reuses the release. `beside`: the
    scores, the releases that the trend is told against, and what only the portal has."""
    scores, past, portal_only = beside
    digest = hashlib.sha256(
        json.dumps([campaign.id, as_of.isoformat(), settings.config_hash, settings.software_hash]).encode()
    )
    digest.update(repr((sorted(scores.items()), past, portal_only)).encode())
    digest.update(hashes.ledger)
    for frame in (contents.receipts, contents.states):
        digest.update(row_hashes(frame).tobytes())
    digest.update(hashes.findings.tobytes())
    for frame in (contents.explained, contents.pairs_waiting):
        digest.update(row_hashes(frame).tobytes())
    digest.update(hashes.shown)  # what a person agreed to show changes nothing but a text
    return f"{as_of.isoformat()}-{digest.hexdigest()[:12]}"


def _manifest(settings: Settings, facts: ReleaseFacts, contents: Contents) -> dict[str, object]:
    rows = contents.receipts.to_dict(orient="records")
    return {
        "campaign_id": facts.campaign_id,
        "release_id": facts.release_id,
        "as_of": facts.as_of.isoformat(),
        "config_hash": settings.config_hash,
        "software_version": facts.software_version,
        "weights": settings.weights.version,
        "receipts": [
            {**row, "size": int(row["size"]), **{n: bool(row[n]) for n in ("counted", "from_portal")}} for row in rows
        ],
    }
