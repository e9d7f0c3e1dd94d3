"""gates -> tallies -> render -> write the release."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from flows.bulletins import bulletin_files, is_due
from flows.contents import WITHHELD, Contents, contents_of, shown_records
from flows.reconcile import Reconciled
from flows.releases import write_release
from flows.rendering import Rendering, release_facts
from flows.scoring import federation_scores
from flows.settings import Settings
from flows.store.history import last_valid, remember_release
from flows.store.portal import portal_counts
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
from schemas.tally import TALLY_COLUMNS


@dataclass(frozen=True, slots=True)
class Published:
    """A release that went out, or the reasons that hold it. `headline`: national measures by name."""

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
    beside = _beside(store, campaign, as_of)
    release_id = _release_id(settings, campaign, as_of, contents, scores, beside)
    held = _held(settings, store, campaign, contents)
    tallies = pd.DataFrame()
    if not held:
        try:
            tallies = tally(
                contents.ledger,
                contents.records,
                campaign,
                settings.config.federations,
                settings.config.limits.suppress_below,
            )
            tallies = pd.concat([tallies, interval(reconciled.valid_low), beside], ignore_index=True)
        except TotalsDisagree as error:
            held = (f"totals: {error}",)
    valid = int((contents.ledger["disposition"] == Disposition.COUNTED).sum())
    run_id = str(run["run_id"])
    if held:
        remember_release(store, campaign.id, release_id, as_of.isoformat(), valid, "\n".join(held), run_id)
        return Published(release_id, None, held, {}, len(contents.findings))
    facts = release_facts(settings, campaign, as_of, release_id, contents)
    campaign_folder = settings.releases / campaign.id
    due = is_due(settings.config.schedule, as_of)
    weekly = bulletin_files(campaign_folder, facts, tallies, contents.findings) if due else {}
    files = dict(Rendering(facts, contents, tallies, scores, store, weekly).files())
    manifest = _manifest(settings, facts, contents)
    folder = write_release(campaign_folder, release_id, files, manifest, run)
    remember_initiatives(
        store,
        campaign.id,
        dict(zip("SK-" + reconciled.records["row_key"].astype(str), reconciled.records["initiative_id"], strict=True))
        if len(reconciled.records)
        else {},
        contents.ledger.loc[contents.ledger["disposition"] == Disposition.COUNTED, "initiative_id"],
    )
    remember_scores(store, campaign.id, as_of, {code: found.score for code, found in scores.items()})
    remember_release(store, campaign.id, release_id, as_of.isoformat(), valid, "", run_id)
    national = tallies[(tallies["scope"] == "national") & (tallies["breakdown"] == "")]
    headline = dict(zip(national["measure"], national["value"], strict=True))
    return Published(release_id, folder, (), headline, len(contents.findings))


def _held(settings: Settings, store: Store, campaign: Campaign, contents: Contents) -> tuple[str, ...]:
    strict = (
        gates.identity(contents.ledger, contents.sheets),
        gates.one_line_an_initiative(contents.ledger),
        gates.secrecy(shown_records(contents.records), WITHHELD),
    )
    limits = gates.national_limits(contents.ledger, last_valid(store, campaign.id), settings.config.limits)
    return (*filter(None, strict), *limits)


def _release_id(
    settings: Settings,
    campaign: Campaign,
    as_of: date,
    contents: Contents,
    scores: Mapping[str, FederationScore],
    beside: pd.DataFrame,
) -> str:
    """From the inputs and what they came to: an identical run has the same id and reuses the release."""
    digest = hashlib.sha256(
        json.dumps([campaign.id, as_of.isoformat(), settings.config_hash, settings.software_hash]).encode()
    )
    digest.update(repr((sorted(scores.items()), beside["value"].tolist())).encode())
    said = (contents.ledger, contents.receipts, contents.states, contents.findings, contents.explained)
    for frame in (*said, contents.pairs_waiting):
        digest.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return f"{as_of.isoformat()}-{digest.hexdigest()[:12]}"


def _beside(store: Store, campaign: Campaign, as_of: date) -> pd.DataFrame:
    """What stands beside the national number and is no part of it: initiatives that only the portal has."""
    found = portal_counts(store, campaign.id, as_of)
    lines = [("portal_only", "national", "", "", "", float(found.portal_only), "initiatives")] if found else []
    return pd.DataFrame(lines, columns=list(TALLY_COLUMNS))


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
