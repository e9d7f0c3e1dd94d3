"""Which release dossiers are made from: after the deadline the first one is frozen, until another is named."""

import os
from datetime import date
from pathlib import Path

from flows.faults import Misuse
from flows.releases import LATEST, UNFINISHED, named_release
from schemas.config import Campaign

FROZEN = "frozen"  # a link: what it leads to is kept for good (flows/retention.py)
_USED = "dossier-"
DOSSIERS = "dossiers"  # the folder of all dossiers, below the working directory


def release_for(releases: Path, campaign: Campaign, named: str, as_of: date, draft: bool) -> Path:
    """The release by its name; without one the frozen one, or `latest` while none is frozen. Misuse for a final dossier
    before the deadline is over."""
    if not draft and as_of <= campaign.deadline:
        raise Misuse(
            f"--as-of {as_of}: the deadline {campaign.deadline} of {campaign.id} is not over; only --draft works before"
        )
    frozen = releases / FROZEN
    name = named or (os.readlink(frozen) if frozen.is_symlink() and not draft else LATEST)
    return named_release(releases, name)


def freeze(releases: Path, release: Path) -> None:
    """Link to the release that a final dossier was made from, so that it is kept; the first one is the frozen one."""
    for name in (FROZEN, f"{_USED}{release.name}"):
        link = releases / name
        if not link.is_symlink():
            made = releases / f"{UNFINISHED}link-{os.getpid()}"
            made.unlink(missing_ok=True)
            made.symlink_to(release.name)
            made.rename(link)
