"""Text repair: legacy encodings, Unicode form, blanks. What is published keeps the author's own spelling.

The order matters: a legacy encoding is decided and decoded first, for the clean-up destroys it (soft hyphen is ư in
TCVN3); nothing is decoded twice; what stays doubtful is kept as it was and said to be `unsure`.
"""

import re
import unicodedata
from functools import lru_cache
from string import punctuation
from typing import NamedTuple

from rules.folding import bare, fold
from rules.garbled import is_twice_decoded
from rules.legacy_encodings import CONTROL_TO_CP1252
from rules.legacy_text import (
    KNOWN_WORDS,
    LETTERS,
    has_small_before_capital,
    is_legacy_font,
    is_word,
    undo_wrong_decoding,
)
from rules.syllables import WRITTEN

__all__ = ["Repaired", "bare", "fold", "looks_vietnamese", "one_line", "repair"]


class Repaired(NamedTuple):
    """A text after repair, and what was assumed of it.

    `assumed` is "" for nothing, else tcvn3, tcvn3_capitals, vni, double_decoded, hooked_letters, or unsure: it looks
    broken and was kept.
    """

    text: str
    assumed: str


_BETWEEN_WORDS = re.compile(f"[{re.escape(punctuation)}0-9“”‘’–—…•]+")
_LOST_LETTER = re.compile(r"[^\W\d_]\?[^\W\d_]|\ufffd")
_TORN_MARK = re.compile("(?<=[^\\W\\d_])\\s+([\u0300\u0301\u0303\u0309\u0323])\\s?")
_LINE_BREAK = re.compile(r"\r\n?|[\n\v\f\u2028\u2029]|_x000D_\n?")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LOOK_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТУХаеосрухіјѕ", "ABESIJKMHOPCTYXaeocpyxijs")
_EVERY_D = str.maketrans("ÐƉɖð", "ĐĐđđ")
_WELL_READ: set[str] = set()  # small at first: a child copies what it writes to
_MOST_LEARNED = 200_000
_QUOTES = (('"', '"'), ("“", "”"), ("‘", "’"), ("'", "'"), ("«", "»"))


@lru_cache(maxsize=1 << 16)
def repair(text: str, font: str = "") -> Repaired:
    """The text as its author meant it; `font` is the cell's font where the file says it.

    Line breaks stay as "\\n", every other run of blanks becomes one space, and invisible characters go. Remembered: the
    search for headers, for marks and for values each repair the same cells.
    """
    legacy_font = font != "" and is_legacy_font(font)
    if not legacy_font and _reads_well(text):
        return Repaired(text if _is_tidy(text) else _tidy(text), "")
    composed = unicodedata.normalize("NFC", text)
    if not legacy_font and composed != text and _reads_well(composed):
        return Repaired(_tidy(composed), "")
    decoded, assumed = undo_wrong_decoding(composed, font)
    if assumed == "unsure":
        return Repaired("\n".join(" ".join(line.split()) for line in decoded.splitlines()), assumed)
    cleaned = _clean(decoded)
    return Repaired(cleaned, assumed or ("unsure" if _is_unsure(cleaned) else ""))


def one_line(text: str) -> str:
    """A title on one line, without trailing full stops and stray quotes: '"Xây dựng ..."."' is 'Xây dựng'."""
    line = " ".join(text.split())
    while True:
        shorter = line.rstrip(" .;,…")
        for opening, closing in _QUOTES:
            shorter = _without_stray_quotes(shorter, opening, closing)
        if shorter == line:
            return line
        line = shorter


def looks_vietnamese(text: str) -> float:
    """The share of words, from 0 to 1, that are Vietnamese syllables or ASCII; 1 for a text without words."""
    words = LETTERS.findall(text.lower())
    return sum(w.isascii() or w in WRITTEN for w in words) / len(words) if words else 1.0


def _reads_well(text: str) -> bool:
    """The quick way for most cells: every word is ASCII or known, no letter was lost, no capitals font either."""
    if "?" in text and _LOST_LETTER.search(text):
        return False
    return text.isascii() or _WELL_READ.issuperset(words := text.split()) or all(map(_word_reads_well, words))


def _word_reads_well(word: str) -> bool:
    """Learns each word that does, in the case it was written in."""
    if word in _WELL_READ:
        return True
    lowered = word.lower()
    if not (word.isascii() or lowered in KNOWN_WORDS or _is_written(lowered)) or has_small_before_capital(word):
        return False
    if len(_WELL_READ) < _MOST_LEARNED:
        _WELL_READ.add(word)
    return True


def _is_written(word: str) -> bool:
    return all(part.isascii() or is_word(part) for part in _BETWEEN_WORDS.split(word))


def _is_tidy(text: str) -> bool:
    return text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " " and "_x000D_" not in text


def _without_stray_quotes(line: str, opening: str, closing: str) -> str:
    starts, ends = line.startswith(opening), line.endswith(closing)
    if not (starts or ends) or len(line) < 2:
        return line if len(line) > 1 or not starts else ""
    same = opening == closing
    count = line.count(opening) if same else line.count(opening) + line.count(closing)
    if starts and ends and count == 2:
        return line[1:-1].strip()
    if count % 2 == 0 and (same or line.count(opening) == line.count(closing)):
        return line
    return line[1:].lstrip() if starts else line[:-1].rstrip()


def _clean(text: str) -> str:
    """NFC, blanks folded, invisible characters out, one Đ, Latin letters in Latin words; line breaks are kept."""
    if not text.isascii():
        text = _TORN_MARK.sub(r"\1", text) if _TORN_MARK.search(text) else text
        text = unicodedata.normalize("NFC", text.translate(CONTROL_TO_CP1252)).translate(_EVERY_D)
        if _CYRILLIC.search(text):
            text = LETTERS.sub(_latin_word, text)
    return _tidy(text)


def _tidy(text: str) -> str:
    lines = (_visible(" ".join(line.split())) for line in _LINE_BREAK.sub("\n", text).split("\n"))
    return "\n".join(line for line in lines if line)


def _visible(line: str) -> str:
    if line.isprintable():
        return line
    kinds = zip(line, map(unicodedata.category, line), strict=True)
    shown = "".join(" " if k == "Co" else "" if k in ("Cc", "Cf", "Cs", "Cn") else c for c, k in kinds)
    return " ".join(shown.split())


def _latin_word(match: re.Match[str]) -> str:
    word = match[0]
    latin = word.translate(_LOOK_ALIKE)
    return latin if latin != word and not _CYRILLIC.search(latin) and re.search("[A-Za-z]", word) else word


def _is_unsure(text: str) -> bool:
    """Looks broken: letters lost to "?", or too many words that are no syllables."""
    if _LOST_LETTER.search(text) and "://" not in text:
        return True
    words = [word for word in LETTERS.findall(text.lower()) if len(word) > 1 and not word.isascii()]
    odd = [word for word in words if not is_word(word) and not _CYRILLIC.search(word)]
    return (len(odd) > 1 and 3 * len(odd) >= len(words)) or is_twice_decoded(text)
