"""Dirt on text: Unicode forms, blanks, look-alike letters, old fonts. The meaning stays; only the signs change."""

import unicodedata
from random import Random

from flows.sample.cells import Cell, FontCell
from flows.sample.encodings import as_tcvn3, as_vni, decoded_as_cp1252, decoded_as_tcvn3
from flows.sample.retyping import old_tone
from flows.sample.setting import Setting

RATES = {
    "trailing_stop": 0.02,
    "nfd": 0.008,
    "old_tone": 0.01,
    "i_for_y": 0.006,
    "nbsp": 0.004,
    "double_space": 0.006,
    "line_break": 0.004,
    "icelandic_d": 0.002,
    "african_d": 0.001,
    "gha": 0.001,
    "cyrillic": 0.001,
    "tcvn3_cell": 0.002,
    "vni_cell": 0.002,
}
CAPITALS = 0.001
_TAME = ("trailing_stop", "double_space", "old_tone", "i_for_y")
_FONTS = ("tcvn3_cell", "vni_cell")


def flaws_of(setting: Setting) -> dict[str, float]:
    """How often each flaw stands in the cells of this sheet; the due ones much more often."""
    flaws = {}
    for name, rate in RATES.items():
        if (setting.old and name not in _TAME) or (setting.format == "csv" and name in (*_FONTS, "line_break")):
            continue
        flaws[name] = 0.4 if setting.oddities.due(name) else rate
    if setting.format != "csv":
        flaws["capitals_font"] = 0.3 if setting.oddities.due("capitals_font") else CAPITALS
    return flaws


def soiled(setting: Setting, text: str) -> Cell:
    """The text with at most one flaw on it."""
    rng = setting.rng
    draw = rng.random()
    for name, rate in setting.flaws.items():
        if draw < rate and name != "capitals_font":
            made = _soil(rng, name, text)
            if made != text:
                setting.oddities.mark(name)
            return made
        draw -= rate
    return text


def capitals(setting: Setting, text: str) -> FontCell:
    """The text in capitals as .VnTimeH has them: stored small, shown great."""
    setting.oddities.mark("capitals_font")
    return FontCell(as_tcvn3(text.lower()), ".VnTimeH")


def garbled(setting: Setting, text: str) -> tuple[str, bool]:
    """A content that was decoded once too often, and whether that can be undone."""
    setting.oddities.mark("decoded_twice")
    undone = setting.rng.random() < 0.5
    return (decoded_as_cp1252(text) if undone else decoded_as_tcvn3(text)), undone


def lost_letters(text: str) -> str:
    """The text after a program that knew no Vietnamese: every such letter is a question mark, for good."""
    return "".join(c if c.isascii() else "?" for c in unicodedata.normalize("NFC", text))


def _soil(rng: Random, name: str, text: str) -> Cell:
    if name == "tcvn3_cell":
        return FontCell(as_tcvn3(text), ".VnTime")
    if name == "vni_cell":
        return FontCell(as_vni(text), "VNI-Times")
    if name == "old_tone":
        return old_tone(text)
    if name == "i_for_y":
        return text.replace("kỹ ", "kĩ ").replace("lý ", "lí ")
    if name == "nfd":
        return unicodedata.normalize("NFD", text)
    if name == "trailing_stop":
        return text if text.endswith(".") else text + "."
    if name == "cyrillic":
        return text.replace("C", "С", 1)
    if name in _SWAPS:
        old, new = _SWAPS[name]
        return text.replace(old, new)
    spots = [i for i, c in enumerate(text) if c == " "]
    if name in _BLANKS and spots:
        spot = spots[len(spots) // 2]
        return text[:spot] + _BLANKS[name] + text[spot + 1 :]
    return text


_SWAPS = {"icelandic_d": ("Đ", "Ð"), "african_d": ("Đ", "Ɖ"), "gha": ("ư", "ƣ")}
_BLANKS = {"nbsp": "\xa0", "double_space": "  ", "line_break": "\n"}
