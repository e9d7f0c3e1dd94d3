"""Whole numbers in Vietnamese words, as a letter repeats them: 75.000 is "bảy mươi lăm nghìn"."""

from collections.abc import Iterator

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_UNITS = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def words(value: int) -> str:
    """The number in words; every further group of three has its hundreds said: 1.005 is "một nghìn không trăm linh
    năm"."""
    if value < 0:
        return f"âm {words(-value)}"
    return " ".join(_said(value, False)) or _DIGITS[0]


def _said(value: int, inner: bool) -> Iterator[str]:
    """Billions are said as a number of their own, so that there is no largest one."""
    billions, rest = divmod(value, _BILLION)
    if billions:
        yield from _said(billions, inner)
        yield "tỷ"
    started = inner or billions > 0
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            yield from _group(group, started)
            if _UNITS[power]:
                yield _UNITS[power]
        started = started or group > 0


def _group(value: int, started: bool) -> Iterator[str]:
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    if hundreds or started:
        yield f"{_DIGITS[hundreds]} trăm"
    yield from _tens(tens, ones, started or hundreds > 0)


def _tens(tens: int, ones: int, started: bool) -> Iterator[str]:
    if tens > 1:
        yield f"{_DIGITS[tens]} mươi"
    elif tens == 1:
        yield "mười"
    elif ones and started:
        yield "linh"
    if ones:
        yield _one(tens, ones)


def _one(tens: int, ones: int) -> str:
    """After a ten 1 (but for 11), 5 sound otherwise: hai mươi mốt, mười lăm."""
    if ones == 1 and tens > 1:
        return "mốt"
    return "lăm" if ones == 5 and tens > 0 else _DIGITS[ones]
