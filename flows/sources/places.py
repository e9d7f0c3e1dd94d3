"""The smallest interface that a folder, an SFTP server, a web server and an S3 bucket share."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol

from flows.source_settings import Source
from flows.sources.receipts import Reason

Kind = Literal["file", "folder", "link", "other"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a listing. `name` is a single step of a path, as the place tells it: it may be hostile."""

    name: str
    kind: Kind
    size: int | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A file as read. `size` may be told without the bytes. `steady`: it did not change while it was read."""

    data: bytes
    size: int
    modified: datetime | None = None
    steady: bool = True


class Trouble(Exception):
    """A question that a place could not answer. `passing`: it may answer the same question a little later."""

    def __init__(self, reason: Reason, passing: bool = False) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.passing = passing


class Place(Protocol):
    """Where files lie. Paths are below the source, with forward slashes, "" for its top. Each question may take
    `seconds`; whatever it raises, `trouble_of` understands."""

    def entries(self, folder: str, seconds: float) -> list[Entry]:
        """What one folder holds, not below it; no more than `rules.files` + 1 lines however long it is."""

    def read(self, path: str, most: int, seconds: float) -> Content:
        """One file. Never holds more than `most` + 1 bytes of it; of a larger one it tells the size alone."""

    def trouble_of(self, error: Exception) -> Trouble:
        """What an exception of a question means."""

    def drop(self) -> None:
        """Let go of the connection, if there is one. Never raises."""


def open_place(source: Source) -> Place:
    """The place of a source. Nothing is asked of it yet."""
    scheme = source.address.partition("://")[0] if "://" in source.address else "file"
    if scheme == "sftp":
        from flows.sources.sftp import SftpPlace

        return SftpPlace(source)
    if scheme == "https":
        from flows.sources.web import WebPlace

        return WebPlace(source)
    if scheme == "s3":
        from flows.sources.bucket import BucketPlace

        return BucketPlace(source)
    from flows.sources.folder import FolderPlace

    return FolderPlace(source)


def moment(value: float | datetime | None) -> datetime | None:
    """A time of a file in UTC; None where there is none, or none that can be."""
    try:
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int | float) else value and value.astimezone(UTC)
    except (OverflowError, OSError, ValueError):
        return None
