"""What has to be right before a night can run, asked one by one: each finding says what to do."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.alone import someone_at_work
from flows.keys import KEY_FILE, KEY_VARIABLE
from flows.releases import LATEST, release_ids
from flows.room import existing, not_writable
from flows.runtime import server_away
from flows.source_settings import source_of
from flows.sources import TOLD, Reason, SourceUnreachable, how_many
from flows.store.examining import sqlite_file, version_there
from flows.store.session import StoreError
from schemas.config import Config, Federation

_LEAST_FREE = 1 << 30
_AT_ONCE = 8
_SHORTEST_KEY = 16
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Told:
    """One answer. `mend`: what to do about it, "" where all is well."""

    about: str
    says: str
    mend: str = ""


def examine(config: Config, workdir: Path, database: str, *, offline: bool) -> Iterator[Told]:
    """Every answer, in the order in which things go wrong."""
    yield from _workdir(workdir)
    yield _key(config, workdir)
    yield _database(workdir, database)
    folders = map(existing, (Path(tempfile.gettempdir()), workdir / config.releases.folder, workdir))
    for folder in {folder.stat().st_dev: folder for folder in folders}.values():  # each disk once
        yield _room(folder)
    yield _time(config)
    if away := server_away():
        yield Told("prefect", *away.split("; ", 1))
    yield from _permissions(config, workdir, database)
    yield from _releases(config, workdir)
    yield from _beside()
    if not offline:
        yield from _sources(config, workdir)


def _workdir(workdir: Path) -> Iterator[Told]:
    there = existing(workdir)
    if refused := not_writable(there):
        yield Told("workdir", *refused)
    elif there != workdir:
        yield Told("workdir", f"{workdir} is not there yet; the first run makes it")
    else:
        yield Told("workdir", f"{workdir} can be written")


def _key(config: Config, workdir: Path) -> Told:
    """Only where every source is a folder below the working directory, as with the sample, may the key lie there."""
    stated, path = os.environ.get(KEY_VARIABLE, ""), workdir / KEY_FILE
    if stated:
        if len(stated.encode()) < _SHORTEST_KEY:
            return Told("key", f"{KEY_VARIABLE} is too short", f"set one of at least {_SHORTEST_KEY} bytes")
        return Told("key", f"from {KEY_VARIABLE}")
    where = f"{path}" if path.exists() else f"none yet; the first run makes {path}"
    trying_out = all("://" not in f.source and not f.source.startswith(("/", "~")) for f in config.federations)
    if trying_out:
        return Told("key", f"{where}: good for trying things out only")
    return Told(
        "key", where, f"keep the key out of the working directory: put it into {KEY_VARIABLE} and remove the file"
    )


def _database(workdir: Path, url: str) -> Told:
    file = sqlite_file(url)
    if file and not file.exists():
        return Told("database", "not there yet; the first run makes it")
    at_work = someone_at_work(workdir)
    try:
        found, newest = version_there(url, write=not at_work)
    except StoreError as error:
        advice = "check its address, its server, its password (TONGHOP_DATABASE_URL) and who may write it"
        return Told("database", str(error), advice)
    if found is None:
        return Told("database", "is empty; the first run makes the tables")
    if found > newest:
        return Told("database", f"is of version {found}, this software knows {newest}", "use the newer software")
    state = "the next run brings it up to date; take a backup before" if found != newest else "up to date"
    return Told("database", f"version {found}, {state}" + ("; a run is at work" if at_work else ", can be written"))


def _room(folder: Path) -> Told:
    free = shutil.disk_usage(folder).free
    says = f"{free / 2**30:,.2f} GiB free in {folder}"
    return Told("disk", says, f"make room in {folder}: at least 1 GiB" if free < _LEAST_FREE else "")


def _time(config: Config) -> Told:
    from datetime import datetime

    now = datetime.now(ZoneInfo(config.schedule.timezone))
    return Told(
        "time", f"{now:%Y-%m-%d %H:%M %Z} in {config.schedule.timezone}; the night runs at {config.schedule.cron!r}"
    )


def _permissions(config: Config, workdir: Path, database: str) -> Iterator[Told]:
    file = sqlite_file(database)
    single = [workdir, workdir / KEY_FILE, *([file] if file else [])]
    internal = (workdir / config.releases.folder).glob("*/*/internal")
    inside = [p for top in internal if top.parent.name != LATEST for p in (top, *top.rglob("*"))]
    open_ones = [p for p in (*single, *inside) if p.exists() and p.stat().st_mode & _OTHERS]
    if open_ones:
        first = open_ones[0]
        yield Told("permissions", f"{len(open_ones)} internal parts are open to others, the first {first}",
                   f"chmod -R go-rwx {workdir} (then a+rX the public parts only)")  # fmt: skip
    else:
        yield Told("permissions", "internal parts are for their owner alone")


def _releases(config: Config, workdir: Path) -> Iterator[Told]:
    for campaign in config.campaigns:
        folder = workdir / config.releases.folder / campaign.id
        if existing(folder) != existing(workdir) and (refused := not_writable(existing(folder))):
            yield Told("releases", *refused)
        link = folder / LATEST
        if link.is_symlink() and not (link / "manifest.json").is_file():
            yield Told("releases", f"{link} leads to no complete release", "run `tonghop run`; it makes a new one")
        elif ids := release_ids(folder):
            yield Told("releases", f"{campaign.id}: {len(ids)} releases, the newest {link.resolve().name}")


def _beside() -> Iterator[Told]:
    """What is only needed for documents and pictures: told, never a fault."""
    for names, what in ((("soffice", "libreoffice"), "LibreOffice"), (("chromium", "chromium-browser"), "Chromium")):
        found = next(filter(None, map(shutil.which, names)), None)
        yield Told("beside", f"{what}: {found or 'not here; only needed to look at documents'}")
    fonts = shutil.which("fc-list")
    if fonts is None:
        yield Told("beside", "fonts: fontconfig is not here")
        return
    done = subprocess.run([fonts, ":lang=vi", "family"], capture_output=True, text=True, timeout=60, check=False)
    yield Told("beside", f"fonts: {len(set(done.stdout.splitlines()))} families write Vietnamese")


def _sources(config: Config, workdir: Path) -> Iterator[Told]:
    """Each source is listed once, several at a time."""

    def ask(federation: Federation) -> Told:
        return _source(config, federation, workdir)

    with ThreadPoolExecutor(_AT_ONCE) as several:
        answers = list(several.map(ask, config.federations))
    bad = [a for a in answers if a.mend]
    yield from bad
    waiting = sum(not a.mend and a.says.endswith(_NOTHING) for a in answers)
    yield Told(
        "sources", f"{len(answers) - len(bad) - waiting} can be listed, {waiting} are not there yet, {len(bad)} fail"
    )


_NOTHING = "nothing there yet"


def _source(config: Config, federation: Federation, workdir: Path) -> Told:
    about: Callable[[str, str], Told] = lambda says, mend: Told(f"source {federation.code}", says, mend)  # noqa: E731
    try:
        source = source_of(config, federation, workdir, os.environ)
        source = replace(source, rules=source.rules.model_copy(update={"attempts": 1}))
        return about(f"{how_many(source)} files", "")
    except SourceUnreachable as error:
        if error.reason is Reason.NOT_FOUND:
            return about(_NOTHING, "")
        return about(TOLD[error.reason], "check its address in the config, its TONGHOP_SOURCE_ variables, its server")
    except Exception as error:
        return about(type(error).__name__, "check its block in the config and its TONGHOP_SOURCE_ variables")
