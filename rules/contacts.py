"""Personal data that no one needs here: telephone numbers, e-mail addresses, identity numbers inside other texts are
dropped at intake (DOMAIN.md, NĐ 13/2023/NĐ-CP)."""

import re

from schemas.submission import Cell

_DIGIT = re.compile(r"\d")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?<![\d.,])(?:\+?84|0)(?:[\s.-]?\d){9}(?![\d.,]*\d)")
_IDENTITY = re.compile(r"\b(?:CCCD|CMND|CMTND|căn cước|chứng minh(?: nhân dân)?)\b[^\d\n]{0,20}\d{9,12}", re.I)


def without_contacts(cell: Cell) -> Cell:
    """A cell without telephone, e-mail and identity numbers; a number that was typed as a number is left alone."""
    if not isinstance(cell, str) or ("@" not in cell and not _DIGIT.search(cell)):
        return cell
    for pattern in (_MAIL, _IDENTITY, _PHONE):
        cell = pattern.sub("", cell)
    return cell
