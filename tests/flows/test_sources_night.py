"""Nights over the net: what cannot be fetched leaves the last good version counted, and is told for what it is."""

from dataclasses import replace
from pathlib import Path

import pytest

from schemas.release import FederationState
from tests.builders import Desk, csv_table, desk, row
from tests.flows.conftest import RULES, Harbour, Place
from tests.flows.servers import PASSWORD, USER

A = "LDLD-01"
ROWS = [row(n, f"Cải tiến máy dệt số {n}", authors=f"Nguyễn Văn {chr(64 + n)}") for n in range(1, 6)]


@pytest.fixture
def place(harbour: Harbour) -> Place:
    return harbour.place("sftp", {"a.csv": csv_table(ROWS[:3]), "b.csv": csv_table(ROWS[3:])})


@pytest.fixture
def a_desk(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("TONGHOP_SOURCE_USER", USER)
    monkeypatch.setenv("TONGHOP_SOURCE_PASSWORD", PASSWORD)
    rules = RULES.model_dump() | {
        "known_hosts": str(place.harbour.sftp.known_hosts),
        "silence_seconds": 1.5,
        "attempts": 1,
    }
    made = desk(tmp_path, [A], sources=rules)
    (federation,) = made.settings.config.federations
    moved = federation.model_copy(update={"source": place.source().address})
    config = made.settings.config.model_copy(update={"federations": (moved,)})
    return Desk(replace(made.settings, config=config), None)  # type: ignore[arg-type]


def _counted(a_desk: Desk) -> dict[str, int]:
    ledger = a_desk.ledger()
    return ledger[ledger["disposition"] == "counted"].groupby("file").size().to_dict()


def _told(a_desk: Desk) -> dict[tuple[str, str], str]:
    found = a_desk.findings()
    own = found[found["check_id"].str.startswith("FIL")]
    return {(r.check_id, r.file): r.found for r in own.itertuples()}


def test_a_file_that_cannot_be_fetched_keeps_its_last_good_version(a_desk: Desk, place: Place) -> None:
    a_desk.night()
    assert _counted(a_desk) == {"a.csv": 3, "b.csv": 2}
    place.harbour.sftp.faults.slow = {"b.csv"}
    _, outcomes = a_desk.night()
    assert _counted(a_desk) == {"a.csv": 3, "b.csv": 2}
    assert _told(a_desk) == {("FIL-013", "b.csv"): "không tải được tệp này về", ("FIL-010", "b.csv"): ""}
    assert outcomes[A].state is FederationState.KEPT_LAST_GOOD
    place.harbour.sftp.faults.slow = set()
    _, outcomes = a_desk.night()
    assert (outcomes[A].unchanged, _told(a_desk)) == (2, {})


def test_a_source_that_cannot_be_reached_keeps_its_last_submission(a_desk: Desk, place: Place) -> None:
    a_desk.night()
    known = place.harbour.sftp.known_hosts.read_text()
    place.harbour.sftp.known_hosts.write_text("")
    try:
        _, outcomes = a_desk.night()
    finally:
        place.harbour.sftp.known_hosts.write_text(known)
    assert _counted(a_desk) == {"a.csv": 3, "b.csv": 2}
    assert _told(a_desk)["FIL-001", ""] == "khóa của máy chủ SFTP chưa được biết hoặc đã thay đổi"
    assert outcomes[A].state is FederationState.KEPT_LAST_GOOD


def test_an_empty_file_in_the_place_of_a_good_one_is_no_vanished_file(a_desk: Desk, place: Place) -> None:
    a_desk.night()
    place.put("b.csv", b"")
    a_desk.night()
    assert _counted(a_desk) == {"a.csv": 3, "b.csv": 2}
    assert set(_told(a_desk)) == {("FIL-006", "b.csv"), ("FIL-010", "b.csv")}
