"""Amounts as people write them, together with what they mean in đồng."""

from random import Random

from flows.sample.cells import Cell
from flows.sample.chance import pick

UNITS = {"dong": 1, "nghin": 1_000, "trieu": 1_000_000}
Meaning = tuple[Cell, float | None]


def dotted(amount: int) -> str:
    """94090000 as 94.090.000."""
    return f"{amount:,}".replace(",", ".")


def comma(amount: float, digits: int = 1) -> str:
    """15.9 as 15,9, with no comma where nothing follows it."""
    return f"{amount:.{digits}f}".rstrip("0").rstrip(".").replace(".", ",")


def amount_entry(rng: Random, unit: str, amount: int) -> Meaning:
    """The amount in a column of that unit (dong, nghin, trieu), or with its unit in the cell (text)."""
    if unit == "text":
        return _in_words(rng, amount)
    if unit == "trieu":
        value = round(amount / 1_000_000, 1)
        draw = rng.random()
        cell: Cell = value if draw < 0.8 else comma(value)
        return cell, round(value * 1_000_000)
    whole = amount // UNITS[unit]
    cell = whole if rng.random() < 0.75 else dotted(whole)
    return cell, float(whole * UNITS[unit])


def wrong_scale(unit: str, amount: int) -> Cell:
    """The amount keyed in the wrong unit: đồng in a column of triệu, triệu in a column of đồng."""
    return amount if unit in ("trieu", "nghin") else round(amount / 1_000_000, 1)


def visibly_wrong(unit: str, amount: int) -> bool:
    """True where the wrong unit makes a sum that nobody would believe of one initiative: 10 tỷ đồng and more in a
    column of nghìn or triệu, some thousand đồng in one of đồng."""
    return unit == "dong" or amount * UNITS[unit] >= 10_000_000_000


def _in_words(rng: Random, amount: int) -> Meaning:
    draw = rng.random()
    millions = amount / 1_000_000
    if draw < 0.08:
        return _oddly(rng, amount)
    if draw < 0.3:
        return dotted(amount) + pick(rng, ("đ", " đồng", "đ", " VNĐ", " VND")), float(amount)
    if draw < 0.6:
        about = pick(rng, ("", "", "", "hơn ", "khoảng ", "~", "gần "))
        return (
            f"{about}{comma(millions)}{pick(rng, (' triệu đồng', ' triệu', 'tr', ' trđ', ' triệu đồng/năm'))}",
            round(millions, 1) * 1e6,
        )
    if draw < 0.7:
        days = 20 + int(rng.random() * 60)
        wage = max(amount // days // 1_000, 1) * 1_000
        result = wage * days + int(pick(rng, (0, 44_000, -6_000)))
        sign = pick(rng, ("≈", "=", "≈"))
        return f"{dotted(wage)}đ {pick(rng, 'x**')} {days} công {sign} {dotted(result)}đ", float(result)
    if millions >= 100:
        billions = round(millions / 1_000, 1)
        about, unit = pick(rng, ("", "", "hơn ", "~")), pick(rng, ("tỷ đồng", "tỷ", "tỉ đồng", "tỷ đồng/năm"))
        return f"{about}{comma(billions)} {unit}", billions * 1e9
    return f"{comma(millions)} {pick(rng, ('triệu đồng', 'tr.đ'))}", round(millions, 1) * 1e6


def _oddly(rng: Random, amount: int) -> Meaning:
    """The same, as a few people put it."""
    tenths = max(amount // 100_000, 11)
    whole, rest = divmod(tenths, 10)
    forms: list[Meaning] = [
        (f"{whole}tr{rest}" if rest else f"{whole}tr", tenths * 1e5),
        (f"{amount:,} VND".replace(",", " "), float(amount)),
        (f"{amount:,} đồng", float(amount)),
        (f"Tiết kiệm {comma(tenths / 10)} triệu đồng", tenths * 1e5),
        (f"{comma(tenths / 10)} triệu đồng/năm (tiết kiệm vật tư)", tenths * 1e5),
        (f"Ước tính {dotted(amount)} đồng/năm", float(amount)),
        (f"trên {comma(tenths / 10)} tr.đ", tenths * 1e5),
        (f"{dotted(amount // 1000)}.000,-đ", float(amount // 1000 * 1000)),
    ]
    if tenths >= 10_000:
        billions, millions = divmod(tenths // 10, 1000)
        forms.append((f"{billions} tỷ {millions} triệu" if millions else f"{billions} tỷ", (tenths // 10) * 1e6))
        forms.append((f"hơn {billions} tỷ rưỡi", billions * 1e9 + 5e8))
    return pick(rng, forms)
