"""What of the newest release can be taken over: files that are rendered from the same things by the same code.

Each release tells in its manifest from what its files were made (`made_from`: path -> digest). A file that was replaced
since has the line of what it was made from then, or none, so nothing that was withheld comes back (RULES.md 17)."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from flows.releases import MADE_FROM, Kept, latest

_WRITERS = ("pandas", "pyarrow", "xlsxwriter")
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class ContentHashes:
    """What the long tables of a release come to, hashed once: ledger and shown records as a whole, the findings one by
    one."""

    ledger: bytes
    shown: bytes
    findings: Hashes


@dataclass(frozen=True)
class Reuse:
    """The newest release as a source of files. `made_from`: what the files of the new one are made from, filled while
    they are asked for."""

    folder: Path | None
    manifest: dict[str, Any]
    software: str
    made_from: dict[str, str] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        """The day of that release."""
        return date.fromisoformat(self.manifest["as_of"])

    @property
    def release(self) -> tuple[str, date]:
        """Id and day of that release."""
        return self.manifest["release_id"], self.as_of

    def redates(self, as_of: date) -> bool:
        """True where what is taken over tells another day."""
        return self.folder is not None and self.as_of != as_of

    def file(
        self,
        path: str,
        digest: str,
        render: Callable[[], bytes],
        renew: Callable[[bytes], bytes | None] | None = None,
    ) -> bytes | Kept:
        """A file of the new release: the standing one if it was made from the same, else rendered."""
        return self.taken(path, digest, renew) or render()

    def taken(
        self, path: str, digest: str, renew: Callable[[bytes], bytes | None] | None = None
    ) -> bytes | Kept | None:
        """The standing file if it was made from the same (through `renew`, where what heads it changes from release to
        release); None where it has to be made anew."""
        self.made_from[path] = digest
        standing = self._standing(path, digest)
        if standing is None:
            return None
        kept, data = standing
        return renew(data) if renew else kept

    def _standing(self, path: str, digest: str) -> tuple[Kept, bytes] | None:
        """The file and its bytes, if it was made from that and is still as it was written."""
        sha256 = self.manifest.get("files", {}).get(path)
        if self.folder is None or sha256 is None or self.manifest.get(MADE_FROM, {}).get(path) != digest:
            return None
        try:
            data = (self.folder / path).read_bytes()
        except OSError:
            return None
        return (Kept(self.folder / path, sha256), data) if hashlib.sha256(data).hexdigest() == sha256 else None

    def digest(self, *parts: object) -> str:
        """Of what a file is made from: texts, bytes, hashes of rows, and the code that renders."""
        made = hashlib.sha256(self.software.encode())
        for told in parts:
            data = told.tobytes() if isinstance(told, np.ndarray) else told if isinstance(told, bytes) else None
            data = str(told).encode("utf-8", "surrogatepass") if data is None else data
            made.update(len(data).to_bytes(8, "big") + data)
        return made.hexdigest()[:32]


def nothing_to_reuse(software_hash: str) -> Reuse:
    """No release: everything is made, and what it is made from is noted."""
    return Reuse(None, {}, f"{software_hash} {_writers()}")


def reuse_of(campaign: Path, software_hash: str) -> Reuse:
    """What the newest release of a campaign offers; nothing before the first."""
    folder = latest(campaign)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8")) if folder else {}
    return Reuse(folder, manifest, f"{software_hash} {_writers()}")


def row_hashes(frame: pd.DataFrame) -> Hashes:
    """A number for each row that rests on its values alone."""
    return np.asarray(pd.util.hash_pandas_object(frame, index=False).to_numpy(), dtype=np.uint64)


def frame_digest(frame: pd.DataFrame) -> bytes:
    """Of all values of a frame in their order; quicker than row by row."""
    sink = _Hashing()
    table = pa.Table.from_pandas(frame, preserve_index=False).combine_chunks()
    with pa.ipc.new_stream(pa.PythonFile(sink, "w"), table.schema) as stream:
        stream.write_table(table)
    return sink.made.digest()


class _Hashing:
    """A file that keeps nothing but the hash of what is written to it."""

    closed = False

    def __init__(self) -> None:
        self.made = hashlib.sha256()

    def write(self, data: Iterable[int]) -> int:
        view = memoryview(data)  # type: ignore[arg-type]
        self.made.update(view)
        return view.nbytes

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""


@cache
def _writers() -> str:
    return " ".join(f"{name} {version(name)}" for name in _WRITERS)
