"""Titles as arrays: the words that name a work, heaviest first, apart from its numbers; each different title once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from pandas.util import hash_array

from rules.hashing import Codes, mix
from rules.lexicon import FRAME_STEPS, NONE, SURE_ROMAN, Lexicon, Numbering, lexicon_of, sure_number
from rules.terms import TermTable
from rules.vietnamese import fold

WORDS = 20
NUMBERS = 8
_TAIL_WORDS = 11
_FEWEST_WORDS = 3
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
_CALLED_SO_BEFORE = re.compile(r"^(?:đề tài |sáng kiến kinh nghiệm |sáng kiến )+")
_CALLED_SO_AFTER = re.compile(
    r"(?: đề tài sáng kiến| sáng kiến kinh nghiệm| sáng kiến| tại đơn vị|"
    r" trong (?:tình hình|giai đoạn|bối cảnh|điều kiện)(?: mới)? hiện nay)+$"
)
_ENDS_SO = (" sáng kiến", " kinh nghiệm", " tại đơn vị", " hiện nay")
_SAME_THING = (("bệnh nhân", "người bệnh"), ("năm học", ""))
_YEAR_SAID = re.compile(r"\bnăm (?=\d{4}\b)")
_TAIL_SHARE = 4
_TITLES_A_CHUNK = 100_000

Int32s = npt.NDArray[np.int32]
T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True, slots=True)
class TitleBook:
    """All different folded titles. Rows are titles; words are numbers in the lexicon, 0 fills up."""

    folded: tuple[str, ...]
    lexicon: Lexicon
    words: Int32s  # (titles, WORDS), the heaviest first
    steps: npt.NDArray[
        np.uint8
    ]  # (titles, WORDS), information in eighths of a bit; a place named at the end weighs a quarter
    ordinary: npt.NDArray[np.bool_]  # (titles, WORDS), as it is spelled there the word is one of the frozen table
    last: Int32s  # (titles,), the last word: a cut title may end within a word
    numbers: Int32s  # (titles, NUMBERS)
    total: Int32s  # (titles,), the information of the whole title
    bag: Codes  # (titles,), one code of the set of words beyond frames, 0 where there is none
    codes: Codes  # (titles,), one code of the whole folded title, the same in every run


def title_book(titles: Sequence[str], terms: TermTable) -> tuple[TitleBook, Int32s]:
    """The book of the different titles, and for each given title its line in the book."""
    folded, line = _folded(titles)
    numbering = Numbering()
    words, lengths = _numbered_words(folded, numbering)
    lexicon = lexicon_of(numbering, terms)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    chunks = [
        _lines(words[starts[a] : starts[b]], lengths[a:b], lexicon)
        for a in range(0, len(folded), _TITLES_A_CHUNK)
        for b in (min(a + _TITLES_A_CHUNK, len(folded)),)
    ]
    columns = [np.concatenate(column) for column in zip(*chunks, strict=True)] if chunks else _no_lines()
    return TitleBook(tuple(folded), lexicon, *[*columns, _codes(folded)]), line


def _codes(folded: list[str]) -> Codes:
    texts = np.array([*folded, ""], dtype=object)[:-1]
    return np.asarray(hash_array(texts, categorize=False), dtype=np.uint64)


def _folded(titles: Sequence[str]) -> tuple[list[str], Int32s]:
    first: dict[str, int] = {}
    places: dict[str, int] = {}
    line = np.empty(len(titles), dtype=np.int32)
    for i, title in enumerate(titles):
        place = places.get(title)
        if place is None:
            key = _plain(title)
            place = places[title] = first.setdefault(key, len(first))
        line[i] = place
    return list(first), line


def _plain(title: str) -> str:
    """The folded title without the words that only call it an initiative; 7,5 and 7.5 stay one number.

    What is looked for is sought by pattern only where it may be: a million titles are read so."""
    folded = fold(_DECIMAL.sub("", title) if "." in title or "," in title else title)
    words = folded.split()
    if not SURE_ROMAN.isdisjoint(words):
        folded = " ".join(map(sure_number, words))
    for one, other in _SAME_THING:
        if one in folded:
            folded = " ".join(folded.replace(one, other).split())
    if "năm " in folded:
        folded = _YEAR_SAID.sub("", folded)
    stripped = _CALLED_SO_BEFORE.sub("", folded)
    if stripped.endswith(_ENDS_SO):
        stripped = _CALLED_SO_AFTER.sub("", stripped)
    return stripped if stripped.count(" ") >= _FEWEST_WORDS - 1 else folded


def _numbered_words(folded: list[str], numbering: Numbering) -> tuple[Int32s, npt.NDArray[np.int64]]:
    parts, lengths = [np.empty(0, dtype=np.int32)], np.empty(len(folded), dtype=np.int64)
    for a in range(0, len(folded), _TITLES_A_CHUNK):
        split = [title.split() for title in folded[a : a + _TITLES_A_CHUNK]]
        lengths[a : a + len(split)] = [len(words) for words in split]
        flat: Iterable[int] = map(numbering.__getitem__, chain.from_iterable(split))
        parts.append(np.fromiter(flat, dtype=np.int32))
    return np.concatenate(parts), lengths


def _lines(words: Int32s, lengths: npt.NDArray[np.int64], lexicon: Lexicon) -> tuple[npt.NDArray[np.generic], ...]:
    title = np.repeat(np.arange(len(lengths)), lengths)
    place = np.arange(len(words)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    key = lexicon.key[_read_numerals(words, place, lexicon)]
    is_number = lexicon.number[key]
    steps = np.where(_in_tail(words, place, lexicon), lexicon.steps[words] // _TAIL_SHARE, lexicon.steps[words])
    steps[is_number] = 0
    ordinary = lexicon.known[words]
    said = (title, key, steps, ordinary)
    named, named_steps, named_ordinary = _heaviest([column[~is_number] for column in said], len(lengths), lexicon)
    numbers, _, _ = _heaviest([column[is_number] for column in said], len(lengths), lexicon)
    numbers = numbers[:, :NUMBERS]
    last = np.zeros(len(lengths), dtype=np.int32)
    last[title] = key
    bag = _bags(named, named_steps > FRAME_STEPS, lexicon)
    return named, named_steps, named_ordinary, last, numbers, named_steps.sum(axis=1, dtype=np.int32), bag


def _read_numerals(words: Int32s, place: npt.NDArray[np.int64], lexicon: Lexicon) -> Int32s:
    before = np.where(place > 0, np.roll(words, 1), NONE)
    after = np.where(np.roll(place, -1) > 0, np.roll(words, -1), NONE)
    if len(words):
        after[-1] = NONE
    read = words.copy()
    numbered = lexicon.numbered[before]
    for place_of, meaning in ((lexicon.spelled_after[before], lexicon.as_spelled), (numbered, lexicon.as_number)):
        read = np.where(place_of & (meaning[words] != NONE), meaning[words], read)
    beside = lexicon.number[read] | lexicon.letter[words] & (lexicon.number[before] | numbered | lexicon.number[after])
    read = np.where(beside & ~lexicon.number[read], lexicon.as_code[words], read)
    return np.where(lexicon.covid[before] & lexicon.number[words], before, read)


def _in_tail(words: Int32s, place: npt.NDArray[np.int64], lexicon: Lexicon) -> npt.NDArray[np.bool_]:
    at = np.arange(len(words))
    head = np.maximum.accumulate(np.where(lexicon.tail_head[words] & (place > 2), at, -1))
    end = np.maximum.accumulate(np.where(lexicon.tail_end[words] | (place == 0), at, -1))
    return (head > end) & (at - head <= _TAIL_WORDS)


def _heaviest(
    said: Sequence[npt.NDArray[np.generic]], count: int, lexicon: Lexicon
) -> tuple[Int32s, npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    title, key, steps, ordinary = _told_apart(said, lexicon)
    rank = (title.astype(np.uint64) << np.uint64(40)) | (np.uint64(255) - steps) << np.uint64(32)
    order = np.argsort(rank | lexicon.hashes[key] >> np.uint64(32), kind="stable")
    title = title[order]
    return (
        _padded(title, key[order], count, WORDS),
        _padded(title, steps[order], count, WORDS),
        _padded(title, ordinary[order], count, WORDS),
    )


def _told_apart(said: Sequence[npt.NDArray[Any]], lexicon: Lexicon) -> tuple[npt.NDArray[Any], ...]:
    """A word's second place in a title counts as a word of its own, a third does not count."""
    title, key = said[0], said[1]
    order = np.argsort(title << 32 | key, kind="stable")
    title, key, steps, ordinary = (column[order] for column in said)
    again = np.zeros(len(key), dtype=bool)
    again[1:] = (key[1:] == key[:-1]) & (title[1:] == title[:-1])
    third = np.zeros(len(key), dtype=bool)
    third[1:] = again[1:] & again[:-1]
    return title[~third], np.where(again, lexicon.again[key], key)[~third], steps[~third], ordinary[~third]


def _padded(line: npt.NDArray[np.int64], values: npt.NDArray[T], count: int, width: int) -> npt.NDArray[T]:
    held = np.bincount(line, minlength=count)
    column = np.arange(len(line)) - np.repeat(np.cumsum(held) - held, held)
    table = np.zeros((count, width), dtype=values.dtype)
    kept = column < width
    table[line[kept], column[kept]] = values[kept]
    return table


def _bags(words: Int32s, kept: npt.NDArray[np.bool_], lexicon: Lexicon) -> Codes:
    summed = np.where(kept, mix(lexicon.hashes[words]), np.uint64(0)).sum(axis=1, dtype=np.uint64)
    return np.where(kept.any(axis=1), mix(summed), np.uint64(0))


def _no_lines() -> list[npt.NDArray[np.generic]]:
    wide, numbers, single = (np.zeros((0, n), dtype=np.int32) for n in (WORDS, NUMBERS, 0))
    line = single.reshape(0)
    return [
        wide,
        wide.astype(np.uint8),
        wide.astype(bool),
        line,
        numbers,
        line,
        line.astype(np.uint64),
    ]
