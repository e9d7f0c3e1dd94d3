"""The way back from a backup: into an empty place, whole or not at all."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from flows.backup import Backup, BackupError, unpack
from flows.faults import Misuse
from flows.keys import KEY_VARIABLE, key_id
from flows.releases import as_json, write_file
from flows.settings import database_url
from flows.store.copying import fill, holds
from schemas.config import Config

_BROUGHT = ".brought.json"  # in the folder beside, from just before the rows are in the database


def restore(config: Config, source: Path, workdir: Path, treat: Callable[[Path], None] = lambda beside: None) -> Backup:
    """Bring a backup into a working directory and a database that are both empty.

    All is made beside its place; the rows go in by one transaction; `treat` gets the folder before it has its name;
    that comes last. What was stopped after the transaction goes on where it was."""
    workdir = workdir.absolute()
    if workdir.is_symlink() or (workdir.exists() and (not workdir.is_dir() or any(workdir.iterdir()))):
        raise Misuse(f"--workdir {workdir}: is not empty; restore into a new one")
    beside = workdir.with_name(f".restoring-{workdir.name}")
    backup = _stopped(config, source, beside) or _brought(config, source, beside)
    treat(beside)
    try:
        beside.rename(workdir)
        (workdir / _BROUGHT).unlink()
    except OSError as error:
        raise BackupError(f"{workdir}: cannot be made: {error.strerror}") from None
    return backup


def _stopped(config: Config, source: Path, beside: Path) -> Backup | None:
    """The backup whose rows an earlier restore brought into the database already; None where none got so far."""
    try:
        told = json.loads((beside / _BROUGHT).read_text("utf-8"))
    except FileNotFoundError:
        return None
    backup = Backup(**told["backup"])
    same = told["source"] == _digest(source) and holds(database_url(config, beside), backup.rows)
    return backup if same else None


def _brought(config: Config, source: Path, beside: Path) -> Backup:
    """The folder beside is filled, and the database with it; neither where one of them cannot be."""
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(beside, ignore_errors=True)  # what a killed restore left
        beside.mkdir(mode=0o700)
    except OSError as error:
        raise BackupError(f"{beside}: cannot be made: {error.strerror}") from None
    try:
        backup = unpack(source, beside)
        tables = {path.stem: path for path in (beside / "database").glob("*.parquet")}
        with fill(database_url(config, beside), backup.version, tables):
            shutil.rmtree(beside / "database")
            _settle_releases(config, beside)
            told = {"source": _digest(source), "backup": {name: getattr(backup, name) for name in Backup.__slots__}}
            write_file(beside / _BROUGHT, as_json(told))
            _sync(beside)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return backup


def _digest(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
