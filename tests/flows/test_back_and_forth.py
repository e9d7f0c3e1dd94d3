"""What goes back to a federation and comes in again: explanations, retired files, what was mended."""

import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from flows.cli import main
from flows.store.records import states
from flows.store.session import Store
from tests.builders import AS_OF, CAMPAIGN, HEADERS, Desk, row, table, workbook

pytestmark = pytest.mark.both_databases

A = "LDLD-01"
EXPLAINED = (*HEADERS, "GIẢI TRÌNH")
BIG = "Thay lò hơi toàn nhà máy"


def explained(text: str, benefit: float = 5_000_000, secrecy: str = "") -> bytes:
    """One row whose benefit is out of scale, with what the federation says of it."""
    return workbook({"DS": [EXPLAINED, [*row(1, BIG, benefit=benefit, secrecy=secrecy), text]]})


def asked(desk: Desk) -> list[str]:
    found = desk.findings()
    return sorted(found.loc[(found["federation_code"] == A) & (found["row"] == 2), "check_id"])


def waiting(desk: Desk) -> pd.DataFrame:
    path = desk.latest() / "internal" / "explanations.csv"
    return pd.read_csv(path, keep_default_na=False, encoding="utf-8-sig")


def tonghop(desk: Desk, tmp_path: Path, *arguments: str) -> int:
    places = ("--config", str(tmp_path / "config.yaml"), "--workdir", str(desk.settings.workdir))
    return main([*arguments, *places, "--campaign", CAMPAIGN])


def test_an_explained_query_waits_for_a_person_and_is_not_asked_again_once_accepted(
    a_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_desk.send(A, "a.xlsx", explained("đúng, cả nhà máy"))
    a_desk.night()
    assert "INI-016" in asked(a_desk)
    (line,) = waiting(a_desk).to_dict("records")
    assert (line["check_id"], line["text"]) == ("INI-016", "đúng, cả nhà máy")
    assert tonghop(a_desk, tmp_path, "explanations") == 0
    assert line["explanation_id"] in capsys.readouterr().out
    assert tonghop(a_desk, tmp_path, "explanations", "--accept", line["explanation_id"], "--by", "Lê Thị B") == 0
    a_desk.night()
    assert "INI-016" not in asked(a_desk)
    a_desk.send(A, "a.xlsx", explained(""))
    a_desk.night()
    assert "INI-016" not in asked(a_desk)
    a_desk.send(A, "a.xlsx", explained("", benefit=7_000_000))
    a_desk.night()
    assert "INI-016" in asked(a_desk)


def test_a_refused_explanation_goes_on_being_asked_and_waits_no_more(a_desk: Desk, tmp_path: Path) -> None:
    a_desk.send(A, "a.xlsx", explained("đúng"))
    a_desk.night()
    told = waiting(a_desk)["explanation_id"].iloc[0]
    assert tonghop(a_desk, tmp_path, "explanations", "--refuse", told, "--by", "Lê Thị B") == 0
    a_desk.night()
    assert "INI-016" in asked(a_desk)
    assert waiting(a_desk).empty


def test_the_explanation_of_a_secret_row_is_told_without_its_words(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", explained("lời riêng của tổ kín", secrecy="x"))
    a_desk.night()
    (line,) = waiting(a_desk).to_dict("records")
    assert (line["text"], line["found"]) == ("", "")


def test_a_decision_that_cannot_be_is_refused(a_desk: Desk, tmp_path: Path) -> None:
    a_desk.send(A, "a.xlsx", explained("đúng"))
    a_desk.night()
    before = asked(a_desk)
    for arguments in (
        ("explanations", "--accept", "0" * 16, "--by", "B"),
        ("explanations", "--accept", "1"),
        ("explanations", "--accept", "1", "--refuse", "1", "--by", "B"),
        ("retire", "--federation", A, "--file", "x.xlsx"),
        ("retire", "--federation", A, "--file", "x.xlsx", "--by", "B"),
        ("retire", "--federation", "KHÔNG"),
    ):
        assert tonghop(a_desk, tmp_path, *arguments) == 2, arguments
    a_desk.night()
    assert asked(a_desk) == before


def test_a_vanished_file_counts_until_it_is_retired(
    a_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_desk.send(A, "a.xlsx", table([row(1, "Cải tiến máy dệt")]))
    a_desk.send(A, "b.xlsx", table([row(1, "Đổi mới lò hơi", authors="Trần Thị Bình")]))
    a_desk.night()
    (a_desk.submissions / A / "b.xlsx").unlink()
    a_desk.night()
    assert set(a_desk.ledger()["file"]) == {"a.xlsx", "b.xlsx"}
    assert tonghop(a_desk, tmp_path, "retire", "--federation", A) == 0
    assert "b.xlsx" in capsys.readouterr().out
    assert tonghop(a_desk, tmp_path, "retire", "--federation", A, "--file", "a.xlsx", "--by", "B") == 2
    assert tonghop(a_desk, tmp_path, "retire", "--federation", A, "--file", "b.xlsx", "--by", "B") == 0
    a_desk.night()
    assert set(a_desk.ledger()["file"]) == {"a.xlsx"}
    assert "FIL-009" not in set(a_desk.findings()["check_id"])


def _changes(desk: Desk) -> tuple[int, int]:
    store = Store(desk.settings.database_url)
    found = states(store, CAMPAIGN).set_index("federation_code")
    store.close()
    return int(found.at[A, "mended"]), int(found.at[A, "new"])


def test_what_was_mended_and_what_is_new_is_told_of_the_last_submission_that_changed(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table([row(1, "Cải tiến máy dệt", authors=""), row(2, "Đổi mới lò hơi", sector="")]))
    a_desk.night()
    assert _changes(a_desk) == (0, 0)
    a_desk.send(A, "a.xlsx", table([row(1, "Cải tiến máy dệt"), row(2, "Đổi mới lò hơi", sector="", workplace="")]))
    a_desk.night()
    assert _changes(a_desk) == (1, 1)
    a_desk.night()
    assert _changes(a_desk) == (1, 1)


def test_a_file_is_in_time_by_the_day_it_was_laid_at_its_source(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table([row(1, "Cải tiến máy dệt")]))
    a_desk.send("LDLD-02", "b.xlsx", table([row(1, "Đổi mới lò hơi")]))
    laid = pd.Timestamp("2021-04-18 10:00", tz="Asia/Ho_Chi_Minh").timestamp()
    os.utime(a_desk.submissions / A / "a.xlsx", (laid, laid))
    a_desk.night(as_of=date(2021, 4, 25))
    manifest = pd.read_json(a_desk.latest() / "manifest.json", typ="series")
    received = {r["federation_code"]: r["received_on"] for r in manifest["receipts"]}
    assert received == {A: "2021-04-18", "LDLD-02": "2021-04-25"}
    a_desk.night(as_of=AS_OF)
    manifest = pd.read_json(a_desk.latest() / "manifest.json", typ="series")
    assert received == {r["federation_code"]: r["received_on"] for r in manifest["receipts"]}
