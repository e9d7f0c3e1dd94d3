"""Numbers and dates as Vietnamese readers write them: 1.234.567,8 · 45,97 % · 20/04/2021 · 12,3 tỷ đồng."""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MILLION = Decimal(1_000_000)
BILLION = Decimal(1_000_000_000)
NOTHING = "—"
_SWAP = str.maketrans(",.", ".,")


def number(value: float | None, decimals: int = 0) -> str:
    """1234567.84 with one decimal is "1.234.567,8"; halves are rounded away from zero; nothing stated is a dash."""
    if value is None or not math.isfinite(value):
        return NOTHING
    return f"{_rounded(value, decimals):,}".translate(_SWAP)


def percent(value: float | None) -> str:
    """45.9696 is "45,97 %": always two decimals, a no-break space before the sign."""
    return NOTHING if value is None or not math.isfinite(value) else f"{number(value, 2)}\u00a0%"


def short_percent(value: float | None) -> str:
    """45.9696 is "45 %": cut, not rounded, so that a chart never shows 100 % for what has not reached it."""
    return NOTHING if value is None or not math.isfinite(value) else f"{number(math.floor(value))}\u00a0%"


def day(value: date | None) -> str:
    """5 January 2021 is "05/01/2021"."""
    return NOTHING if value is None else f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def money(vnd: float | None) -> str:
    """Đồng told in triệu đồng below a billion, in tỷ đồng from there on: "850 triệu đồng", "12,3 tỷ đồng"."""
    if vnd is None or not math.isfinite(vnd):
        return NOTHING
    amount = Decimal(str(vnd))
    if abs(amount) < MILLION:
        return f"{number(vnd)}\u00a0đồng"
    unit, name = (BILLION, "tỷ") if abs(amount) >= BILLION else (MILLION, "triệu")
    return f"{_trimmed(amount / unit)}\u00a0{name} đồng"


def plain(value: float) -> str:
    """For machines: the shortest decimal that reads back the same, without a superfluous ".0"; 75000.0 is "75000"."""
    if value == int(value):
        return str(int(value))
    text = repr(float(value))
    return f"{Decimal(text):f}" if "e" in text else text


def ratio_percent(part: float, whole: float) -> float | None:
    """`part` in percent of `whole`; None where there is no whole."""
    return 100 * part / whole if whole else None


def _trimmed(amount: Decimal) -> str:
    text = number(float(amount), 1)
    return text.removesuffix(",0")


def _rounded(value: float, decimals: int) -> Decimal:
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded
