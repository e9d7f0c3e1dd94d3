"""The same pairs on a real Dask scheduler with two worker processes, in partitions of any size; and what it refuses."""

import builtins
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

import rules.scoring
from flows.config_file import ConfigError
from flows.dask_scoring import SchedulerError, engine_of, on_dask
from flows.settings import Settings, load_settings
from rules.clustering import cluster
from rules.decisions import Thresholds
from rules.matching import Matched, match_and_relate
from schemas.config import Config
from tests.rules.matching_rows import MODEL, Row, records

distributed = pytest.importorskip("distributed", reason="the optional part tonghop[dask] is not installed")
_ROOT = Path(__file__).parents[2]
_LIMITS = Thresholds(4.0, 0.0)
_KEPT_IN_MEMORY = {"distributed.worker.memory.spill": False, "distributed.worker.memory.target": False}


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    import dask

    with (
        dask.config.set(_KEPT_IN_MEMORY),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, protocol="tcp"
        ) as made,
    ):
        yield made.scheduler_address


def _frame() -> pd.DataFrame:
    rng = Random(4)
    titles = [f"Chế tạo bộ gá phay rãnh then cho trục cán {word}" for word in ("nguội", "nóng", "thô", "tinh")]
    people, places = ("Trần Văn Bình", "Lê Thị Hoa", ""), ("Công ty Cơ khí Sông Công", "Mỏ than Vàng Danh", "")
    return records([Row(rng.choice(titles), rng.choice(people), rng.choice(places)) for _ in range(150)])


def _bytes(matched: Matched) -> tuple[Any, ...]:
    labels = cluster(150, matched.pairs)
    return matched.pairs.to_csv().encode(), matched.copies.to_csv().encode(), matched.relations, labels.tobytes()


@pytest.mark.parametrize("pairs_a_chunk", [400_000, 97])
def test_dask_finds_byte_for_byte_what_one_process_finds(
    scheduler: str, pairs_a_chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _bytes(match_and_relate(_frame(), MODEL, _LIMITS))
    monkeypatch.setattr(rules.scoring, "PAIRS_A_CHUNK", pairs_a_chunk)
    found = match_and_relate(_frame(), MODEL, _LIMITS, engine=lambda work, parts: on_dask(scheduler, work, parts))
    assert _bytes(found) == expected


def test_a_worker_that_would_write_records_to_its_disk_is_refused() -> None:
    import dask

    with (
        dask.config.set({"distributed.worker.memory.spill": 0.7}),
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
        ) as spilling,
    ):
        address = spilling.scheduler_address
        with pytest.raises(SchedulerError, match="SPILL"):
            match_and_relate(_frame(), MODEL, _LIMITS, engine=lambda work, parts: on_dask(address, work, parts))


def _settings(tmp_path: Path, engine: str, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TONGHOP_HMAC_KEY", "a key for tests only")
    text = (_ROOT / "config.yaml").read_text("utf-8")
    named = f"matching:\n  engine: {engine}\n  scheduler: {scheduler!r}\n"
    (tmp_path / "config.yaml").write_text(text.replace("matching:\n", named), "utf-8")
    return load_settings(tmp_path / "config.yaml", tmp_path / "var")


def test_without_the_libraries_the_config_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _settings(tmp_path, "dask", "tcp://127.0.0.1:8786", monkeypatch)
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "distributed":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigError, match=r"tonghop\[dask\]"):
        engine_of(settings)


@pytest.mark.parametrize(("engine", "scheduler"), [("dask", ""), ("local", "tcp://127.0.0.1:8786"), ("spark", "")])
def test_engine_and_scheduler_go_together(
    engine: str, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError):
        _settings(tmp_path, engine, scheduler, monkeypatch)
    assert Config.model_fields["matching"].is_required()
