"""One that writes at a time: the lock of a working directory."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flows.faults import ToldError


class AnotherRun(ToldError):
    """Something is at work in this working directory already."""


class NoLock(ToldError):
    """The working directory cannot be held: it is read-only, or its file system knows no locks."""


@contextmanager
def alone(workdir: Path, *, wait: bool = False, name: str = "run.lock") -> Iterator[None]:
    """Hold the working directory, or with a `name` of its own a part of it; the lock goes with the process. `wait`:
    until the other one is done."""
    with _lock(workdir / name) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise AnotherRun(f"another run is at work in {workdir}; wait for it or stop it") from None
        except OSError as error:
            raise NoLock(
                f"{workdir}: takes no lock: {error.strerror}; it has to lie where files can be locked"
            ) from None
        yield


def _lock(path: Path) -> IO[str]:
    try:
        return path.open("w")
    except OSError as error:
        raise NoLock(f"{path.parent}: cannot be written: {error.strerror}; `tonghop doctor` tells more") from None


def someone_at_work(workdir: Path) -> bool:
    """True while another process holds the working directory."""
    try:
        with (workdir / "run.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
