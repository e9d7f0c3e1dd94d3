"""Vietnamese text as old programs stored it: TCVN3 (.VnTime), VNI, cp1258, and text decoded once too often."""

import unicodedata
from functools import cache

from flows.sample.wordlists import table

_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "–": "-", "≈": "~", "✓": "x", "…": "...", "‰": "%", "×": "x", "’": "'", "\xa0": " "}
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def plain(text: str) -> str:
    """Text without the signs that no old encoding has; what a typist of that time would have keyed."""
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


def as_tcvn3(text: str) -> str:
    """The text keyed in a .VnTime font, as Latin-1 shows it. TCVN3 has no toned capitals: they come out small."""
    return plain(text).translate(_letters("TCVN3"))


def as_vni(text: str) -> str:
    """The text keyed in a VNI-Times font, as Latin-1 shows it."""
    return plain(text).translate(_letters("VNI"))


def legacy_bytes(text: str, encoding: str) -> bytes:
    """The bytes of a file in `tcvn3`, `vni` or `cp1258`."""
    if encoding == "cp1258":
        return plain(text).translate(_cp1258()).encode("cp1258", "replace")
    seen = as_tcvn3(text) if encoding == "tcvn3" else as_vni(text)
    return seen.encode("latin-1", "replace")


def decoded_as_cp1252(text: str) -> str:
    """UTF-8 read as cp1252, where that is possible; else the text as it is ("Má»™t sá»‘")."""
    try:
        return text.encode("utf-8").decode("cp1252")
    except UnicodeDecodeError:
        return text.encode("utf-8").decode("latin-1")


def decoded_as_tcvn3(text: str) -> str:
    """Good Unicode run once more through a TCVN3 decoder ("Chuyờn ngành giỏo dục")."""
    return text.translate({ord(seen): letter for letter, seen in _pairs("TCVN3")})


@cache
def _pairs(encoding: str) -> tuple[tuple[str, str], ...]:
    rows = (row for row in table("legacy_encodings") if row["encoding"] == encoding)
    return tuple((row["letter"], bytes.fromhex(row["bytes_hex"]).decode("latin-1")) for row in rows)


@cache
def _letters(encoding: str) -> dict[int, str]:
    letters = {ord(letter): seen for letter, seen in _pairs(encoding)}
    if encoding == "TCVN3":
        for letter, seen in _pairs(encoding):
            letters.setdefault(ord(letter.upper()), seen)
    return letters


@cache
def _cp1258() -> dict[int, str]:
    letters = {}
    for letter, _ in _pairs("VNI"):
        apart = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in apart if mark in _TONES)
        letters[ord(letter)] = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES)) + tone
    return letters
