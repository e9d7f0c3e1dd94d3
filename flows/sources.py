"""Pull a federation's files: bytes in memory and a receipt of each. The bytes are never kept (RULES.md 14)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fsspec

_LEFTOVERS = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


class SourceUnreachable(Exception):
    """The source is missing or cannot be listed. Carries no address: it may hold credentials."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The record of one pulled file. `path` is the path below the source, with forward slashes; times are UTC.

    `skipped` says why a file was not read ("lock_file", "leftover", "link", "empty", "too_large",
    "unreadable"), "" for one
    that is."""

    path: str
    size: int
    sha256: str
    modified: datetime | None
    fetched: datetime
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A receipt with the bytes it is about; b"" for a skipped file."""

    receipt: Receipt
    data: bytes


def pull(source: str, below: Path, largest: int) -> Iterator[Pulled]:
    """Every file below a source, sorted by path. A plain path is taken below `below`.

    `largest`: bytes; a larger file is not fetched. SourceUnreachable where there is no such folder.
    """
    address = source if "://" in source else str(below / source)
    try:
        filesystem, root = fsspec.core.url_to_fs(address)
        if not filesystem.isdir(root):
            raise SourceUnreachable
        listing = filesystem.find(root, detail=True)
    except (OSError, ValueError, ImportError):
        raise SourceUnreachable from None
    for path in sorted(listing):
        yield _pull_one(filesystem, path, path[len(root) :].lstrip("/"), listing[path], largest)


def _pull_one(filesystem: Any, path: str, name: str, info: dict[str, Any], largest: int) -> Pulled:
    now, modified, size = datetime.now(UTC), _modified(info), int(info.get("size") or 0)
    base = name.rsplit("/", 1)[-1]
    # A name that is no UTF-8 (an archive of another code page, unpacked) is kept readable and fit to be stored.
    told = name.encode("utf-8", "backslashreplace").decode()
    skipped = (
        "lock_file" if base.startswith(("~$", ".~lock.")) else
        "leftover" if base.lower() in _LEFTOVERS or base.startswith("._") else
        "link" if info.get("islink") else
        "empty" if size == 0 else
        "too_large" if size > largest else ""
    )  # fmt: skip
    data = b""
    if not skipped:
        try:
            data = filesystem.cat_file(path)
        except OSError:
            skipped = "unreadable"
    digest = hashlib.sha256(data).hexdigest() if not skipped else ""
    return Pulled(Receipt(told, len(data) or size, digest, modified, now, skipped), data)


def _modified(info: dict[str, Any]) -> datetime | None:
    for key in ("mtime", "LastModified", "modified", "last_modified"):
        value = info.get(key)
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, datetime):
            return value.astimezone(UTC)
    return None
