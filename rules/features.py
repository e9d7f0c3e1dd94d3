"""Keyed features of a row for matching, made in the parsing child before redaction, for secret and open rows alike.

A code is HMAC-SHA256 cut to eight bytes, so without the key nothing of a withheld field can be guessed from it. The
content is coded by its words and mixed from there: a shingle's code rests on three keyed codes.
"""

import hmac
import re
import struct

import numpy as np

from rules.hashing import Codes, mix
from rules.names import fold_name, initials_key, split_authors
from rules.terms import bare
from rules.vietnamese import fold

Features = tuple[tuple[int, ...], tuple[int, ...], int, tuple[int, ...], tuple[int, ...]]

CONTENT_CODES = 16
_CONTENT_WORDS = 400
_SHINGLE_STEPS = (np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA0761D6478BD642F))

# A kind of workplace tells two places of one name apart ("Tiểu học Lê Lợi", "THCS Lê Lợi"), so it stays, as one word.
_KINDS = (
    "trung học phổ thông|trung học cơ sở|tiểu học|mầm non|mẫu giáo|cao đẳng|đại học|bệnh viện|trạm y tế|trung tâm y tế|"
    "điện lực|bảo hiểm xã hội|bưu điện|viễn thông|cấp nước|xi măng|kho bạc|ngân hàng|ủy ban nhân dân|công ty|nhà máy|"
    "chi cục|xí nghiệp|hợp tác xã"
)
_KIND = re.compile(rf"\b(?:{_KINDS})\b")
# The province after a district is what one list adds and another leaves out; the federation says it already.
_PROVINCE = re.compile(r"(\b(?:huyện|quận|thị xã|thành phố|h|q) .+?) (?:tỉnh|t|thành phố) .+$")
_FRAME_PHRASES = re.compile(
    r"\b(?:tổng|công đoàn|cơ sở|công đoàn cơ sở|trách nhiệm hữu hạn|một thành viên|cổ phần|thị trấn|thành phố|thị xã|"
    r"liên đoàn lao động|chi nhánh|phân xưởng|doanh nghiệp|tập đoàn|việt nam|khu công nghiệp)\b"
)
_FRAME_WORDS_TEXT = (
    "trường tnhh mtv cp ctcp huyện tỉnh quận phường xã tp phòng ban khoa tổ trung tâm sở chi cục và của tại số thuộc"
)
_FRAME_WORDS = frozenset(_FRAME_WORDS_TEXT.split())


class Coder:
    """Makes keyed codes; the same text under the same key has the same code everywhere, and 0 means "not stated"."""

    def __init__(self, key: bytes) -> None:
        if not key:
            raise ValueError("the key of the matching codes is empty; set it in the environment")
        self._key = key
        self._codes: dict[str, dict[str, int]] = {}
        self._authors: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._workplaces: dict[str, tuple[int, tuple[int, ...]]] = {}

    def code(self, kind: str, text: str) -> int:
        """The first eight bytes of HMAC-SHA256(key, kind, text), big-endian; never 0."""
        codes = self._codes.setdefault(kind, {})
        known = codes.get(text)
        if known is None:
            digest = hmac.digest(self._key, f"{kind}\0{text}".encode(), "sha256")
            known = codes[text] = int.from_bytes(digest[:8], "big") or 1
        return known

    def authors(self, text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Codes of the authors' full names and of their initials with the last word, each sorted."""
        known = self._authors.get(text)
        if known is None:
            names = split_authors(text)
            folded = [name for name in map(fold_name, names) if name and not _is_short(name)]
            full = {self.code("author", name) for name in folded}
            short = {self.code("author_initials", bare(key)) for name in names if (key := initials_key(name))}
            known = self._authors[text] = (tuple(sorted(full)), tuple(sorted(short)))
        return known

    def workplace(self, text: str) -> tuple[int, tuple[int, ...]]:
        """Codes of the workplace as a whole and of the words that name it."""
        known = self._workplaces.get(text)
        if known is None:
            folded = fold(text)
            whole = self.code("workplace", folded) if folded else 0
            tokens = {self.code("workplace_token", bare(word)) for word in workplace_words(folded)}
            known = self._workplaces[text] = (whole, tuple(sorted(tokens)))
        return known

    def content(self, text: str) -> tuple[int, ...]:
        """Up to 16 smallest keyed codes of the runs of three words: two texts share them as they share their runs."""
        words = fold(text[: _CONTENT_WORDS * 8]).split()[:_CONTENT_WORDS]
        if not words:
            return ()
        known = self._codes.setdefault("content", {})
        codes = np.array([known.get(word) or self.code("content", word) for word in words], dtype=np.uint64)
        shingles = np.unique(_shingles(codes))[:CONTENT_CODES].tolist()
        return tuple(code or 1 for code in shingles)


def workplace_words(folded: str) -> tuple[str, ...]:
    """The words of a folded workplace that tell it from others: "trường tiểu học lê lợi" -> tiểu_học, lê, lợi."""
    marked = _KIND.sub(lambda kind: kind.group().replace(" ", "_"), _PROVINCE.sub(r"\1", folded))
    words = _FRAME_PHRASES.sub(" ", marked).split()
    return tuple(word for word in words if word not in _FRAME_WORDS and not (len(word) == 1 and word.isalpha()))


def row_features(coder: Coder, authors_text: str, workplace_text: str, content_text: str) -> Features:
    """The keyed columns of schemas.linkage.MATCH_COLUMNS for one row, in their order."""
    authors, initials = coder.authors(authors_text) if authors_text else ((), ())
    workplace, tokens = coder.workplace(workplace_text) if workplace_text else (0, ())
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
