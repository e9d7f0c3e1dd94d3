"""How much a word of a title tells: a frozen table of term frequencies, frames and foreign names (RULES.md 10)."""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from rules.syllables import VOWELS, WRITTEN

_BARE = {ord(c): unicodedata.normalize("NFD", c)[0] for c in VOWELS} | {ord("đ"): "d"}
_UNSEEN_SYLLABLE_DF = 300.0
_UNSEEN_FOREIGN_DF = 20.0
_FRAME_BITS = 1.5

# Words that dress a title and name no work; the mark of a frame is that teachers and engineers exchange them freely.
_FRAMES = (
    "một số vài các những nhiều giải pháp biện phương kinh nghiệm cách nhằm góp phần để trong ngoài và với về "
    "của cho vào tại ở từ trên được có là khi qua việc công tác nâng cao chất lượng hiệu quả hơn nữa tăng "
    "cường đẩy mạnh cải thiện hoạt động sáng kiến đề tài nghiên cứu ứng áp sử dụng thực hiện triển khai theo "
    "hướng tốt đối bằng đơn vị trường hiện nay "
)


def bare(word: str) -> str:
    """The folded word without its diacritics: "giảng" -> "giang"."""
    return word if word.isascii() else word.translate(_BARE)


FRAMES = frozenset(_FRAMES.split())
_BARE_FRAMES = frozenset(bare(word) for word in FRAMES)
_ORDINARY_FOREIGN_TEXT = (
    "kv kva kvar mw kw mva mm cm km kg ml iso online offline video clip web website internet wifi email app "
    "file covid led pc game test"
)
_ORDINARY_FOREIGN = frozenset(_ORDINARY_FOREIGN_TEXT.split())
_BARE_SYLLABLES = frozenset(bare(word) for word in WRITTEN)


def is_foreign(word: str) -> bool:
    """True for a word that cannot be a Vietnamese syllable: mostly names of products, makers and abbreviations."""
    return (
        len(word) > 1
        and word.isascii()
        and word.isalpha()
        and word not in _BARE_SYLLABLES
        and word not in _ORDINARY_FOREIGN
    )


@dataclass(frozen=True, slots=True)
class TermTable:
    """Information of a title word in bits (-log2 of the share of titles with it); the table never follows the data."""

    df_per_million: Mapping[str, float]  # by folded word, and by bare word for titles written without diacritics

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, int]]) -> Self:
        """From lines of (folded word, titles per million that hold it)."""
        table: Counter[str] = Counter()
        for word, frequency in rows:
            if frequency <= 0:
                raise ValueError(f"title term {word!r}: a frequency above 0 was expected, found {frequency}")
            for form in {word, bare(word)}:
                table[form] += frequency
        return cls(MappingProxyType({word: float(min(count, 1_000_000)) for word, count in table.items()}))

    def knows(self, word: str) -> bool:
        """True for a word of the ordinary vocabulary: two such words are never a misprint of each other."""
        return word in self.df_per_million or is_frame(word)

    def bits(self, word: str) -> float:
        """Information of a folded word; a frame says almost nothing, an unseen word is rare, a foreign one rarer."""
        unseen = _UNSEEN_FOREIGN_DF if is_foreign(word) else _UNSEEN_SYLLABLE_DF
        bits = math.log2(1_000_000 / self.df_per_million.get(word, unseen))
        return min(bits, _FRAME_BITS) if is_frame(word) else bits


def is_frame(word: str) -> bool:
    """True for a word that dresses a title, with or without its diacritics."""
    return word in FRAMES or (word.isascii() and word in _BARE_FRAMES)
