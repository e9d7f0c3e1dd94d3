"""The blocking rules: what two records must share to be looked at, from a table of codes that is kept between runs."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from rules.corpus import Corpus, Int32s, set_code
from rules.hashing import Codes, mix

_RARE_WORDS = 4
_FEWEST_STEPS = 24  # 3 bits: a word that less than one title in eight holds
_WIDTHS = {"identity": 1, "bag": 1, "place": 1, "words": 4, "authors": 6, "initials": 4, "tokens": 6, "content": 4}
_ENDS = dict(zip(_WIDTHS, np.cumsum(list(_WIDTHS.values())).tolist(), strict=True))
WIDTH = sum(_WIDTHS.values())


@dataclass(frozen=True, slots=True)
class BlockingTable:
    """All that the rules read of records: `codes` is (WIDTH, records), 0 is "not stated"; `lines`: only those."""

    codes: Codes
    lines: Int32s | None = None

    def __len__(self) -> int:
        return int(self.codes.shape[1]) if self.lines is None else len(self.lines)

    def taken(self, lines: Int32s) -> "BlockingTable":
        """The records of those lines; codes are copied when they are asked for."""
        return BlockingTable(self.codes, lines if self.lines is None else self.lines[lines])

    def part(self, first: int, last: int) -> "BlockingTable":
        """The records from one line up to another, without a copy."""
        return BlockingTable(self.codes[:, first:last])

    def of(self, name: str) -> Codes:
        """(records, width): the codes of one kind."""
        codes = self.codes[_ENDS[name] - _WIDTHS[name] : _ENDS[name]]
        return codes.T if self.lines is None else np.take(codes, self.lines, axis=1).T

    @property
    def identity(self) -> Codes:
        """One code of every feature of a record."""
        return np.asarray(self.of("identity")[:, 0])


@dataclass(frozen=True, slots=True)
class BlockingRule:
    """`keys`: (records, n), records that share one meet; a group larger than `most` is refined by further codes.

    Records that share a key share a code of the kind `by`."""

    by: str
    most: int
    keys: Callable[[BlockingTable], Codes]
    refiners: Callable[[BlockingTable], tuple[Codes, ...]]


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


def _columns(table: Codes) -> tuple[Codes, ...]:
    return tuple(table.T)


def _joined(words: Codes, size: int) -> Codes:
    """One code of each set of so many words, as `rules.corpus.set_code` makes it; 0 where one is missing."""
    mixed, sets = mix(words), list(combinations(range(words.shape[1]), size))
    found = np.zeros((len(words), len(sets)), dtype=np.uint64, order="F")
    for column, chosen in enumerate(sets):
        whole = np.logical_and.reduce([words[:, word] != 0 for word in chosen])
        summed = np.add.reduce([mixed[:, word] for word in chosen])
        found[:, column] = np.where(whole, mix(summed), np.uint64(0))
    return found


def _crossed(left: Codes, right: Codes) -> Codes:
    """One code of each pair of a left and a right code; 0 on either side gives 0."""
    crossed = [
        np.where((left != 0) & (column != 0)[:, None], mix(left ^ mix(column)[:, None]), np.uint64(0))
        for column in right.T
    ]
    return np.concatenate(crossed, axis=1)


def _nothing(table: BlockingTable) -> tuple[Codes, ...]:
    return ()


BLOCKING_RULES = (
    BlockingRule(  # title
        "bag",
        12,
        lambda t: t.of("bag"),
        lambda t: (
            *_columns(t.of("authors")), *_columns(t.of("initials")[:, :3]), *_columns(t.of("place")),
            *_columns(t.of("tokens")), *_columns(t.of("content")[:, :1]),
        ),
    ),
    BlockingRule(  # author_and_word
        "authors",
        10,
        lambda t: _crossed(t.of("authors")[:, :4], t.of("words")),
        lambda t: (*_columns(t.of("place")), *_columns(t.of("words"))),
    ),
    BlockingRule(  # author_and_workplace
        "place", 8, lambda t: _crossed(t.of("authors")[:, :4], t.of("place")), _nothing
    ),
    BlockingRule(  # workplace_and_word
        "place",
        8,
        lambda t: _crossed(t.of("place"), t.of("words")),
        lambda t: (*_columns(t.of("words")), *_columns(t.of("authors")[:, :3])),
    ),
    BlockingRule(  # initials_and_word
        "initials", 8, lambda t: _crossed(t.of("initials"), t.of("words")), lambda t: _columns(t.of("place"))
    ),
    BlockingRule("words", 6, lambda t: _joined(t.of("words"), 2), _nothing),  # two_words
    BlockingRule("words", 8, lambda t: _joined(t.of("words"), 3), _nothing),  # three_words
    BlockingRule(  # content
        "content", 6, lambda t: t.of("content"), lambda t: (*_columns(t.of("place")), *_columns(t.of("authors")[:, :2]))
    ),
)  # fmt: skip
