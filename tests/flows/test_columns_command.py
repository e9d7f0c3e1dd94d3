"""`tonghop columns`: what was not understood, where, and the line that teaches it; never a cell."""

from pathlib import Path

import pytest
import yaml

from flows.cli import main
from rules.columns import ColumnTable
from tests.builders import ROOT, Desk, desk, workbook

HEAD = ["STT", "Tên sáng kiến", "Tác giả", "Bí mật công nghệ"]
CELL = "Cải tiến máy dệt kim"


def sheet(*more: str) -> bytes:
    """A workbook of one row with these headers more."""
    return workbook({"Sheet1": [[*HEAD, *more], [1, CELL, "Lê Văn Cường", "", *["chữ trong ô"] * len(more)]]})


@pytest.fixture(scope="module")
def a_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = desk(tmp_path_factory.mktemp("desk"))
    made.send("LDLD-01", "a.xlsx", sheet("Thời gian bắt đầu áp dụng sáng kiến", "Màu sắc: đỏ"))
    made.send("LDLD-02", "b.xlsx", sheet("THỜI GIAN BẮT ĐẦU ÁP DỤNG SÁNG KIẾN", "Đoạn văn " * 15))
    made.night()
    return made


def told(a_desk: Desk, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """What the command prints."""
    folder = a_desk.settings.workdir
    assert main(["columns", "--config", str(folder.parent / "config.yaml"), "--workdir", str(folder), *more]) == 0
    return capsys.readouterr().out


def test_headers_are_told_by_frequency_with_their_places(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    out = told(a_desk, capsys)
    assert out.startswith("headers not understood: 3, in 4 columns of 2 federations")
    assert "2 x T" in out.split("\n")[2]
    assert "LDLD-01 a.xlsx Sheet1!E; LDLD-02 b.xlsx Sheet1!E" in out
    assert "would be applied" in out
    assert "under fields.applied.spellings" in out
    assert "chữ trong ô" not in out
    assert CELL not in out


def test_a_long_text_is_cut(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    out = told(a_desk, capsys, "--federation", "LDLD-02")
    assert "LDLD-01" not in out
    assert "Đoạn văn " * 10 not in out
    assert "…" in out


def test_the_line_it_gives_is_understood_once_pasted(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    out = told(a_desk, capsys, "--federation", "LDLD-01")
    lines = [line.strip() for line in out.splitlines() if line.strip().startswith("- ")]
    table = yaml.safe_load((ROOT / "schemas" / "columns.yaml").read_text(encoding="utf-8"))
    for line in lines:
        table["dropped"].append(yaml.safe_load(line)[0])
    taught = ColumnTable.from_mapping(table)
    assert taught.field_of("Thời gian bắt đầu áp dụng sáng kiến") == taught.field_of("Màu sắc: đỏ") == "dropped"


def test_a_fault_of_usage_is_told(a_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(a_desk.settings.workdir.parent / "config.yaml")
    assert main(["columns", "--config", config, "--workdir", str(tmp_path / "none")]) == 2
    assert main(["columns", "--config", config, "--workdir", str(tmp_path), "--federation", "XX"]) == 2
    assert "no federation" in capsys.readouterr().err


@pytest.mark.file_of_sqlite
def test_a_folder_that_no_run_has_seen_is_told_and_left_as_it_is(
    a_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = str(a_desk.settings.workdir.parent / "config.yaml")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["columns", "--config", config, "--workdir", str(empty)]) == 2
    assert "the first `tonghop run` makes it" in capsys.readouterr().err
    assert list(empty.iterdir()) == []
