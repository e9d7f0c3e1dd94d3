"""Room on the disks that a night writes to: what is full is told by name, whatever failed for want of it."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.alone import AnotherRun
from flows.faults import Misuse, ToldError

_NEEDED = 64 << 20  # with less a night of any size comes to grief: Prefect's own files take 10 MB


class NoRoom(ToldError):
    """A disk is full or read-only."""


def without_room(folder: Path) -> str:
    """Why nothing can be written into a folder, or into the one that will hold it; "" where it can."""
    there = existing(folder)
    if refused := not_writable(there):
        return ": ".join(refused)
    free = shutil.disk_usage(there).free
    return f"{there} has {free / 2**20:,.0f} MiB left: make room there" if free < _NEEDED else ""


def not_writable(folder: Path) -> tuple[str, str] | None:
    """Why a folder that is there takes no file and what to do about it, None where it takes them."""
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        return f"{folder} lies on a disk that is read-only now", "look why it is mounted so; mount it for writing"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} cannot be written", f"chown or chmod {folder} for the user of the night"
    return None


def existing(folder: Path) -> Path:
    """The folder itself, or the nearest one above that is there."""
    return folder if folder.exists() else existing(folder.parent)


@contextlib.contextmanager
def told_where_full(folders: Sequence[Path]) -> Iterator[None]:
    """What fails while there is no room in one of the folders, or in that of temporary files, is told as that."""
    try:
        yield
    except (Misuse, AnotherRun):
        raise
    except Exception as error:
        full = [why for folder in (*folders, Path(tempfile.gettempdir())) if (why := without_room(folder))]
        if not full:
            raise
        told = str(error) if isinstance(error, ToldError) else type(error).__name__
        raise NoRoom(f"{full[0]} ({told})") from None
