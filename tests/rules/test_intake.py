"""One file from sheets to redacted records: every row is accounted for, whatever becomes of the file."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.layout import occupied_rows
from schemas.finding import FINDING_COLUMNS
from schemas.parsed import DETAIL_COLUMNS, LINE_COLUMNS, RECORD_COLUMNS, ParsedFile
from schemas.submission import Sheet
from tests.builders import HEADERS, parsed, row, sheet_of

CELLS = st.one_of(
    st.just(""),
    st.sampled_from(["x", "Cộng", "I", "Máy ép", "bí mật", "NGƯỜI LẬP BIỂU", "03/2021", "1.000đ", "không", *HEADERS]),
    st.text(max_size=6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-9, 10**7),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
GRIDS = st.lists(st.lists(CELLS, max_size=14), max_size=8)


def accounted(file: ParsedFile) -> list[tuple[int, int]]:
    """Sheet number and row of every line and record."""
    return sorted(
        (int(n), int(r)) for frame in (file.lines, file.records) for n, r in frame[["sheet_no", "row"]].to_numpy()
    )


def told(file: ParsedFile) -> set[str]:
    """The ids of the findings."""
    return set(file.findings["check_id"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(GRIDS, st.booleans(), st.booleans()), max_size=3), st.booleans())
def test_every_non_empty_row_of_every_sheet_is_a_line_or_a_record(sheets: list[Any], no_secrets: bool) -> None:
    built = [
        Sheet(f"S{i}", visible, rows := [HEADERS, *grid] if headed else grid, range(1, len(rows) + 1))
        for i, (grid, headed, visible) in enumerate(sheets)
    ]
    file = parsed(*built, holds_no_secrets=no_secrets)
    assert accounted(file) == [(n, s.row_numbers[p]) for n, s in enumerate(built) for p in occupied_rows(s)]
    assert [s.nonempty_rows for s in file.sheets] == [len(occupied_rows(s)) for s in built]
    assert (list(file.lines), list(file.records), list(file.details), list(file.findings)) == (
        list(LINE_COLUMNS), list(RECORD_COLUMNS), list(DETAIL_COLUMNS), list(FINDING_COLUMNS),
    )  # fmt: skip


def test_the_place_of_a_row_is_the_one_that_excel_shows() -> None:
    sheet = Sheet("S", True, [HEADERS, row(1, "Máy ép"), row(2, "")], [4, 9, 12])
    file = parsed(sheet)
    assert file.records["row"].tolist() == [9]
    assert file.lines.values.tolist() == [[0, 4, "not_data", "header"], [0, 12, "rejected", "INI-001"]]
    assert set(file.findings.loc[file.findings["check_id"] == "INI-001", "row"]) == {12}


def test_only_a_missing_title_rejects_a_row() -> None:
    """Rule 3."""
    file = parsed(sheet_of([HEADERS, [1, "Máy ép"], [2, "", "Nguyễn Văn An"], [3, " \n ", "Lê C"]]))
    assert file.records["row"].tolist() == [2]
    assert file.lines.loc[file.lines["kind"] == "rejected", ["row", "reason"]].values.tolist() == [
        [3, "INI-001"],
        [4, "INI-001"],
    ]


def test_a_file_whose_table_has_no_title_is_rejected_whole() -> None:
    """Rule 3."""
    headless = [h if h != "Tên sáng kiến" else "Màu sắc" for h in HEADERS]
    file = parsed(sheet_of([headless, row(1, "Máy ép")]), sheet_of([HEADERS, row(1, "Máy dệt")], "Hai"))
    assert file.rejected_because == "SHT-003"
    assert len(file.records) == 0
    assert file.lines.loc[file.lines["kind"] == "rejected", ["sheet_no", "row", "reason"]].values.tolist() == [
        [0, 2, "SHT-003"], [1, 2, "SHT-003"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "check"), [([], "FIL-006"), ([["", " "]], "FIL-006"), ([["Kính gửi"], ["a", "b"]], "SHT-001")]
)
def test_a_file_without_rows_or_without_a_table_is_rejected(rows: list[Any], check: str) -> None:
    file = parsed(sheet_of(rows))
    assert file.rejected_because == check
    assert told(file) == {check}


def test_rows_of_a_hidden_sheet_are_no_data_and_the_sheet_is_told() -> None:
    """Rule 2."""
    hidden = Sheet("Ẩn", False, [HEADERS, row(1, "Máy ép")], range(1, 3))
    file = parsed(hidden, sheet_of([HEADERS, row(1, "Máy dệt")]))
    assert file.lines.loc[file.lines["sheet_no"] == 0, "reason"].tolist() == ["hidden_sheet"] * 2
    assert "SHT-005" in told(file)
    assert file.records["title"].tolist() == ["Máy dệt"]


def test_a_sheet_without_a_table_beside_one_with_is_irrelevant_and_told() -> None:
    file = parsed(sheet_of([["Hướng dẫn"]], "HD"), sheet_of([HEADERS, row(1, "Máy dệt")]))
    assert (file.rejected_because, file.lines.iloc[0].tolist()) == ("", [0, 1, "not_data", "irrelevant"])
    assert "SHT-008" in told(file)


def test_what_is_asked_of_a_sheet_is_asked_once() -> None:
    file = parsed(sheet_of([["STT", "Tên sáng kiến", "Màu", "Tên giải pháp"], [1, "Máy ép"], [2, "Máy dệt"]]))
    found = file.findings
    assert found["check_id"].value_counts().to_dict() == dict.fromkeys(
        ("SHT-004", "SHT-006", "SHT-007", "INI-003", "INI-004", "INI-005", "INI-008", "INI-013"), 1
    )
    assert set(found["row"]) == {1}
    assert found.loc[found["check_id"] == "SHT-004", "column"].tolist() == ["C"]


def test_findings_say_whose_file_it_is() -> None:
    file = parsed(sheet_of([HEADERS, row(1, "Máy ép", benefit="nhiều lắm 5 x")]), file="a/b.xlsx")
    assert set(file.findings["federation_code"]) == {"LDLD-01"}
    assert set(file.findings["file"]) == {"a/b.xlsx"}


def test_one_title_row_after_row_is_asked_about() -> None:
    rows = [row(i, "Đổi mới") for i in range(5)]
    assert "INI-023" in told(parsed(sheet_of([HEADERS, *rows])))
    assert "INI-023" not in told(parsed(sheet_of([HEADERS, *rows[1:]])))


def test_the_same_file_gives_the_same_frames() -> None:
    sheet = sheet_of([HEADERS, row(1, "Máy ép"), row(2, "Máy dệt", secrecy="x"), ["Cộng", "", 3]])
    one, other = parsed(sheet), parsed(sheet)
    for name in ("lines", "records", "details", "findings"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("forbidden", ["\x00", "\ud800"])
def test_characters_that_no_database_holds_are_gone_wherever_they_stood(forbidden: str) -> None:
    bad = f"A{forbidden}B"
    header = [*HEADERS, f"Cột lạ {bad}", "GIẢI TRÌNH"]
    names = ("authors", "workplace", "effect", "award", "benefit", "applied", "registered", "note")
    file = parsed(sheet_of([header, [*row(1, bad, **dict.fromkeys(names, bad)), bad, bad]], name=f"S{bad}"))
    assert len(file.records) == 1
    frames = (file.lines, file.records, file.details, file.findings, file.explanations)
    assert forbidden not in "".join(str(value) for frame in frames for value in frame.to_numpy().ravel())
    assert forbidden not in "".join(f"{s.name}{[u.header for u in s.unknown_columns]}" for s in file.sheets)


@pytest.mark.parametrize(("secrecy", "told"), [("", True), ("x", False)])
def test_a_value_is_proposed_where_one_can_be_and_never_of_a_secret_row(secrecy: str, told: bool) -> None:
    sent = row(1, "Cải tiến", registered="03/15/2021", secrecy=secrecy)
    findings = parsed(sheet_of([list(HEADERS), sent])).findings
    offered = findings.loc[findings["field"] == "registered", "proposed"].tolist()
    assert ["15/03/2021" in text for text in offered] == [told]
