"""A new header spelling is one line of columns.yaml, and every spelling of it finds its column however it is typed."""

import csv
import unicodedata
from pathlib import Path

import pytest
import yaml

from rules.columns import DROPPED, ColumnTable, columns_of, repeated_headers, unknown_headers
from tests.builders import ROOT, column_table

TABLE = yaml.safe_load((ROOT / "schemas" / "columns.yaml").read_text(encoding="utf-8"))
SPELLINGS = [(str(s), name) for name, block in TABLE["fields"].items() for s in block["spellings"]]
SPELLINGS += [(str(s), DROPPED) for s in TABLE["dropped"]]
REAL = Path(__file__).parents[3] / "shared" / "data" / "headers.csv"

# The names of the list of real headers -> ours; what is not named here is personal or of no use, and dropped.
OURS = {
    "applicability": "content",
    "applied_date": "applied",
    "author": "authors",
    "authors": "authors",
    "author_kind": "sector",
    "award": "award",
    "award_status": "award",
    "benefit_value": "benefit",
    "coauthors": "authors",
    "conditions": "content",
    "confidential_flag": "secrecy",
    "confidential_info": "confidential_info",
    "content": "content",
    "effect": "effect",
    "field": "field",
    "grassroots_union": "workplace",
    "note": "note",
    "parent_union": "superior_union",
    "position": "position",
    "position+workplace": "position_workplace",
    "prior_state": "content",
    "rank": "position",
    "recognition_level": "recognition",
    "registered_date": "registered",
    "result": "recognition",
    "review": "recognition",
    "row_no": "row_no",
    "sector_block": "sector",
    "status": "recognition",
    "submitted_date": "registered",
    "title": "title",
    "unit": "workplace",
    "workplace": "workplace",
}
NO_HEADERS = {"document", "signature_block", "total_row_marker", "count_updated", "quota_pct", "birth_year"}


def _real_headers() -> list[tuple[str, str]]:
    if not REAL.exists():
        return []
    with REAL.open(encoding="utf-8-sig", newline="") as lines:
        return [(r["header_spelling"], r["canonical_field"]) for r in csv.DictReader(lines)]


@pytest.mark.parametrize(("spelling", "name"), SPELLINGS)
def test_every_spelling_means_its_column(spelling: str, name: str) -> None:
    table = column_table()
    typed = [spelling, spelling.upper(), f"  {spelling}:", f"{spelling}.", unicodedata.normalize("NFD", spelling)]
    assert {table.field_of(text) for text in typed} == {name}
    assert table.field_of(spelling.replace(" ", "\n", 1)) == name or "\n" not in spelling


@pytest.mark.parametrize("spelling", [s for s, name in SPELLINGS if name not in ("row_no", DROPPED) and len(s) > 4])
@pytest.mark.parametrize("instruction", ["(ghi rõ)", "(nếu có)", "(triệu đồng)"])
def test_what_stands_in_brackets_does_not_change_the_column(spelling: str, instruction: str) -> None:
    assert column_table().field_of(f"{spelling} {instruction}") == column_table().field_of(spelling)


@pytest.mark.skipif(not REAL.exists(), reason="the list of real headers is not here")
@pytest.mark.parametrize(("header", "name"), [h for h in _real_headers() if h[1] not in NO_HEADERS])
def test_every_real_header_means_its_column(header: str, name: str) -> None:
    assert column_table().field_of(header) == OURS.get(name, DROPPED)


@pytest.mark.parametrize(
    "header",
    [
        "Tổng số",
        "Sở GD&ĐT",
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Danh sách sáng kiến năm 2021",
        "Công ty Cổ phần May 10",
        "Ngày 20 tháng 4 năm 2021",
        "Nguyễn Văn An",
        "Xưởng",
    ],
)
def test_other_texts_mean_no_column(header: str) -> None:
    assert column_table().field_of(header) == ""


def test_a_slip_of_the_typist_is_forgiven() -> None:
    assert column_table().field_of("Tên sáng kiếnn") == "title"
    assert column_table().field_of("Đơn vị công tac") == "workplace"


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Giá trị làm lợi (triệu đồng)", 1e6),
        ("Giá trị làm lợi (ĐVT: 1.000đ)", 1e3),
        ("Giá trị làm lợi (VND)", 1),
        ("Làm lợi", None),
    ],
)
def test_the_unit_in_the_bracket_counts(header: str, unit: float | None) -> None:
    (column,) = columns_of([header], column_table())
    assert (column.field, column.unit) == ("benefit", unit)


def test_a_lower_header_is_read_under_its_upper_one() -> None:
    assert column_table().field_of("CĐCS\nKhen thưởng") == "award_1"
    assert column_table().field_of("CĐCS") == "workplace"
    assert column_table().field_of("(triệu đồng)\nGiá trị làm lợi") == "benefit"


def test_a_field_that_stands_once_keeps_its_first_column_and_the_rest_is_told() -> None:
    headers = ["Tên sáng kiến", "Tên giải pháp", "Tác giả", "Đồng tác giả", "Màu sắc", ""]
    assert [(c.index, c.field) for c in columns_of(headers, column_table())] == [
        (0, "title"),
        (2, "authors"),
        (3, "authors"),
    ]
    assert repeated_headers(headers, column_table()) == (1,)
    assert unknown_headers(headers, column_table()) == (4,)


def test_one_spelling_for_two_columns_is_refused() -> None:
    doubled = {
        "fields": {"title": {"spellings": ["Tên"]}, "authors": {"spellings": ["TÊN."]}},
        "dropped": [],
        "groups": {},
    }
    with pytest.raises(ValueError, match="stands for both title and authors"):
        ColumnTable.from_mapping(doubled)
