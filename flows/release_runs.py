"""The run.json of a release: when and by which run it was made, and what held it. It stands outside the bytes that an
identical run gives."""

import json
from pathlib import Path
from typing import Any

from flows.releases import UNFINISHED, ReleaseError, as_json, write_file


def run_of(release: Path) -> dict[str, Any]:
    """What it tells."""
    told: dict[str, Any] = json.loads((release / "run.json").read_text("utf-8"))
    return told


def is_held(release: Path) -> bool:
    """A gate holds it, and nobody let it through."""
    run = run_of(release)
    return "held_because" in run and "let_through" not in run


def note_in_run(release: Path, **told: object) -> None:
    """Add to the run.json of a release, all at once."""
    beside = release / f"{UNFINISHED}run.json"
    try:
        beside.unlink(missing_ok=True)
        write_file(beside, as_json({**run_of(release), **told}))
        beside.chmod((release / "run.json").stat().st_mode & 0o777)
        beside.replace(release / "run.json")
    except OSError as error:
        raise ReleaseError(f"the release folder {release} cannot be written: {error.strerror}") from None
