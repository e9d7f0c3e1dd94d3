"""A night on which nothing changed: its release stands already, and the nation need not be read to know it.

Beside the releases a note tells what the newest one rests on. It is written only after a night that withheld nothing
more by a join: where it did, the next night may find more of it, and is done in full."""

import hashlib
import json
import logging
from datetime import date
from pathlib import Path
from typing import Any

from flows.keys import key_id
from flows.publish import Published
from flows.reconcile import Reconciled
from flows.releases import UNFINISHED, latest
from flows.settings import Settings
from flows.store.history import remember_release
from flows.store.session import Store
from flows.store.unchanged import store_digest
from schemas.config import Campaign

_log = logging.getLogger(__name__)
_NOTE = ".rests-on.json"


def standing_release(
    settings: Settings, store: Store, campaign: Campaign, as_of: date, run_id: str
) -> tuple[Published, int] | None:
    """The newest release, if a full run would make it again, and how many pairs wait; None where it might not."""
    folder = latest(settings.releases / campaign.id)
    note = _read(settings.releases / campaign.id / _NOTE)
    if folder is None or not note or note["rests_on"] != _rests_on(settings, store, campaign, as_of, folder):
        return None
    headline: dict[str, float] = note["headline"]
    remember_release(store, campaign.id, folder.name, as_of.isoformat(), int(headline["valid"]), "", run_id)
    _log.info("nothing changed: release %s stands", folder.name)
    return Published(folder.name, folder, (), headline, int(note["findings"])), int(note["pairs"])


def note_standing(
    settings: Settings, store: Store, campaign: Campaign, as_of: date, reconciled: Reconciled, published: Published,
    pairs: int,
) -> None:  # fmt: skip
    """Note what a release rests on that went out."""
    path = settings.releases / campaign.id / _NOTE
    if published.folder is None or published.held_because or reconciled.joined:
        path.unlink(missing_ok=True)
        return
    told = {
        "rests_on": _rests_on(settings, store, campaign, as_of, published.folder),
        "headline": published.headline,
        "findings": published.findings,
        "pairs": pairs,
    }
    beside = path.with_name(f"{UNFINISHED}rests-on")
    beside.write_text(json.dumps(told), encoding="utf-8")
    beside.chmod(0o600)
    beside.replace(path)


def _rests_on(settings: Settings, store: Store, campaign: Campaign, as_of: date, folder: Path) -> str:
    """Of all that a run reads: code, config, key, day, store, and the releases that it counts against."""
    made = hashlib.sha256()
    for told in (settings.software_hash, settings.config_hash, key_id(settings.hmac_key), campaign.id, as_of):
        made.update(f"{told}\0".encode())
    made.update(store_digest(store, as_of).encode())
    for release in (folder, *(latest(settings.releases / earlier) for earlier in campaign.earlier)):
        manifest = release / "manifest.json" if release else None
        made.update(manifest.read_bytes() if manifest and manifest.exists() else b"none")
    return made.hexdigest()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        note = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and note.keys() == {"rests_on", "headline", "findings", "pairs"} else None
