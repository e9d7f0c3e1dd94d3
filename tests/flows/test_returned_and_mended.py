"""The returned workbook: mended at exactly the told cells and sent back, nothing new is found and nothing is lost."""

import io

import pytest
from openpyxl import load_workbook

from tests.builders import HEADERS, Desk, row, table, workbook

pytestmark = pytest.mark.both_databases

A = "LDLD-01"
SECRET = {"authors": "Tác Giả Kín", "workplace": "Xưởng Kín", "note": "ghi chú kín", "secrecy": "x"}
ROWS = [
    row(1, "Cải tiến máy dệt kim", sector=""),
    row(2, "Quy trình nấu thép kín", **SECRET),
    row(3, "Đổi mới lò hơi", registered="32/13/2021", authors="Trần Thị Bình"),
    row(4, "Sắp xếp lại kho vật tư", authors="", workplace="Kho Vận"),
]
RIGHT = {"E2": "DN", "J4": "16/03/2021", "C5": "Lê Văn Chín"}


def returned(desk: Desk, name: str = "a.xlsx") -> bytes:
    return (desk.latest() / "internal" / "federations" / A / "returned" / name).read_bytes()


def mended(data: bytes, sheet: str, cells: dict[str, str]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        book[sheet][place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def places(desk: Desk) -> set[tuple[str, str, int]]:
    found = desk.findings()
    return {
        (c, k, r) for c, k, r in zip(found["check_id"], found["column"], found["row"], strict=True) if c[:3] != "FIL"
    }


def figures(desk: Desk) -> dict[tuple[str, str, str, str], float]:
    return {k: v for k, v in desk.tallies().items() if k[1] == A}


def test_mended_at_the_told_cells_it_has_no_new_faults_and_loses_nothing(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ROWS, "DS"))
    a_desk.night(A)
    assert {(c, k + str(r)) for c, k, r in places(a_desk)} == {("INI-013", "E2"), ("INI-009", "J4"), ("INI-003", "C5")}
    before = figures(a_desk)
    a_desk.send(A, "a.xlsx", mended(returned(a_desk), "DS", RIGHT))
    a_desk.night(A)
    assert places(a_desk) == set()
    after = figures(a_desk)
    moves = ("sector", "day", "week", "phase", "quality_score", "persons")  # by what was mended: a day, a khối, authors
    assert {k: v for k, v in before.items() if not {k[0], k[2]} & set(moves)} == {
        k: v for k, v in after.items() if not {k[0], k[2]} & set(moves)
    }
    assert a_desk.records()["is_redacted"].sum() == 1


def test_a_secret_row_sent_back_keeps_the_facts_it_is_counted_by(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ROWS, "DS"))
    a_desk.night(A)
    before = figures(a_desk)
    for _ in range(3):
        a_desk.send(A, "a.xlsx", mended(returned(a_desk), "DS", {}))
        a_desk.night(A)
        assert figures(a_desk) == before


def test_nothing_withheld_stands_in_what_goes_back(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table(ROWS, "DS"))
    a_desk.night(A)
    book = load_workbook(io.BytesIO(returned(a_desk)))
    shown = "\n".join(str(c.value) for s in book for line in s.iter_rows() for c in line if c.value is not None)
    assert "Quy trình nấu thép kín" in shown
    assert not {"Tác Giả Kín", "Xưởng Kín", "ghi chú kín"} & set(shown.split("\n"))
    assert "Kín" not in shown.replace("Kín đáo", "")


def test_a_row_that_became_secret_by_a_join_is_withheld_in_the_other_federations_workbook(a_desk: Desk) -> None:
    marked = row(
        1,
        "Quy trình nấu thép chịu nhiệt mác SKD61",
        authors="Phạm Văn Tám",
        workplace="Nhà máy thép Gò Đầm",
        secrecy="x",
    )
    unmarked = [*marked[:4], "", *marked[5:11], "", ""]
    a_desk.send("LDLD-02", "m.xlsx", table([marked]))
    a_desk.send(A, "a.xlsx", table([unmarked, row(2, "Đổi mới lò hơi", authors="Trần Thị Bình")]))
    a_desk.night()
    assert a_desk.records().set_index(["federation_code", "row"])["is_redacted"].to_dict()[A, 2]
    book = load_workbook(io.BytesIO(returned(a_desk)))
    shown = "\n".join(str(c.value) for s in book for line in s.iter_rows() for c in line if c.value is not None)
    assert "Phạm Văn Tám" not in shown
    assert "Gò Đầm" not in shown
    assert "Trần Thị Bình" in shown


def test_a_token_that_is_none_of_ours_is_asked_about_and_stays_secret(a_desk: Desk) -> None:
    sent = [*row(1, "Quy trình nấu thép kín"), "", "", "BM-0123456789abcdef"]
    a_desk.send(A, "a.xlsx", workbook({"DS": [[*HEADERS, "LỖI CẦN SỬA", "GIẢI TRÌNH", "MÃ DÒNG"], sent]}))
    a_desk.night(A)
    assert ("INI-026", "P", 2) in places(a_desk)
    assert a_desk.records()["is_redacted"].tolist() == [True]


def test_a_returned_workbook_beside_the_file_it_came_from_doubles_no_secret_row(a_desk: Desk) -> None:
    bare = dict.fromkeys(("authors", "workplace", "applied", "registered", "sector", "field"), "")
    rows = [row(1, "Cải tiến máy dệt kim", sector=""), row(2, "Quy trình nấu thép kín", secrecy="x", **bare)]
    a_desk.send(A, "a.xlsx", table(rows, "DS"))
    a_desk.night(A)
    a_desk.send(A, "a đã sửa.xlsx", mended(returned(a_desk), "DS", {}))
    a_desk.night(A)
    assert a_desk.tallies()["valid", A, "", ""] == 2
    assert not a_desk.ledger()["pending_review"].any()


def test_a_file_without_faults_is_not_sent_back(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table([row(1, "Cải tiến máy dệt kim")]))
    a_desk.night(A)
    assert not (a_desk.latest() / "internal" / "federations" / A / "returned").exists()
