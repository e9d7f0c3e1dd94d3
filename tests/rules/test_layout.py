"""Every non-empty row has one place, and a row with data is never taken for a section, a total or a signature."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.layout import lay_out, occupied_rows
from schemas.submission import RowKind, Sheet
from tests.builders import column_table, sheet_of

DATA, SECTION, TOTAL = RowKind.DATA, RowKind.SECTION, RowKind.TOTAL
SIGNATURE, HEADER, NUMBERING = RowKind.SIGNATURE, RowKind.HEADER, RowKind.NUMBERING
HEAD = ["STT", "Tên sáng kiến", "Tác giả", "Chức vụ", "Đơn vị công tác", "Giá trị làm lợi (triệu đồng)", "Ghi chú"]
TITLE = "Cải tiến đồ gá hàn khung xe tại phân xưởng hai"


def full(number: Any, title: str = TITLE) -> list[Any]:
    """A row that states everything."""
    return [number, title, "Nguyễn Văn An", "Công nhân", "Công ty May 10", 15.0, ""]


def kinds(*rows: list[Any], head: list[Any] = HEAD, **facts: Any) -> list[RowKind]:
    """The kinds of the rows below a header."""
    return [p.kind for p in _places(sheet_of([head, *rows], **facts)) if p.position > 0]


def _places(sheet: Sheet) -> Any:
    return lay_out(sheet, column_table()).places


CELLS = st.one_of(
    st.just(""),
    st.sampled_from(
        [
            *HEAD,
            "Cộng",
            "TỔNG CỘNG",
            "I",
            "A",
            "I. Công đoàn A",
            "(1)",
            "x",
            "CHỦ TỊCH",
            "Hà Nội, ngày 2 tháng 4 năm 2021",
            "NGƯỜI LẬP BIỂU",
            "Ghi chú: ...",
            TITLE,
            "Công đoàn huyện B",
            "Khen thưởng",
            "CĐCS",
            " ",
            "\u00a0",
        ]
    ),
    st.text(max_size=8),
    st.floats(0, 50, allow_nan=False),
    st.integers(0, 9),
    st.booleans(),
)
GRIDS = st.lists(st.lists(CELLS, max_size=8), max_size=14)


@settings(max_examples=300, deadline=None)
@given(GRIDS, st.booleans())
def test_every_non_empty_row_of_any_sheet_has_exactly_one_place(rows: list[list[Any]], with_header: bool) -> None:
    sheet = sheet_of([HEAD, *rows] if with_header else rows)
    positions = [p.position for p in _places(sheet)]
    assert positions == occupied_rows(sheet)


@settings(max_examples=300, deadline=None)
@given(GRIDS, GRIDS)
def test_a_full_row_is_data_whatever_stands_around_it(above: list[list[Any]], below: list[list[Any]]) -> None:
    safe = [[c for c in row if c not in HEAD] for row in above], [[c for c in row if c not in HEAD] for row in below]
    rows = [HEAD, *safe[0], full(7.0), *safe[1]]
    place = next(p for p in _places(sheet_of(rows)) if p.position == 1 + len(above))
    assert place.kind is DATA


TRAPS = [
    "Tổng hợp đề thi trắc nghiệm",
    "Tổng số hóa kho lưu trữ",
    "Cộng tác viên dân số kiểu mẫu",
    "Cộng đồng doanh nghiệp học tập",
    "Công cụ tháo lốp",
    "Chủ tịch công đoàn với an toàn",
    "Giám đốc điều hành số",
    "Đại diện công nhân giám sát bữa ăn ca",
    "Xác nhận điện tử hồ sơ",
    "Kỷ niệm ngày 30 tháng 4 năm 1975",
    "Ký số văn bản",
    "Trưởng ban nữ công giỏi",
    "Ghi chú điện tử",
    "Nơi nhận hồ sơ một cửa",
    "C-arm trong mổ",
    "V-belt bền hơn",
    "Công đoàn huyện A",
    "Phần mềm chấm công",
]


@pytest.mark.parametrize("title", TRAPS)
@pytest.mark.parametrize("number", [2.0, "2", "2."])
def test_a_numbered_row_with_a_title_is_data_whatever_its_words(title: str, number: Any) -> None:
    assert kinds(full(1.0), [number, title], full(3.0)) == [DATA] * 3
    assert kinds(full(1.0), [number, title]) == [DATA] * 2
    assert kinds([number, title, "", "Chủ tịch"], [number, title, "", "Giám đốc"]) == [DATA] * 2


@pytest.mark.parametrize("title", TRAPS[:-5])
def test_an_unnumbered_row_with_only_a_title_stays_data_in_the_list(title: str) -> None:
    assert kinds(full(1.0), ["", title], full(2.0)) == [DATA] * 3
    assert kinds(["", title], full(""), head=HEAD)[0] is DATA


def test_a_title_with_one_more_field_is_data() -> None:
    assert kinds(full(1.0), ["", "Máy ép", "Trần B"], ["", "Máy ép", "", "Chủ tịch"], full(2.0)) == [DATA] * 4
    assert kinds([3.0, "Máy ép"], ["", "Máy ép", "", "", "", 5.0]) == [DATA] * 2


def test_data_without_a_title_is_still_data() -> None:
    """It is rejected with a finding (INI-001), not passed over in silence."""
    assert (
        kinds(full(1.0), [2.0, "", "Trần B"], ["", "", "Lê C", "Giám đốc"], [3.0, "", "", "", "", 9, "x"]) == [DATA] * 4
    )


@pytest.mark.parametrize(
    "row",
    [
        ["Cộng", "", "", "", "", 30],
        ["", "TỔNG CỘNG:", "", "", "", "30"],
        ["", "", "", "", "Cộng", 30],
        ["Tổng cộng: 15 sáng kiến"],
        ["", "Tổng số sáng kiến: 12"],
        ["", "Tổng cộng (I + II)", "", "", "", "3.000"],
        ["", "Cộng huyện Hoài Đức", "", "", "", 4.0],
        ["TONG CONG", "", "", "", "", 5],
        ["Cộng"] * 5 + [30],
        ["", "", "", "", "", 30],
    ],
)
def test_a_total_is_known_in_any_column(row: list[Any]) -> None:
    assert kinds(row, full(1.0), row, full(2.0), row) == [TOTAL, DATA, TOTAL, DATA, TOTAL]


@pytest.mark.parametrize(
    "row",
    [
        ["I", "Công đoàn các KCN"],
        ["II", "Công đoàn cơ sở May 10", "", "", "", 45.0],
        ["XLVI", "Liên đoàn Lao động thị xã Nghĩa Hưng"],
        ["CXII. Công đoàn cơ sở May 10"],
        ["I. Công đoàn các KCN"],
        ["", "A. Khối doanh nghiệp"],
        ["Công đoàn huyện A"],
        ["", "Công đoàn huyện B"],
        ["", "LĐLĐ huyện Hoài Đức"],
    ],
)
def test_a_heading_is_a_section_and_its_text_stays_with_the_rows_below(row: list[Any]) -> None:
    places = _places(sheet_of([HEAD, row, full(1.0), full(2.0)]))
    assert [p.kind for p in places] == [HEADER, SECTION, DATA, DATA]
    assert places[1].section == places[2].section == places[3].section != ""
    assert not places[1].section.startswith(("I", "A.", "X", "CX"))


def test_a_merged_heading_is_a_section_and_a_merged_title_is_not() -> None:
    assert kinds(full(1.0), ["Phần thứ hai"], full(2.0), merged=(((3, 0), (3, 6)),)) == [DATA, SECTION, DATA]
    assert kinds(full(1.0), ["", "Cải tiến"], merged=(((1, 1), (1, 3)), ((3, 1), (3, 3)))) == [DATA, DATA]
    assert kinds(full(1.0), [2.0, "Cải tiến"], merged=(((3, 1), (3, 6)),)) == [DATA, DATA]


def test_a_list_numbered_in_roman_numbers_is_data() -> None:
    assert kinds(["I", "Máy ép", "A", "", "Cty"], ["II", "Máy dệt"], ["III", "Máy cắt", "B", "", "Cty"]) == [DATA] * 3


def test_a_tick_beside_a_title_is_no_roman_number() -> None:
    head = ["Bí mật", "Tên sáng kiến", "Tác giả"]
    assert kinds(["x", "Máy ép"], ["", "Máy dệt", "Lê C"], head=head) == [DATA] * 2


def test_a_heading_numbered_like_the_rows_below_it() -> None:
    assert kinds([1.0, "Công đoàn A"], full("1.1"), full("1.2"), [2.0, "Công đoàn B"], full("2.1")) == [
        SECTION, DATA, DATA, SECTION, DATA,
    ]  # fmt: skip


SIGNED = [
    ["", "", "", "", "Hà Nội, ngày 20 tháng 4 năm 2021"],
    ["", "NGƯỜI LẬP BIỂU", "", "", "TM. BAN THƯỜNG VỤ"],
    ["", "(Ký, ghi rõ họ tên)", "", "", "CHỦ TỊCH"],
    ["", "Trần Văn Bình", "", "", "Nguyễn Thị Hoa"],
    ["Nơi nhận:"],
    ["- Lưu: VT"],
]


def test_a_signature_block_ends_the_list() -> None:
    assert kinds(full(1.0), [2.0, "Máy ép"], *SIGNED) == [DATA, DATA] + [SIGNATURE] * len(SIGNED)


@pytest.mark.parametrize("line", SIGNED[:3])
def test_rows_after_a_signature_like_line_are_still_data(line: list[Any]) -> None:
    assert kinds(full(1.0), line, full(2.0), [3.0, "Máy ép"]) == [DATA, SIGNATURE, DATA, DATA]
    assert kinds(full(""), line, full("")) == [DATA, SIGNATURE, DATA]


def test_a_prepared_line_is_no_data() -> None:
    assert kinds(full(1.0), [2.0], ["3"], [4.0, " "]) == [DATA] + [RowKind.EMPTY_LINE] * 3


@pytest.mark.parametrize(
    "row", [[1, 2, 3, 4, 5, 6, 7], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)=(4)x(5)", "(7)"], ["A", "B", 1, 2, 3, 4, 5]]
)
def test_numbering_is_known_again_on_each_page(row: list[Any]) -> None:
    assert kinds(row, full(1.0), HEAD, row, full(2.0)) == [NUMBERING, DATA, HEADER, NUMBERING, DATA]


def test_a_two_line_header_is_read_and_known_again() -> None:
    upper = ["STT", "Tên sáng kiến", "Tác giả", "Khen thưởng", "", ""]
    lower = ["", "", "", "CĐCS", "LĐLĐ tỉnh", "TLĐ"]
    row = [1.0, "Máy ép", "A", "x", "", ""]
    for merged in ((), (((1, 3), (1, 5)), ((5, 3), (5, 5)))):
        layout = lay_out(sheet_of([upper, lower, row, row, upper, lower, row], merged=merged), column_table())
        assert [p.kind for p in layout.places] == [HEADER, HEADER, DATA, DATA, HEADER, HEADER, DATA]
        assert [c.field for c in layout.tables[0].columns[3:]] == ["award_1", "award_3", "award_4"]
        assert len(layout.tables) == 1


def test_a_header_far_down_below_a_letterhead() -> None:
    block = [
        ["LĐLĐ TỈNH", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["Họ và tên người lập:", "Lê C", "Chức vụ: Ủy viên"],
    ]
    rows = [*block, *[[f"Dòng {i}"] for i in range(15)], ["Tên đơn vị: Công ty A", "Số sáng kiến: 5"], HEAD, full(1.0)]
    places = _places(sheet_of(rows))
    assert [p.kind for p in places] == [RowKind.TITLE_BLOCK] * 18 + [HEADER, DATA]


def test_a_small_table_above_a_larger_one_is_not_passed_over() -> None:
    small = ["TT", "Tên sáng kiến", "Tác giả"]
    layout = lay_out(
        sheet_of([small, [1.0, "Máy ép", "A"], [2.0, "Máy dệt", "B"], [], HEAD, full(1.0)]), column_table()
    )
    assert [p.kind for p in layout.places] == [HEADER, DATA, DATA, HEADER, DATA]
    assert [p.table for p in layout.places] == [0, 0, 0, 1, 1]


def test_a_second_table_has_its_own_columns() -> None:
    second = ["TT", "Tên giải pháp", "Nơi công tác", "Họ và tên"]
    layout = lay_out(sheet_of([HEAD, full(1.0), *SIGNED, second, [1.0, "Máy ép", "Cty", "A"]]), column_table())
    assert layout.places[-1].kind is DATA
    assert [c.field for c in layout.tables[1].columns] == ["row_no", "title", "workplace", "authors"]


def test_a_statistics_table_below_is_told_and_not_counted_as_initiatives() -> None:
    layout = lay_out(
        sheet_of([HEAD, full(1.0), ["TT", "Đơn vị", "Khối", "Lĩnh vực"], [1.0, "LĐLĐ A", "DN", "x"]]), column_table()
    )
    assert [t.has_title for t in layout.tables] == [True, False]


@pytest.mark.parametrize(
    "row", [["Ghi chú: nộp muộn"], ["", "Danh sách này có 15 sáng kiến"], ["(*) Lưu ý: số liệu sơ bộ"]]
)
def test_a_note_below_the_list(row: list[Any]) -> None:
    assert kinds(full(1.0), row) == [DATA, RowKind.NOTE]


def test_a_sheet_without_a_header_is_irrelevant() -> None:
    assert {p.kind for p in _places(sheet_of([["Hướng dẫn"], ["a", "b"]]))} == {RowKind.IRRELEVANT}


def test_a_csv_of_texts_is_read_like_a_sheet_of_numbers() -> None:
    assert kinds(["1", "Máy ép"], ["2.", "Máy dệt", "A"], ["3", "", "", "", "", "", ""]) == [
        DATA,
        DATA,
        RowKind.EMPTY_LINE,
    ]
