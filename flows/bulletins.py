"""The weekly bulletin of a release, against the newest release of the week before: 7 to 13 days older."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from flows.release_runs import is_held, run_of
from flows.releases import standing_releases
from reports.bulletin import bulletin
from reports.bulletin_document import bulletin_document
from reports.bulletin_page import bulletin_page
from reports.figures import Figures, figures
from schemas.config import Schedule
from schemas.finding import Severity
from schemas.release import ReleaseFacts
from schemas.tally import TALLY_COLUMNS

WEEK = timedelta(days=7)
PAGE, DOCUMENT = "bulletin.html", "bulletin.docx"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def bulletin_files(releases: Path, facts: ReleaseFacts, tallies: pd.DataFrame, found: pd.DataFrame) -> dict[str, bytes]:
    """Page and document by name. `found`: the release's findings."""
    rejected = found.loc[found["severity"] != Severity.QUERY.value, "federation_code"]
    faults = {str(code): int(n) for code, n in rejected.value_counts().items()}
    before, older = week_before(releases, facts.as_of)
    told = bulletin(facts, figures(tallies), before, faults, older)
    return {PAGE: bulletin_page(facts, told), DOCUMENT: bulletin_document(told)}


def is_due(schedule: Schedule, as_of: date) -> bool:
    """Whether the release of a day has the bulletin in it."""
    return schedule.bulletin == _DAYS[as_of.weekday()]


def week_before(releases: Path, as_of: date) -> tuple[tuple[date, Figures] | None, date | None]:
    """The day and the figures of the newest release of the week before, None where there is none; and then the day of
    the newest one before that: a change over months is no change of a week."""
    older = [(day, folder) for folder, day in _dated(standing_releases(releases)) if day <= as_of - WEEK]
    if not older:
        return None, None
    day, folder = max(older, key=lambda one: (one[0], _made(one[1]), one[1].name))
    return ((day, figures(_tallies(folder))), None) if day > as_of - 2 * WEEK else (None, day)


def _dated(folders: Iterable[Path]) -> Iterable[tuple[Path, date]]:
    for folder in folders:
        if is_held(folder):
            continue
        manifest: Mapping[str, str] = json.loads((folder / "manifest.json").read_text("utf-8"))
        yield folder, date.fromisoformat(manifest["as_of"])


def _made(folder: Path) -> str:
    return str(run_of(folder).get("started", ""))


def _tallies(folder: Path) -> pd.DataFrame:
    frame = pd.read_csv(folder / "public" / "tallies.csv", keep_default_na=False, encoding="utf-8-sig", dtype=str)
    return frame[list(TALLY_COLUMNS)].astype({"value": float})
