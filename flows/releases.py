"""The write-once release folder: made complete beside its place, renamed, and only then does `latest` point to it."""

import contextlib
import csv
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from flows.faults import Misuse, ToldError

LATEST = "latest"
UNFINISHED = ".unfinished-"
MADE_FROM = "made_from"  # in the manifest: path -> digest of what the file was rendered from (flows/reuse.py)
_RERENDERED = ".rerendered-"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a standing release that the next one takes over as it is."""

    path: Path
    sha256: str


class ReleaseError(ToldError):
    """The release folder cannot be written."""


def write_release(
    campaign: Path,
    release_id: str,
    files: Iterable[tuple[str, bytes | Kept]],
    manifest: Mapping[str, object],
    run: Mapping[str, object],
    *,
    held: bool = False,
) -> Path:
    """Write a release and point `latest` to it; a release of that id which stands already is taken as it is.

    `files`: path below the release, bytes or a file to take over; asked for one by one, and not at all where the
    release stands. `manifest` gets the sha256 of each file. `run`: the run's id and clock times. `held`: the folder is
    made to be inspected, and `latest` stays where it is."""
    target = campaign / release_id
    try:
        campaign.mkdir(parents=True, exist_ok=True, mode=0o700)
        _remove_unfinished(campaign)
        if not (target / "manifest.json").exists():
            unfinished = campaign / f"{UNFINISHED}{os.getpid()}"
            hashes = {path: _put(unfinished / path, data) for path, data in files}
            write_file(unfinished / "manifest.json", as_json({**manifest, "files": hashes}))
            write_file(unfinished / "run.json", as_json(run))
            _seal(unfinished)
            unfinished.rename(target)
        if not held:
            _point(campaign, release_id)
    except OSError as error:
        with contextlib.suppress(OSError):  # a full disk would stay full of it
            _remove_unfinished(campaign)
        raise ReleaseError(f"the release folder {campaign} cannot be written: {error.strerror}") from None
    return target


def point_latest(release: Path) -> None:
    """Let `latest` lead to this complete release."""
    try:
        _point(release.parent, release.name)
    except OSError as error:
        raise ReleaseError(f"the release folder {release.parent} cannot be written: {error.strerror}") from None


def latest(campaign: Path) -> Path | None:
    """The folder of the newest release, None before the first."""
    link = campaign / LATEST
    return link.resolve() if link.exists() else None


def latest_ledger(campaign: Path) -> pd.DataFrame | None:
    """The ledger of the newest release, None before the first."""
    release = latest(campaign)
    return pd.read_parquet(release / "internal" / "ledger.parquet") if release else None


def published_tallies(campaign: Path, release_id: str | None) -> pd.DataFrame | None:
    """The public numbers of a release, None where it no longer stands."""
    path = campaign / str(release_id) / "public" / "tallies.csv"
    if release_id is None or not path.exists():
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        return pd.DataFrame(list(csv.DictReader(file))).astype({"value": float})


def latest_explanations(campaign: Path) -> list[dict[str, str]]:
    """The explained queries that wait in the newest release, as its file tells them."""
    release = latest(campaign)
    if release is None:
        return []
    with (release / "internal" / "explanations.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def named_release(campaign: Path, name: str) -> Path:
    """The folder of a release by its id, the beginning of its id, or `latest`; Misuse where it is none or several."""
    if name == LATEST:
        newest = latest(campaign)
        if newest is None:
            raise Misuse(f"there is no release in {campaign} yet; `tonghop run` makes one")
        return newest
    ids = release_ids(campaign)
    found = [i for i in ids if i == name] or [i for i in ids if name and i.startswith(name)]
    if len(found) == 1:
        return campaign / found[0]
    known = ", ".join(found or ids) or "none yet"
    raise Misuse(f"release {name}: expected the id of one release, its beginning or `latest`; there are: {known}")


def release_ids(campaign: Path) -> list[str]:
    """The complete releases of a campaign, by id."""
    return sorted(m.parent.name for m in campaign.glob("*/manifest.json") if not m.parent.is_symlink())


def standing_releases(campaign: Path) -> list[Path]:
    """Every complete release of a campaign, by name; a re-rendering that was broken off is ended first."""
    if not campaign.is_dir():
        return []
    for made in campaign.glob(f"{_RERENDERED}*"):
        if (made / "manifest.json").exists():
            _take_over(made, campaign / made.name.removeprefix(_RERENDERED))
        else:
            shutil.rmtree(made)
    folders = (p for p in campaign.iterdir() if p.is_dir() and not p.is_symlink() and not p.name.startswith("."))
    return sorted(p for p in folders if (p / "manifest.json").exists())


def replace_release(
    release: Path,
    files: Iterable[tuple[str, bytes]],
    gone: AbstractSet[str],
    manifest: Callable[[], Mapping[str, object]],
    made_from: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Put these files in the place of those of a release, and take away those `gone`; all at once, or not at all.

    Each is written as it comes; `gone`, `manifest` and `made_from` (of those files, as far as the next release may take
    them over) are asked when all are written. The manifest is written last: a folder without one is no re-rendering
    yet."""
    made = release.with_name(f"{_RERENDERED}{release.name}")
    try:
        shutil.rmtree(made, ignore_errors=True)
        shutil.copytree(release, made, ignore=shutil.ignore_patterns("manifest.json"), copy_function=os.link)
        written = {path: _put_instead(made / path, data) for path, data in files}
        for path in gone:
            (made / path).unlink(missing_ok=True)
        told = manifest()
        hashes = {p: h for p, h in _told(told, "files").items() if p not in gone} | dict(sorted(written.items()))
        kept = {p: d for p, d in _told(told, MADE_FROM).items() if p in hashes and p not in written}
        kept |= {p: d for p, d in made_from.items() if p in written}
        write_file(made / "manifest.json", as_json({**told, MADE_FROM: kept, "files": hashes}))
        _seal(made)
        _take_over(made, release)
    except OSError as error:
        raise ReleaseError(f"the release folder {release} cannot be re-rendered: {error.strerror}") from None


