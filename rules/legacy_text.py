"""Was a cell written in an old encoding, or decoded wrongly on its way? Decides for the whole cell, undoes it once."""

import re
import unicodedata
from string import punctuation

from rules.folding import ABBREVIATIONS
from rules.legacy_encodings import TCVN3, from_double_decoded, from_tcvn3, from_vni
from rules.syllables import MARKED_LETTERS, SYLLABLES, WRITTEN

KNOWN_WORDS = WRITTEN | ABBREVIATIONS.keys()
LETTERS = re.compile(r"[^\W\d_]+")
_CONSONANTS = re.compile("[bcdđghklmnpqrstvxwz]+")
_RUN = re.compile("[A-Za-z\u00a1-\u1fff\u2212]+")
_BESIDE_A_WORD = punctuation + "“”‘’–—…•«»·®©™°"
_MARKED = "".join(sorted(MARKED_LETTERS))
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SMALL_BEFORE_CAPITAL = re.compile(f"[{_MARKED}](?=[A-Z])")
_BEYOND_LATIN_1 = re.compile(f"[{''.join(c + c.upper() for c in _MARKED if ord(c) > 255)}{_TONES}]")
_DOUBLE_DECODED = re.compile("[ÃÄÅÆáâ][^\x00-\x7f]|Ã ")
_DESTROYED_BY_NFKC = re.compile("[A-Za-z] [\u0327\u0308]")
_LETTER_AND_SIGN = re.compile("(?<![A-Za-z])[A-Za-z][µ¸¶÷](?![A-Za-z0-9])")
_HOOKED = str.maketrans("Ƣƣ", "Ưư")
_FROM_PDF = str.maketrans("\u03bc\u2212", "µ\u00ad")
_TCVN3_SIGNS = {code: meant for code, meant in TCVN3.items() if chr(code).lower() not in MARKED_LETTERS}


def is_legacy_font(font: str) -> bool:
    """True for the name of a TCVN3 (.VnTime) or a VNI font (VNI-Times)."""
    return font[:4].casefold().startswith((".vn", "vni"))


def is_word(word: str) -> bool:
    """In lower case: a syllable however its tone is placed, or an abbreviation (HĐND)."""
    return word in KNOWN_WORDS or _CONSONANTS.fullmatch(word) is not None


def has_small_before_capital(text: str) -> bool:
    """True for "HOạT": a capitals font was lost on the way."""
    return _SMALL_BEFORE_CAPITAL.search(text) is not None


def undo_wrong_decoding(text: str, font: str) -> tuple[str, str]:
    """The text with at most one wrong decoding undone, and which: "" for none, "unsure" for one beyond repair."""
    if "Ƣ" in text or "ƣ" in text:
        return text.translate(_HOOKED), "hooked_letters"
    if _DOUBLE_DECODED.search(text):
        meant = from_double_decoded(text)
        if meant and _faults(meant) <= _faults(text):
            return meant, "double_decoded"
    if _BEYOND_LATIN_1.search(text):
        return _finish_decoding(text)
    if _DESTROYED_BY_NFKC.search(text):
        return text, "unsure"
    decoded, assumed = _from_legacy(text.translate(_FROM_PDF), font.casefold())
    if assumed != "tcvn3":
        return (decoded, assumed) if assumed else (text, "")
    capitals = decoded.upper() if is_legacy_font(font) and font.casefold().endswith("h") else _with_capitals(decoded)
    return capitals, "tcvn3" if capitals == decoded != text else "tcvn3_capitals" if capitals != text else ""


def _finish_decoding(text: str) -> tuple[str, str]:
    """A cell that is Unicode in part: single signs of TCVN3 left in words, or small letters from a capitals font."""
    restored = _RUN.sub(_decode_signs, text)
    if restored != text:
        return restored, "tcvn3"
    capitals = _with_capitals(text)
    return capitals, "" if capitals == text else "tcvn3_capitals"


def _decode_signs(match: re.Match[str]) -> str:
    word = match[0]
    meant = word.translate(_FROM_PDF).translate(_TCVN3_SIGNS)
    as_it_stands = (word.replace("\u00ad", ""), word.strip(_BESIDE_A_WORD))
    if meant == word or len(word) < 2 or meant.lower() not in SYLLABLES:
        return word
    return word if any(w.lower() in WRITTEN for w in as_it_stands) else meant


def _from_legacy(text: str, font: str) -> tuple[str, str]:
    """TCVN3, VNI or neither: by the font's name, else by whether the words become syllables and were not before."""
    faults = _faults(text)
    if is_legacy_font(font):
        decode, assumed = (from_tcvn3, "tcvn3") if font.startswith(".") else (from_vni, "vni")
        decoded = decode(text)
        return (
            (decoded, assumed if decoded != text or font.endswith("h") else "")
            if _faults(decoded) <= faults
            else (text, "")
        )
    if not faults:
        return text, ""
    readings = [(from_vni(text), "vni"), (from_tcvn3(text), "tcvn3")]  # of equals VNI: it seldom fits by chance
    decoded, assumed = min(readings, key=lambda reading: _faults(reading[0]))
    left = _faults(decoded)
    if faults > 2 * left and 3 * left <= len(_marked_words(decoded)) and _is_evident(text, decoded):
        return decoded, assumed
    return text, ""


def _faults(text: str) -> int:
    """How many words of two signs or more are neither ASCII nor a Vietnamese word."""
    words = _marked_words(unicodedata.normalize("NFC", text).lower())
    return sum(1 for word in words if not is_word(word) and not _is_quoted(word))


def _is_quoted(word: str) -> bool:
    inner = word.strip("«»·•®©™°")
    return inner != word and inner in WRITTEN and not inner.isascii()


def _marked_words(text: str) -> list[str]:
    return [word for word in _RUN.findall(text) if len(word) > 1 and not word.isascii()]


def _is_evident(text: str, decoded: str) -> bool:
    """A short word proves nothing ("µm"): asks for two words, or one of three letters, that became syllables."""
    odd = [word for word in _marked_words(text.lower()) if not is_word(word)]
    words = [word for word in _marked_words(decoded.lower()) if word in SYLLABLES]
    if len(words) > 1 or any(len(word) > 2 for word in words + odd):
        return bool(words)
    return len(words) == 1 and _LETTER_AND_SIGN.search(text) is not None


def _with_capitals(text: str) -> str:
    """Small toned letters amid capitals made large: "QUảN Lý HOạT ĐộNG" is "QUẢN LÝ HOẠT ĐỘNG"."""
    if not any(_is_mixed(word) for word in LETTERS.findall(text)):
        return text
    if not re.search("[a-z]", text):
        return text.upper()
    return LETTERS.sub(lambda match: match[0].upper() if _is_mixed(match[0]) else match[0], text)


def _is_mixed(word: str) -> bool:
    capitals = sum(c.isupper() for c in word)
    if any("a" <= c <= "z" for c in word) or capitals == len(word):
        return False
    return (capitals > 1 or word[-1].isupper()) and word.lower() in WRITTEN
