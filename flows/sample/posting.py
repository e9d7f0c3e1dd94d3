"""When each file was last saved: most before the deadline, those of late federations after it."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flows.sample.chance import stream
from flows.sample.initiative import Window

_POSTED = 51
_EVERY_LATE = 9  # one federation in so many sends after the deadline
_HANOI = timedelta(hours=7)


def date_files(folder: Path, window: Window, deadline: date, seed: int) -> None:
    """Sets the modification time of every file below `folder/<federation_code>` within the window of registration."""
    for serial, federation in enumerate(sorted(path for path in folder.iterdir() if path.is_dir())):
        late = serial % _EVERY_LATE == _EVERY_LATE - 1
        first, last = (deadline + timedelta(days=1), window.registration_last) if late else (
            window.registration_first, deadline
        )  # fmt: skip
        rng = stream(seed, _POSTED, serial)
        for path in sorted(p for p in federation.rglob("*") if p.is_file()):
            days = max((last - first).days, 0)
            day = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(days=int(rng.random() * days))
            saved = day + timedelta(hours=7, seconds=int(rng.random() * 10 * 3600)) - _HANOI
            os.utime(path, (saved.timestamp(), saved.timestamp()))