def _put_instead(path: Path, data: bytes) -> str:
    path.unlink(missing_ok=True)  # another release may share the file that stands there
    return write_file(path, data)


def _told(manifest: Mapping[str, object], name: str) -> dict[str, str]:
    files = manifest.get(name, {})
    assert isinstance(files, dict)
    return dict(files)


def _take_over(made: Path, release: Path) -> None:
    """A complete re-rendering in the place of what it replaces; after a crash between the steps it is done again."""
    old = release.with_name(f"{UNFINISHED}old-{release.name}")
    shutil.rmtree(old, ignore_errors=True)
    if release.exists():
        release.rename(old)
    made.rename(release)
    shutil.rmtree(old, ignore_errors=True)


def _put(path: Path, data: bytes | Kept) -> str:
    """Write a file, or take one over: files of releases are replaced, never changed, so two may share one."""
    if not isinstance(data, Kept):
        return write_file(path, data)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(data.path, path)
    except OSError:  # a file system without links, or one that has too many of this file
        return write_file(path, data.path.read_bytes())
    return data.sha256


def write_file(path: Path, data: bytes) -> str:
    """Write one file to the disk for good. Returns its sha256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(data).hexdigest()


def _seal(top: Path) -> None:
    """Internal parts are for their owner alone; directory entries reach the disk before the rename does."""
    for path in (top, *top.rglob("*")):
        public = path == top or path.relative_to(top).parts[0] == "public"
        if path.is_file():
            path.chmod(0o644 if public else 0o600)
            continue
        path.chmod(0o755 if public else 0o700)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_unfinished(campaign: Path) -> None:
    """What a crash left behind."""
    for rest in campaign.glob(f"{UNFINISHED}*"):
        if rest.is_symlink() or rest.is_file():
            rest.unlink()
        else:
            shutil.rmtree(rest)


def _point(campaign: Path, release_id: str) -> None:
    link = campaign / f"{UNFINISHED}link-{os.getpid()}"
    link.symlink_to(release_id)
    link.replace(campaign / LATEST)


def as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
