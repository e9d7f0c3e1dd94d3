"""Marks planted in everything withheld, in every way a row can be secret, stand in no byte of anything that is written:
run, re-run, returned workbooks sent back, a held release, a night that is killed (RULES.md 13-19)."""

import io
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.cli import main
from tests.builders import ROOT, Desk, desk, row, table
from tests.flows.byte_search import Found, search
from tests.flows.marks import STEM
from tests.flows.planted import WAYS, Plan, workbook, workbooks

FEDERATIONS = ("LDLD-01", "LDLD-02", "CDN-GD")
KILLED_AFTER = 6  # files in the database


def written(a_desk: Desk) -> Found:
    """All that was written anywhere below the desk but what the federations sent, and its database."""
    url = a_desk.settings.database_url
    return search([a_desk.settings.workdir], [url] if url.startswith("postgresql") else [])


def send_all(a_desk: Desk, plan: Plan) -> None:
    for number, (way, data) in enumerate(workbooks(plan)):
        a_desk.send(FEDERATIONS[number % 3], f"{way}.xlsx", data)


def with_limits(a_desk: Desk, **limits: float) -> Desk:
    """The same desk under other limits."""
    config = a_desk.settings.config
    changed = config.model_copy(update={"limits": config.limits.model_copy(update=limits)})
    return Desk(replace(a_desk.settings, config=changed), a_desk.submissions)


def send_back(a_desk: Desk) -> int:
    """Every returned workbook of the newest release comes in again in the place of what was sent; how many."""
    sent = 0
    for code in FEDERATIONS:
        for path in (a_desk.latest() / "internal" / "federations" / code).glob("returned/*.xlsx"):
            a_desk.send(code, path.name, path.read_bytes())
            sent += 1
    return sent


@pytest.mark.both_databases
def test_no_mark_stands_anywhere_whatever_the_night_is_like(a_desk: Desk) -> None:
    plan = Plan()
    send_all(a_desk, plan)
    first, _ = a_desk.night()
    records = a_desk.records()
    assert len(records) == len(WAYS) + 1  # one stands above a merged mark
    assert records["is_redacted"].all()
    assert written(a_desk).hits == {}
    again, _ = a_desk.night()
    assert again.release_id == first.release_id
    assert send_back(a_desk) == len(WAYS)
    a_desk.night()
    assert a_desk.records()["is_redacted"].all()
    strict = with_limits(a_desk, national_rejected_pct=0, national_band_rows=0)
    strict.send("LDLD-01", "không tên.xlsx", table([row(1, ""), row(2, "Công thức phối liệu mới", secrecy="x")]))
    held, _ = strict.night()
    assert held.held_because
    strict.send("CDN-GD", "hỏng.xlsx", b"PK\x03\x04" + STEM.encode())
    (strict.submissions / "LDLD-02" / "title.xlsx").unlink(missing_ok=True)
    a_desk.night()
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
    assert len(plan.planted) > 500
    assert found.opened["zip"] > 100
    assert found.opened["parquet"]


def test_the_same_marks_are_found_when_the_rows_are_no_secret(a_desk: Desk) -> None:
    plan = Plan()
    data = workbook(plan, "column", "Công thức phối liệu men gốm xanh")
    book, out = load_workbook(io.BytesIO(data)), io.BytesIO()
    book.active["N2"] = "không"
    book.save(out)
    a_desk.send("LDLD-01", "a.xlsx", out.getvalue())
    a_desk.night()
    found = written(a_desk)
    doors = ("!detail.", "!returned_table.packed", "!finding.", "records.parquet", "findings.xlsx", "findings.json",
             "findings.csv", "report.html", "returned/")  # fmt: skip
    assert [door for door in doors if not any(door in place for place in found.hits)] == []


def test_no_command_leaves_a_core_behind(tmp_path: Path) -> None:
    assert main(["columns", "--config", str(tmp_path / "none.yaml")]) == 2
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


NIGHT = """
import sys
from pathlib import Path
from flows.parsing import warm_parser
from flows.settings import load_config, load_settings
from tests.builders import Desk
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    settings = load_settings(folder / "config.yaml", folder / "var")
    with warm_parser(settings.config.limits):
        Desk(settings, folder / "submissions").night()
"""


@pytest.mark.file_of_sqlite
def test_a_night_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    a_desk = desk(tmp_path)
    send_all(a_desk, Plan())
    (tmp_path / "var" / "tmp").mkdir(parents=True)
    (tmp_path / "night.py").write_text(NIGHT)
    short = Path(tempfile.mkdtemp(prefix="k")) / "t"  # the path of a socket may not be long
    short.symlink_to(tmp_path / "var" / "tmp")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(short)}
    with (tmp_path / "var" / "log").open("w") as log:
        night = subprocess.Popen(
            [sys.executable, tmp_path / "night.py", tmp_path], env=environment, stdout=log, stderr=log, cwd=tmp_path,
            start_new_session=True,
        )  # fmt: skip
        while night.poll() is None and _files_taken(tmp_path / "var" / "tonghop.db") < KILLED_AFTER:
            time.sleep(0.02)
        os.killpg(night.pid, signal.SIGKILL)
        assert night.wait() == -signal.SIGKILL, (tmp_path / "var" / "log").read_text()[-2000:]
    shutil.rmtree(short.parent)
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
    a_desk.night()
    assert a_desk.records()["is_redacted"].all()
    assert not written(a_desk)


def _files_taken(database: Path) -> int:
    if not database.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM submitted_file").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
