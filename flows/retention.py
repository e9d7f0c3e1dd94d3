"""Old releases go, by the config's rule; never the one that `latest` or any other link leads to."""

import json
import logging
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.releases import UNFINISHED, release_ids
from schemas.config import Retention

_log = logging.getLogger(__name__)


def remove_old_releases(campaign: Path, rule: Retention) -> list[str]:
    """Remove what the rule does not keep. Returns the ids of what went; a fault is told and harms no night."""
    gone = []
    for release_id in old_releases(campaign, rule, datetime.now(UTC)):
        away = campaign / f"{UNFINISHED}removed-{release_id}"
        try:
            (campaign / release_id).rename(away)  # a release is there whole or not at all
            shutil.rmtree(away)
        except OSError as error:
            _log.warning("release %s could not be removed: %s", release_id, error.strerror)
            continue
        gone.append(release_id)
    return gone


def old_releases(campaign: Path, rule: Retention, now: datetime) -> list[str]:
    """The releases that are neither among the newest, nor young, nor named, nor linked to, the oldest first."""
    made = sorted((_made(campaign / i), i) for i in release_ids(campaign))
    linked = {p.readlink().name for p in campaign.iterdir() if p.is_symlink()} if campaign.is_dir() else set()
    kept = linked | set(rule.keep) | {i for _, i in made[-rule.releases :]}
    youngest = now - timedelta(days=rule.days)
    return [i for moment, i in made if i not in kept and moment < youngest]


def _made(release: Path) -> datetime:
    """When it was made, by its run.json; the folder's own time where that tells nothing."""
    try:
        return datetime.fromisoformat(json.loads((release / "run.json").read_text("utf-8"))["started"])
    except (OSError, ValueError, KeyError, TypeError):
        return datetime.fromtimestamp(release.stat().st_mtime, UTC)
