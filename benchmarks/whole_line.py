"""Each stage of the line on samples of given sizes, beside the limit (calamine reading the same files), and how right
it is.

`python -m benchmarks.whole_line 12000 240000`: CPU and wall seconds, rows a second, peak memory, agreement with the
truth. Imports stand inside the functions: the fork server imports this module, and what it carries every child pays
for."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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


@contextmanager
def _stage(name: str, rows: int) -> Iterator[None]:
    wall, cpu = time.perf_counter(), cpu_seconds()
    yield
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    print(f"| {name} | {cpu:.1f} | {wall:.1f} | {rows / wall:,.0f} |", flush=True)


def _read_only(folder: Path) -> None:
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


def measure(rows: int, folder: Path) -> None:
    """One size: print the table of its stages and how right the ledger is."""
    from concurrent.futures import ThreadPoolExecutor
    from datetime import date

    from flows.consolidate import FEDERATIONS_AT_ONCE
    from flows.intake import Intake
    from flows.parsing import warm_parser
    from flows.publish import publish
    from flows.reconcile import reconcile
    from flows.sample import write_sample
    from flows.settings import load_settings
    from flows.store.session import Store

    settings = load_settings(Path("config.yaml"), folder / "var")
    campaign = settings.config.campaign(CAMPAIGN)
    print(f"\n## {rows:,} rows\n\n| stage | CPU s | wall s | rows a second (wall) |\n|---|---|---|---|")
    with _stage("writing the sample", rows):
        summary = write_sample(settings.config, CAMPAIGN, rows, 2021, folder / "sent", lambda done: None)
    with _stage("limit: calamine reads the same files", rows):
        _read_only(folder / "sent")
    store = Store(settings.database_url)
    with warm_parser(settings.config.limits) as parser:
        intake = Intake(settings, store, parser, CAMPAIGN, "bench", date(2021, 5, 31), folder / "sent")
        with (
            _stage("intake: pull, read, repair, validate, redact, store", rows),
            ThreadPoolExecutor(FEDERATIONS_AT_ONCE) as threads,
        ):
            list(threads.map(intake.take_in, settings.config.federations))
        with _stage("intake again, nothing changed", rows):
            for federation in settings.config.federations:
                intake.take_in(federation)
    with _stage("reconcile: block, compare, decide, cluster, credit", rows):
        reconciled = reconcile(settings, store, campaign, date(2021, 5, 31))
    with _stage("publish: gates, tallies, pages, release", rows):
        published = publish(settings, store, campaign, date(2021, 5, 31), reconciled, {"run_id": "bench"})
    store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of the parent {peak:,.0f} MiB; {summary.files} files; {published.findings} findings")
    assert published.folder is not None, published.held_because
    _agreement(Path(summary.truth), published.folder)


def _agreement(truth: Path, release: Path) -> None:
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


def main() -> None:
    """The sizes named on the command line, each in a folder of its own."""
    os.environ.setdefault("TONGHOP_HMAC_KEY", "a key for benchmarks only")
    for rows in map(int, sys.argv[1:] or ["12000"]):
        with tempfile.TemporaryDirectory() as folder:
            measure(rows, Path(folder))


if __name__ == "__main__":
    main()
