"""One that writes at a time: the lock of a working directory."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.faults import ToldError


class AnotherRun(ToldError):
    """Something is at work in this working directory already."""


@contextmanager
def alone(workdir: Path, *, wait: bool = False, name: str = "run.lock") -> Iterator[None]:
    """Hold the working directory, or with a `name` of its own a part of it; the lock goes with the process. `wait`:
    until the other one is done."""
    with (workdir / name).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            raise AnotherRun(f"another run is at work in {workdir}; wait for it or stop it") from None
        yield


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
