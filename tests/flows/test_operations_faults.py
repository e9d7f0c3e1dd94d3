"""Nothing that happens to a night loses or doubles a row or leaves half a release: the next night makes it good."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from prefect.states import Failed

from benchmarks.crash_soak import _compare, _complete
from flows.alone import AnotherRun
from flows.clock import ClockError, today, tonight
from flows.consolidate import take_in
from flows.faults import ToldError
from flows.store.session import Store, StoreError
from flows.store.turns import own_turn
from tests.builders import AS_OF, ROOT, Desk, csv_table, desk, row, table
from tests.databases import new_database


@pytest.fixture
def alone(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk that nobody disturbs."""
    return desk(tmp_path_factory.mktemp("alone"))


def _send(one: Desk, number: int) -> None:
    rows = [row(n, f"Cải tiến máy dệt số {n * number}", secrecy="x" if n == 3 else "") for n in range(1, 40)]
    one.send("LDLD-01", "a.xlsx", table(rows))
    one.send("LDLD-02", f"b{number}.csv", csv_table(rows[: 5 * number]))


def _same_after_a_good_night(disturbed: Desk, alone: Desk) -> None:
    disturbed.submissions = alone.submissions
    alone.night()
    disturbed.night()
    _compare(0, alone.latest(), disturbed.latest())
    assert not _complete(disturbed.settings.releases / disturbed.campaign_id)


def test_kills_at_random_points_change_nothing() -> None:
    command = [sys.executable, "-m", "benchmarks.crash_soak", "--kills", "3", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout)["kills"] == 3


