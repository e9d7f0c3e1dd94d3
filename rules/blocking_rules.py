"""The blocking rules: what two records must share to be looked at, from a table of codes that is kept between runs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, product

import numpy as np

from rules.corpus import Corpus, Int32s, Ints, set_code
from rules.hashing import Codes, join, mix

_RARE_WORDS = 4
_FEWEST_STEPS = 24  # 3 bits: a word that less than one title in eight holds
_WIDTHS = {"identity": 1, "bag": 1, "place": 1, "words": 4, "authors": 6, "initials": 4, "tokens": 6, "content": 4}
_ENDS = dict(zip(_WIDTHS, np.cumsum(list(_WIDTHS.values())).tolist(), strict=True))
WIDTH = sum(_WIDTHS.values())


@dataclass(frozen=True, slots=True)
class BlockingTable:
    """All that the rules read of records: `codes` is (WIDTH, records), 0 is "not stated"; `lines`: only those."""

    codes: Codes
    lines: Int32s | Ints | None = None

    def __len__(self) -> int:
        return int(self.codes.shape[1]) if self.lines is None else len(self.lines)

    def taken(self, lines: Int32s | Ints) -> "BlockingTable":
        """The records of those lines; codes are copied when they are asked for."""
        return BlockingTable(self.codes, lines if self.lines is None else self.lines[lines])

    def of(self, name: str) -> Codes:
        """(records, width): the codes of one kind."""
        codes = self.codes[_ENDS[name] - _WIDTHS[name] : _ENDS[name]]
        return codes.T if self.lines is None else np.take(codes, self.lines, axis=1).T

    def line(self, number: int) -> Codes:
        """One line of the table: one code of every record."""
        codes: Codes = self.codes[number]
        return codes if self.lines is None else codes[self.lines]

    @property
    def identity(self) -> Codes:
        """One code of every feature of a record."""
        return np.asarray(self.of("identity")[:, 0])


@dataclass(frozen=True, slots=True)
class BlockingRule:
    """Records meet that share one of their keys; a group larger than `most` is refined by further codes.

    `ways`: the lines of the table that a key is made of, for each of the keys; `key` makes it, 0 where one is missing.
    `refiners`: the lines of the further codes."""

    most: int
    ways: tuple[tuple[int, ...], ...]
    key: Callable[[Sequence[Codes]], Codes]
    refiners: tuple[int, ...] = ()

    def keys(self, table: BlockingTable) -> Codes:
        """(records, n), records that share one meet; 0 is none."""
        found = np.empty((len(table), len(self.ways)), dtype=np.uint64)
        for n, way in enumerate(self.made_of(table)):
            found[:, n] = self.key(way)
        return found

    def made_of(self, table: BlockingTable) -> Iterator[list[Codes]]:
        """The codes that each of the keys is made of; ways that begin with the same codes follow one another."""
        lines = {code: table.line(code) for code in sorted({code for way in self.ways for code in way})}
        return ([lines[code] for code in way] for way in self.ways)

    @property
    def ordered(self) -> bool:
        """Whether records of one key have the first of its codes in common, and not only the set of them."""
        return self.key is _crossed

    def refined(self, table: BlockingTable) -> Iterator[Codes]:
        """The further codes of each record, one after the other."""
        return (table.line(code) for code in self.refiners)


def blocking_table(known: Corpus) -> BlockingTable:
    """The table of a corpus, in its order."""
    book, title = known.book, known.title
    rare = np.where(
        book.steps[:, :_RARE_WORDS] >= _FEWEST_STEPS, book.lexicon.hashes[book.words[:, :_RARE_WORDS]], np.uint64(0)
    )
    parts = {
        "identity": _identity(known)[:, None],
        "bag": book.bag[title][:, None],
        "place": known.workplace[:, None],
        "words": rare[title],
        "authors": known.authors,
        "initials": known.initials,
        "tokens": known.place_words,
        "content": known.content,
    }
    table = np.empty((WIDTH, len(known)), dtype=np.uint64)
    for name, codes in parts.items():
        table[_ENDS[name] - _WIDTHS[name] : _ENDS[name]] = codes[:, : _WIDTHS[name]].T
    return BlockingTable(table)


def _identity(known: Corpus) -> Codes:
    """The bag of words alone would not do: titles count that differ in frames or numbers."""
    code = mix(known.book.codes[known.title])
    for table in (known.authors, known.initials, known.place_words, known.content):
        code = mix(code ^ set_code(table))
    for days in (known.first, known.last):
        code = mix(code ^ days.astype(np.uint64))
    for codes in (known.workplace, known.effect):
        code = mix(code ^ codes)
    return code


def _rows(name: str, most: int = 99) -> tuple[int, ...]:
    """The lines of the table that hold the first codes of a kind."""
    first = _ENDS[name] - _WIDTHS[name]
    return tuple(range(first, min(first + most, _ENDS[name])))


def _alone(codes: Sequence[Codes]) -> Codes:
    return codes[0]


def _together(words: Sequence[Codes]) -> Codes:
    """One code of each set of words, as `rules.corpus.set_code` makes it; 0 where one is missing."""
    whole = reduce(np.logical_and, [word != 0 for word in words])
    return np.where(whole, mix(reduce(np.add, map(mix, words))), np.uint64(0))


def _crossed(codes: Sequence[Codes]) -> Codes:
    """One code of each ordered pair; 0 on either side gives 0."""
    return join(*codes)


def _each(name: str) -> tuple[tuple[int, ...], ...]:
    return tuple((row,) for row in _rows(name))


def _sets(name: str, size: int) -> tuple[tuple[int, ...], ...]:
    return tuple(combinations(_rows(name), size))


def _pairs(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    return tuple(product(left, right))


_AUTHORS = _rows("authors", 4)
_PLACE, _WORDS = _rows("place"), _rows("words")

BLOCKING_RULES = (
    BlockingRule(  # title
        12,
        _each("bag"),
        _alone,
        (*_rows("authors"), *_rows("initials", 3), *_PLACE, *_rows("tokens"), *_rows("content", 1)),
    ),
    BlockingRule(10, _pairs(_AUTHORS, _WORDS), _crossed, (*_PLACE, *_WORDS)),  # author_and_word
    BlockingRule(8, _pairs(_AUTHORS, _PLACE), _crossed),  # author_and_workplace
    BlockingRule(8, _pairs(_PLACE, _WORDS), _crossed, (*_WORDS, *_rows("authors", 3))),  # workplace_and_word
    BlockingRule(8, _pairs(_rows("initials"), _WORDS), _crossed, _PLACE),  # initials_and_word
    BlockingRule(6, _sets("words", 2), _together),  # two_words
    BlockingRule(8, _sets("words", 3), _together),  # three_words
    BlockingRule(6, _each("content"), _alone, (*_PLACE, *_rows("authors", 2))),  # content
)
