"""The fallback is per file, nothing is read twice, and nothing a federation does loses a row (RULES.md 6, 7, 9)."""

import io
import os
import zipfile
from dataclasses import replace

import pytest

from schemas.release import FederationState
from tests.builders import HEADERS, Desk, csv_table, row, table, workbook

pytestmark = pytest.mark.both_databases

A = "LDLD-01"
ONE = [row(n, f"Cải tiến máy dệt số {n}", authors=f"Nguyễn Văn {chr(64 + n)}") for n in range(1, 6)]
TWO = [row(n, f"Đổi mới lò hơi số {n}", authors=f"Trần Thị {chr(64 + n)}") for n in range(1, 4)]


def _counted(desk: Desk) -> dict[str, int]:
    ledger = desk.ledger()
    return ledger[ledger["disposition"] == "counted"].groupby("file").size().to_dict()


def _checks(desk: Desk, code: str = A) -> set[str]:
    found = desk.findings()
    return set(found.loc[found["federation_code"] == code, "check_id"])


def test_an_unchanged_file_is_not_read_again(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    first, _ = a_desk.night()
    second, outcomes = a_desk.night()
    assert outcomes[A].unchanged == 1
    assert second.release_id == first.release_id


def test_a_file_is_read_again_when_its_federations_block_changes(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    a_desk.night()
    federations = tuple(replace_block(f, A) for f in a_desk.settings.config.federations)
    config = a_desk.settings.config.model_copy(update={"federations": federations})
    _, outcomes = Desk(replace(a_desk.settings, config=config), a_desk.submissions).night()
    assert outcomes[A].unchanged == 0


def replace_block(federation: object, code: str) -> object:
    changed = {"holds_no_secrets": True} if federation.code == code else {}  # type: ignore[attr-defined]
    return federation.model_copy(update=changed)  # type: ignore[attr-defined]


def test_a_corrupt_new_version_leaves_the_last_good_one_counted(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    a_desk.send(A, "b.xlsx", table(TWO))
    a_desk.night()
    a_desk.send(A, "a.xlsx", b"PK broken")
    _, outcomes = a_desk.night()
    assert _counted(a_desk) == {"a.xlsx": 5, "b.xlsx": 3}
    assert {"FIL-004", "FIL-010"} <= _checks(a_desk)
    assert outcomes[A].state is FederationState.KEPT_LAST_GOOD
    a_desk.send(A, "a.xlsx", table(ONE[:2]))
    a_desk.night()
    assert _counted(a_desk) == {"a.xlsx": 2, "b.xlsx": 3}
    assert not {"FIL-004", "FIL-010"} & _checks(a_desk)


def test_a_corrupt_version_night_after_night_changes_nothing(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    a_desk.night()
    a_desk.send(A, "a.xlsx", b"PK broken")
    first, _ = a_desk.night()
    second, _ = a_desk.night()
    assert first.release_id == second.release_id


def test_a_vanished_file_keeps_its_rows_and_is_told(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    a_desk.send(A, "b.xlsx", table(TWO))
    a_desk.night()
    (a_desk.submissions / A / "a.xlsx").unlink()
    a_desk.night()
    assert _counted(a_desk) == {"a.xlsx": 5, "b.xlsx": 3}
    assert "FIL-009" in _checks(a_desk)


@pytest.mark.parametrize("mended", [False, True])
def test_a_renamed_file_is_replaced_by_its_new_name(a_desk: Desk, mended: bool) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    a_desk.night()
    (a_desk.submissions / A / "a.xlsx").unlink()
    a_desk.send(A, "a (mới).xlsx", table([*ONE[:4], row(5, "Sửa lại hẳn tên khác")] if mended else ONE))
    a_desk.night()
    assert _counted(a_desk) == {"a (mới).xlsx": 5}
    assert "FIL-009" not in _checks(a_desk)


def test_the_same_file_twice_counts_once_and_keeps_every_line(a_desk: Desk) -> None:
    generic = [row(n, "Cải tiến quy trình làm việc", authors="", workplace="") for n in range(1, 4)]
    a_desk.send(A, "a.xlsx", table([*ONE, *generic]))
    a_desk.night()
    alone = sum(_counted(a_desk).values())
    a_desk.send(A, "b.xlsx", table([*ONE, *generic]))
    a_desk.night()
    ledger = a_desk.ledger()
    copies = ledger[(ledger["file"] == "b.xlsx") & (ledger["disposition"] != "not_data")]
    assert sum(_counted(a_desk).values()) == alone
    assert set(copies["disposition"]) == {"duplicate_within_federation"}
    assert len(copies) == 8
    assert "FIL-008" in _checks(a_desk)


@pytest.mark.parametrize("how", ["empty", "missing"])
def test_an_empty_or_missing_folder_never_empties_a_federation(a_desk: Desk, how: str) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    a_desk.night()
    (a_desk.submissions / A / "a.xlsx").unlink()
    if how == "missing":
        (a_desk.submissions / A).rmdir()
    _, outcomes = a_desk.night()
    assert _counted(a_desk) == {"a.xlsx": 5}
    assert outcomes[A].state is FederationState.KEPT_LAST_GOOD
    assert {"FIL-002" if how == "empty" else "FIL-001", "FIL-009"} <= _checks(a_desk)


def test_one_federations_failure_never_stops_the_others(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", b"PK broken")
    a_desk.send("LDLD-02", "b.csv", csv_table(TWO))
    _, outcomes = a_desk.night()
    assert _counted(a_desk) == {"b.csv": 3}
    assert outcomes[A].state is FederationState.UNREAD
    assert outcomes["CDN-GD"].state is FederationState.MISSING
    assert outcomes["LDLD-02"].state is FederationState.ACCEPTED


def test_lock_files_and_leftovers_are_skipped(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    a_desk.send(A, "~$a.xlsx", b"user")
    a_desk.send(A, "Thumbs.db", b"\x00\x01")
    a_desk.night()
    assert not {"FIL-003", "FIL-004"} & _checks(a_desk)


def test_a_count_beyond_its_band_keeps_the_last_submission_until_let_through(a_desk: Desk) -> None:
    many = [row(n, f"Cải tiến thiết bị mã K-{n:03}", authors=f"Lê Văn {n}") for n in range(1, 301)]
    a_desk.send(A, "a.xlsx", table(many))
    a_desk.night()
    a_desk.send(A, "a.xlsx", table(many[:5]))
    _, outcomes = a_desk.night()
    assert _counted(a_desk) == {"a.xlsx": 300}
    assert "FIL-011" in _checks(a_desk)
    assert outcomes[A].state is FederationState.KEPT_LAST_GOOD
    a_desk.night(let_through=frozenset({A}))
    assert _counted(a_desk) == {"a.xlsx": 5}
    assert "FIL-011" not in _checks(a_desk)


def test_only_the_named_federation_is_pulled_again(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    a_desk.send("LDLD-02", "b.csv", csv_table(TWO))
    a_desk.night()
    a_desk.send(A, "a.xlsx", table(ONE[:3]))
    a_desk.send("LDLD-02", "b.csv", csv_table(TWO[:1]))
    a_desk.night(A)
    assert _counted(a_desk) == {"a.xlsx": 3, "b.csv": 3}


def test_a_fault_of_ours_keeps_the_last_submission_and_is_told(
    a_desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    a_desk.send("LDLD-02", "b.csv", csv_table(TWO))
    a_desk.night()

    def broken(*_: object) -> None:
        raise KeyError("Nguyễn Văn A, a value of a row")

    a_desk.send(A, "a.xlsx", table(ONE[:2]))
    monkeypatch.setattr("flows.taking.Submitted", broken)
    _, outcomes = a_desk.night()
    assert _counted(a_desk) == {"a.xlsx": 5, "b.csv": 3}
    assert outcomes[A].state is FederationState.KEPT_LAST_GOOD
    assert "FIL-012" in _checks(a_desk)
    assert "KeyError at flows/" in caplog.text
    assert "Nguyễn" not in caplog.text


def test_a_federation_with_a_rejected_row_is_told_apart_from_one_without(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table([*ONE, row(6, "")]))
    a_desk.send("LDLD-02", "b.csv", csv_table(TWO))
    for _ in range(2):
        _, outcomes = a_desk.night()
        assert outcomes[A].state is FederationState.WITH_FAULTS
        assert outcomes["LDLD-02"].state is FederationState.ACCEPTED


def test_a_name_that_is_no_utf8_and_a_link_out_of_the_folder_cost_nothing_but_themselves(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ONE))
    folder = a_desk.submissions / A
    (folder / os.fsdecode(b"b\xff.xlsx")).write_bytes(table(TWO))
    (folder / "passwd.csv").symlink_to("/etc/passwd")
    _, outcomes = a_desk.night()
    assert _counted(a_desk) == {"a.xlsx": 5, "b\\udcff.xlsx": 3}
    assert outcomes[A].state is FederationState.WITH_FAULTS
    found = a_desk.findings()
    assert set(found.loc[found["file"] == "passwd.csv", "check_id"]) == {"FIL-003"}


def test_two_sheets_of_one_name_are_a_corrupt_file_and_stop_nobody(a_desk: Desk) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook({"S1": [HEADERS, *ONE], "S2": [HEADERS, *TWO]}))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'name="S2"', b'name="S1"'))
    a_desk.send(A, "a.xlsx", out.getvalue())
    a_desk.send("LDLD-02", "b.csv", csv_table(TWO))
    a_desk.night()
    assert _counted(a_desk) == {"b.csv": 3}
    assert "FIL-004" in _checks(a_desk)
