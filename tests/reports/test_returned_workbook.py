"""The workbook that goes back: the same places, the faults marked, nothing carried over, the same bytes."""

import io
import re
import subprocess
import zipfile
from pathlib import Path
from shutil import which

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.reading.workbooks import read_workbook
from reports.returned_faults import Fault, error_line, note
from reports.returned_workbook import MOST_NOTES, returned_workbook
from reports.sheet_names import sheet_names
from reports.wording_checks import CHECKS
from reports.wording_returned import plain_words
from rules.flags import secrecy_mark_in_text
from rules.layout import lay_out
from rules.mark_cover import is_mark, marks_all
from schemas.returned import (
    ERRORS_HEADER,
    EXPLANATION_HEADER,
    OWN_SHEET_MARK,
    TOKEN_HEADER,
    ReturnedRow,
    ReturnedSheet,
)
from schemas.submission import Sheet
from tests.builders import column_table
from tests.reports import believable as made
from tests.reports import returned_table as table
from tests.reports.test_plain_sheet import cells, same

FAULTS = table.findings(
    ("SHT-004", "QUERY", 4, "G"),
    ("INI-001", "REJECT_RECORD", 9, "B"),
    ("INI-006", "QUERY", 9, "E"),
    ("INI-021", "QUERY", 9, ""),
    ("INI-020", "QUERY", 7, "F"),
    ("SHT-006", "QUERY", 4, ""),
)


def _returned(*sheets: ReturnedSheet, findings=FAULTS) -> bytes:  # type: ignore[no-untyped-def]
    return returned_workbook(made.facts(), made.federations()[0], table.FILE, sheets, findings)


def _read(data: bytes) -> dict[str, Sheet]:
    return {s.name: s for s in read_workbook(data)}


def test_every_value_stands_at_the_place_it_came_from() -> None:
    got = _read(_returned(table.sheet()))["Danh sách"]
    for row in table.ROWS:
        assert list(got.rows[row.row - 1][:7]) == [table.value_at(row, i) for i in range(7)]
    blank = {1, 2, 3}
    assert all(c == "" for number in blank for c in got.rows[number - 1])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(cells, max_size=6), min_size=1, max_size=5), st.integers(0, 4))
def test_any_table_reads_back_at_its_places(rows: list[list[object]], gap: int) -> None:
    lines = [ReturnedRow(3, "header", ("STT", "Tên"), 0)]
    lines += [ReturnedRow(4 + i * (gap + 1), "data", tuple(r), 0) for i, r in enumerate(rows)]  # type: ignore[arg-type]
    got = _read(_returned(table.sheet(lines, width=6)))["Danh sách"]
    for line in lines[1:]:
        found = [*got.rows[line.row - 1], *[""] * 6] if line.row <= len(got.rows) else [""] * 6
        assert all(same(value, found[column]) for column, value in enumerate(line.cells))
        assert found[len(line.cells) : 6] == [""] * (6 - len(line.cells))


def test_our_columns_stand_to_the_right_of_the_table() -> None:
    got = _read(_returned(table.sheet()))["Danh sách"]
    assert list(got.rows[3][7:]) == [ERRORS_HEADER, EXPLANATION_HEADER, TOKEN_HEADER]
    assert got.rows[6][9] == table.TOKEN
    assert [row[8] for row in got.rows[4:]] == [""] * (len(got.rows) - 4)
    told = str(got.rows[8][7])
    assert all(check in told for check in ("INI-001", "INI-006", "INI-021"))
    assert told.index("INI-001") < told.index("INI-006")  # the heaviest first
    assert got.rows[5][7] == ""


def test_a_row_of_column_numbers_below_the_header_stays_as_it_was() -> None:
    rows = [ReturnedRow(1, "header", ("STT", "Tên")), ReturnedRow(3, "header", ("(1)", "(2)"))]
    got = _read(_returned(table.sheet([*rows, ReturnedRow(4, "data", (1.0, "Máy gấp"))], width=2)))["Danh sách"]
    assert [[c for c in got.rows[i] if c != ""] for i in (0, 2)] == [
        ["STT", "Tên", ERRORS_HEADER, EXPLANATION_HEADER, TOKEN_HEADER],
        ["(1)", "(2)"],
    ]


