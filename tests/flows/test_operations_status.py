"""`tonghop status` tells how last night ended, how each federation stands and what waits, and reads only."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.alone import alone
from flows.cli import main
from flows.nights import noted
from flows.store.runs import note_start
from flows.store.session import Store
from tests.builders import AS_OF, CAMPAIGN, Desk, csv_table, row
from tests.flows.test_versions import first_version


def options(desk: Desk) -> list[str]:
    """--config and --workdir of a desk."""
    return ["--config", str(desk.submissions.parent / "config.yaml"), "--workdir", str(desk.settings.workdir)]


def noted_night(desk: Desk, run_id: str, as_of: date = AS_OF) -> None:
    """A night of a desk with its record."""
    store = Store(desk.settings.database_url)
    with noted(store, run_id, CAMPAIGN, as_of) as ended:
        published, outcomes = desk.night(as_of=as_of)
        ended(published, list(outcomes.values()), 0)
    store.close()


def told(desk: Desk, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["status", "--json", *options(desk)]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.both_databases
def test_it_tells_the_night_the_federations_and_what_waits(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, "Cải tiến máy dệt số 1"), row(2, "Đổi mới lò hơi số 7")]))
    a_desk.send("LDLD-02", "hỏng.xlsx", b"PK broken")
    noted_night(a_desk, "first", date(2021, 5, 30))
    noted_night(a_desk, "second")
    found = told(a_desk, capsys)
    newest, before = found["runs"]
    assert (newest["run_id"], before["run_id"]) == ("second", "first")
    assert (newest["outcome"], newest["release_id"]) == ("made", a_desk.latest().name)
    assert newest["counts"]["valid"] == 2
    assert found["waiting"] == {
        "explanations": 0, "pairs_under_review": 0, "files_rejected": 1, "submissions_held": 0,
    }  # fmt: skip
    stands = {f["federation_code"]: f for f in found["federations"]}
    assert [stands[c]["state"] for c in ("LDLD-01", "LDLD-02", "CDN-GD")] == ["accepted", "unread", "missing"]
    assert stands["LDLD-01"]["newest_file"] == "2021-05-30"
    assert stands["LDLD-01"]["since"] == "2021-05-30"
    assert main(["status", *options(a_desk)]) == 0
    assert "did not end" not in capsys.readouterr().out


def test_a_state_that_changes_stands_since_that_day(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    a_desk.send("LDLD-02", "hỏng.xlsx", b"PK broken")
    a_desk.night(as_of=date(2021, 5, 29))
    a_desk.night(as_of=date(2021, 5, 30))
    a_desk.send("LDLD-02", "hỏng.xlsx", csv_table([row(1, "Cải tiến máy dệt số 1")]))
    a_desk.night()
    stands = {f["federation_code"]: f for f in told(a_desk, capsys)["federations"]}
    assert stands["LDLD-02"]["since"] == "2021-05-31"
    assert stands["CDN-GD"]["since"] == "2021-05-29"


def test_a_killed_night_is_seen_and_a_running_one_too(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store(a_desk.settings.database_url)
    note_start(store, "killed", CAMPAIGN, AS_OF)
    assert told(a_desk, capsys)["runs"][0]["outcome"] == "did not end"
    with alone(a_desk.settings.workdir):
        assert told(a_desk, capsys)["runs"][0]["outcome"] == "running"
    with pytest.raises(KeyError), noted(store, "broken", CAMPAIGN, AS_OF):
        raise KeyError
    assert [r["outcome"] for r in told(a_desk, capsys)["runs"]] == ["failed", "did not end"]
    store.close()


def test_a_held_night_says_why(tmp_path: Path, a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.builders import desk

    limits = a_desk.settings.config.limits.model_dump() | {"national_rejected_pct": 1, "national_band_rows": 0}
    (tmp_path / "held").mkdir()
    held = desk(tmp_path / "held", limits=limits)
    held.send("LDLD-01", "a.csv", csv_table([row(1, "Cải tiến máy dệt số 1"), row(2, "")]))
    noted_night(held, "one")
    (night,) = told(held, capsys)["runs"]
    assert night["outcome"] == "held"
    assert night["held_because"][0].startswith("national_rejected")


def test_without_a_working_directory_it_makes_none(
    a_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", *options(a_desk)[:2], "--workdir", str(tmp_path / "nowhere")]) == 2
    assert not (tmp_path / "nowhere").exists()
    assert "there is no such folder" in capsys.readouterr().err


@pytest.mark.file_of_sqlite
def test_an_older_database_and_none_are_told_and_left(a_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    path = a_desk.settings.workdir / "tonghop.db"
    assert main(["status", *options(a_desk)]) == 2
    assert "is not there yet" in capsys.readouterr().err
    assert not path.exists()
    first_version(path)
    for _ in range(2):
        assert main(["status", *options(a_desk)]) == 2
        assert "is of version 0001" in capsys.readouterr().err
