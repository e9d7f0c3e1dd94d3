"""A backup of a working directory: every table, every complete release and the list of them with their hashes, in one
file; and the way back, whole or not at all."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from flows.dossier.freezing import DOSSIERS
from flows.faults import Misuse, ToldError
from flows.keys import KEY_FILE, key_id, key_in_workdir
from flows.releases import UNFINISHED, release_ids
from flows.settings import Settings, software_version
from flows.store.copying import snapshot, table_names, write_table
from flows.store.session import Store
from flows.store.versions import NEWEST

_FORMAT = 1
_MANIFEST = "backup.json"
_DATABASE = "database"
_RELEASES = "releases"
_CHUNK = 1 << 20


class BackupError(ToldError):
    """A backup cannot be written, or is not what it should be."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `members`: path -> sha256, or "-> target" of a link; `rows` by table."""

    made: str
    version: str
    software: str
    key_id: str
    members: dict[str, str]
    rows: dict[str, int]

    @property
    def with_key(self) -> bool:
        """True when the key lies in it: whoever holds the file holds the key."""
        return KEY_FILE in self.members


def write_backup(settings: Settings, store: Store, out: Path) -> tuple[Path, Backup]:
    """Write a backup to a file that is not there yet, or under the day's name into a folder. Nobody else may write in
    the working directory meanwhile."""
    made = datetime.now(UTC)
    target = out / f"tonghop-{made:%Y%m%d-%H%M%S}.tar.gz" if out.is_dir() else out
    if target.exists():
        raise Misuse(f"--out {target}: is there already")
    beside = target.with_name(f".unfinished-{os.getpid()}-{target.name}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive:
                backup = _write(archive, settings, store, target.parent, made)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(target)
    except OSError as error:
        raise BackupError(f"the backup {target} cannot be written: {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
    return target, backup


def _write(archive: tarfile.TarFile, settings: Settings, store: Store, room: Path, made: datetime) -> Backup:
    members: dict[str, str] = {}
    rows: dict[str, int] = {}
    with snapshot(store) as connection:
        for name in table_names():
            with tempfile.TemporaryFile(dir=room) as spool:  # unlinked: gone with the process
                rows[name] = write_table(connection, name, spool)
                _add(archive, members, f"{_DATABASE}/{name}.parquet", spool)
    for path, member in (*_release_parts(settings.releases), *_dossier_parts(settings.workdir / DOSSIERS)):
        _add_path(archive, members, path, member)
    if key := key_in_workdir(settings.workdir):
        _add_path(archive, members, key, KEY_FILE)
    backup = Backup(
        made.isoformat(timespec="seconds"), NEWEST, software_version(), key_id(settings.hmac_key), members, rows
    )
    told = {"format": _FORMAT} | {name: getattr(backup, name) for name in Backup.__slots__}
    data = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    _add(archive, {}, _MANIFEST, io.BytesIO(data))
    return backup


def _release_parts(releases: Path) -> Iterator[tuple[Path, str]]:
    """The complete releases of every campaign and the links to the newest; what a crash left behind is not kept."""
    for campaign in sorted(p for p in releases.glob("*") if p.is_dir()):
        name = f"{_RELEASES}/{campaign.name}"
        for release_id in release_ids(campaign):
            top = campaign / release_id
            for path in (top, *sorted(top.rglob("*"))):
                yield path, f"{name}/{path.relative_to(campaign).as_posix()}"
        for link in sorted(p for p in campaign.iterdir() if p.is_symlink() and not p.name.startswith(UNFINISHED)):
            yield link, f"{name}/{link.name}"  # to the newest, and to those that dossiers are made from


def _dossier_parts(dossiers: Path) -> Iterator[tuple[Path, str]]:
    """Every dossier, its zip and the notes of those that were withdrawn."""
    for path in sorted(dossiers.rglob("*")):
        part = path.relative_to(dossiers)
        if not any(name.startswith(UNFINISHED) for name in part.parts):
            yield path, f"{DOSSIERS}/{part.as_posix()}"


def _add_path(archive: tarfile.TarFile, members: dict[str, str], path: Path, member: str) -> None:
    if path.is_symlink() or path.is_dir():
        if path.is_symlink():
            members[member] = f"-> {path.readlink()}"
        archive.add(path, member, recursive=False)
        return
    with path.open("rb") as file:
        _add(archive, members, member, file, path.stat().st_mode & 0o777)


def _add(archive: tarfile.TarFile, members: dict[str, str], name: str, file: IO[bytes], mode: int = 0o600) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = file.seek(0, io.SEEK_END), mode
    file.seek(0)
    members[name] = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    archive.addfile(info, file)


def unpack(source: Path, into: Path) -> Backup:
    """Unpack a backup and check every member against its list; BackupError for one that is not whole."""
    found: dict[str, str] = {}
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            for info in archive:
                found |= _take(archive, info, into)
        told = json.loads((into / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise BackupError(f"{source}: is no whole backup: {type(error).__name__}") from None
    (into / _MANIFEST).unlink()
    if told.pop("format", None) != _FORMAT or told.keys() != set(Backup.__slots__):
        raise BackupError(f"{source}: is a backup of another kind than this version knows")
    found.pop(_MANIFEST)
    backup = Backup(**told)
    wrong = sorted(name for name in {*found, *backup.members} if found.get(name) != backup.members.get(name))
    if wrong:
        raise BackupError(f"{source}: {len(wrong)} members are not what was written, the first {wrong[0]}")
    return backup


def _take(archive: tarfile.TarFile, info: tarfile.TarInfo, into: Path) -> dict[str, str]:
    parts = PurePosixPath(info.name).parts
    if info.name.startswith("/") or ".." in parts or not parts:
        raise ValueError("a path that leads out of the archive")
    target = into.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if info.isdir():
        target.mkdir(exist_ok=True, mode=0o700)
        target.chmod(info.mode & 0o777 | 0o700)
        return {}
    if info.issym():
        if "/" in info.linkname or info.linkname == ".." or parts[0] != _RELEASES:
            raise ValueError("a link that leads elsewhere")
        target.symlink_to(info.linkname)
        return {info.name: f"-> {info.linkname}"}
    file = archive.extractfile(info)
    if file is None:
        raise ValueError("neither a file nor a folder")
    digest = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    target.chmod(info.mode & 0o777)
    return {info.name: digest.hexdigest()}