def test_a_header_of_two_lines_or_printed_again_has_our_columns_once_each() -> None:
    rows = [ReturnedRow(1, "header", ("STT", "Tên", "Khen thưởng"), 0), ReturnedRow(2, "header", ("", "", "TLĐ"), 0)]
    rows += [ReturnedRow(3, "data", (1.0, "Máy gấp"), 0)]
    rows += [ReturnedRow(4, "header", ("STT", "Tên", "Khen thưởng"), 0), ReturnedRow(5, "data", (2.0, "Máy ép"), 0)]
    got = _read(_returned(table.sheet(rows, width=3)))["Danh sách"]
    assert [i for i, row in enumerate(got.rows) if ERRORS_HEADER in row] == [0, 3]


def test_faults_are_coloured_and_noted_where_they_stand() -> None:
    book = openpyxl.load_workbook(io.BytesIO(_returned(table.sheet())))
    out = book["Danh sách"]
    red, yellow = (out[a].fill.start_color.rgb for a in ("B9", "E9"))
    assert red != yellow
    assert out["H9"].fill.start_color.rgb == red
    assert out["G4"].fill.start_color.rgb == out["F7"].fill.start_color.rgb == yellow
    assert out["C9"].fill.fill_type is None
    assert plain_words("INI-001").title in out["B9"].comment.text
    assert {c.coordinate for row in out.iter_rows() for c in row if c.comment} == {"B9", "E9", "F7", "G4"}
    assert out.freeze_panes == "A5"
    assert out.auto_filter.ref == "A4:J9"


def test_a_proposal_is_told_but_never_of_a_secret_row() -> None:
    found = table.findings(("INI-016", "QUERY", 6, "D"), ("INI-016", "QUERY", 7, "D"), proposed="1.250.000 đồng")
    out = openpyxl.load_workbook(io.BytesIO(_returned(table.sheet(), findings=found)))["Danh sách"]
    assert "1.250.000 đồng" in out["D6"].comment.text
    assert "1.250.000" not in out["D7"].comment.text


def test_the_summary_comes_first_and_tells_what_no_cell_can() -> None:
    data = _returned(table.sheet())
    first = read_workbook(data)[0]
    text = "\n".join(str(c) for row in first.rows for c in row)
    assert (first.name, str(first.rows[0][0])[: len(OWN_SHEET_MARK)]) == ("Tóm tắt", OWN_SHEET_MARK)
    assert "1 trang tính có bảng, 3 dòng dữ liệu" in text
    assert "1 dòng chưa được tiếp nhận (1 lỗi)" in text
    assert CHECKS["SHT-006"].title in text
    assert "3 dòng (5 trường hợp)" in text


def test_the_summary_is_no_table_and_makes_way_for_a_sheet_of_its_name() -> None:
    clash = table.sheet(name="tóm TẮT")
    got = read_workbook(_returned(clash, findings=FAULTS.assign(sheet="tóm TẮT")))
    assert [s.name for s in got] == ["Tóm tắt (2)", "tóm TẮT"]
    assert lay_out(got[0], column_table()).tables == ()
    many = table.findings(*[(c, s.value, 6, "B") for c, s in made.severities().items()])
    assert lay_out(read_workbook(_returned(table.sheet(), findings=many))[0], column_table()).tables == ()


@pytest.mark.parametrize("check_id", sorted(CHECKS))
def test_no_word_at_a_cell_reads_as_a_mark_of_secrecy(check_id: str) -> None:
    fault = Fault(2, 3, check_id, 7, "")
    for text in (note([fault], True), error_line([fault]), note([fault, fault], True)):
        assert not secrecy_mark_in_text(text)
        assert not is_mark(text)
        assert not marks_all(text)
        assert not any(word in text.lower() for word in ("mật", "không công bố", "secret", "confidential"))


