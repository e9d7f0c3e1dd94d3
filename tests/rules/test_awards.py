"""Awards, khối and lĩnh vực in the words of the federations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.awards import Award, award_level, award_levels
from rules.vocabulary import FIELDS, SECTORS, field_of, sector_of

LEVELS = {
    "Giấy khen CĐCS": 1,
    "Giấy khen công đoàn cấp trên trực tiếp cơ sở": 2,
    "Giấy khen LĐLĐ huyện Củ Chi": 2,
    "Giấy khen CĐ các KCN": 2,
    "Bằng khen BCH LĐLĐ tỉnh": 3,
    "Bằng khen LĐLĐ TP. Hồ Chí Minh": 3,
    "Bằng khen Công đoàn Y tế Việt Nam": 3,
    "Bằng khen TLĐ": 4,
    "Bằng Lao động sáng tạo": 4,
    "Cờ thi đua TLĐ": 4,
    "BẰNG KHEN TLĐLĐVN": 4,
    "Bằng khen Tổng LĐLĐVN": 4,
    "Giải thưởng Nguyễn Đức Cảnh": 4,
    "Bằng khen của Công đoàn Nông nghiệp và Phát triển nông thôn Việt Nam": 3,
}


@pytest.mark.parametrize(("text", "level"), LEVELS.items())
def test_each_award_has_its_level(text: str, level: int) -> None:
    assert award_level(text) == Award(text, level, True)


@given(st.lists(st.sampled_from(sorted(LEVELS)), min_size=1, max_size=3), st.sampled_from(["; ", "\n", ", ", " và "]))
def test_of_several_awards_the_highest_counts(awards: list[str], separator: str) -> None:
    assert award_level(separator.join(awards)).level == max(LEVELS[a] for a in awards)


@given(st.lists(st.sampled_from(sorted(LEVELS)), min_size=1, max_size=3), st.sampled_from(["; ", "\n", ", ", " "]))
def test_each_award_of_a_cell_is_told_also_where_its_line_breaks_are_gone(awards: list[str], separator: str) -> None:
    named = [a for a in awards if a[:9].lower() in ("giấy khen", "bằng khen", "bằng lao ", "cờ thi đu")]
    cell = separator.join(named)
    assert award_levels(cell) == tuple(sorted({LEVELS[a] for a in named}))
    assert award_level(cell).level == max((LEVELS[a] for a in named), default=None)


@pytest.mark.parametrize("text", ["", "-", "không", "Chưa có", "0"])
def test_no_award(text: str) -> None:
    assert award_level(text) == Award("", None, True)


@pytest.mark.parametrize(
    "text", ["Giấy khen", "Bằng khen", "Bằng khen UBND tỉnh", "Bằng khen Thủ tướng Chính phủ", "abc"]
)
def test_an_award_of_no_union_body_is_not_guessed(text: str) -> None:
    assert award_level(text) == Award(text, None, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hành chính sự nghiệp", "HCSN"),
        ("Khối cơ quan", "HCSN"),
        ("hanh chinh su nghiep", "HCSN"),
        ("Doanh nghiệp nhà nước", "DN"),
        ("SXKD", "DN"),
        ("CBCĐ", "CBCD"),
        ("CĐ chuyên trách", "CBCD"),
        ("HCSN/DN", ""),
        ("", ""),
        ("khác", ""),
    ],
)
def test_sector_spellings(text: str, code: str) -> None:
    assert sector_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GD&ĐT", "GD"),
        ("Môn Tin học", "GD"),
        ("Toán", "GD"),
        ("Tiếng Anh lớp 6", "GD"),
        ("Mầm non", "GD"),
        ("CNTT", "CNTT"),
        ("Y tế", "YT"),
        ("Xây dựng Đảng", "HC"),
        ("Xây dựng", "XD"),
        ("An toàn lao động", "AT"),
        ("Cơ khí", "CN"),
        ("Tài chính kế toán", "TC"),
        ("CĐ", "CD"),
        ("Khác", "KH"),
        ("Nông nghiệp", "NN"),
        ("GTVT", "GT"),
        ("Cải cách hành chính", "HC"),
        ("abc", ""),
        ("", ""),
    ],
)
def test_field_spellings(text: str, code: str) -> None:
    assert field_of(text) == code


def test_every_code_and_every_name_means_itself() -> None:
    assert {sector_of(name) for name in SECTORS.values()} == {sector_of(code) for code in SECTORS} == set(SECTORS)
    assert [field_of(name) for name in FIELDS.values()] == [field_of(code.lower()) for code in FIELDS] == list(FIELDS)


@pytest.mark.parametrize("text", ["Giải A cấp đơn vị", "Giải nhất cấp tỉnh"])
def test_a_prize_of_a_contest_is_no_union_award(text: str) -> None:
    assert award_level(text) == Award(text, None, False)
