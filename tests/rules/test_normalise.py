"""Cells become clean values with a status; what is not stated or not read is never guessed."""

from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.cells import Cells, memo
from rules.layout import lay_out
from rules.normalise import _split, clean_rows
from schemas.initiative import CLEAN_ROW
from schemas.submission import RowKind
from tests.builders import HEADERS, column_table, row, sheet_of

CELLS = st.one_of(
    st.just(""),
    st.sampled_from(["x", "không", "03/2021", "15,9 tỷ", "DN", "Giấy khen CĐCS", "Nguyễn Văn A\nLê B", "TM. BCH"]),
    st.text(max_size=12),
    st.floats(allow_nan=False),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


def clean(rows: list[list[Any]], head: Any = HEADERS, **facts: Any) -> pd.DataFrame:
    """The clean rows below a header."""
    sheet = sheet_of([head, *rows], **facts)
    layout = lay_out(sheet, column_table())
    return clean_rows(Cells(sheet, layout.tables[0], [p for p in layout.places if p.kind is RowKind.DATA])).frame()


def one(head: Any = HEADERS, **fields: Any) -> dict[str, Any]:
    """One clean row with these fields."""
    return dict(clean([row(1, **({"title": "Máy dệt"} | fields))], head).iloc[0])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=11, max_size=13), min_size=1, max_size=6))
def test_whatever_stands_in_the_cells_the_clean_rows_hold_their_schema(rows: list[list[Any]]) -> None:
    frame = clean([[i + 1, "Máy dệt", *cells] for i, cells in enumerate(rows)])
    assert len(frame) == len(rows)
    CLEAN_ROW.validate(
        frame.assign(sheet_no=0, table_no=0, secret_reason="", secrecy_status="ok", row_token="", explanation="")
    )


@pytest.mark.parametrize("head", [["Tên sáng kiến"], ["STT", "Tên sáng kiến", "Tác giả"]])
def test_a_table_of_few_columns_holds_the_schema_too(head: list[str]) -> None:
    frame = clean([["1", "Máy dệt", "Lê C"][-len(head) :]], head)
    CLEAN_ROW.validate(
        frame.assign(sheet_no=0, table_no=0, secret_reason="", secrecy_status="ok", row_token="", explanation="")
    )
    assert frame["benefit_status"].tolist() == frame["applied_status"].tolist() == ["no_column"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Cải tiến\nmáy dệt.", "Cải tiến máy dệt"),
        ("“Cải tiến máy dệt”", "Cải tiến máy dệt"),
        ("Cải\u00a0tiến  máy dệt", "Cải tiến máy dệt"),
        ("Cải tiến máy dệt", "Cải tiến máy dệt"),
    ],
)
def test_a_title_stands_on_one_line_in_one_form(typed: str, title: str) -> None:
    assert one(title=typed)["title"] == title


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Máy dệt", "ok"),
        ("Sáng kiến 1", "placeholder"),
        ("Chưa có", "placeholder"),
        ("12345", "placeholder"),
        ("...", "missing"),
        ("SKKN 5", "placeholder"),
        ("Sáng kiến kinh nghiệm số 9", "placeholder"),
        ("Giải pháp may túi", "ok"),
    ],
)
def test_the_status_of_a_title(title: str, status: str) -> None:
    assert one(title=title)["title_status"] == status


@pytest.mark.parametrize(
    ("benefit", "vnd", "status"),
    [
        (15, 15e6, "ok"),
        ("15,5", 15.5e6, "ok"),
        ("94.090.000đ", 94_090_000, "ok"),
        ("15,9 tỷ đồng/năm", 15.9e9, "ok"),
        ("", np.nan, "missing"),
        ("không", np.nan, "missing"),
        ("5 con bò", np.nan, "unreadable"),
        (9e6, np.nan, "out_of_scale"),
        (True, np.nan, "missing"),
        ("Không tính được bằng tiền", np.nan, "missing"),
        ("Chưa tính", np.nan, "missing"),
        ("khá lớn", np.nan, "unreadable"),
        ("?", np.nan, "unreadable"),
        ("1.761 USD/năm", np.nan, "ambiguous"),
        ("600.000", np.nan, "out_of_scale"),
    ],
)
def test_money_is_read_in_the_unit_of_the_header_unless_the_cell_names_one(
    benefit: Any, vnd: float, status: str
) -> None:
    found = one(benefit=benefit)
    assert found["benefit_status"] == status
    assert found["benefit_vnd"] == pytest.approx(vnd, nan_ok=True)


@pytest.mark.parametrize(
    ("applied", "first", "last", "status"),
    [
        ("03/2021", date(2021, 3, 1), date(2021, 3, 31), "ok"),
        ("15/03/2021", date(2021, 3, 15), date(2021, 3, 15), "ok"),
        (datetime(2021, 3, 15), date(2021, 3, 15), date(2021, 3, 15), "ok"),
        ("Từ tháng 3/2021", date(2021, 3, 1), None, "ok"),
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "coarse"),
        ("", None, None, "missing"),
        ("lúc rảnh", None, None, "unreadable"),
    ],
)
def test_a_date_is_a_period_with_a_precision(applied: Any, first: Any, last: Any, status: str) -> None:
    found = one(applied=applied)
    assert found["applied_status"] == status
    for name, day in (("applied_from", first), ("applied_to", last)):
        assert pd.isna(found[name]) if day is None else found[name] == pd.Timestamp(day)


