"""What one night's matching leaves for the next: one sealed file beside the database, a cache that may always go.

Sealed with AES-GCM under a key made from that of the codes: without it nothing can be read, and a file that is torn,
of another version, model, threshold or key does not open and the run starts from nothing."""

import hmac
import json
import logging
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from flows.keys import key_id
from flows.settings import Settings
from rules.features import Coder
from rules.incremental import match_and_keep
from rules.kept import Kept
from rules.known_keys import KnownKeys, keys_and_known
from rules.matching import Matched, Matcher

_FOLDER = "matching"
_FILE, _KEYS = "last.sealed", "keys.sealed"
_MAGIC = b"tonghop matching 3\n"
_PIECE = 1 << 20
_LENGTH = 4
_TAG = 16
_LIBRARIES = ("numpy", "pandas", "pyarrow", "rapidfuzz")
_log = logging.getLogger(__name__)


class _Arrays(Protocol):
    """What is kept as arrays."""

    def arrays(self) -> Mapping[str, npt.NDArray[Any]]:
        """All of it by name."""

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """What `arrays` gave."""


_Known = TypeVar("_Known", bound=_Arrays)


class LastRun:
    """What the last run left of a campaign, and what the rounds of this one leave to each other.

    It is held in memory from then on and written at the end only: what must not lie on the disk any more can go at
    once, and the next round need not start from nothing."""

    def __init__(self, settings: Settings, campaign_id: str) -> None:
        self._settings, self._campaign_id = settings, campaign_id
        self._folder, self._seal = settings.workdir / _FOLDER / campaign_id, _Seal.of(settings, campaign_id)
        self._kept: Kept | None = None
        self._known: KnownKeys | None = None
        self._unwritten: set[str] = set()

    def matched(self, features: pd.DataFrame, matcher: Matcher) -> Matched:
        """The matches of all records, comparing only what changed since then where that left something usable."""
        kept = self._kept or load(self._folder, self._seal)
        before, self._kept = (kept.blocks, kept.ends) if kept else None, None
        given = [kept]
        del kept  # nobody holds it but who matches: where it is of no use, its place is needed
        matched, self._kept = match_and_keep(features, matcher, given.pop())
        if self._kept is None or before is None or not _same(before, (self._kept.blocks, self._kept.ends)):
            self._unwritten.add(_FILE)
        return matched

    def row_keys(self, records: pd.DataFrame) -> Any:
        """The row keys of all records (rules.known_keys), making only those that were not known."""
        known = self._known or load_as(KnownKeys, self._folder, self._seal, _KEYS) or KnownKeys()
        keys, left = keys_and_known(records, self._campaign_id, Coder(self._settings.hmac_key), known)
        self._known = left or known
        if left is not None:
            self._unwritten.add(_KEYS)
        return keys

    def keep(self) -> None:
        """Write what the next run may start from, where it is not written yet, and hold nothing any more."""
        if self._kept is None:
            shutil.rmtree(self._folder, ignore_errors=True)
        for name, left in ((_FILE, self._kept), (_KEYS, self._known)):
            if left is not None and (name in self._unwritten or not (self._folder / name).exists()):
                save(self._folder, self._seal, left, name)
        self._kept, self._known, self._unwritten = None, None, set()


def forget_kept(settings: Settings) -> None:
    """Throw away what was kept of every campaign: something in it must not be there any more."""
    shutil.rmtree(settings.workdir / _FOLDER, ignore_errors=True)


class _Seal:
    """Opens only what was closed under the same key, rules, tables, thresholds, libraries and campaign."""

    def __init__(self, key: bytes, stamp: list[object]) -> None:
        self._cipher = AESGCM(hmac.digest(key, b"kept matching", "sha256"))
        self._stamp = json.dumps(stamp).encode()

    @classmethod
    def of(cls, settings: Settings, campaign_id: str) -> "_Seal":
        limits = settings.config.matching
        libraries = [version(name) for name in _LIBRARIES]
        known = [campaign_id, settings.parsing_hash, key_id(settings.hmac_key), *libraries]
        return cls(settings.hmac_key, [*known, limits.accept_threshold, limits.review_threshold])

    def close(self, salt: bytes, turn: int, piece: bytes | memoryview) -> bytes:
        """`salt` is new for every file, so that no nonce is used twice."""
        return self._cipher.encrypt(salt + turn.to_bytes(4, "big"), piece, self._stamp)

    def open(self, salt: bytes, turn: int, piece: bytes) -> bytes:
        """InvalidTag where it was not closed so."""
        return self._cipher.decrypt(salt + turn.to_bytes(4, "big"), piece, self._stamp)


def save(folder: Path, seal: _Seal, kept: _Arrays, name: str = _FILE) -> None:
    """Written beside its place and renamed; a disk that is full costs the next night time and nothing else."""
    made = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.parent.chmod(0o700)
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            salt = secrets.token_bytes(8)
            file.write(_MAGIC + salt)
            for turn, piece in enumerate(_pieces(kept)):
                closed = seal.close(salt, turn, piece)
                file.write(len(closed).to_bytes(_LENGTH, "big") + closed)
        made.replace(folder / name)
    except OSError as error:
        _log.warning("the state of matching was not kept: %s", error.strerror)
        made.unlink(missing_ok=True)


def load(folder: Path, seal: _Seal) -> Kept | None:
    """What the last run left, None where it is missing, torn or of another kind."""
    return load_as(Kept, folder, seal, _FILE)


def load_as(kind: type[_Known], folder: Path, seal: _Seal, name: str) -> _Known | None:
    """The same of any kind that is kept as arrays."""
    for unfinished in folder.glob(f".{name}.*"):
        unfinished.unlink(missing_ok=True)
    try:
        with (folder / name).open("rb") as file:
            return kind.from_arrays(_read(file, seal))
    except FileNotFoundError:
        return None
    except (OSError, InvalidTag, ValueError, KeyError, TypeError):
        _log.info("the state of matching does not fit; matching from nothing")
        return None


def _pieces(kept: _Arrays) -> Iterator[bytes | memoryview]:
    arrays = {name: np.ascontiguousarray(array) for name, array in kept.arrays().items()}
    yield json.dumps([[name, array.dtype.str, array.shape] for name, array in arrays.items()]).encode()
    for array in arrays.values():
        flat: Any = array.reshape(-1).view(np.uint8)
        data = memoryview(flat)
        yield from (data[first : first + _PIECE] for first in range(0, len(data), _PIECE))


def _read(file: BinaryIO, seal: _Seal) -> dict[str, npt.NDArray[Any]]:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("no state of matching")
    pieces = _opened(file, seal, file.read(8))
    arrays = {}
    for name, kind, shape in json.loads(next(pieces)):
        whole = np.empty(prod(shape) * np.dtype(kind).itemsize, dtype=np.uint8)
        for first in range(0, len(whole), _PIECE):
            whole[first : first + _PIECE] = np.frombuffer(next(pieces), dtype=np.uint8)
        arrays[name] = whole.view(kind).reshape(shape)
    return arrays


def _opened(file: BinaryIO, seal: _Seal, salt: bytes) -> Iterator[bytes]:
    turn = 0
    while length := file.read(_LENGTH):
        size = int.from_bytes(length, "big")
        if size > _PIECE + _TAG:
            raise ValueError("no piece of a state of matching")
        yield seal.open(salt, turn, file.read(size))
        turn += 1
    raise ValueError("the state of matching is cut off")


def _same(one: tuple[npt.NDArray[Any], ...], other: tuple[npt.NDArray[Any], ...]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
