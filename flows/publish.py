"""gates -> tallies -> render -> write the release."""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from flows.contents import WITHHELD, Contents, contents_of, shown_records
from flows.reconcile import Reconciled
from flows.releases import write_release
from flows.settings import Settings, software_version
from flows.store.history import last_valid, remember_release
from flows.store.records import remember_initiatives
from flows.store.session import Store
from reports.public_page import public_page
from reports.staff_page import staff_page
from reports.tables import findings_csv, initiatives_csv
from reports.tally_workbook import tally_csv, tally_workbook
from reports.validation_report import validation_report
from rules import gates
from rules.tallies import TotalsDisagree, interval, tally
from schemas.config import Campaign
from schemas.ledger import Disposition
from schemas.release import FederationFacts, FederationState, PhaseFacts, ReleaseFacts


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
    contents = contents_of(store, campaign, reconciled)
    release_id = _release_id(settings, campaign, as_of, contents)
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
            tallies = pd.concat([tallies, interval(reconciled.valid_low)], ignore_index=True)
        except TotalsDisagree as error:
            held = (f"totals: {error}",)
    valid = int((contents.ledger["disposition"] == Disposition.COUNTED).sum())
    run_id = str(run["run_id"])
    if held:
        remember_release(store, campaign.id, release_id, as_of.isoformat(), valid, "\n".join(held), run_id)
        return Published(release_id, None, held, {}, len(contents.findings))
    facts = _facts(settings, campaign, as_of, release_id, contents)
    files = dict(_files(facts, contents, tallies))
    manifest = _manifest(settings, facts, contents)
    folder = write_release(settings.releases / campaign.id, release_id, files, manifest, run)
    remember_initiatives(
        store,
        campaign.id,
        dict(zip("SK-" + reconciled.records["row_key"].astype(str), reconciled.records["initiative_id"], strict=True))
        if len(reconciled.records)
        else {},
        contents.ledger.loc[contents.ledger["disposition"] == Disposition.COUNTED, "initiative_id"],
    )
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


def _release_id(settings: Settings, campaign: Campaign, as_of: date, contents: Contents) -> str:
    """From the inputs and what they came to: an identical run has the same id and reuses the release."""
    digest = hashlib.sha256(
        json.dumps([campaign.id, as_of.isoformat(), settings.config_hash, settings.software_hash]).encode()
    )
    for frame in (contents.ledger, contents.receipts, contents.states, contents.findings):
        digest.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return f"{as_of.isoformat()}-{digest.hexdigest()[:12]}"


def _facts(settings: Settings, campaign: Campaign, as_of: date, release_id: str, contents: Contents) -> ReleaseFacts:
    states = {
        code: (state, files, rejected) for code, state, files, rejected in contents.states.itertuples(index=False)
    }
    unheard = (FederationState.MISSING.value, 0, 0)
    return ReleaseFacts(
        release_id=release_id,
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        target=campaign.target,
        deadline=campaign.deadline,
        as_of=as_of,
        phases=tuple(
            PhaseFacts(p.id, p.name, p.period.first or date.min, p.period.last or date.max, p.peak)
            for p in campaign.phases
        ),
        federations=tuple(
            FederationFacts(
                f.code,
                f.name,
                f.kind.value,
                FederationState(states.get(f.code, unheard)[0]),
                *map(int, states.get(f.code, unheard)[1:]),
            )
            for f in settings.config.federations
        ),
        software_version=software_version(),
    )


def _files(facts: ReleaseFacts, contents: Contents, tallies: pd.DataFrame) -> Iterator[tuple[str, bytes]]:
    """Every file of the release: path -> bytes."""
    shown = shown_records(contents.records)
    counted = contents.records[contents.records["disposition"] == Disposition.COUNTED]
    yield "public/index.html", public_page(facts, tallies)
    yield "public/tallies.xlsx", tally_workbook(facts, tallies)
    yield "public/tallies.csv", tally_csv(tallies)
    yield "public/initiatives.csv", initiatives_csv(counted)
    yield "internal/ledger.parquet", _parquet(contents.ledger)
    yield "internal/records.parquet", _parquet(shown)
    yield "internal/findings.csv", findings_csv(contents.findings)
    summary = contents.findings.groupby(["federation_code", "check_id", "severity"]).size().rename("n").reset_index()
    yield "internal/index.html", staff_page(facts, tallies, summary, _all_waiting(contents, summary))
    counted_rows: dict[str, dict[str, int]] = {}
    rows = contents.ledger.groupby(["federation_code", "disposition"]).size().rename("n").reset_index()
    for code, disposition, n in rows.itertuples(index=False):
        counted_rows.setdefault(code, {})[disposition] = n
    grouped = dict(list(contents.findings.groupby("federation_code")))
    for federation in facts.federations:
        counts = counted_rows.get(federation.code, {})
        own = grouped.get(federation.code, contents.findings.iloc[:0])
        yield f"internal/federations/{federation.code}/report.html", validation_report(facts, federation, counts, own)


def _all_waiting(contents: Contents, summary: pd.DataFrame) -> pd.DataFrame:
    kinds = {"secrecy_doubtful": ["INI-020"], "submissions_held": ["FIL-011"]}
    frames = [contents.pairs_waiting]
    frames += [summary[summary["check_id"].isin(checks)].assign(kind=kind) for kind, checks in kinds.items()]
    frames.append(summary[summary["severity"] == "REJECT_FILE"].assign(kind="files_rejected"))
    joined = pd.concat([f[["federation_code", "kind", "n"]] for f in frames], ignore_index=True)
    return joined.groupby(["federation_code", "kind"])[["n"]].sum().reset_index()


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


def _parquet(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()
