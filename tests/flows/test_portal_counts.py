"""`portal.counts`: a row of the portal's export is a source row as any, credited to the unit that it names."""

import os
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from flows.cli import main
from flows.settings import load_settings
from flows.store.session import Store
from flows.store.submissions import known_files
from tests.builders import CAMPAIGN, HEADERS, Desk, csv_table, small_config
from tests.flows.test_operations_status import options
from tests.flows.test_portal import BOILER, CRANE, HAGIANG, HANOI, INK, LOOM, UNIT, _export, _row
from tests.flows.test_rekey import OTHER_KEY, tonghop, with_key

_PORTAL = {"unit_headers": [UNIT], "counts": True}
_LOST = "Sơ đồ tư duy lớp 4"


def _set(desk: Desk, **portal: object) -> Desk:
    """The same desk with another block `portal`; its database stays."""
    path = desk.settings.config_path
    database = {"url": desk.settings.config.database.url}
    small_config(path, portal={**_PORTAL, **portal}, database=database)
    return Desk(load_settings(path, desk.settings.workdir), desk.submissions)


def _counted(desk: Desk, export: Path) -> None:
    assert main(["portal", *options(desk), str(export)]) == 0
    desk.night()


def _of_portal(desk: Desk) -> pd.DataFrame:
    ledger = desk.ledger()
    return ledger[ledger["file"].astype(str).str.startswith("/Cổng thông tin/")]


@pytest.fixture
def counting(a_desk: Desk) -> Desk:
    desk = _set(a_desk)
    rows = [_row(1, LOOM, award="Giấy khen CĐCS"), _row(2, BOILER), _row(3, INK)]
    desk.send("LDLD-01", "a.csv", csv_table(rows))
    desk.night()
    return desk


@pytest.mark.both_databases
def test_each_row_of_the_export_has_its_line_and_counts_once_for_the_unit_it_names(
    counting: Desk, tmp_path: Path
) -> None:
    rows = [
        (HANOI, _row(1, LOOM)), (HAGIANG, _row(2, CRANE)), (HAGIANG, _row(3, CRANE)), ("đơn vị lạ", _row(4, _LOST)),
        (HANOI, _row(5, "")),
    ]  # fmt: skip
    _counted(counting, _export(tmp_path / "c.xlsx", rows))
    lines = _of_portal(counting).set_index("row")
    assert lines["federation_code"].astype(str).to_dict() == {
        1: "_cong", 2: "LDLD-01", 3: "LDLD-02", 4: "LDLD-02", 5: "_cong", 6: "_cong",
    }  # fmt: skip
    assert sorted(lines.loc[[2, 3, 4], "disposition"].astype(str)) == [
        "counted", "duplicate_within_federation", "duplicate_within_federation",
    ]  # fmt: skip
    assert lines.loc[[5, 6], "reason"].astype(str).tolist() == ["portal_unit_unknown", "portal_untitled"]
    told = counting.tallies()
    assert (told["valid", "", "", ""], told["valid", "LDLD-01", "", ""], told["valid", "LDLD-02", "", ""]) == (4, 3, 1)
    assert told["entered", "", "", ""] == 6
    assert (told["portal_counted", "", "", ""], told["portal_only", "", "", ""]) == (1, 1)
    page = (counting.latest() / "public" / "index.html").read_text("utf-8")
    assert "Trong số hợp lệ, 1 sáng kiến chỉ có trên Cổng" in page
    assert "Ngoài số trên, 1 sáng kiến chỉ có trên Cổng" in page


def test_the_portal_is_no_submission(counting: Desk, tmp_path: Path) -> None:
    _counted(counting, _export(tmp_path / "c.xlsx", [(HAGIANG, _row(2, CRANE)), (HANOI, _row(1, LOOM))]))
    assert counting.tallies()["not_sent", "", "", ""] == 2  # as before: Hà Giang itself sent nothing
    store = Store(counting.settings.database_url)
    assert [file.path for file in known_files(store, CAMPAIGN, "LDLD-01")] == ["a.csv"]
    assert known_files(store, CAMPAIGN, "LDLD-02") == []
    store.close()
    _, outcomes = counting.night()
    assert outcomes["LDLD-02"].state == "missing"
    findings = counting.findings()
    assert not set(findings["check_id"]) & {"FIL-009", "FIL-010"}
    assert counting.tallies()["valid", "", "", ""] == 4


@pytest.mark.both_databases
def test_a_mark_reaches_both_ways_and_stays(counting: Desk, tmp_path: Path) -> None:
    counting.send("LDLD-01", "a.csv", csv_table([_row(1, LOOM, secrecy="x"), _row(2, BOILER), _row(3, INK)]))
    counting.night()
    rows = [(HANOI, _row(1, LOOM)), (HANOI, _row(2, BOILER, secrecy="x")), (HAGIANG, _row(3, CRANE, secrecy="x"))]
    _counted(counting, _export(tmp_path / "c.xlsx", rows))
    records = counting.records().set_index("title")
    for title in (LOOM, BOILER, CRANE):
        told = records.loc[[title]]
        assert told["is_redacted"].all()
        assert set(told["authors"]) | set(told["workplace"]) == {""}
    unmarked = [(HANOI, _row(2, BOILER)), (HAGIANG, _row(3, CRANE))]
    _counted(counting, _export(tmp_path / "d.xlsx", unmarked))
    records = counting.records().set_index("title")
    assert records.loc[[BOILER, CRANE], "is_redacted"].all()
    assert not records.loc[[INK], "is_redacted"].any()
    for path in counting.settings.workdir.rglob("*"):
        if path.is_file() and path.suffix in (".db", ".csv", ".html", ".json", ""):
            assert "Cảng Đoạn Xá".encode() not in path.read_bytes(), path


