"""A sum is read with its unit, and what is doubtful is said to be so, never silently taken."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.money import parse_money, unit_of_header


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Giá trị làm lợi (triệu đồng)", 1e6),
        ("Giá trị làm lợi (tr.đ)", 1e6),
        ("Giá trị làm lợi (ĐVT: 1.000đ)", 1e3),
        ("Số tiền (VND)", 1),
        ("Giá trị (đồng)", 1),
        ("(tỷ đồng)", 1e9),
        ("nghìn đồng", 1e3),
        ("Giá trị làm lợi", None),
        ("Tên công ty", None),
        ("Tỷ lệ đóng góp (%)", None),
        ("Hợp đồng", None),
        ("Đồng tác giả", None),
    ],
)
def test_the_unit_of_a_header(header: str, unit: float | None) -> None:
    assert unit_of_header(header) == unit


@pytest.mark.parametrize(
    ("text", "vnd"),
    [
        ("94.090.000đ", 94_090_000),
        ("15,9 tỷ đồng/năm", 15.9e9),
        ("10.000 tỉ đồng", 1e13),
        ("hơn 22 tỷ", 22e9),
        ("~100 tỷ", 1e11),
        ("500tr", 5e8),
        ("350.000đ * 85 công ≈ 29.794.000đ", 29_794_000),
        ("1 tỷ 200 triệu", 1.2e9),
        ("1tr5", 1.5e6),
        ("2 triệu rưỡi", 2.5e6),
        ("1.234,56 triệu", 1_234_560_000),
        ("100 trđ", 1e8),
        ("100k", 1e5),
        ("1.5 tỷ", 1.5e9),
        ("10 000 000 đồng", 1e7),
        ("200 triệu đồng (hai trăm triệu đồng)", 2e8),
        ("5.000.000", 5e6),
        ("25.000 đồng", 25e3),
        ("350.000đ x 85 công ~ 29.794.000đ", 29_794_000),
        ("114.100.000,-đ", 114_100_000),
        ("15 .000. 000đ", 15_000_000),
        ("VNĐ 15.000.000", 15_000_000),
        ("15 nghìn tỷ", 15e12),
        ("25 triệu đồng/01 năm", 25e6),
        ("45 000 000 VND", 45e6),
    ],
)
def test_sums_as_people_write_them(text: str, vnd: float) -> None:
    money = parse_money(text, None)
    assert money is not None
    assert money.amount_vnd == vnd
    assert not money.ambiguous


def test_what_is_said_beside_the_sum() -> None:
    yearly, about, dollars = (parse_money(t, None) for t in ("15,9 tỷ đồng/năm", "hơn 22 tỷ", "1.761 USD/năm"))
    assert yearly
    assert yearly.per_year
    assert about
    assert about.approximate
    assert dollars
    assert math.isnan(dollars.amount_vnd)
    assert (dollars.currency, dollars.amount, dollars.per_year) == ("USD", 1761, True)


@pytest.mark.parametrize(
    "text", ["Không tính được bằng tiền", "tiết kiệm thời gian", "", "giảm 30 công", "30%", "400kg", "3 ngày"]
)
def test_what_names_no_sum_is_none(text: str) -> None:
    assert parse_money(text, 1e6) is None


@pytest.mark.parametrize(
    ("text", "unit", "note"),
    [
        ("2,5 triệu/tháng", None, "per_piece"),
        ("10 triệu đồng/học sinh", None, "per_piece"),
        ("500", None, "no_unit"),
        (600_000, 1e6, "unit_slip"),
        (1200.5, 1.0, "unit_slip"),
        (20_000_000, 1e3, "unit_slip"),
        ("1,234 triệu", None, "comma"),
        ("94.090.000", 1e6, "unit_slip"),
        (15.9, 1.0, "unit_slip"),
        ("10-15 triệu", None, "between"),
        ("350.000đ x 85 công", None, "several"),
        ("10 triệu tiền vật tư và 5 triệu tiền công", None, "several"),
    ],
)
def test_what_is_doubtful_is_told(text: str | float, unit: float | None, note: str) -> None:
    money = parse_money(text, unit)
    assert money is not None
    assert money.ambiguous
    assert money.note == note
    if note in ("between", "several", "no_unit"):
        assert math.isnan(money.amount_vnd)


@given(
    st.integers(1, 999),
    st.sampled_from([("triệu", 1e6), ("tỷ", 1e9), ("nghìn đồng", 1e3), ("tr.đ", 1e6)]),
    st.sampled_from([None, 1.0, 1e3, 1e6]),
)
def test_a_unit_in_the_cell_goes_before_the_header(number: int, unit: tuple[str, float], header: float | None) -> None:
    money = parse_money(f"{number} {unit[0]}", header)
    assert money is not None
    assert money.amount_vnd == number * unit[1]


@given(st.integers(1_000_000, 999_999_999_999))
def test_a_plain_number_reads_the_same_in_every_dress(number: int) -> None:
    dressed = (
        number,
        float(number),
        str(number),
        f"{number:,}",
        f"{number:,}".replace(",", "."),
        f"{number}đ",
        f"{number} VNĐ",
    )
    for value in dressed:
        money = parse_money(value, None)
        assert money is not None
        assert money.amount_vnd == number
        assert not money.ambiguous


@given(st.text(alphabet="0123456789., đtrỷiệnghìknăm/-~x*=≈$()USD"), st.sampled_from([None, 1.0, 1e3, 1e6]))
def test_any_text_gives_a_sum_or_none(text: str, unit: float | None) -> None:
    money = parse_money(text, unit)
    assert money is None or money.ambiguous or money.amount >= 0


@pytest.mark.parametrize("text", ["1,5,2", "94.090.00đ", "20.000.0000", "1.234.56,7 triệu", "l5 triệu", "2O triệu"])
def test_a_number_with_a_slip_in_it_is_not_guessed_at(text: str) -> None:
    assert parse_money(text, 1e6) is None


@pytest.mark.parametrize("text", ["1e999 tỷ", "2.5E+8 đồng", "1E5", "3e-2 triệu"])
def test_a_number_written_by_a_machine_is_not_guessed_at(text: str) -> None:
    assert parse_money(text, 1e6) is None
