"""What a killed command started ends with it: Prefect's temporary server does not notice by itself."""

import contextlib
import os
import signal
from pathlib import Path
from typing import NoReturn

_MARK = "TONGHOP_STARTED_BY"
_STOPPED = b"tonghop: stopped by TERM; the last release stands, and the next run goes on from it\n"


def end_with_us() -> None:
    """Let a small child wait for the end of this process, and then end whatever was started by it and still lives.

    To be called before any thread is started. Everything that is started later inherits the mark in its environment."""
    os.environ[_MARK] = str(os.getpid())
    reading, writing = os.pipe()  # nobody writes: when this process ends, however it does, reading ends
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the small child heeds no TERM, not even one to all of its name
    if os.fork():
        os.close(reading)
        signal.signal(signal.SIGTERM, _told_and_stopped)
        return
    os.close(writing)
    os.setsid()  # the terminal's Ctrl-C is for the command
    with contextlib.suppress(OSError):
        os.read(reading, 1)
    _end_marked(os.environ[_MARK])
    os._exit(0)


def _told_and_stopped(number: int, frame: object) -> NoReturn:
    """Ends at once, as a kill would: whatever is half done is made good by the next run. Prefect would take minutes."""
    with contextlib.suppress(OSError):
        os.write(2, _STOPPED)
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    os._exit(128 + number)  # not reached, but the signal could be blocked


def _end_marked(started_by: str) -> None:
    ours = f"{_MARK}={started_by}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):  # not ours to read, or it has just ended
            if ours in (process / "environ").read_bytes().split(b"\0"):
                os.kill(int(process.name), signal.SIGTERM)
