"""Which release dossiers are made from: after the deadline the first one is frozen, until another is named."""

import json
import os
from datetime import date
from pathlib import Path

from flows.faults import Misuse
from flows.release_runs import is_held, run_of
from flows.releases import LATEST, UNFINISHED, named_release
from schemas.config import Campaign

FROZEN = "frozen"  # a link: what it leads to is kept for good (flows/retention.py)
_USED = "dossier-"
DOSSIERS = "dossiers"  # the folder of all dossiers, below the working directory


def release_for(releases: Path, campaign: Campaign, named: str, as_of: date, draft: bool) -> Path:
    """The release by its name; without one the frozen one, or `latest` while none is frozen. Misuse for a final dossier
    before the deadline is over, or from a release of before it, that a gate holds, or older than one already used."""
    if not draft and as_of <= campaign.deadline:
        raise Misuse(
            f"--as-of {as_of}: the deadline {campaign.deadline} of {campaign.id} is not over; only --draft works before"
        )
    frozen = releases / FROZEN
    name = named or (os.readlink(frozen) if frozen.is_symlink() and not draft else LATEST)
    release = named_release(releases, name)
    if not draft:
        _fit_for_paper(releases, release, campaign)
    return release


def _fit_for_paper(releases: Path, release: Path, campaign: Campaign) -> None:
    if is_held(release):
        raise Misuse(f"release {release.name}: a gate holds it; look at it, then `tonghop let-through`")
    if _told_of(release)[0] < campaign.deadline.isoformat():
        raise Misuse(f"release {release.name}: its figures are of before the deadline {campaign.deadline}")
    used = [releases / link.readlink() for link in releases.glob(f"{_USED}*") if link.is_symlink()]
    younger = [other for other in used if other.exists() and _told_of(other) > _told_of(release)]
    if younger:
        raise Misuse(f"release {release.name}: a dossier was made from a younger one already, {younger[0].name}")


def _told_of(release: Path) -> tuple[str, str]:
    """The day of its figures, and when it was made."""
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    return str(manifest["as_of"]), str(run_of(release).get("started", ""))


def freeze(releases: Path, release: Path) -> None:
    """Link to the release that a final dossier was made from, so that it is kept; the first one is the frozen one."""
    for name in (FROZEN, f"{_USED}{release.name}"):
        link = releases / name
        if not link.is_symlink():
            made = releases / f"{UNFINISHED}link-{os.getpid()}"
            made.unlink(missing_ok=True)
            made.symlink_to(release.name)
            made.rename(link)
