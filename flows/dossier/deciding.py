"""A person's choice of who is put forward, and a person's answer for a rejected file: checked against the newest
release before they are kept."""

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from flows.faults import Misuse
from flows.releases import LATEST, named_release
from flows.store.nominations import answer_file, choose
from flows.store.session import Store
from schemas.dossier import Choice
from schemas.ledger import Disposition


def keep(store: Store, releases: Path, campaign_id: str, code: str, made: Sequence[Choice]) -> None:
    """All choices or none. Misuse for one of an initiative that is not counted in the federation."""
    release = named_release(releases, LATEST)
    ledger = pd.read_parquet(
        release / "internal" / "ledger.parquet", columns=["federation_code", "disposition", "initiative_id"]
    )
    ours = ledger[(ledger["federation_code"] == code) & (ledger["disposition"] == Disposition.COUNTED)]
    unknown = sorted({c.initiative_id for c in made} - set(ours["initiative_id"]))
    if unknown:
        raise Misuse(f"--choose {unknown[0]}: {code} has no counted initiative of this id in {release.name}")
    choose(store, campaign_id, code, made)


def answer(store: Store, releases: Path, campaign_id: str, code: str, path: str, by: str, reason: str) -> None:
    """A rejected file is answered for. Misuse for a path that is no rejected file of the federation."""
    release = named_release(releases, LATEST)
    receipts = json.loads((release / "manifest.json").read_text("utf-8"))["receipts"]
    rejected = sorted({r["path"] for r in receipts if r["federation_code"] == code and r["rejected_because"]})
    if path not in rejected:
        raise Misuse(f"--answer {path}: expected one of {', '.join(rejected) or 'none: no file of it is rejected'}")
    answer_file(store, campaign_id, code, path, by, reason)
