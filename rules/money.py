"""Sums of money as people write them: value, currency, per year, approximate. What cannot be read is never a guess."""

import math
import re
from dataclasses import dataclass, replace
from itertools import pairwise

from rules.folding import plain

_SCALES = {
    "nghin ty": 1e12,
    "ngan ty": 1e12,
    "nghin ti": 1e12,
    "ngan ti": 1e12,
    "ty": 1e9,
    "ti": 1e9,
    "trieu": 1e6,
    "tr": 1e6,
    "nghin": 1e3,
    "ngan": 1e3,
    "k": 1e3,
    "": 1.0,
}
_CURRENCIES = {
    "": "VND",
    "dong": "VND",
    "d": "VND",
    "vnd": "VND",
    "usd": "USD",
    "$": "USD",
    "us$": "USD",
    "do la": "USD",
}
_CURRENCIES |= {"eur": "EUR", "euro": "EUR", "€": "EUR", "jpy": "JPY", "yen": "JPY", "krw": "KRW", "won": "KRW"}
_CURRENCIES |= {"cny": "CNY", "rmb": "CNY"}
_LEAST_PLAIN_VND = 1_000_000
# A bare number in a column of a unit (đồng) that no initiative's benefit is below or from: the wrong unit was meant.
_BELIEVED = {1.0: (10_000, 1e12), 1e3: (100, 1e7), 1e6: (0, 1e5), 1e9: (0, 1e3)}
_NUMBER = r"\d+(?:[.,]\d+)*(?: \d{3}(?!\d)(?:[.,]\d+)?)*"
_SUM = re.compile(
    # A letter right before a number makes it something else: "l5 triệu" is a slip for 15, and no 5.
    rf"(?:(?P<before>\$|usd|us\$|€|vnd)\s*|(?<![a-z\d.,])|(?<=\dtr)|(?<=ty))(?P<number>{_NUMBER})\s*"
    r"(?:(?P<scale>(?:nghin|ngan)\s(?:ty|ti)|ty|ti|trieu|tr(?=\d|\b|d\b)|nghin|ngan|k)(?![a-z])|(?P<short>tr|k)(?=d\b))?(?P<half>\d|\s*ruoi\b)?\s*\.?\s*"
    r"(?P<currency>dong|vnd|d(?![a-z])|usd|us\$|\$|do la(?: my)?|euro?|€|jpy|yen|krw|won|cny|rmb)?(?![a-z])"
)
_POWER = re.compile(r"\de[+-]?\d")  # "2.5E+8": a machine's number in a text; what was meant is not ours to guess
_PER_YEAR = re.compile(r"(?:/|\bmoi |\bmot |\bhang |\btrong |\b1 |\btren )\s*(?:0?1 )?nam\b(?! hoc)")
_PER_OTHER = re.compile(
    r"/\s*(?:1 |mot )?(?P<piece>[a-z]\w*|\d)|(?:\bmoi |\bhang )(?P<what>thang|quy|tuan|ngay|ca|gio|lan|chiec|cai|bo|"
    r"san pham|nguoi|hoc sinh|lop|tan|kg|m2|m3|cong|ho|xe|don vi|mau|vu|dot)\b"
)
_ABOUT = re.compile(
    r"[~≈±<>≥≤]|\+/-|\b(?:uoc tinh|uoc dat|xap xi|it nhat|toi thieu|toi da|(?:hon|tren|khoang|gan|duoi|uoc)(?= ?[\d~]))"
)
_RESULT = re.compile(
    r".*(?:(?<=cong )~|(?<=\d )~(?= ?\d)|≈|~=|=>|=|\btong(?: cong)?(?: la)?\s*:|\btong cong\b)(?=[^\d]*\d)", re.DOTALL
)
_FORMULA = re.compile(r"\d[^+]*?[x*×]\s*\d")
_TORN_GROUP = re.compile(r"(?<=\d)\s*([.,])\s*(?=\d{3}(?!\d))")  # "15 .000. 000đ"
_NO_CENTS = re.compile(r"(?<=\d),\s*-+")  # "114.100.000,-đ"
_BETWEEN = re.compile(r"\d\s*(?:-|den|toi|~)\s*$")
_NO_NUMBER = re.compile(r"\([^()\d]*\)")
_SAID_WITH_A_SUM = re.compile(
    r"\b(?:so tien|gia tri|lam loi|tri gia|tiet kiem|duoc|uoc tinh|uoc|dat|la|tong cong|tong|"
    r"loi nhuan|hieu qua|kinh te|"
    r"khoang|hon|tren|gan|xap xi|duoi|it nhat|toi thieu|toi da)\b"
)
_HEADER_UNITS = tuple(
    (re.compile(pattern), unit)
    for pattern, unit in (
        (r"\b(?:usd|us\$|euro?|do la)\b|\$|€", math.nan),
        (r"\b(?:ty|ti)\s*(?:dong|vnd|d)\b|[(:]\s*(?:ty|ti)\s*\)?$|\(\s*(?:ty|ti)\s*\)", 1e9),
        (r"\btrieu\b|\btr\s*\.?\s*(?:d|dong|vnd)\b|\(\s*tr\.?\s*\)", 1e6),
        (r"\b(?:nghin|ngan)\s*(?:dong|vnd|d)\b|\b1[.,]?000\s*(?:d|dong|vnd)\b|\bk\s*vnd\b|\b(?:nghin|ngan)\s*\)", 1e3),
        (
            r"\bvnd\b|\(\s*(?:don vi(?: tinh)?|dvt)?\s*:?\s*(?:dong|d)\b[^()]*\)|"
            r"\b(?:don vi(?: tinh)?|dvt)\s*:?\s*(?:dong|d)\b",
            1.0,
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum. `amount` in `currency`; `amount_vnd` the same in đồng, NaN for another currency and an unclear sum. Of
    a bare number that is a slip of unit `amount` is that number, and `amount_vnd` what the header's unit makes of it.

    `note` tells what is doubtful: `no_unit`, `comma` (1,234 reads two ways), `unit_slip` (out of scale: đồng typed
    where triệu was meant, or the other way round), `per_piece` (by the month, by the piece), `between`, `several`,
    `foreign_currency`.
    """

    amount_vnd: float
    currency: str
    per_year: bool = False
    approximate: bool = False
    ambiguous: bool = False
    note: str = ""
    amount: float = math.nan


def unit_of_header(text: str) -> float | None:
    """The unit a header names, in đồng: "(triệu đồng)" is 1e6, "(ĐVT: 1.000đ)" is 1e3; NaN for another currency."""
    words = " ".join(plain(text).split())
    return next((unit for pattern, unit in _HEADER_UNITS if pattern.search(words)), None)


def parse_money(value: str | int | float, unit: float | None) -> Money | None:
    """The sum a cell names, None where it names none. `unit` is the header's; one written in the cell goes before it.

    A bare number without any unit is đồng from one million on, and ambiguous below.
    """
    if isinstance(value, bool):
        return None
    if not isinstance(value, str):
        return _bare(float(value), unit) if math.isfinite(value) else None
    whole = " ".join(plain(value).replace("–", "-").replace("—", "-").split()).strip(" .;,'")
    whole = _TORN_GROUP.sub(r"\1", _NO_CENTS.sub("", whole))
    text = _RESULT.sub("", _NO_NUMBER.sub(" ", whole)).strip()
    if not any(c.isdigit() for c in text) or _POWER.search(text):
        return None
    once = _PER_YEAR.sub(" ", text)
    money = _sum(_PER_OTHER.sub(" ", once), unit)
    if money is None:
        return None
    money = replace(money, per_year=once != text, approximate=bool(_ABOUT.search(whole)))
    if _PER_OTHER.search(once) and not money.ambiguous:
        return replace(money, ambiguous=True, note="per_piece")
    return money


def _sum(text: str, unit: float | None) -> Money | None:
    sums = list(_SUM.finditer(text))
    if any(_malformed(match["number"]) for match in sums):
        return None
    stated = [match for match in sums if match["scale"] or match["short"] or match["currency"] or match["before"]]
    if not stated:
        return _unstated(text, sums, unit)
    if _FORMULA.search(text):
        return _unclear(_currency(stated[0]), "several")
    if len(stated) == 1:
        return _one(stated[0], text)
    return _composed(stated, text)


def _unstated(text: str, sums: list[re.Match[str]], unit: float | None) -> Money | None:
    """A number to be read by the header's unit; other words beside it ("giảm 30 công") make it something else."""
    rest = _SAID_WITH_A_SUM.sub(" ", _SUM.sub(" ", text))
    if "%" in text or "/" in rest or any(c.isalpha() for c in rest) or not sums:
        return None
    if len(sums) > 1:
        return _unclear("VND", "between" if "-" in text or "den" in text else "several")
    amount, two_ways = _number(sums[0]["number"])
    money = _bare(-amount if text.startswith("-") else amount, unit)
    return replace(money, ambiguous=True, note=money.note or "comma") if two_ways else money


def _bare(number: float, unit: float | None) -> Money:
    if unit is not None and math.isnan(unit):
        return Money(math.nan, "", ambiguous=True, note="foreign_currency", amount=number)
    if unit is None:
        plain_vnd = number >= _LEAST_PLAIN_VND or number == 0
        if plain_vnd:
            return Money(number, "VND", amount=number)
        return Money(math.nan, "VND", ambiguous=True, note="no_unit", amount=number)
    least, most = _BELIEVED[unit]
    if number != 0 and not least <= number < most:
        return Money(number * unit, "VND", ambiguous=True, note="unit_slip", amount=number)
    return Money(round(number * unit, 2), "VND", amount=round(number * unit, 2))


def _one(match: re.Match[str], text: str) -> Money:
    amount, two_ways = _amount(match)
    currency = _currency(match)
    if _BETWEEN.search(text[: match.start()]) or re.match(r"\s*(?:-\s*)?\d", text[match.end() :]):
        return _unclear(currency, "between")
    slipped = _number(match["number"])[0] >= 1e6 and bool(match["scale"] or match["short"])
    doubt = "unit_slip" if slipped else "comma" if two_ways else ""
    vnd = amount if currency == "VND" else math.nan
    return Money(vnd, currency, ambiguous=bool(doubt), note=doubt, amount=amount)


def _composed(stated: list[re.Match[str]], text: str) -> Money:
    """ "1 tỷ 200 triệu" is one sum: falling scales with nothing between; all else is several sums."""
    gaps = (text[a.end() : b.start()].strip(" ,") for a, b in pairwise(stated))
    scales = [_SCALES[match["scale"] or match["short"] or ""] for match in stated]
    currencies = {_currency(match) for match in stated}
    if len(currencies) > 1 or any(gap not in ("", "va") for gap in gaps) or sorted(set(scales), reverse=True) != scales:
        return _unclear(min(currencies), "several")
    amounts = [_amount(match) for match in stated]
    total = sum(amount for amount, _ in amounts)
    two_ways, currency = any(two for _, two in amounts), currencies.pop()
    return Money(
        total if currency == "VND" else math.nan, currency, ambiguous=two_ways, note="comma" * two_ways, amount=total
    )


def _unclear(currency: str, note: str) -> Money:
    return Money(math.nan, currency, ambiguous=True, note=note)


def _amount(match: re.Match[str]) -> tuple[float, bool]:
    number, two_ways = _number(match["number"])
    half = (match["half"] or "").strip()
    number += 0.5 if half == "ruoi" else int(half) / 10 if half else 0
    scale = _SCALES[match["scale"] or match["short"] or ""]
    return round(number * scale, 2), two_ways


def _currency(match: re.Match[str]) -> str:
    named = (match["currency"] or match["before"] or "").replace(" my", "")
    return _CURRENCIES[named]


def _malformed(number: str) -> bool:
    """Groups that are no thousands: "94.090.00", "1,5,2", "20.000.0000"; nobody can tell which number was meant."""
    whole, mark = number.replace(" ", ""), ""
    if "." in whole and "," in whole:
        mark = "." if whole.rfind(".") > whole.rfind(",") else ","
        whole = whole.rpartition(mark)[0]
        if mark in whole:
            return True
    groups = re.split("[.,]", whole)
    if len(groups) > 2 or (mark and len(groups) > 1):
        return len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])
    return False


def _number(text: str) -> tuple[float, bool]:
    """The number, and whether it reads two ways: the comma is the decimal mark, but 1,234 may be English."""
    text = text.replace(" ", "")
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        decimal = max(text.rfind("."), text.rfind(","))
        return float(re.sub("[.,]", "", text[:decimal]) + "." + text[decimal + 1 :]), False
    mark = "." if dots else ","
    if dots + commas == 0:
        return float(text), False
    groups = text.split(mark)
    thousands = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0"
    if dots + commas > 1:
        return float("".join(groups)), False
    if mark == "." and thousands:
        return float("".join(groups)), False
    return float(".".join(groups)), thousands
