"""`tonghop doctor` changes nothing, and says what to do where something has to be mended."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.cli import main
from tests.builders import Desk, csv_table, row
from tests.flows.test_operations_status import options
from tests.flows.test_versions import first_version


def _told(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    assert main(["doctor", "--json", *arguments]) == code
    return {t["about"]: t for t in json.loads(capsys.readouterr().out)["answers"]}


def _sources(desk: Desk, **sources: str) -> None:
    path = Path(options(desk)[1])
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for federation in data["federations"]:
        federation["source"] = sources.get(federation["code"].replace("-", "_"), federation["source"])
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


@pytest.mark.both_databases
def test_all_is_well_after_a_night_and_nothing_changes(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, "Cải tiến máy dệt số 1")]))
    former = os.umask(0o077)
    a_desk.night()
    os.umask(former)
    before = sorted(a_desk.settings.workdir.rglob("*"))
    told = _told(capsys, 0, *options(a_desk))
    assert "up to date, can be written" in told["database"]["says"]
    assert a_desk.latest().name in told["releases"]["says"]
    assert "0 fail" in told["sources"]["says"]
    assert sorted(p for p in a_desk.settings.workdir.rglob("*") if not p.name.startswith("tonghop.db-")) == [
        p for p in before if not p.name.startswith("tonghop.db-")
    ]
    assert main(["doctor", "--offline", *options(a_desk)]) == 0
    assert "all well" in capsys.readouterr().out


def test_it_makes_no_working_directory(a_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _told(capsys, 0, *options(a_desk)[:2], "--workdir", str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_a_source_that_cannot_be_reached_is_to_be_mended(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    _sources(a_desk, LDLD_01="sftp://127.0.0.1:1/nop")
    told = _told(capsys, 1, *options(a_desk))
    assert told["source LDLD-01"]["mend"]
    assert "source LDLD-02" not in told
    _told(capsys, 0, "--offline", *options(a_desk))


def test_a_key_in_the_working_directory_is_warned_of_unless_things_are_tried_out(
    a_desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TONGHOP_HMAC_KEY")
    assert not _told(capsys, 0, "--offline", *options(a_desk))["key"]["mend"]
    _sources(a_desk, LDLD_01="https://files.example.org/nop/")
    assert "TONGHOP_HMAC_KEY" in _told(capsys, 1, "--offline", *options(a_desk))["key"]["mend"]


def test_what_others_may_read_and_a_broken_latest_are_told(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    a_desk.night()
    (a_desk.latest() / "internal" / "ledger.parquet").chmod(0o644)
    (a_desk.latest() / "manifest.json").unlink()
    told = _told(capsys, 1, "--offline", *options(a_desk))
    assert "chmod" in told["permissions"]["mend"]
    assert told["releases"]["mend"]


@pytest.mark.file_of_sqlite
def test_an_older_database_is_told_and_left_as_it_is(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    workdir = a_desk.settings.workdir
    first_version(workdir / "tonghop.db")
    (workdir / "tonghop.db").chmod(0o600)
    for _ in range(2):
        assert "version 0001, the next run" in _told(capsys, 0, "--offline", *options(a_desk))["database"]["says"]


@pytest.mark.file_of_sqlite
def test_a_database_that_does_not_open_is_to_be_mended(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (a_desk.settings.workdir / "tonghop.db").write_bytes(b"no database at all, but some text of the same length")
    assert _told(capsys, 1, "--offline", *options(a_desk))["database"]["mend"]
