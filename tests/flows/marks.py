"""Marks to be planted: STEM and four hex digits.

The stem holds a Vietnamese letter, so that a mark looks different in each form a text can take (NFD, UTF-16, escaped,
percent-encoded, without diacritics); a hit in any form is a hit."""

import base64
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

_CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
STEM = "Zqxếwk"


def mark(number: int) -> str:
    """The mark of that number: one word, found by its stem in any form."""
    return f"{STEM}{number:04x}"


def _base64_of(data: bytes) -> Iterator[bytes]:
    """What stands in base64 of any text that holds these bytes, at each of the three alignments."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + data)
        yield encoded[(0, 2, 3)[shift] : len(encoded) - (0, 3, 2)[(shift + len(data)) % 3]]


def _needles() -> tuple[list[bytes], list[bytes]]:
    """The stem in every form: those that any case may have, and those that are as they are."""
    cased = {unicodedata.normalize(form, text) for form in ("NFC", "NFD") for text in (STEM.lower(), STEM.upper())}
    texts = sorted({*cased, STEM, unicodedata.normalize("NFD", STEM), "zqxewk", "ZQXEWK", "Zqxewk"})
    folded, exact = set(), set()
    for text in texts:
        shapes = (text, ascii(text)[1:-1], quote(text), text.encode("ascii", "xmlcharrefreplace").decode())
        for shape in (*shapes, text.encode().decode("latin-1"), text.encode().decode("cp1252", "replace")):
            folded |= {shape.encode(coding).lower() for coding in _CODINGS}
        folded |= {text.encode().hex().encode(), repr(text.encode())[2:-1].encode().lower()}
        exact |= {n for coding in ("utf-8", "utf-16-le") for n in _base64_of(text.encode(coding))}
    return sorted(folded), sorted(n for n in exact if len(n) >= 6)


FOLDED, EXACT = _needles()
