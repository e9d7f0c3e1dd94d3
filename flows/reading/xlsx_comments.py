"""Comments of an xlsx sheet, old and threaded, by the cell they are anchored at."""

import re
from html import unescape

from flows.reading.xlsx_parts import Package, attribute, column_of, prefix_of
from schemas.submission import Spot

_AT = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_KINDS = {"comments": (b"comment", b"t"), "threadedComment": (b"threadedComment", b"text")}


def comments(package: Package, sheet: str) -> dict[Spot, str]:
    """The text at each cell; what several comments, or the answers in a thread, say at one cell stands on lines of its
    own."""
    said: dict[Spot, list[str]] = {}
    for kind, path in sorted(package.relations(sheet).values()):
        if kind in _KINDS:
            for spot, text in _comments(package.read(path), *_KINDS[kind]):
                said.setdefault(spot, []).append(text)
    return {spot: "\n".join(dict.fromkeys(texts)) for spot, texts in said.items()}


def _comments(xml: bytes, element: bytes, text: bytes) -> list[tuple[Spot, str]]:
    p = re.escape(prefix_of(xml, element))
    whole = re.compile(b"<" + p + element + rb"\s([^>]*)(?<!/)>(.*?)</" + p + element + rb"\s*>", re.S)
    part = re.compile(b"<" + p + text + rb"(?:\s[^>]*)?>(.*?)</" + p + text + rb"\s*>", re.S)
    found = []
    for match in whole.finditer(xml):
        # A range as its place means the cell it begins at: a merged cell's first.
        if at := _AT.match(attribute(match[1], b"ref")):
            words = b"".join(t[1] for t in part.finditer(match[2]))
            spot = int(at[2]), column_of(at[1].encode())
            found.append((spot, unescape(words.decode("utf-8", "replace"))))
    return found
