"""The words met in the titles of one run, each with its number, its information and its kind, as arrays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.hashing import Codes, word_hash
from rules.terms import TermTable, bare, is_foreign, is_frame

NONE = 0
AGAIN = "+"  # marks a word's second place in a title: "học sinh ... môn Sinh học"
_STEPS_PER_BIT = 8
_MOST_STEPS = 255
FRAME_STEPS = 16
_FIRST_YEAR, _LAST_YEAR = 1990, 2035

_ROMAN_TEXT = "i ii iii iv v vi vii viii ix x xi xii"
_ROMAN = {word: number for number, word in enumerate(_ROMAN_TEXT.split(), start=1)}
SURE_ROMAN = frozenset({"ii", "iii", "iv", "vii", "viii", "ix", "xii"})
_SPELLED_TEXT = "một hai ba bốn năm sáu bảy tám chín mười"
_SPELLED = {word: number for number, word in enumerate(_SPELLED_TEXT.split(), start=1)} | {"tư": 4}
# What carries a number or a letter of its own: "máy số 2", "lớp 4A", "giai đoạn II", "quý I".
_NUMBERED_TEXT = (
    "lớp máy số tổ khối nhóm loại khu lô ca chuyền lò bơm xưởng tuyến trạm đoạn tập phần quý quí kỳ kì chương "
    "cấp hạng khóa khoá bậc vỉa mỏ phase block model mã tầng kho bể cụm tháp lần toán việt"
)
_NUMBERED = frozenset(_NUMBERED_TEXT.split())
_SPELLED_AFTER = frozenset({"lớp", "số"})
_LETTERS = frozenset("abcdefkpqrstuvwxz")
_TAIL_HEADS = frozenset({"tại", "ở"})
_TAIL_ENDS_TEXT = "thông nhằm để qua bằng giai khi năm giúp trong với"
_TAIL_ENDS = frozenset(_TAIL_ENDS_TEXT.split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Arrays over word numbers (0: no word); `key` is the number of the bare form, under which words are compared."""

    words: tuple[str, ...]  # bare
    key: npt.NDArray[np.int32]
    steps: npt.NDArray[np.uint8]  # information in eighths of a bit
    hashes: Codes
    length: npt.NDArray[np.int8]
    letters: npt.NDArray[np.uint32]  # a bit for each letter of the word
    number: npt.NDArray[np.bool_]
    year: npt.NDArray[np.bool_]
    product: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    numbered: npt.NDArray[np.bool_]
    spelled_after: npt.NDArray[np.bool_]
    letter: npt.NDArray[np.bool_]
    tail_head: npt.NDArray[np.bool_]
    tail_end: npt.NDArray[np.bool_]
    again: npt.NDArray[np.int32]  # what a word is at its second place
    covid: npt.NDArray[np.bool_]
    as_number: npt.NDArray[np.int32]  # the number a Roman numeral stands for after a numbered thing
    as_spelled: npt.NDArray[np.int32]  # the number a spelled numeral stands for after "lớp", "số"
    as_code: npt.NDArray[np.int32]  # the sign a single letter stands for beside a number


class Numbering(dict[str, int]):
    """Gives each new word the next number; the order of arrival never reaches a result."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self) + 1
        return number


def lexicon_of(numbering: Numbering, terms: TermTable) -> Lexicon:
    """What is to be known of every word, once; adds bare forms and numerals to the numbering."""
    for word in list(numbering):
        _add_derived(numbering, word)
    words = ["", *numbering]
    plain = [bare(word) for word in words]
    steps = [_steps(word, terms) for word in words]
    number = np.array([word.rstrip(AGAIN).isdecimal() or word.startswith("#") for word in words])
    return Lexicon(
        words=tuple(plain),
        key=np.array([0, *(numbering[_number_key(word)] for word in words[1:])], dtype=np.int32),
        steps=np.where(number, 0, np.array(steps)).astype(np.uint8),
        hashes=np.array([0, *(word_hash(_number_key(word)) for word in words[1:])], dtype=np.uint64),
        length=np.array([min(len(word), 100) for word in plain], dtype=np.int8),
        letters=np.array([_letters(word) for word in plain], dtype=np.uint32),
        number=number,
        year=np.array([_is_year(word.rstrip(AGAIN)) for word in words]),
        product=np.array([is_foreign(word) for word in plain]),
        known=np.array([terms.knows(word) for word in words]),
        numbered=_member(words, _NUMBERED),
        spelled_after=_member(words, _SPELLED_AFTER),
        letter=_member(words, _LETTERS),
        tail_head=_member(words, _TAIL_HEADS),
        tail_end=_member(words, _TAIL_ENDS),
        again=np.array([numbering.get(_number_key(word) + AGAIN, NONE) for word in words], dtype=np.int32),
        covid=_member(words, frozenset({"covid"})),
        as_number=_stands_for(numbering, words, {w: str(n) for w, n in _ROMAN.items()}),
        as_spelled=_stands_for(numbering, words, {w: str(n) for w, n in _SPELLED.items()}),
        as_code=_stands_for(numbering, words, {w: f"#{w}" for w in _LETTERS}),
    )


def sure_number(word: str) -> str:
    """The word, or the number it is without any doubt: "iii" -> "3", "05" -> "5"."""
    return str(_ROMAN[word]) if word in SURE_ROMAN else word


def _number_key(word: str) -> str:
    return (word.lstrip("0") or "0") if word.isdecimal() else bare(word)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and _FIRST_YEAR <= int(word) <= _LAST_YEAR


def _add_derived(numbering: Numbering, word: str) -> None:
    derived = [_number_key(word)]
    if word in _ROMAN:
        derived.append(str(_ROMAN[word]))
    if word in _SPELLED:
        derived.append(str(_SPELLED[word]))
    if word in _LETTERS:
        derived.append(f"#{word}")
    derived.append(derived[0] + AGAIN)
    for new in derived:
        numbering[new]


def _steps(word: str, terms: TermTable) -> int:
    if not word:
        return 0
    plain = word.removesuffix(AGAIN)
    steps = round(terms.bits(plain) * _STEPS_PER_BIT)
    return steps if is_frame(plain) else min(max(steps, FRAME_STEPS + 1), _MOST_STEPS)


def _member(words: list[str], group: frozenset[str]) -> npt.NDArray[np.bool_]:
    return np.array([word in group for word in words])


def _stands_for(numbering: Numbering, words: list[str], meaning: dict[str, str]) -> npt.NDArray[np.int32]:
    return np.array([numbering[meaning[word]] if word in meaning else NONE for word in words], dtype=np.int32)


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits
