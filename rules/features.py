"""Keyed features of a row for matching, made in the parsing child before redaction, for secret and open rows alike.

A code is HMAC-SHA256 cut to eight bytes, so without the key nothing of a withheld field can be guessed from it. The
content is coded by its words and mixed from there: a shingle's code rests on three keyed codes.
"""

import hmac
import re
import struct
from collections.abc import Iterable

import numpy as np

from rules.hashing import Codes, mix
from rules.names import fold_name, initials_key, split_authors
from rules.terms import bare
from rules.vietnamese import fold
from rules.workplaces import Place, read_place

Features = tuple[tuple[int, ...], tuple[int, ...], int, tuple[int, ...], tuple[int, ...]]

CONTENT_CODES = 16
_CONTENT_WORDS = 400
_NO_CODE = "0" * 16
_LONGEST_REMEMBERED = 500  # characters: a whole file has a code too
_MOST_REMEMBERED = 20_000  # texts of a kind: a large file repeats few of its names, and all of them are half its memory
_SHINGLE_STEPS = (np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA0761D6478BD642F))

# What a code of a workplace stands for, in its lowest bits.
KINDS_OF_PLACE = 8
WORD, SHORT, DISTRICT, PROVINCE, SUPERIOR, KIND, PROPER = range(7)
# The lowest bit of an author's code: one for the words of all names together, however they are parted.
TOGETHER = 1
_IN_THE_WAY = re.compile(r"^.*?(?=\b(?:huyện|quận|thị xã|thành phố|tỉnh|H\.|Q\.|TP|TX|T\.)[\s.])")
_UNION = re.compile(r"\b(?:công đoàn|liên đoàn lao động)\b")


class Coder:
    """Makes keyed codes; the same text under the same key has the same code everywhere, and 0 means "not stated"."""

    def __init__(self, key: bytes) -> None:
        if not key:
            raise ValueError("the key of the matching codes is empty; set it in the environment")
        self._key = key
        self._codes: dict[str, dict[str, int]] = {}
        self._authors: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._workplaces: dict[tuple[str, str], tuple[int, tuple[int, ...]]] = {}
        self._superiors: dict[str, Place] = {}

    def has_key_of(self, other: "Coder") -> bool:
        """Whether both give the same codes."""
        return hmac.compare_digest(self._key, other._key)

    def code(self, kind: str, text: str) -> int:
        """The first eight bytes of HMAC-SHA256(key, kind, text), big-endian; never 0."""
        codes = self._codes.setdefault(kind, {})
        known = codes.get(text)
        if known is None:
            digest = hmac.digest(self._key, f"{kind}\0{text}".encode(), "sha256")
            known = int.from_bytes(digest[:8], "big") or 1
            if len(codes) < _MOST_REMEMBERED and len(text) < _LONGEST_REMEMBERED:
                codes[text] = known
        return known

    def keys(self, kind: str, texts: Iterable[str]) -> list[str]:
        """The codes of texts that hardly repeat, each as sixteen hexadecimal digits; none is remembered."""
        key, digest = self._key, hmac.digest
        codes = (digest(key, f"{kind}\0{text}".encode(), "sha256")[:8].hex() for text in texts)
        return [code if code != _NO_CODE else f"{1:016x}" for code in codes]

    def authors(self, text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Codes of the authors' full names and of their initials with the last word, each sorted."""
        known = self._authors.get(text)
        if known is None:
            names = split_authors(text)
            folded = [name for name in map(fold_name, names) if name and not _is_short(name)]
            full = {self.name_code(name) for name in folded}
            if len(folded) == len(names) > 0:
                full.add(self.code("author_words", " ".join(sorted(bare(" ".join(folded)).split()))) | TOGETHER)
            short = {self.code("author_initials", bare(key)) for name in names if (key := initials_key(name))}
            known = (tuple(sorted(full)), tuple(sorted(short)))
            if len(self._authors) < _MOST_REMEMBERED:
                self._authors[text] = known
        return known

    def name_code(self, folded: str) -> int:
        """The code of one folded full name."""
        return self.code("author", folded) & ~TOGETHER

    def workplace(self, text: str, superior: str = "") -> tuple[int, tuple[int, ...]]:
        """Codes of the workplace as a whole, and of its parts and the union above it; the lowest bits tell the kind."""
        known = self._workplaces.get((text, superior))
        if known is None:
            folded = fold(text)
            whole = self.code("workplace", folded) if folded else 0
            place, above = read_place(text), self._above(superior)
            union = fold(superior)
            parts = (
                *((WORD, bare(word)) for word in place.words),
                *((SHORT, place.short) for _ in place.short[:1]),
                *((KIND, bare(place.kind)) for _ in place.kind[:1]),
                *((PROPER, bare(place.proper)) for _ in place.proper[:1]),
                *((DISTRICT, bare(where)) for where in {*place.districts, *above.districts}),
                *((PROVINCE, bare(where)) for where in {*place.provinces, *above.provinces}),
                *((SUPERIOR, bare(union)) for _ in _UNION.findall(union)[:1]),
            )
            tokens = {self._part(kind, part) for kind, part in parts}
            known = (whole, tuple(sorted(tokens)))
            if len(self._workplaces) < _MOST_REMEMBERED:
                self._workplaces[text, superior] = known
        return known

    def _above(self, superior: str) -> Place:
        """Where the union above a workplace lies; few unions stand above many workplaces."""
        known = self._superiors.get(superior)
        if known is None:
            known = self._superiors[superior] = read_place(_IN_THE_WAY.sub("", superior, count=1))
        return known

    def _part(self, kind: int, part: str) -> int:
        return self.code("workplace_token", part) // KINDS_OF_PLACE * KINDS_OF_PLACE + kind

    def content(self, text: str) -> tuple[int, ...]:
        """Up to 16 smallest keyed codes of the runs of three words: two texts share them as they share their runs."""
        words = fold(text[: _CONTENT_WORDS * 8]).split()[:_CONTENT_WORDS]
        if not words:
            return ()
        shingles = sorted(set(self.runs(words)))[:CONTENT_CODES]
        return tuple(code or 1 for code in shingles)

    def runs(self, words: list[str]) -> list[int]:
        """The code of each run of three folded words, in their order."""
        known = self._codes.setdefault("content", {})
        codes = np.array([known.get(word) or self.code("content", word) for word in words], dtype=np.uint64)
        found: list[int] = _shingles(codes).tolist()
        return found


def row_features(
    coder: Coder, authors_text: str, workplace_text: str, content_text: str, superior_text: str = ""
) -> Features:
    """The keyed columns of schemas.linkage.MATCH_COLUMNS for one row, in their order."""
    authors, initials = coder.authors(authors_text) if authors_text else ((), ())
    workplace, tokens = coder.workplace(workplace_text, superior_text)
    return authors, initials, workplace, tokens, coder.content(content_text) if content_text else ()


def pack(codes: tuple[int, ...]) -> bytes:
    """Codes as little-endian 64-bit words for the store; no codes are no bytes."""
    return struct.pack(f"<{len(codes)}Q", *codes)


def unpack(stored: bytes) -> tuple[int, ...]:
    """The codes that `pack` wrote."""
    if len(stored) % 8:
        raise ValueError(f"packed codes: a multiple of 8 bytes was expected, found {len(stored)}")
    return tuple(np.frombuffer(stored, dtype="<u8").tolist())


def _is_short(folded: str) -> bool:
    """Written with initials ("n v an"): such a name has no full form; "y" is a first word of Highland names."""
    return any(len(word) == 1 and word != "y" for word in folded.split()[:-1])


def _shingles(codes: Codes) -> Codes:
    if len(codes) < 3:
        return mix(codes.sum(keepdims=True, dtype=np.uint64))
    first, second = _SHINGLE_STEPS
    return mix(codes[:-2] * first + codes[1:-1] * second + codes[2:])
