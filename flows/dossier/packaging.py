"""A dossier on the disk: one folder and one zip, made complete beside their place and renamed, never overwritten."""

import base64
import binascii
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from flows.faults import Misuse, ToldError
from reports import wording_dossier as words
from reports.dossier.fixed import fixed_zip

DRAFT = "du-thao-"

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig.json"
KEY_VARIABLE = "TONGHOP_DOSSIER_KEY"
NATION = "toan-quoc"
_UNFINISHED = ".unfinished-"
WITHDRAWN = ".rut-lai.json"
_KEY_BYTES = 32


class PackageError(ToldError):
    """The dossier cannot be written."""


def signing_key(environment: Mapping[str, str]) -> Ed25519PrivateKey | None:
    """The key of the detached signature: 32 bytes in base64 from the environment, or none."""
    stated = environment.get(KEY_VARIABLE, "").strip()
    if not stated:
        return None
    try:
        seed = base64.b64decode(stated, validate=True)
    except binascii.Error:
        seed = b""
    if len(seed) != _KEY_BYTES:
        raise Misuse(f"{KEY_VARIABLE}: expected {_KEY_BYTES} bytes in base64 (an Ed25519 private key)")
    return Ed25519PrivateKey.from_private_bytes(seed)


def folder_of(dossiers: Path, code: str) -> Path:
    """Where the dossiers of a federation stand, or with code "" of the nation."""
    return dossiers / (code or NATION)


def standing(place: Path) -> list[dict[str, Any]]:
    """The manifests of the final dossiers that stand, in their order; not of drafts."""
    found = [manifest_of(p.parent) for p in sorted(place.glob(f"[0-9]*/{MANIFEST}"))]
    return sorted(found, key=lambda m: str(m["dossier_id"]))


def next_number(place: Path) -> int:
    """Of the next final dossier: a number is given once, to one that was withdrawn, too."""
    given = (p.name.partition("-")[0] for p in place.glob("[0-9]*-*"))
    return max((int(n) for n in given if n.isdecimal()), default=0) + 1


def package(
    place: Path,
    about: Mapping[str, object],
    files: Mapping[str, bytes],
    key: Ed25519PrivateKey | None,
    again: bool = False,
) -> Path:
    """Write the folder and the zip of `about["dossier_id"]`; a draft of that id is replaced, a final one never, but
    where it is made `again` in short form (RULES.md 17)."""
    name = str(about["dossier_id"])
    target, unfinished = place / name, place / f"{_UNFINISHED}{os.getpid()}"
    hashes = {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}
    manifest = _json({**about, "files": hashes})
    every = {**files, MANIFEST: manifest}
    if key is not None:
        every[SIGNATURE] = _signature(key, manifest)
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        clear(place)
        if target.exists() and not again and not name.startswith(DRAFT):
            raise PackageError(f"{target}: this dossier stands already and is never overwritten")
        for path, data in every.items():
            _write(unfinished / path, data)
        _write(place / f"{_UNFINISHED}{name}.zip", fixed_zip({f"{name}/{path}": every[path] for path in sorted(every)}))
        if target.exists():
            target.rename(place / f"{_UNFINISHED}old-{os.getpid()}")
        (place / f"{_UNFINISHED}{name}.zip").replace(place / f"{name}.zip")
        unfinished.rename(target)
        note_of(target).unlink(missing_ok=True)
        clear(place)
    except OSError as error:
        raise PackageError(f"the dossier {target} cannot be written: {error.strerror}") from None
    return target


def _signature(key: Ed25519PrivateKey, manifest: bytes) -> bytes:
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    told = {"algorithm": "Ed25519", "of": MANIFEST, "public_key": public, "signature": key.sign(manifest)}
    return _json({k: base64.b64encode(v).decode() if isinstance(v, bytes) else v for k, v in told.items()})


def withdrawn_because(told: Mapping[str, object], because: str) -> dict[str, object]:
    """The note of a dossier that is withdrawn, without a word of its text."""
    kept = ("campaign_id", "federation_code", "release_id", "draft", "files")
    about = {name: told[name] for name in kept if name in told}
    said = words.WITHDRAWN.format(because=words.BECAUSE[because])
    return {**about, "because": because, "said": said, "on": datetime.now(UTC).date().isoformat()}


def withdraw(folder: Path, told: Mapping[str, object]) -> None:
    """The folder and its zip go; a note stays in their place. The note comes first: it is never silent."""
    place, away = folder.parent, folder.with_name(f"{_UNFINISHED}away-{folder.name}")
    try:
        _write(place / f"{_UNFINISHED}note", _json({"dossier_id": folder.name, **told}))
        (place / f"{_UNFINISHED}note").replace(note_of(folder))
        zip_of(folder).unlink(missing_ok=True)
        folder.rename(away)
        shutil.rmtree(away)
    except OSError as error:
        raise PackageError(f"the dossier {folder} cannot be withdrawn: {error.strerror}; remove it") from None


def zip_of(folder: Path) -> Path:
    """The zip of a dossier's folder."""
    return folder.with_name(f"{folder.name}.zip")


def note_of(folder: Path) -> Path:
    """What stays where a dossier was withdrawn."""
    return folder.with_name(f"{folder.name}{WITHDRAWN}")


def manifest_of(folder: Path) -> dict[str, Any]:
    """What a dossier tells of itself."""
    told: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    return told


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)


def clear(place: Path) -> None:
    """What a crash left behind, and a zip whose folder never came."""
    for rest in place.glob(f"{_UNFINISHED}*"):
        if rest.is_dir():
            shutil.rmtree(rest)
        else:
            rest.unlink()
    for made in place.glob("*.zip"):
        if not (place / made.stem).is_dir():
            made.unlink()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
