"""Drafts of dossiers are no papers that were handed out: where a name is forgotten or a row becomes secret they go, and
`tonghop dossier --draft` makes them anew."""

import shutil
from pathlib import Path

DOSSIERS = "dossiers"
DRAFT = "du-thao-"


def remove_drafts(workdir: Path) -> int:
    """Take away the drafts of all campaigns; how many there were."""
    drafts = [path for path in (workdir / DOSSIERS).glob(f"*/*/{DRAFT}*") if not path.is_symlink()]
    for path in drafts:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return len(drafts)
