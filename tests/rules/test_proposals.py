"""What is offered for a doubtful cell is the value as it was understood, and why."""

import pytest

from rules.dates import parse_period
from rules.money import parse_money
from rules.proposals import of_money, of_period


@pytest.mark.parametrize(
    ("cell", "offered"),
    [
        ("03/15/2021", "15/03/2021 (hiểu là tháng đứng trước ngày)"),
        ("3/21", "03/2021 (hiểu hai chữ số cuối là năm)"),
        ("2020-2021", "01/2020 - 12/2021 (có thể là năm học, cũng có thể là hai năm)"),
        ("Từ 20/4/2021 đến 10/3/2021", "10/03/2021 - 20/04/2021 (ngày đầu muộn hơn ngày cuối, đã đổi chỗ)"),
        ("15/03/2021", ""),
        ("Năm học 2020-2021", ""),
    ],
)
def test_of_a_date(cell: str, offered: str) -> None:
    period = parse_period(cell)
    assert period
    assert of_period(period) == offered


@pytest.mark.parametrize(
    ("cell", "unit", "offered"),
    [
        (15_900_000, 1e6, "15.900.000 đồng (số này giống số đồng hơn là triệu đồng)"),
        (20_000_000, 1e3, "20.000.000 đồng (số này giống số đồng hơn là nghìn đồng)"),
        (15.9, 1.0, "15,9 triệu đồng (cột ghi đồng, số này giống số triệu đồng)"),
        ("1,234 triệu", None, "1.234.000 đồng (dấu phẩy hiểu là dấu thập phân)"),
        ("10-15 triệu", None, ""),
        ("1.761 USD", None, ""),
        (-5, 1e6, ""),
        (15, 1e6, ""),
    ],
)
def test_of_a_sum(cell: str | float, unit: float | None, offered: str) -> None:
    money = parse_money(cell, unit)
    assert money
    assert of_money(money, unit) == offered
