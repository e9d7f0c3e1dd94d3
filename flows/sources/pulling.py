"""Walk a place, then read file by file. What is not read is told, never passed over."""

import hashlib
import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote

from flows.source_settings import Source
from flows.sources.patience import Patience
from flows.sources.places import Content, Entry, Place, Trouble, open_place
from flows.sources.receipts import Pulled, Reason, Receipt, SourceUnreachable

_LEFTOVERS = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_LEFTOVER_FOLDERS = frozenset({"$recycle.bin", "system volume information", "lost+found", "__macosx", "#recycle"})
_DEEPEST = 16  # folders below one another; a server that answers every path alike never ends
_LONGEST_NAME = 1000
# These tell what they do, at their level DEBUG with names, addresses and signed headers. Every fault is told by its
# reason, so nothing of theirs is needed.
_TALKATIVE = ("paramiko", "aiohttp", "botocore", "aiobotocore", "s3fs", "fsspec", "urllib3")


def pull(source: Source) -> Iterator[Pulled]:
    """Every file of a source, sorted by path, fetched one by one as they are asked for.

    SourceUnreachable where it cannot be listed. A file that fails while others work is skipped as "unreadable".
    """
    place = open_place(source)
    _silence()
    pulling = _Pulling(source, place, Patience(place, source.rules, source.rules.pull_seconds))
    try:
        for found in pulling.listing():
            yield pulling.take(found)
    finally:
        place.drop()


def how_many(source: Source) -> int:
    """How many files a source shows; none is read. SourceUnreachable where it cannot be listed."""
    place = open_place(source)
    _silence()
    try:
        return len(_Pulling(source, place, Patience(place, source.rules, source.rules.pull_seconds)).listing())
    finally:
        place.drop()


@dataclass(frozen=True, slots=True)
class _Found:
    """A file of the listing. `skipped`: why it is not read."""

    path: str
    entry: Entry
    skipped: str = ""


@dataclass
class _Pulling:
    source: Source
    place: Place
    patience: Patience
    _attempts: int = field(init=False)

    def __post_init__(self) -> None:
        self._attempts = self.source.rules.attempts

    def listing(self) -> list[_Found]:
        """All files below the source by path."""
        found: dict[str, _Found] = {}
        folders, lines = deque([""]), 0
        while folders:
            folder = folders.popleft()
            for entry in self._entries(folder, found):
                path, skipped = _path_of(folder, entry.name), _skipped(entry)
                lines += 1
                if lines > self.source.rules.files or path.count("/") > _DEEPEST:
                    raise SourceUnreachable(Reason.TOO_MANY)
                if entry.kind == "folder" and not skipped:
                    folders.append(path)
                else:
                    found[path] = _Found(path, entry, skipped)
        return sorted(found.values(), key=lambda f: f.path)

    def _entries(self, folder: str, found: dict[str, _Found]) -> list[Entry]:
        """One folder. A closed one below the source costs itself alone; any other trouble costs the source, for what
        was not listed would look as if it had vanished."""
        trouble = None
        try:
            return self.patience.ask(lambda left: self.place.entries(folder, left), self.source.rules.attempts)
        except Trouble as caught:
            trouble = caught
        if not folder or trouble.reason not in (Reason.REFUSED, Reason.NOT_FOUND):
            raise SourceUnreachable(trouble.reason)
        if trouble.reason is Reason.REFUSED:
            found[folder] = _Found(folder, Entry(folder, "folder"), "unreadable")
        return []

    def take(self, found: _Found) -> Pulled:
        """Read one file, or say why not."""
        content = Content(b"", found.entry.size or 0, found.entry.modified)
        skipped = found.skipped
        if not skipped:
            content, skipped = self._read(found.path, content)
        elif found.entry.size is None and found.entry.kind == "file" and skipped != "unsafe_name":
            content, _ = self._read(found.path, content, most=0)
        data = b"" if skipped else content.data
        digest = "" if skipped else hashlib.sha256(data).hexdigest()
        # A name that is no UTF-8 (an archive of another code page, unpacked) is kept readable and fit to be stored.
        told = found.path.encode("utf-8", "backslashreplace").decode()
        return Pulled(Receipt(told, content.size, digest, content.modified, datetime.now(UTC), skipped), data)

    def _read(self, path: str, listed: Content, most: int | None = None) -> tuple[Content, str]:
        """One file and why it cannot be taken. One that changed while it was read is read once more."""
        limit = self.source.largest if most is None else most
        earlier = None
        for _ in range(2):
            trouble = None
            try:
                content = self.patience.ask(lambda left: self.place.read(path, limit, left), self._attempts)
            except Trouble as caught:
                trouble = caught
            # After a file that failed for good the others are asked for once, until the place answers again.
            self._attempts = 1 if trouble and trouble.passing else self.source.rules.attempts
            if trouble:
                return listed, "vanished" if trouble.reason is Reason.NOT_FOUND else "unreadable"
            if content.steady or content.data == earlier:
                return content, "too_large" if content.size > limit else "" if content.size else "empty"
            earlier = content.data
        return content, "changing"


def _path_of(folder: str, name: str) -> str:
    told = name if _is_safe(name) else quote(name.encode("utf-8", "surrogatepass"), safe="")[:_LONGEST_NAME] or "%00"
    return f"{folder}/{told}" if folder else told


def _is_safe(name: str) -> bool:
    """One step of a path that leads nowhere else."""
    return name not in ("", ".", "..") and not {"/", "\0"} & set(name) and len(name) <= _LONGEST_NAME


def _skipped(entry: Entry) -> str:
    lower = entry.name.lower()
    if not _is_safe(entry.name):
        return "unsafe_name"
    if entry.kind == "folder":
        return "leftover" if lower in _LEFTOVER_FOLDERS else ""
    if lower.startswith(("~$", ".~lock.")):
        return "lock_file"
    if lower in _LEFTOVERS or lower.startswith("._"):
        return "leftover"
    return {"link": "link", "other": "not_a_file"}.get(entry.kind, "")


def _silence() -> None:
    """Also for those of their loggers that someone set to tell more."""
    names = [name for name in list(logging.root.manager.loggerDict) if name.partition(".")[0] in _TALKATIVE]
    for name in {*_TALKATIVE, *names}:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