@contextmanager
def _no_file_beyond(size: int) -> Iterator[None]:
    """The disk is full at that size of a file: what the system answers then is an error, as it is for a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _told(one: Desk) -> str:
    """What a night says that could not be."""
    try:
        one.night()
    except ToldError as error:
        return str(error)
    return ""


@pytest.mark.file_of_sqlite  # of PostgreSQL's own files nothing can be cut here
def test_a_full_disk_is_told_and_the_next_night_is_whole(a_desk: Desk, alone: Desk) -> None:
    a_desk.submissions = alone.submissions
    _send(alone, 1)
    a_desk.night()
    alone.night()
    before, told = a_desk.latest(), 0
    _send(alone, 2)
    for size in (2_000, 20_000, 60_000, 150_000):
        with _no_file_beyond(size):
            message = _told(a_desk)
        if message:
            told += 1
            assert "the database" in message or "cannot be written" in message
            assert a_desk.latest() == before
    assert told >= 2
    _same_after_a_good_night(a_desk, alone)


def test_a_release_folder_that_takes_nothing_is_told(a_desk: Desk, alone: Desk) -> None:
    _send(alone, 1)
    a_desk.submissions = alone.submissions
    a_desk.settings.releases.mkdir(parents=True)
    in_the_way = a_desk.settings.releases / a_desk.campaign_id
    in_the_way.write_text("no folder")
    with pytest.raises(ToldError, match="cannot be written"):
        a_desk.night()
    in_the_way.unlink()
    _same_after_a_good_night(a_desk, alone)


def test_a_clock_that_was_set_back_turns_no_figures_back(
    a_desk: Desk,
) -> None:
    options = a_desk.settings.config, a_desk.settings.workdir, a_desk.campaign_id
    assert tonight(*options) == today(options[0])
    a_desk.night(as_of=date(2999, 1, 1))  # what the clock said when it stood in the future
    with pytest.raises(ClockError, match="is of a later day: mend the clock"):
        tonight(*options)
    places = ("--config", str(options[1].parent / "config.yaml"), "--workdir", str(options[1]))
    done = subprocess.run([sys.executable, "-m", "flows.cli", "run", *places], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, "the last release stands" in done.stderr) == (1, True)
    a_desk.night(as_of=AS_OF)  # a day that is named is a day that is meant
    assert a_desk.latest().name.startswith(AS_OF.isoformat())
    assert tonight(*options) == today(options[0])


@pytest.mark.file_of_sqlite
def test_a_database_locked_for_a_while_is_waited_for(a_desk: Desk, alone: Desk) -> None:
    _send(alone, 1)
    Store(a_desk.settings.database_url).close()
    other = sa.create_engine(a_desk.settings.database_url).raw_connection()
    other.driver_connection.isolation_level = None  # type: ignore[union-attr]
    other.cursor().execute("BEGIN IMMEDIATE")
    a_desk.submissions = alone.submissions
    done: list[object] = []
    night = threading.Thread(target=lambda: done.append(a_desk.night()))
    night.start()
    night.join(0.5)
    assert not done
    other.cursor().execute("ROLLBACK")
    night.join()
    assert done
    _same_after_a_good_night(a_desk, alone)


@pytest.mark.file_of_sqlite
def test_a_database_that_breaks_is_told_and_latest_stands(a_desk: Desk) -> None:
    _send(a_desk, 1)
    a_desk.night()
    before = a_desk.latest()
    for part in a_desk.settings.workdir.glob("tonghop.db*"):
        part.write_bytes(b"no database any more, but some text that is long enough to be taken for one" * 9)
    with pytest.raises(StoreError, match="cannot be opened"):
        a_desk.night()
    assert a_desk.latest() == before


def test_connections_cut_in_the_middle_are_told_and_the_next_night_is_whole(tmp_path: Path, alone: Desk) -> None:
    url = new_database()
    a_desk = desk(tmp_path, database={"url": url})
    a_desk.submissions = alone.submissions
    told = 0
    for number in (1, 2, 3):
        _send(alone, number)
        stop = threading.Event()
        cutter = threading.Thread(target=_cut, args=(url, stop, 0.05 * number))
        cutter.start()
        try:
            a_desk.night()
        except StoreError:
            told += 1
        finally:
            stop.set()
            cutter.join()
        a_desk.night()
        alone.night()
        assert a_desk.ledger().equals(alone.ledger())
        assert a_desk.records().equals(alone.records())
    assert told


def _cut(url: str, stop: threading.Event, pause: float) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        while not stop.is_set():
            connection.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
            time.sleep(pause)
    engine.dispose()


def test_two_machines_do_not_write_to_one_postgresql_at_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = new_database()
    desks = [desk(tmp_path_factory.mktemp(name), database={"url": url}) for name in ("one", "other")]
    here, there = (Store(d.settings.database_url) for d in desks)
    with own_turn(here), pytest.raises(AnotherRun), own_turn(there):
        pass
    waited = threading.Event()

    def wait_for_it() -> None:
        with own_turn(there, wait=True):
            waited.set()

    with own_turn(here):
        second = threading.Thread(target=wait_for_it)
        second.start()
        assert not waited.wait(0.3)
    second.join(30)
    assert waited.is_set()
    with own_turn(here):  # both let go of it
        pass
    here.close()
    there.close()


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (StoreError("the database refused the work: OperationalError", may_pass=True), True),
        (StoreError("the database refused the work: DataError"), False),
        (ValueError("a row"), False),
    ],
)
def test_a_task_is_tried_again_only_where_the_database_may_be_back(error: Exception, again: bool) -> None:
    assert take_in.retries == 2
    assert take_in.retry_condition_fn(take_in, None, Failed(data=error)) is again


def test_what_a_killed_command_started_ends_with_it() -> None:
    code = (
        "import subprocess, sys; from flows.guardian import end_with_us; end_with_us();"
        "child = subprocess.Popen(['sleep', '600']); print(child.pid, flush=True); sys.stdin.read()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, **pipes)  # type: ignore[call-overload]
    child = Path("/proc") / command.stdout.readline().decode().strip()
    assert child.is_dir()
    for pid in (Path("/proc") / str(command.pid) / "task" / str(command.pid) / "children").read_text().split():
        if pid != child.name:
            os.kill(int(pid), signal.SIGTERM)  # by its name, as `pkill -f` does
    command.kill()
    command.wait()
    end = time.monotonic() + 60
    while time.monotonic() < end and _lives(child):
        time.sleep(0.05)
    assert not _lives(child)


def test_a_command_that_is_stopped_says_so() -> None:
    code = (
        "import threading; from flows.guardian import end_with_us; end_with_us();"
        "print(flush=True); threading.Event().wait()"
    )
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, **pipes)  # type: ignore[call-overload]
    command.stdout.readline()
    command.terminate()
    _, told = command.communicate(timeout=60)
    assert command.returncode == -signal.SIGTERM
    assert told == "tonghop: stopped by TERM; the last release stands, and the next run goes on from it\n"


def _lives(process: Path) -> bool:
    """A dead process whose parent does not ask after it stays as a zombie."""
    try:
        return ") Z " not in (process / "stat").read_text()
    except OSError:
        return False
