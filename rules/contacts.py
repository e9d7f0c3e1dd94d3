"""Personal data that no one needs here: telephone numbers, e-mail addresses, identity numbers inside other texts are
dropped at intake (DOMAIN.md, NĐ 13/2023/NĐ-CP)."""

import re

from schemas.submission import Cell

_SHORTEST = 3  # characters, of an address
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NINE_DIGITS = re.compile(r"\d(?:[\s.-]?\d){8}")  # which a telephone and an identity number both hold
_PHONE = re.compile(r"(?<![\d.,])(?:\+?84|0)(?:[\s.-]?\d){9}(?![\d.,]*\d)")
_IDENTITY = re.compile(r"\b(?:CCCD|CMND|CMTND|căn cước|chứng minh(?: nhân dân)?)\b[^\d\n]{0,20}\d{9,12}", re.I)


def without_contacts(cell: Cell) -> Cell:
    """A cell without telephone, e-mail and identity numbers; a number that was typed as a number is left alone."""
    if not isinstance(cell, str) or len(cell) < _SHORTEST:
        return cell
    if "@" in cell:
        cell = _MAIL.sub("", cell)
    return _PHONE.sub("", _IDENTITY.sub("", cell)) if _NINE_DIGITS.search(cell) else cell
