"""What benchmarks measure with: CPU seconds of all processes, the limit (calamine reading the same files), how right a
release is. Imports stand inside the functions: the fork server imports what names this module, and what it carries
every child pays for."""

import os
import resource
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

CAMPAIGN = "75-nghin-2021"
PLACE = ["federation_code", "file", "sheet", "row"]
_TICKS = os.sysconf("SC_CLK_TCK")


def _children_of_the_fork_server() -> float:
    """CPU seconds of the fork server and of the children it has reaped."""
    from multiprocessing import forkserver

    server = forkserver._forkserver  # type: ignore[attr-defined]
    if server._forkserver_pid is None:
        return 0.0
    fields = Path(f"/proc/{server._forkserver_pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / _TICKS


def cpu_seconds() -> float:
    """CPU of this process, of the children it reaped and of the fork server with its own."""
    own, reaped = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    ours = own.ru_utime + own.ru_stime + reaped.ru_utime + reaped.ru_stime
    return ours + _children_of_the_fork_server()


def read_only(folder: Path) -> None:
    """The limit: the same files into lists by calamine (csv by the standard library), nothing else."""
    import csv
    import io

    from python_calamine import CalamineError, CalamineWorkbook

    for path in folder.rglob("*"):
        if path.suffix == ".csv":
            list(csv.reader(io.StringIO(path.read_bytes().decode("latin-1"), newline=None)))
        elif path.is_file():
            try:
                book = CalamineWorkbook.from_path(path)
                for name in book.sheet_names:
                    book.get_sheet_by_name(name).to_python()
            except (CalamineError, OSError):
                continue


def print_agreement(truth: Path, release: Path) -> None:
    """Rows ending as they should; pairwise precision and recall of the clusters; error of the national count."""
    import pandas as pd

    ledger = pd.read_parquet(release / "internal" / "ledger.parquet")
    both = pd.read_parquet(truth).merge(ledger, on=PLACE, how="outer", suffixes=("_true", ""), indicator=True)
    right = (both["disposition"] == both["disposition_true"]).mean()
    known = both[(both["initiative"].fillna("") != "") & (both["initiative_id"].fillna("") != "")]

    def pairs(*columns: str) -> int:
        sizes: Any = known.groupby(list(columns)).size()
        return int((sizes * (sizes - 1) // 2).sum())

    agree = pairs("initiative", "initiative_id")
    valid, valid_true = ((both[c] == "counted").sum() for c in ("disposition", "disposition_true"))
    found = both["_merge"] == "both"  # a file or sheet whose name repeats a secret is shown under a code (RULES.md 20)
    marked = both[found & (both["secret_mark"].fillna("") != "") & (both["disposition"] != "rejected")]
    lost, more = ((both["_merge"] == side).sum() for side in ("left_only", "right_only"))
    print(f"rows under a coded name or lost: {lost} of {len(both):,}, lines under a coded name or of no row: {more}")
    print(f"rows that end as they should: {100 * right:.2f} %")
    print(f"pairs of the same initiative: precision {agree / pairs('initiative_id'):.4f}, "
          f"recall {agree / pairs('initiative'):.4f}")  # fmt: skip
    print(f"national count: {valid:,} for {valid_true:,} true ({100 * (valid - valid_true) / valid_true:+.2f} %)")
    print(f"rows that bear a mark of secrecy: {len(marked)}, redacted {int(marked['is_redacted'].sum())}")


class Step:
    """Prints a line of the table: what was spent, and the most memory of the process and its children together."""

    def __init__(self, name: str) -> None:
        self.name, self.peak, self.over = name, 0, threading.Event()

    def __enter__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), cpu_seconds()
        threading.Thread(target=self._watch, daemon=True).start()

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.over.set()
        cpu, wall = cpu_seconds() - self.cpu, time.perf_counter() - self.wall
        print(f"| {self.name} | {cpu:.1f} | {wall:.1f} | {self.peak / 2**20:,.0f} |", flush=True)

    def _watch(self) -> None:
        import psutil

        own = psutil.Process()
        while not self.over.wait(0.25):
            self.peak = max(self.peak, own.memory_info().rss + sum(map(_alone, own.children(recursive=True))))


def _alone(process: Any) -> int:
    """Bytes that a child does not share with the process it was forked from."""
    import psutil

    try:
        told = process.memory_info()
    except psutil.Error:
        return 0
    return int(told.rss - told.shared)
