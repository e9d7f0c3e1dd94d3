"""Amounts that leave a doubt, and the words of those who reckoned none."""

from random import Random

from flows.sample.chance import pick
from flows.sample.money import Meaning, comma, dotted

NOT_RECKONED = ("Không tính được bằng tiền", "không", "-", "chưa tính được", "Không có", "Chưa tính", "0")


def doubtful_entry(rng: Random, amount: int) -> Meaning:
    """An amount that nobody can take as it stands, with what it says for sure (None for nothing)."""
    millions = amount / 1_000_000
    draw = rng.random()
    if draw < 0.3:
        return f"{dotted(max(round(millions * 43), 7))} USD{pick(rng, ('/năm', '', ' / năm'))}", None
    if draw < 0.5:
        piece = pick(rng, ("tháng", "quý", "sản phẩm", "ca", "lớp"))
        return f"{comma(millions)} triệu đồng/{piece}", round(millions, 1) * 1e6
    if draw < 0.7:
        low = max(round(millions), 2)
        return f"{low}{pick(rng, ('-', ' - ', ' đến '))}{low + 3} triệu{pick(rng, ('', ' đồng', '/năm'))}", None
    if draw < 0.85:
        half = max(round(millions / 2), 2)
        return f"{half} triệu tiền vật tư và {half + 1} triệu tiền công", None
    return f"{dotted(50_000 + amount // 10_000 * 10_000)}đ x {20 + int(rng.random() * 50)} công", None


def not_reckoned(rng: Random) -> str | None:
    """An empty cell, or the words that stand for one."""
    return pick(rng, NOT_RECKONED) if rng.random() < 0.06 else None
