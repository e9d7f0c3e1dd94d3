"""One that writes at a time: the lock of a working directory."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.faults import ToldError


class AnotherRun(ToldError):
    """Something is at work in this working directory already."""


@contextmanager
def alone(workdir: Path) -> Iterator[None]:
    """Hold the working directory; the lock goes with the process."""
    with (workdir / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AnotherRun(f"another run is at work in {workdir}; wait for it or stop it") from None
        yield
