"""What a federation marks to be put forward, in a column of its own: ticks, kinds, noes; never an award."""

import pytest

from rules.columns import columns_of
from rules.nomination_marks import mark_of
from schemas.dossier import Mark
from tests.builders import HEADERS, column_table, parsed, row, sheet_of


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        *(
            (tick, Mark.YES)
            for tick in ("x", " X ", "✓", "có", "Co", "yes", "1", "v", "Đề nghị", "đề cử", "Được đề cử")
        ),
        *((no, Mark.NONE) for no in ("", "-", "không", "Không đề cử", "chưa", "Chưa xét", "0", "ko")),
        *(
            (kind, Mark.EXCELLENT)
            for kind in ("Xuất sắc", "XUẤT SẮC", "Đề nghị sáng kiến xuất sắc", "xuất sắc, tiêu biểu")
        ),
        *((kind, Mark.TYPICAL) for kind in ("Tiêu biểu", "tieu bieu", "đề cử SK tiêu biểu")),
        *(
            (odd, None)
            for odd in ("?", "x?", "xem lại", "Bằng khen TLĐ", "Nguyễn Văn An", "7", "xuất sắc hoặc tiêu biểu")
        ),
    ],
)
def test_a_cell_says_yes_no_or_is_asked_about(said: str, mark: Mark | None) -> None:
    assert mark_of(said) is mark


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Đề cử", "nomination"),
        ("ĐỀ NGHỊ XÉT CHỌN.", "nomination"),
        ("Đề nghị biểu dương (đánh dấu x)", "nomination"),
        ("Đề nghị xét chọn - Xuất sắc", "nomination_excellent"),
        ("Tiêu biểu\nĐề cử", "nomination_typical"),
        ("Khen thưởng", "award"),
        ("Hình thức khen thưởng", "award"),
        ("Bằng Lao động sáng tạo", "award_4"),
        ("Đề nghị khen thưởng", "dropped"),
        ("Đề nghị bảo mật", "secrecy"),
        ("Xếp loại", "recognition"),
        ("Xuất sắc", ""),
    ],
)
def test_a_header_of_nomination_is_no_award_and_an_award_no_nomination(header: str, field: str) -> None:
    found = columns_of(["Tên sáng kiến", header], column_table())
    assert [c.field for c in found if c.index == 1] == ([field] if field else [])


def test_several_columns_give_the_best_mark_and_an_award_beside_them_stays_an_award() -> None:
    header = [*HEADERS, "Đề nghị biểu dương - Xuất sắc", "Đề nghị biểu dương - Tiêu biểu", "Đề cử"]
    marks = (("x", "", ""), ("", "x", "x"), ("", "", True), ("", "không", "-"), ("", "", "Bằng khen"))
    rows = [[*row(n, f"Máy bơm kiểu {n}", award="Bằng khen TLĐ"), *said] for n, said in enumerate(marks, 1)]
    got = parsed(sheet_of([header, *rows]))
    assert got.records["nominated"].tolist() == ["excellent", "typical", "yes", "", ""]
    assert got.records["award_level"].tolist() == [4] * 5
    asked = got.findings[got.findings["check_id"] == "INI-042"]
    assert asked[["row", "column", "field", "found"]].values.tolist() == [[6, "P", "nomination", "Bằng khen"]]


def test_of_a_secret_row_what_is_not_understood_is_told_by_its_place_alone() -> None:
    got = parsed(sheet_of([[*HEADERS, "Đề cử"], [*row(1, "Máy bơm kín", secrecy="x"), "hỏi anh Bảy"]]))
    assert got.records["nominated"].tolist() == [""]
    (asked,) = got.findings[got.findings["check_id"] == "INI-042"].to_dict("records")
    assert (asked["row"], asked["found"]) == (2, "")
