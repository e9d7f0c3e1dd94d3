"""Marks of secrecy that a reader sees although no cell holds them: page headers, text boxes, number formats."""

import re

from rules.mark_cover import is_mark, marks_all

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]\-]*)|([^\W\d_]+)')
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-F]{6}|[A-Z])', re.I)
OLD_FONT = re.compile(r"\.vn|vni[-_ ]", re.I)


def format_mark(code: str) -> str:
    """What a number format writes beside or in place of the number, where that is a mark; "" otherwise."""
    text = "".join(" ".join(filter(None, groups)) for groups in _LITERAL.findall(code)).strip()
    return text if len(text) > 2 and is_mark(text) else ""


def header_marks(text: str) -> bool:
    """True when a page header or footer, with its codes, is a mark: &C&"Times New Roman,Bold"MẬT."""
    return marks_all(_HEADER_CODE.sub(" ", text))


def shape_marks(text: str) -> bool:
    """True when the words of a text box, a drawing or a property of the document are a mark."""
    return bool(text.strip()) and marks_all(text)