def test_an_export_without_a_secrecy_column_counts_nothing_until_the_config_says_it_is_open(
    counting: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = HEADERS[: HEADERS.index("Bí mật công nghệ")]
    export = _export(tmp_path / "c.xlsx", [(HANOI, _row(1, LOOM)), (HAGIANG, _row(2, CRANE))], headers)
    _counted(counting, export)
    assert "nothing of this export counts" in capsys.readouterr().out
    assert (counting.tallies()["valid", "", "", ""], counting.tallies()["portal_only", "", "", ""]) == (3, 1)
    assert not counting.records()["is_redacted"].any()
    opened = _set(counting, holds_no_secrets=True)
    _counted(opened, export)
    assert opened.tallies()["valid", "", "", ""] == 4
    assert not opened.records()["is_redacted"].any()


def test_a_newer_export_takes_the_place_of_the_old_one_and_the_setting_off_takes_it_away(
    counting: Desk, tmp_path: Path
) -> None:
    before = counting.tallies()
    _counted(counting, _export(tmp_path / "c.xlsx", [(HAGIANG, _row(1, CRANE)), (HAGIANG, _row(2, _LOST))]))
    assert counting.tallies()["valid", "", "", ""] == 5
    _counted(counting, _export(tmp_path / "d.xlsx", [(HAGIANG, _row(1, _LOST))]))
    assert counting.tallies()["valid", "", "", ""] == 4
    off = _set(counting, counts=False)
    off.night()
    assert off.tallies()["valid", "", "", ""] == before["valid", "", "", ""]
    assert _of_portal(off).empty


def test_the_lists_compare_with_what_was_sent_and_not_with_the_portal_itself(
    counting: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The portal's own row was registered first, so it is the counted one.
    export = _export(tmp_path / "c.xlsx", [(HANOI, _row(1, LOOM, registered="11/03/2021")), (HAGIANG, _row(2, CRANE))])
    _counted(counting, export)
    capsys.readouterr()
    assert main(["portal", *options(counting), str(_export(tmp_path / "d.xlsx", [(HAGIANG, _row(1, CRANE))]))]) == 0
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert {line[-1] for line in told if "missing" in line} == {"1"}  # LOOM has an award and is not on it any more
    assert {line[-1] for line in told if line[:5] == ["initiatives", "on", "the", "portal", "only"]} == {"1"}
    counting.night()
    assert main(["explain", *options(counting), "--federation", "LDLD-02", "--measure", "valid"]) == 0


@pytest.mark.parametrize("seed", [1])
def test_what_counts_is_what_an_independent_reckoning_says(a_desk: Desk, tmp_path: Path, seed: int) -> None:
    """Every initiative of either road once, for the federation whose row was registered first."""
    chance, desk = Random(seed), _set(a_desk)
    units = {"LDLD-01": HANOI, "LDLD-02": HAGIANG, "CDN-GD": "Công đoàn Giáo dục Việt Nam"}
    days = [f"{day:02}/03/2021" for day in range(10, 32)]
    chance.shuffle(days)
    sent: dict[str, list[list[object]]] = {code: [] for code in units}
    export: list[tuple[str, list[object]]] = []
    first: dict[str, tuple[str, str]] = {}
    for day in days:
        title, code = chance.choice((LOOM, BOILER, INK, CRANE)), chance.choice(list(units))
        if chance.random() < 0.5:
            sent[code].append(_row(len(sent[code]) + 1, title, registered=day))
        else:
            export.append((units[code], _row(len(export) + 1, title, registered=day)))
        first[title] = min(first.get(title, (day, code)), (day, code))
    for code, rows in sent.items():
        if rows:
            desk.send(code, "a.csv", csv_table(rows))
    desk.night()
    _counted(desk, _export(tmp_path / "c.xlsx", export))
    told = desk.tallies()
    owners = [code for _, code in first.values()]
    assert told["valid", "", "", ""] == len(first)
    assert {code: told["valid", code, "", ""] for code in units} == {code: owners.count(code) for code in units}
    assert told["entered", "", "", ""] == len(days)


def test_a_mark_of_the_portal_outlives_a_change_of_the_key(
    counting: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _counted(counting, _export(tmp_path / "c.xlsx", [(HANOI, _row(1, BOILER, secrecy="x")), (HAGIANG, _row(2, CRANE))]))
    monkeypatch.setenv("TONGHOP_HMAC_KEY_BEFORE", os.environ["TONGHOP_HMAC_KEY"])
    other = with_key(counting, monkeypatch, OTHER_KEY)
    assert tonghop(other, "rekey", "--by", "B") == 0
    changed = [_row(1, LOOM), _row(2, BOILER, effect="Một mô tả khác"), _row(3, "Một dòng mới thêm vào")]
    other.send("LDLD-01", "a.csv", csv_table(changed))
    other.night()
    records = other.records().set_index("title")["is_redacted"]
    assert (records[BOILER], records[LOOM]) == (True, False)
    assert _of_portal(other).empty  # the export is kept nowhere: it has to be given again
