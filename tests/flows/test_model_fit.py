"""`tonghop model fit`: a table of its own, that changes nothing until the config names it."""

import json
from pathlib import Path

import pytest

from flows.cli import main
from flows.config_file import ConfigError
from flows.settings import load_settings
from flows.weight_tables import named_weights, shipped_weights, weights_csv
from tests.builders import Desk, csv_table, desk, row
from tests.flows.test_matching_health import OURS, WORKS

MATCHING = {"accept_threshold": 4.0, "review_threshold": 1.5}


@pytest.fixture
def a_desk(tmp_path: Path) -> Desk:
    made = desk(tmp_path)
    lines = [row(i, WORKS[i % 6], **(OURS | {"authors": f"Nguyễn Văn {'ABCDEF'[i % 6]}n"})) for i in range(12)]
    made.send("LDLD-01", "a.csv", csv_table(lines))
    made.night()
    return made


def fit(made: Desk, *arguments: str) -> int:
    folder = made.settings.workdir
    options = ["--config", str(folder.parent / "config.yaml"), "--workdir", str(folder), "--as-of", "2021-05-31"]
    return main(["model", "fit", *options, *arguments])


def test_a_table_is_written_and_what_moved_is_told_and_runs_use_it_when_named(
    a_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "weights-2.csv"
    assert fit(a_desk, "--version", "2021-06", "--out", str(out)) == 0
    said = capsys.readouterr().out
    assert "6 pairs of 12 records" in said
    assert f"{shipped_weights().version} -> 2021-06" in said
    assert "weights moved" in said
    assert "planted pairs under 2021-06: recall" in said
    table, _ = named_weights(tmp_path / "config.yaml", "weights-2.csv")
    assert table.version == "2021-06"
    assert weights_csv(table) == out.read_bytes()
    assert a_desk.settings.weights == shipped_weights()
    first = a_desk.latest()

    named = desk(tmp_path, matching=MATCHING | {"weights": "weights-2.csv"})
    assert named.settings.config_hash != a_desk.settings.config_hash
    published, _ = named.night()
    if published.folder:  # a table of six pairs may fall under the floors; then the release is held
        assert named.latest() != first
        assert json.loads((named.latest() / "manifest.json").read_text())["weights"] == "2021-06"


def test_another_table_under_the_same_name_is_another_release(tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_bytes(weights_csv(shipped_weights()))
    one = desk(tmp_path, matching=MATCHING | {"weights": "w.csv"}).settings.config_hash
    (tmp_path / "w.csv").write_bytes(weights_csv(shipped_weights()).replace(b"0.5", b"0.4"))
    assert load_settings(tmp_path / "config.yaml", tmp_path / "var").config_hash != one


@pytest.mark.parametrize("text", ["", "x", "v,,log2 odds\nprior,,1\n", "v,,log2 odds\nprior,,one\n", "v,,points\n"])
def test_a_file_that_is_no_table_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "w.csv").write_text(text)
    with pytest.raises(ConfigError, match=r"matching.weights: .*w\.csv"):
        named_weights(tmp_path / "config.yaml", "w.csv")


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        named_weights(tmp_path / "config.yaml", "none.csv")


def test_what_stands_is_never_written_over(a_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "w.csv").write_text("kept")
    assert fit(a_desk, "--version", "x", "--out", str(tmp_path / "w.csv")) == 2
    assert (tmp_path / "w.csv").read_text() == "kept"
    version = shipped_weights().version
    assert fit(a_desk, "--version", version, "--out", str(tmp_path / "n.csv")) == 2
    assert "the table in use is called so" in capsys.readouterr().err
