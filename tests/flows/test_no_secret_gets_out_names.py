"""File and sheet names that repeat what is withheld stand nowhere, and a file's history works all the same."""

import pytest

from tests.builders import Desk, row, table
from tests.flows.marks import mark
from tests.flows.test_no_secret_gets_out import send_back, with_limits, written

pytestmark = pytest.mark.both_databases
A = "LDLD-01"
FILE, SHEET = f"Danh sách {mark(1)}.xlsx", f"Tổ {mark(2)}"


def sent(*, secret: bool = True, rows: int = 1, title: str = "Men gốm") -> bytes:
    who = {"authors": f"Nguyễn {mark(1)} An", "workplace": f"Tổ {mark(2)}"} if secret else {}
    more = [row(n, f"Việc khác số {n}", authors=f"Lê Thị {chr(64 + n)}", benefit="chưa rõ") for n in range(2, rows + 1)]
    return table([row(1, title, **who, secrecy="x" if secret else ""), *more], SHEET)


def test_a_file_and_a_sheet_are_known_by_a_code_wherever_they_are_told(a_desk: Desk) -> None:
    a_desk.send(A, FILE, sent(rows=2))
    first, outcomes = a_desk.night()
    assert outcomes[A].files == 1
    again, outcomes = a_desk.night()
    assert outcomes[A].unchanged == 1
    assert again.release_id == first.release_id
    assert set(a_desk.ledger()["file"].str.startswith("Danh sách (")) == {True}
    assert not written(a_desk)
    assert send_back(a_desk) == 1
    (a_desk.submissions / A / FILE).unlink()
    a_desk.night()
    assert len(a_desk.records()) == 2
    assert not written(a_desk)


def test_a_new_version_replaces_the_old_one_whatever_either_is_shown_as(a_desk: Desk) -> None:
    a_desk.send(A, FILE, sent())
    a_desk.night()
    shown = a_desk.ledger()["file"].iloc[0]
    a_desk.send(A, FILE, sent(secret=False, rows=3))
    a_desk.night()
    assert set(a_desk.ledger()["file"]) == {shown}  # what had to be shown so stays so
    a_desk.send(A, FILE, b"PK broken")
    a_desk.night()
    assert set(a_desk.ledger()["file"]) == {shown}
    assert "FIL-010" in set(a_desk.findings()["check_id"])
    assert len(a_desk.records()) == 3


def test_a_held_version_is_read_again_and_let_through(a_desk: Desk) -> None:
    a_desk.send(A, FILE, sent(rows=2))
    a_desk.night()
    strict = with_limits(a_desk, federation_band_rows=0, federation_rise_pct=1)
    strict.send(A, FILE, sent(rows=9))
    strict.night()
    assert len(strict.records()) == 2
    strict.night(let_through=frozenset([A]))
    assert len(strict.records()) == 9
    assert not written(strict)
