"""What is offered in place of a doubtful cell: the value as it was understood, with the reason, in Vietnamese."""

import math
from datetime import date

from rules.money import Money
from rules.periods import Period, of_month

_OF_DATES = {
    "month_first": "hiểu là tháng đứng trước ngày",
    "swapped": "ngày và tháng có thể đã bị Excel đổi chỗ",
    "day_or_month": "ô ghi ngày đầu tháng, hiểu là cả tháng",
    "two_digit_year": "hiểu hai chữ số cuối là năm",
    "years": "có thể là năm học, cũng có thể là hai năm",
    "several": "ô có nhiều ngày, hiểu là từ ngày đầu đến ngày cuối",
    "reversed": "ngày đầu muộn hơn ngày cuối, đã đổi chỗ",
    "short": "ghi tắt, hiểu theo cách thường dùng",
    "as_serial": "số năm nằm trong ô định dạng ngày",
    "open_start": "chưa nêu ngày bắt đầu",
}
_OF_MONEY = {
    "comma": "dấu phẩy hiểu là dấu thập phân",
    "per_piece": "số tiền theo kỳ hoặc theo đơn vị, chưa phải cả năm",
}


def of_period(period: Period) -> str:
    """ "15/03/2021 (hiểu là tháng đứng trước ngày)"; "" where nothing is doubtful."""
    if not period.ambiguous:
        return ""
    reason = _OF_DATES.get(period.note, "")
    return f"{_days(period)} ({reason})" if reason else _days(period)


def of_money(money: Money, unit: float | None) -> str:
    """ "20.000.000 đồng (cột ghi triệu đồng, số này giống số đồng)"; "" where nothing can be offered."""
    if money.note == "unit_slip" and money.amount > 0:
        return _of_slip(money.amount, unit)
    if not money.ambiguous or math.isnan(money.amount_vnd) or money.note not in _OF_MONEY:
        return ""
    return f"{_dotted(money.amount_vnd)} đồng ({_OF_MONEY[money.note]})"


def _of_slip(number: float, unit: float | None) -> str:
    if unit == 1:
        return f"{_dotted(number)} triệu đồng (cột ghi đồng, số này giống số triệu đồng)"
    if unit in (1e3, 1e6) and number >= 1e5:
        return f"{_dotted(number)} đồng (số này giống số đồng hơn là {'nghìn' if unit == 1e3 else 'triệu'} đồng)"
    return ""


def _days(period: Period) -> str:
    first, last = period.first, period.last
    if first == last:
        return _day(first)
    if first.day == 1 and last == of_month(last.month, last.year).last:
        months = [f"{d:%m/%Y}" for d in dict.fromkeys((first, last.replace(day=1)))]
        return " - ".join(months)
    return f"{_day(first)} - {_day(last)}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _dotted(number: float) -> str:
    """1234567.5 as 1.234.567,5."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
