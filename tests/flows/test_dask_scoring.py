"""The same clusters on a real Dask scheduler with two worker processes, as Prefect's tasks, over PostgreSQL; what stays
of it on the disk; what is refused."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from flows.config_file import ConfigError
from flows.dask_scoring import SchedulerError, engine_of, refuse_unfit
from flows.settings import Settings, load_settings
from schemas.config import Config
from tests.builders import ROOT, csv_table, desk, row
from tests.databases import new_database
from tests.flows.byte_search import search
from tests.flows.marks import STEM, mark

distributed = pytest.importorskip("distributed", reason="the optional part tonghop[dask] is not installed")
pytest.importorskip("prefect_dask", reason="the optional part tonghop[dask] is not installed")
_SECONDS = 900


def _rows(rng: Random, count: int) -> list[list[object]]:
    """Likenesses and copies; every row has a mark in its title, and what is withheld of the secret ones has too."""
    kinds, places = ("nguội", "nóng", "thô", "tinh"), ("Công ty Cơ khí Sông Công", "Mỏ than Vàng Danh", "")
    rows = []
    for number in range(1, count + 1):
        secret, kind = rng.random() < 0.1, rng.choice(kinds)
        people = rng.choice(("Trần Văn Bình", "Lê Thị Hoa", f"Nguyễn {mark(2)} Sửu"))
        title = f"Chế tạo bộ gá {mark(0)} phay rãnh then cho trục cán {kind}"
        rows.append(
            row(number, title, authors=people, workplace=rng.choice(places), secrecy="x" if secret else "không")
        )
    return rows


@pytest.mark.file_of_sqlite
def test_dask_finds_what_one_process_finds_and_nothing_of_a_row_stays(tmp_path: Path) -> None:
    a_desk, rng = desk(tmp_path, database={"url": new_database()}), Random(4)
    for code in ("LDLD-01", "LDLD-02", "CDN-GD"):
        a_desk.send(code, "a.csv", csv_table(_rows(rng, 50)))
    a_desk.night()
    workdir = a_desk.settings.workdir
    called = [sys.executable, "-m", "tests.flows.dask_child", str(tmp_path / "config.yaml"), str(workdir)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DASK_"))}
    done = subprocess.run(called, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=_SECONDS)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["two workers"] == told["one worker"] == told["local"]
    assert told["workers left"] == "1"
    assert told["fault"].startswith("matching.engine: a Dask worker failed (partition 1: ValueError)")
    assert STEM not in done.stdout + done.stderr
    assert not search([workdir / "prefect", workdir / "dask"])
    pairs = [int(name.split()[1]) for name in _flow_runs(workdir / "prefect" / "prefect.db")]
    assert sorted(pairs)[0] == 5
    assert sorted(pairs)[1] == sorted(pairs)[2] > 3 * 97  # several partitions


def _flow_runs(file: Path) -> list[str]:
    with sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM flow_run")]
    connection.close()
    return names


def test_a_worker_that_will_not_do_is_refused_before_anything_is_sent() -> None:
    import dask

    for spill, says in ((0.7, "SPILL"), (False, "PREFECT_API_URL")):
        with (
            dask.config.set(
                dict.fromkeys(("distributed.worker.memory.spill", "distributed.worker.memory.target"), spill)
            ),
            distributed.LocalCluster(
                n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
            ) as made,
            distributed.Client(made, set_as_default=False) as client,
            pytest.raises(SchedulerError, match=says),
        ):
            refuse_unfit(client, "http://127.0.0.1:9/api")


def _settings(tmp_path: Path, engine: str, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TONGHOP_HMAC_KEY", "a key for tests only")
    text = (ROOT / "config.yaml").read_text("utf-8")
    named = f"matching:\n  engine: {engine}\n  scheduler: {scheduler!r}\n"
    (tmp_path / "config.yaml").write_text(text.replace("matching:\n", named), "utf-8")
    return load_settings(tmp_path / "config.yaml", tmp_path / "var")


def test_without_the_libraries_the_config_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _settings(tmp_path, "dask", "tcp://127.0.0.1:8786", monkeypatch)
    monkeypatch.setitem(sys.modules, "prefect_dask", None)  # as where it is not installed
    with pytest.raises(ConfigError, match=r"tonghop\[dask\]"):
        engine_of(settings)


@pytest.mark.parametrize(("engine", "scheduler"), [("dask", ""), ("local", "tcp://127.0.0.1:8786"), ("spark", "")])
def test_engine_and_scheduler_go_together(
    engine: str, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError):
        _settings(tmp_path, engine, scheduler, monkeypatch)
    assert Config.model_fields["matching"].is_required()
