"""The identity: whatever is sent, every non-empty row has exactly one disposition and the parts add up to the whole."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.builders import HEADERS, Desk, csv_table, desk, row, table, workbook
from tests.thorough import thorough

pytestmark = pytest.mark.both_databases

PARTS = ("rejected", "ineligible", "duplicate", "valid")
TITLES = ("Cải tiến máy dệt số 1", "Cải tiến máy dệt số 2", "Cải tiến quy trình làm việc", "Ứng dụng Quizizz lớp 4", "")
CELLS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(TITLES),
        "authors": st.sampled_from(["Nguyễn Văn An", "NGUYỄN VĂN AN; Trần Bình", "Lê Thị Cúc", ""]),
        "workplace": st.sampled_from(["Công ty May 10", "Trường Tiểu học Lê Lợi", ""]),
        "applied": st.sampled_from(["03/2021", "2019", "từ tháng 2/2021", "??", ""]),
        "registered": st.sampled_from(["15/03/2021", "01/05/2021", "01/07/2021", "hôm qua", ""]),
        "secrecy": st.sampled_from(["", "", "", "không", "x", "?"]),
        "note": st.sampled_from(["", "bí mật công nghệ"]),
    }
)
SHEETS = st.lists(CELLS, max_size=7)
SENT = st.dictionaries(st.sampled_from(["LDLD-01", "LDLD-02", "CDN-GD"]), st.lists(SHEETS, min_size=1, max_size=2))


def _send(desk: Desk, sent: dict[str, list[list[dict[str, str]]]]) -> None:
    for code, sheets in sent.items():
        for n, cells in enumerate(sheets):
            rows = [row(i, **fields) for i, fields in enumerate(cells, 1)]
            if n:
                desk.send(code, f"{n}.csv", csv_table(rows))
            else:
                footer = [["", "Cộng", len(rows)], [], ["", "", "NGƯỜI LẬP BIỂU"]]
                title = [["LIÊN ĐOÀN LAO ĐỘNG"], ["DANH SÁCH SÁNG KIẾN"], []]
                desk.send(code, "0.xlsx", workbook({"DS": [*title, HEADERS, *rows, *footer], "Khác": [["ghi chú"]]}))


def _shown_rows(path: Path) -> int:
    if path.suffix == ".csv":
        return len([line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip(";")])
    book = load_workbook(path)
    return sum(any(str(v).strip() for v in r if v is not None) for s in book for r in s.iter_rows(values_only=True))


def _assert_adds_up(a_desk: Desk) -> None:
    ledger, tallies = a_desk.ledger(), a_desk.tallies()
    assert not ledger.duplicated(["federation_code", "file", "sheet", "row"]).any()
    for path in a_desk.submissions.rglob("*.*"):
        code, name = path.relative_to(a_desk.submissions).parts
        assert ((ledger["federation_code"] == code) & (ledger["file"] == name)).sum() == _shown_rows(path)
    codes = [f.code for f in a_desk.settings.config.federations]
    for code in ("", *codes):
        assert tallies["entered", code, "", ""] == sum(tallies[part, code, "", ""] for part in PARTS)
        assert tallies["under_consideration", code, "", ""] <= tallies["valid", code, "", ""]
    for measure in ("entered", *PARTS):
        assert tallies[measure, "", "", ""] == sum(tallies[measure, code, "", ""] for code in codes)
    entered = ledger[ledger["disposition"] != "not_data"]
    assert tallies["entered", "", "", ""] == len(entered)
    counted = ledger[ledger["disposition"] == "counted"]
    assert tallies["valid", "", "", ""] == len(counted) == counted["initiative_id"].nunique()
    assert tallies["valid_low", "", "", ""] <= len(counted)


@settings(max_examples=thorough(8), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SENT)
def test_parts_add_up_to_the_whole_whatever_is_sent(sent: dict[str, list[list[dict[str, str]]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        a_desk = desk(Path(folder))
        _send(a_desk, sent)
        published, _ = a_desk.night()
        assert published.held_because == ()
        _assert_adds_up(a_desk)


@settings(max_examples=thorough(3), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SENT, st.permutations(["LDLD-01", "LDLD-02", "CDN-GD"]))
def test_the_order_of_federations_does_not_matter(
    sent: dict[str, list[list[dict[str, str]]]], order: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        at_once, one_by_one = desk(_path(folder, "a")), desk(_path(folder, "b"))
        _send(at_once, sent)
        _send(one_by_one, sent)
        first, _ = at_once.night()
        for code in order:
            last, _ = one_by_one.night(code)
        pd.testing.assert_frame_equal(at_once.ledger(), one_by_one.ledger())
        assert first.headline == last.headline


def _path(folder: str, name: str) -> Path:
    path = Path(folder) / name
    path.mkdir(exist_ok=True)
    return path


def test_an_initiative_id_stays_when_its_row_moves(a_desk: Desk) -> None:
    first = [row(1, "Cải tiến máy dệt số 1"), row(2, "Đổi mới lò hơi")]
    a_desk.send("LDLD-01", "a.xlsx", workbook({"S": [HEADERS, *first]}))
    a_desk.night()
    before = a_desk.records().set_index("title")["initiative_id"]
    a_desk.send("LDLD-01", "a.xlsx", workbook({"S": [["Tiêu đề"], HEADERS, row(1, "Việc mới"), *reversed(first)]}))
    a_desk.night()
    after = a_desk.records().set_index("title")["initiative_id"]
    assert after[list(before.index)].to_dict() == before.to_dict()


def test_two_roads_count_once_for_the_federation_that_registered_first(a_desk: Desk) -> None:
    same = {"title": "Chế tạo đồ gá hàn khung xe Thaco", "authors": "Phạm Văn Đồng", "workplace": "Công ty Thaco"}
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, **same, registered="20/03/2021")]))
    a_desk.send("CDN-GD", "b.csv", csv_table([row(1, **same, registered="12/03/2021"), row(2, **same)]))
    a_desk.night()
    ledger = a_desk.ledger().set_index(["federation_code", "row"])["disposition"]
    assert ledger["CDN-GD", 2] == "counted"
    assert ledger["CDN-GD", 3] == "duplicate_within_federation"
    assert ledger["LDLD-01", 2] == "duplicate_across_federations"


@pytest.mark.parametrize(
    ("fields", "disposition", "reason"),
    [
        ({"applied": "12/2019"}, "ineligible", "INI-007"),
        ({"registered": "01/06/2021"}, "ineligible", "INI-010"),
        ({"registered": "30/05/2021"}, "counted", ""),
        ({"registered": "01/03/2021"}, "counted", ""),
        ({"applied": "02/2021"}, "counted", ""),
        ({"applied": "", "registered": ""}, "counted", ""),
        ({"applied": "2021"}, "counted", ""),
    ],
)
def test_a_row_counts_unless_there_is_evidence_against_it(
    a_desk: Desk, fields: dict[str, str], disposition: str, reason: str
) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, "Cải tiến máy dệt", **fields)]))
    a_desk.night()
    line = a_desk.ledger().iloc[1]
    assert (line["disposition"], line["reason"]) == (disposition, reason)


def test_a_column_off_its_federations_others_is_asked_about_at_its_header(a_desk: Desk) -> None:
    names = [
        f"Cải tiến {thing} ở phân xưởng {n}" for n, thing in enumerate(("máy dệt", "lò hơi", "kho lạnh", "bến bãi"))
    ]
    for number, factor in enumerate((1, 1000)):
        rows = [row(i, f"{name} ca {i}", benefit=(10 + i) * factor) for i, name in enumerate(names * 3)]
        a_desk.send("LDLD-01", f"{number}.xlsx", table(rows, "DS"))
    a_desk.night()
    found = a_desk.findings()
    told = found[found["check_id"] == "SHT-011"]
    assert set(zip(told["file"], told["column"], told["row"], strict=True)) == {("0.xlsx", "H", 1), ("1.xlsx", "H", 1)}