def test_nothing_but_values_is_in_the_book() -> None:
    with zipfile.ZipFile(io.BytesIO(_returned(table.sheet()))) as archive:
        names, parts = archive.namelist(), {n: archive.read(n).decode() for n in archive.namelist()}
    assert not [n for n in names if re.search("vba|macro|external|custom|media|embed|printer|calcChain", n)]
    assert not any("<f>" in text or "hyperlink" in text.lower() for n, text in parts.items() if "sheet" in n)
    assert "<dc:creator>tonghop</dc:creator>" in parts["docProps/core.xml"]
    assert made.federations()[0].name not in parts["docProps/core.xml"] + parts["docProps/app.xml"]
    assert not [t for t in parts.values() if 'state="hidden"' in t or "veryHidden" in t]


def test_the_same_release_gives_the_same_bytes() -> None:
    mixed = FAULTS.sample(frac=1, random_state=1)
    assert _returned(table.sheet()) == _returned(table.sheet(), findings=mixed)


def test_another_files_findings_stay_out() -> None:
    got = _read(_returned(table.sheet(), findings=FAULTS.assign(file="other.xlsx")))
    assert got["Danh sách"].rows[8][7] == ""
    assert "Không có lỗi nào phải sửa" in str(list(got["Tóm tắt"].rows))


def test_notes_end_where_an_office_program_would_get_slow() -> None:
    rows = [ReturnedRow(1, "header", ("STT", "Tên"), 0)]
    rows += [ReturnedRow(i, "data", (1.0, "Máy gấp"), 0) for i in range(2, MOST_NOTES + 12)]
    found = table.findings(*[("INI-002", "QUERY", r.row, "B") for r in rows[1:]])
    got = _read(_returned(table.sheet(rows, width=2), findings=found))
    assert len(got["Danh sách"].facts.comments) == MOST_NOTES
    assert got["Danh sách"].rows[MOST_NOTES + 10][2] != ""
    assert "2.000 ô đầu tiên" in str(list(got["Tóm tắt"].rows))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(["", "History", "'a'", "Danh sách", "x" * 40]))))
def test_sheet_names_are_legal_and_legal_ones_stay(names: list[str]) -> None:
    got = sheet_names(names)
    assert len({n.lower() for n in got}) == len(got) == len(names)
    for given_name, name in zip(names, got, strict=True):
        assert name.strip()
        assert len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("[]:*?/\\")
        assert "'" not in (name[0], name[-1])
        assert name.lower() != "history"
        ordinary = given_name.isalnum() and len(given_name) <= 15 and given_name.lower() != "history"
        if ordinary and names.count(given_name) == 1 and [n.lower() for n in names].count(given_name.lower()) == 1:
            assert name == given_name


def test_names_that_differ_in_case_alone_are_told_apart() -> None:
    assert sheet_names(["KCN", "kcn", "Kcn"]) == ("KCN", "kcn (2)", "Kcn (3)")


def test_a_csv_file_gets_a_name_for_its_sheet() -> None:
    found = FAULTS.assign(sheet="")
    assert [s.name for s in read_workbook(_returned(table.sheet(name=""), findings=found))] == ["Tóm tắt", "Danh sách"]


@pytest.mark.skipif(not which("soffice"), reason="no LibreOffice: the workbook was not opened with it")
def test_an_office_program_opens_it_and_saves_it_without_adding_a_mark(tmp_path: Path) -> None:
    (tmp_path / "returned.xlsx").write_bytes(_returned(table.sheet()))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, "xls", "returned.xlsx"], cwd=tmp_path, capture_output=True, timeout=120, check=True)
    got = _read((tmp_path / "returned.xls").read_bytes())
    assert list(got["Danh sách"].rows[5][:7]) == list(table.ROWS[2].cells)
    assert got["Danh sách"].rows[6][9] == table.TOKEN
    assert not got["Danh sách"].facts.unplaced_mark
