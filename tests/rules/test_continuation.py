"""Merged cells and initiatives over several rows: one initiative, all its authors, and every row still has its line."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.parsed import ParsedFile
from tests.builders import parsed, sheet_of

HEAD = ["STT", "Tên sáng kiến", "Tác giả", "Chức vụ", "Đơn vị công tác", "Giá trị làm lợi (triệu đồng)",
        "Ngày đăng ký", "Bí mật công nghệ"]  # fmt: skip
FIRST = [1, "Cải tiến đồ gá hàn khung xe", "Nguyễn Văn An", "Tổ trưởng", "Công ty May 10", 15, "15/03/2021", ""]
LAST = [2, "Máy dệt kim", "Phạm Văn Cường", "Công nhân", "Công ty May 10", 5, "16/03/2021", ""]
AUTHOR = ["", "", "Trần Thị Bình", "Công nhân", "", "", "", ""]


def read(*between: list[Any], merged: Any = ()) -> ParsedFile:
    """A list of two initiatives with these rows after the first."""
    return parsed(sheet_of([HEAD, FIRST, *between, LAST], merged=merged), holds_no_secrets=True)


def lines(file: ParsedFile) -> dict[int, str]:
    """Worksheet row -> reason of its line."""
    return {int(row): str(reason) for row, reason in file.lines[["row", "reason"]].to_numpy()}


@pytest.mark.parametrize("merged", [(((2, 1), (3, 1)),), (((2, 0), (3, 0)), ((2, 1), (3, 1))), ()])
def test_a_further_author_belongs_to_the_initiative_above(merged: Any) -> None:
    file = read(AUTHOR, merged=merged)
    assert lines(file) == {1: "header", 3: "continuation"}
    assert file.details["authors"].tolist() == ["Nguyễn Văn An; Trần Thị Bình", "Phạm Văn Cường"]
    assert file.records["row"].tolist() == [2, 4]
    assert "INI-001" not in set(file.findings["check_id"])


def test_whatever_stands_under_a_merged_title_goes_on_with_it() -> None:
    row = ["", "", "Trần Thị Bình", "", "Công ty Dệt 8/3", 7, "hôm qua", ""]
    file = read(row, merged=(((2, 1), (3, 1)),))
    assert lines(file) == {1: "header", 3: "continuation"}
    asked = file.findings[file.findings["check_id"] == "INI-034"]
    assert asked[["row", "column", "found"]].values.tolist() == [[3, "F", ""], [3, "G", ""]]
    assert "INI-034" not in set(read(AUTHOR, merged=(((2, 1), (3, 1)),)).findings["check_id"])
    assert lines(read(row))[3] == "INI-001"  # without the merge it states facts of an initiative of its own


def test_the_authors_of_three_rows_and_a_workplace_that_only_the_second_states() -> None:
    file = parsed(
        sheet_of([HEAD, [*FIRST[:4], "", *FIRST[5:]], [*AUTHOR[:4], "Công ty Dệt 8/3"], ["", "", "Lê Văn Dũng"]]),
        holds_no_secrets=True,
    )
    assert file.details.iloc[0].tolist()[2:] == [
        "Nguyễn Văn An; Trần Thị Bình; Lê Văn Dũng", "Tổ trưởng", "Công ty Dệt 8/3",
    ]  # fmt: skip
    assert "INI-004" not in set(file.findings["check_id"])


@pytest.mark.parametrize(
    "row",
    [
        [2, "", "Trần Thị Bình"],
        ["2.", "", "Trần Thị Bình"],
        ["", "", "Trần Thị Bình", "", "", 12],
        ["", "", "", "Công nhân", "Công ty May 10"],
    ],
)
def test_a_row_with_a_number_or_facts_of_its_own_and_no_title_stays_rejected(row: list[Any]) -> None:
    assert lines(read(row))[3] == "INI-001"


def test_a_number_of_its_own_under_a_merged_title_is_asked_about() -> None:
    assert lines(read([2, "", "Trần Thị Bình"], merged=(((2, 1), (3, 1)),)))[3] == "INI-001"


def test_a_row_below_a_gap_or_a_rejected_row_is_nobodys_further_author() -> None:
    assert lines(read([], AUTHOR))[4] == "INI-001"
    assert lines(read([5, "", "Lê Văn Dũng"], AUTHOR))[4] == "INI-001"


@pytest.mark.parametrize("mark", ["x", "một phần"])
@pytest.mark.parametrize("merged", [(((2, 1), (3, 1)),), ()])
def test_a_mark_in_a_row_that_goes_on_marks_the_initiative(mark: str, merged: Any) -> None:
    file = read([*AUTHOR[:7], mark], merged=merged)
    assert file.records.set_index("row")["secret_reason"].to_dict() == {2: "secrecy_column", 4: ""}
    assert file.details["row"].tolist() == [4]
    asked = set(file.findings.loc[file.findings["check_id"] == "INI-020", "row"])
    assert asked == ({2} if mark == "một phần" else set())
    assert not any("Bình" in text or "An" in text for text in file.findings["found"])


def test_a_comment_beside_a_further_author_marks_that_initiative_only() -> None:
    file = parsed(sheet_of([HEAD, FIRST, AUTHOR, LAST], comments={(3, 2): "bí mật công nghệ"}), holds_no_secrets=True)
    assert file.records.set_index("row")["secret_reason"].to_dict() == {2: "comment_mark", 4: ""}


def test_a_further_author_tells_two_initiatives_apart_in_the_codes() -> None:
    one, other = read(AUTHOR).records, read().records
    assert one["author_codes"].iloc[0] != other["author_codes"].iloc[0]
    assert one["title_code"].iloc[0] == other["title_code"].iloc[0]


def test_a_cell_merged_over_several_initiatives_counts_for_each_but_a_sum_does_not() -> None:
    second = [2, "Máy dệt kim", "Phạm Văn Cường", "", "", "", "", ""]
    merged = tuple(((2, column), (3, column)) for column in (4, 5, 6))
    file = parsed(sheet_of([HEAD, FIRST, second, [3, "Máy ép", "Lê Văn Dũng"]], merged=merged), holds_no_secrets=True)
    assert file.details["workplace"].tolist() == ["Công ty May 10", "Công ty May 10", ""]
    assert file.records["registered_on"].notna().tolist() == [True, True, False]
    assert file.records["benefit_vnd"].notna().tolist() == [True, False, False]


CELL = st.sampled_from(["", "", "", "x", "Trần Thị Bình", "Công ty A", 3, "Máy cắt", "Cộng", "không"])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=8, max_size=8), max_size=6),
    st.integers(2, 8),
    st.integers(1, 4),
    st.integers(0, 7),
)
def test_merges_anywhere_lose_no_row_and_spread_every_mark(
    between: list[list[Any]], top: int, height: int, column: int
) -> None:
    rows = [HEAD, FIRST, *between, LAST]
    sheet = sheet_of(rows, merged=(((top, column), (top + height, column)),))
    file = parsed(sheet, holds_no_secrets=True)
    numbers = sorted([*file.lines["row"], *file.records["row"]])
    assert numbers == [i + 1 for i, row in enumerate(rows) if any(cell != "" for cell in row)]
    secret = set(file.records.loc[file.records["secret_reason"] != "", "row"])
    goes_on = {row for row, reason in lines(file).items() if reason == "continuation"}
    for row in goes_on:
        if rows[row - 1][7] not in ("", "không"):
            assert max(r for r in file.records["row"] if r < row) in secret