@pytest.mark.parametrize(
    ("typed", "day"), [("05/2021", date(2021, 5, 1)), ("2021", date(2021, 1, 1)), ("Quý II/2021", date(2021, 4, 1))]
)
def test_of_a_coarse_registration_only_the_first_day_is_evidence(typed: str, day: date) -> None:
    """What could lie inside the window counts (rule 3)."""
    assert one(registered=typed)["registered_on"] == pd.Timestamp(day)


def test_an_end_in_its_own_column_closes_the_period_unless_it_contradicts() -> None:
    head = ["Tên sáng kiến", "Áp dụng từ", "Áp dụng đến"]
    frame = clean([["Máy dệt", "Từ 03/2021", "20/04/2021"], ["Máy ép", "03/2021", "04/2020"]], head)
    assert frame["applied_to"].tolist() == [pd.Timestamp(2021, 4, 20), pd.Timestamp(2021, 3, 31)]


def test_two_fields_in_one_column_are_parted() -> None:
    head = ["STT", "Tên sáng kiến", "Chức vụ, đơn vị công tác"]
    frame = clean([[1, "Máy dệt", "Tổ trưởng, Công ty May 10"], [2, "Máy ép", "Công ty May 10"]], head)
    assert frame["position"].tolist() == ["Tổ trưởng", ""]
    assert frame["workplace"].tolist() == ["Công ty May 10", "Công ty May 10"]


def test_several_authors_in_one_cell_or_several_columns() -> None:
    frame = clean(
        [[1, "Máy dệt", "1. Nguyễn Văn A\n2. Lê Thị B", "Trần C"]], ["STT", "Tên sáng kiến", "Tác giả", "Đồng tác giả"]
    )
    assert frame["authors"].tolist() == ["Nguyễn Văn A; Lê Thị B; Trần C"]


def test_the_highest_award_counts_and_a_tick_stands_for_its_header() -> None:
    head = ["STT", "Tên sáng kiến", "Giấy khen CĐCS", "Bằng khen TLĐ"]
    frame = clean([[1, "A B", "x", ""], [2, "C D", "x", "x"], [3, "E F", "không", ""]], head)
    assert frame["award_level"].tolist()[:2] == [1, 4]
    assert frame["award"].tolist() == ["Giấy khen CĐCS", "Giấy khen CĐCS; Bằng khen TLĐ", ""]
    assert pd.isna(frame["award_level"][2])


@pytest.mark.parametrize(
    ("typed", "refused"), [("Không công nhận", True), ("Loại", True), ("Đạt", False), ("Chưa xét", False), ("", False)]
)
def test_only_an_explicit_refusal_refuses(typed: str, refused: bool) -> None:
    frame = clean([[1, "Máy dệt", typed]], ["STT", "Tên sáng kiến", "Kết quả"])
    assert frame["refused"].tolist() == [refused]


def test_a_heading_names_the_superior_union_where_no_column_does() -> None:
    assert clean([["I", "Công đoàn huyện A"], row(1, "Máy dệt")])["superior_union"].tolist() == ["Công đoàn huyện A"]


def test_a_blank_at_the_end_may_be_half_of_a_letter_decoded_twice() -> None:
    twice = "nộp hồ sơ tại nhà".encode().decode("latin-1")
    assert twice.endswith("\u00a0")
    found = one(effect=twice)
    assert (found["effect"], found["font_status"], found["font_field"]) == ("nộp hồ sơ tại nhà", "ok", "")


def test_the_field_whose_old_font_could_not_be_told_is_named() -> None:
    found = one(effect="Gi?i ph?p n?ng cao ch?t l??ng d?y h?c")
    assert (found["font_status"], found["font_field"]) == ("unsure", "effect")


def test_what_is_doubtful_comes_with_what_was_understood() -> None:
    found = one(applied="04/25/2021", registered="03/15/2021", benefit=15_000_000)
    assert found["applied_proposed"].startswith("25/04/2021 (")
    assert found["registered_proposed"].startswith("15/03/2021 (")
    assert found["benefit_proposed"].startswith("15.000.000 đồng (")
    assert found["registered_status"] == "ambiguous"


def test_hidden_columns_serve_the_secrecy_decision_only() -> None:
    frame = clean([row(1, "Máy dệt")], hidden_columns=frozenset({2, 7}))
    assert frame["authors"].tolist() == [""]
    assert frame["authors_status"].tolist() == frame["benefit_status"].tolist() == ["no_column"]


def test_short_rows_read_as_blank() -> None:
    frame = clean([[1, "Máy dệt"], row(2, "Máy ép")])
    assert frame["authors"].tolist() == ["", "Nguyễn Văn An"]


def test_equal_cells_of_different_kinds_are_not_taken_for_each_other() -> None:
    read = memo(repr)
    assert [read(1), read(True), read(1.0), read("1")] == ["1", "True", "1.0", "'1'"]


@pytest.mark.parametrize(
    ("text", "position", "workplace"),
    [
        ("Kỹ sư - XN May Việt Hưng, huyện Quảng Trạch", "Kỹ sư", "XN May Việt Hưng, huyện Quảng Trạch"),
        ("Giáo viên, Trường TH Tân Phú - Hà Nam", "Giáo viên", "Trường TH Tân Phú - Hà Nam"),
        ("Trường TH Tân Phú", "", "Trường TH Tân Phú"),
    ],
)
def test_the_first_separator_whichever_it_is_parts_position_and_workplace(
    text: str, position: str, workplace: str
) -> None:
    assert _split(text) == (position, workplace)
