"""The way back from a backup: into an empty place, whole or not at all."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from flows.backup import Backup, BackupError, unfinished_beside, unpack
from flows.faults import Misuse
from flows.keys import KEY_VARIABLE, key_id
from flows.settings import database_url
from flows.store.copying import fill
from schemas.config import Config


def restore(config: Config, source: Path, workdir: Path, treat: Callable[[Path], None] = lambda beside: None) -> Backup:
    """Bring a backup into a working directory and a database that are both empty.

    All is made beside its place; the rows go in by one transaction; `treat` gets the folder before it has its name;
    that comes last."""
    workdir = workdir.absolute()
    if workdir.is_symlink() or (workdir.exists() and (not workdir.is_dir() or any(workdir.iterdir()))):
        raise Misuse(f"--workdir {workdir}: is not empty; restore into a new one")
    with unfinished_beside(workdir) as beside:
        backup = unpack(source, beside)
        tables = {path.stem: path for path in (beside / "database").glob("*.parquet")}
        with fill(database_url(config, beside), backup.version, tables):
            shutil.rmtree(beside / "database")
            _settle_releases(config, beside)
            _sync(beside)
        treat(beside)
        try:
            beside.rename(workdir)
        except OSError as error:
            raise BackupError(f"{workdir}: cannot be made: {error.strerror}") from None
    return backup


def other_key(backup: Backup) -> bool:
    """True when the key in the environment is not the one the backup was made with: every id would change."""
    stated = os.environ.get(KEY_VARIABLE, "")
    return bool(stated) and key_id(stated.encode()) != backup.key_id


def _settle_releases(config: Config, beside: Path) -> None:
    """The releases stand where this config wants them below the working directory."""
    found, wanted = beside / "releases", beside / config.releases.folder
    if found == wanted or not found.exists():
        return
    if wanted.is_relative_to(beside) and not wanted.exists():
        wanted.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        found.rename(wanted)
    elif not wanted.exists():
        shutil.move(found, wanted)
    else:
        raise Misuse(f"releases.folder {wanted}: is there already; restore wants an empty place")


def _sync(folder: Path) -> None:
    for path in (folder, *(p for p in folder.rglob("*") if p.is_dir() and not p.is_symlink())):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
