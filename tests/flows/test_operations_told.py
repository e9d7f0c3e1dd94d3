"""Whatever stands in the way of a command is told in words, with what to do; no traceback, no value of a row."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from hypothesis import given
from hypothesis import strategies as st
from prefect.client.schemas.schedules import CronSchedule
from pydantic import ValidationError

from flows.alone import AnotherRun, NoLock, alone
from flows.cli import main
from flows.consolidate import OpenNight, Order, published_or_failed
from flows.faults import ToldError
from flows.releases import ReleaseError, write_release
from flows.room import NoRoom, told_where_full
from flows.store.session import Store, StoreError
from flows.store.turns import own_turn
from schemas.config import Schedule
from tests.builders import AS_OF, CAMPAIGN, ROOT, Desk, csv_table, desk, row, small_config
from tests.databases import new_database
from tests.flows.test_operations_status import options

_BIT = st.builds("{}{}".format, st.integers(0, 70), st.sampled_from(["", "-5", "-40", "/2", ",7", "-sun", "/0", "x"]))
_FIELD = st.sampled_from(["*", "*/5", "mon-fri", "JAN", "?", "L", "1-5/2", "22-2", "", "-", "sun"]) | _BIT


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@given(st.lists(_FIELD, min_size=4, max_size=6).map(" ".join))
def test_a_cron_line_that_is_taken_is_one_that_prefect_follows(line: str) -> None:
    try:
        Schedule(cron=line, timezone="Asia/Ho_Chi_Minh")
    except ValidationError:
        return
    CronSchedule(cron=line, timezone="Asia/Ho_Chi_Minh")


@pytest.mark.parametrize("line", ["30 0 * * *", "0 22 1-15/2 jan,JUL mon-fri", "*/10 * * * 7", "0 1,13 * 12 0"])
def test_a_cron_line_of_five_fields_is_taken(line: str) -> None:
    assert Schedule(cron=line, timezone="Asia/Ho_Chi_Minh").cron == line


def test_a_cron_line_that_is_none_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = small_config(tmp_path / "c.yaml", schedule={"cron": "61 0 * * *", "timezone": "Asia/Ho_Chi_Minh"})
    at = next(n for n, text in enumerate(config.read_text("utf-8").splitlines(), 1) if "cron:" in text)
    assert main(["doctor", "--config", str(config), "--workdir", str(tmp_path)]) == 2
    assert f"line {at}: schedule.cron: Value error, the minute '61' is none" in capsys.readouterr().err


def test_a_full_disk_is_told_by_its_name_and_a_broken_off_release_leaves_nothing_on_it(disk: Path) -> None:
    said = rf"{disk} has \d+ MiB left: make room there \(RuntimeError\)"
    with pytest.raises(NoRoom, match=said), told_where_full([disk]):
        raise RuntimeError("what stood in a row")
    files = [(f"internal/{n}.bin", b"x" * 700_000) for n in range(9)]
    with pytest.raises(ReleaseError, match="No space left"):
        write_release(disk / CAMPAIGN, "r1", files, {}, {})
    assert list((disk / CAMPAIGN).iterdir()) == []


def test_what_has_room_fails_as_it_did(tmp_path: Path) -> None:
    with pytest.raises(ToldError, match=r"^as it was$"), told_where_full([tmp_path / "not" / "there"]):
        raise ToldError("as it was")


def test_a_disk_that_became_read_only_is_told_by_every_command(
    disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = ["--config", str(small_config(tmp_path / "c.yaml")), "--workdir", str(disk)]
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(NoLock, match="cannot be written: Read-only file system"), alone(disk):
        pass
    for command in (["backup", "--out", str(tmp_path / "b.tar.gz")], ["retire", "--federation", "LDLD-01"]):
        assert main([*command, *places]) == 1
        assert "Read-only file system; `tonghop doctor` tells more" in capsys.readouterr().err
    with pytest.raises(NoRoom, match="lies on a disk that is read-only now"), told_where_full([disk]), alone(disk):
        pass
    assert main(["doctor", "--offline", *places]) == 1
    assert "mount it for writing" in capsys.readouterr().out


def test_a_release_folder_elsewhere_is_looked_at(disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = desk(disk.parent, releases={"folder": str(disk / "releases")})
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(ReleaseError, match="cannot be written: Read-only file system"):
        one.night()
    assert main(["doctor", "--offline", *options(one)]) == 1
    assert f"{disk} lies on a disk that is read-only now" in capsys.readouterr().out


def test_a_federation_of_another_campaign_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = small_config(tmp_path / "c.yaml")
    data = yaml.safe_load(config.read_text("utf-8"))
    data["federations"][0]["valid"] = {"first": "2025-07-01"}
    config.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    code = data["federations"][0]["code"]
    assert main(["run", "--federation", code, "--config", str(config), "--workdir", str(tmp_path / "var")]) == 2
    assert f"--federation {code}: takes no part in {CAMPAIGN}" in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


def test_a_fault_of_our_own_is_told_by_kind_and_place_alone(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, "Cải tiến máy dệt số 1")]))
    a_desk.night()
    (a_desk.latest() / "manifest.json").write_text('{"release": "Cải tiến máy dệt')
    assert main(["show", "latest", *options(a_desk)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("tonghop: a fault of tonghop's own: JSONDecodeError at commands/show.py:")
    assert "Traceback" not in told
    assert "Cải tiến" not in told


def test_serve_says_that_the_server_is_away(tmp_path: Path) -> None:
    config = small_config(tmp_path / "c.yaml")
    serve = [sys.executable, "-m", "flows.cli", "serve", "--config", str(config), "--workdir", str(tmp_path / "var")]
    environment = {**os.environ, "PREFECT_API_URL": "http://127.0.0.1:9/api", "PREFECT_HOME": str(tmp_path / "home")}
    done = subprocess.run(serve, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("tonghop: the Prefect server of PREFECT_API_URL does not answer")
    assert "Traceback" not in done.stderr


def _cut(store: Store) -> None:
    """A restart, as the clients see it."""
    engine = sa.create_engine(store.engine.url, isolation_level="AUTOCOMMIT")
    others = "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with engine.connect() as connection:
        connection.execute(sa.text(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity {others}"))
    engine.dispose()


def test_after_a_restart_of_the_database_a_run_makes_sure_that_it_is_alone() -> None:
    url = new_database()
    here, there = Store(url), Store(url)
    with own_turn(here) as still_ours:
        _cut(here)
        still_ours()
        with pytest.raises(AnotherRun), own_turn(there):
            pass
        _cut(here)
        with own_turn(there), pytest.raises(AnotherRun):
            still_ours()
    here.close()
    there.close()


def test_a_release_that_went_out_stands_though_prefects_server_went_away_then(a_desk: Desk) -> None:
    store = Store(a_desk.settings.database_url)
    order = Order(Path("config.yaml"), a_desk.settings.workdir, CAMPAIGN, AS_OF)
    night = OpenNight(a_desk.settings, order, store, lambda: None, [])

    def broken() -> None:
        raise ConnectionError("the server is away")

    def published_and_broken() -> None:
        night.published, _ = a_desk.night()
        broken()

    with pytest.raises(ConnectionError):
        published_or_failed(broken, night)
    published_or_failed(published_and_broken, night)
    assert night.published
    assert night.published.folder == a_desk.latest()
    store.close()


@pytest.mark.both_databases
def test_a_database_that_is_away_is_told_with_what_to_look_at(a_desk: Desk) -> None:
    store = Store(a_desk.settings.database_url)
    with pytest.raises(StoreError, match="tonghop doctor"), store.transaction():
        raise sa.exc.OperationalError("SELECT 'a title'", {}, Exception("a title"))
    store.close()


@pytest.mark.both_databases
def test_every_version_of_a_file_is_told(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for number, day in enumerate((date(2021, 5, 29), AS_OF), 1):
        a_desk.send("LDLD-01", "a.csv", csv_table([row(1, f"Cải tiến máy dệt số {number}")]))
        a_desk.send("LDLD-01", "b.csv", csv_table([row(1, "Đổi mới lò hơi")]))
        a_desk.night(as_of=day)
    (a_desk.submissions / "LDLD-01" / "b.csv").unlink()
    a_desk.night()
    assert main(["status", "--federation", "LDLD-01", *options(a_desk)]) == 0
    head, _, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith("LDLD-01: 3 versions")
    assert [line.split()[0] for line in lines] == ["2021-05-29", "2021-05-31", "2021-05-29"]
    assert ["replaced" in line for line in lines] == [True, False, False]
    assert "counts, no more at its source" in lines[2]
    assert main(["status", "--federation", "LDLD-01", "--json", *options(a_desk)]) == 0
    assert '"state": "counts"' in capsys.readouterr().out
