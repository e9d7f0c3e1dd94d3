"""A folder of this machine or a mounted share."""

import os
import stat
from itertools import islice

from fsspec.implementations.local import LocalFileSystem

from flows.source_settings import Source
from flows.sources.patience import trouble_of
from flows.sources.places import Content, Entry, Kind, Trouble, moment

# A link put in the place of a file after the listing is not followed, and a pipe does not wait for its writer.
_READ_ONLY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_KINDS: dict[str, Kind] = {"file": "file", "directory": "folder"}


class FolderPlace:
    """Files below a folder. Links are told and not followed: they may lead out of it."""

    def __init__(self, source: Source) -> None:
        self._files = LocalFileSystem(skip_instance_cache=True)
        self._root = self._files._strip_protocol(source.address)
        self._most_entries = source.rules.files + 1

    def entries(self, folder: str, seconds: float) -> list[Entry]:
        """The folder's files and folders, links as links."""
        with os.scandir(self._path(folder)) as found:
            return [entry for one in islice(found, self._most_entries) if (entry := self._entry(one))]

    def _entry(self, one: os.DirEntry[str]) -> Entry | None:
        try:
            info = self._files.info(one)
        except FileNotFoundError:
            return None
        kind: Kind = "link" if info["islink"] else _KINDS.get(info["type"], "other")
        return Entry(one.name, kind, int(info["size"]), moment(info["mtime"]))

    def read(self, path: str, most: int, seconds: float) -> Content:
        """The file's bytes, with its size and time before and after."""
        with open(os.open(self._path(path), _READ_ONLY), "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise PermissionError
            data = file.read(before.st_size + 1) if before.st_size <= most else b""
            after = os.fstat(file.fileno())
        steady = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        whole = before.st_size > most or len(data) == before.st_size
        return Content(data, before.st_size, moment(after.st_mtime), steady and whole)

    def trouble_of(self, error: Exception) -> Trouble:
        """As the system tells it."""
        return trouble_of(error)

    def drop(self) -> None:
        """There is no connection."""

    def _path(self, below: str) -> str:
        return os.path.join(self._root, below) if below else self._root
