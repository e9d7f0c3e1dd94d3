"""The records of one matching run as arrays, in the order of their keys: nothing depends on the order they came in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules import features
from rules.hashing import Codes, mix
from rules.terms import TermTable
from rules.titles import TitleBook, title_book
from schemas.config import FederationKind

Ints = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

AUTHORS = 6
PLACE_WORDS = 10
CONTENT = 16
EFFECT_NUMBERS = 4
NO_DAY = np.iinfo(np.int32).min
_LETTERS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Line i of every array is the record with the i-th smallest row key; codes are filled up with 0."""

    row_id: Ints
    book: TitleBook
    title: Int32s  # line of the title in the book
    authors: Codes
    common: Bools  # (records, AUTHORS), the name is one that many bear
    together: Codes  # (records,), the words of all authors' names
    initials: Codes
    workplace: Codes  # one code a record, of its telling words where there are any
    place_words: Codes
    place_short: Codes  # (records,)
    place_kind: Codes  # (records,)
    place_proper: Codes  # (records,), its last two words
    districts: Codes
    province: Codes  # (records,)
    superior: Codes  # (records,), the union above
    content: Codes
    effect: Codes  # (records,), one code of the text
    effect_numbers: Codes
    benefit: npt.NDArray[np.float64]  # đồng, NaN where not stated
    field: Int32s  # -1 where not stated
    federation: Int32s
    provincial: Bools  # its federation is one of a province
    first: Int32s  # days since 1970 of the applied period, NO_DAY where unknown
    last: Int32s

    def __len__(self) -> int:
        return len(self.row_id)


def corpus(records: pd.DataFrame, terms: TermTable, common_names: Codes) -> Corpus:
    """From a frame of MATCH_COLUMNS; a code column may also hold the bytes of `rules.features.pack`.

    `common_names`: codes of the full names that many people bear.
    """
    order = np.argsort(records["row_key"].to_numpy().astype("S"), kind="stable")
    ordered = records.iloc[order]
    book, title = title_book(ordered["title"].tolist(), terms)
    place = _flat(ordered["workplace_token_codes"].tolist())
    people = _flat(ordered["author_codes"].tolist())

    def part(kind: int, width: int) -> Codes:
        return _padded(*_of_kind(place, features.KINDS_OF_PLACE, kind), len(ordered), width)

    authors = _padded(*_of_kind(people, 2, 0), len(ordered), AUTHORS)
    words = part(features.WORD, PLACE_WORDS)
    effect, effect_numbers = _effects(ordered["effect"])
    return Corpus(
        row_id=ordered["row_id"].to_numpy().astype(np.int64),
        book=book,
        title=title,
        authors=authors,
        common=np.isin(authors, common_names),
        together=_padded(*_of_kind(people, 2, features.TOGETHER), len(ordered), 1)[:, 0],
        initials=_table(ordered["author_initial_codes"].tolist(), AUTHORS),
        workplace=np.where(words[:, 0] != 0, set_code(words), ordered["workplace_code"].to_numpy().astype(np.uint64)),
        place_words=words,
        place_short=part(features.SHORT, 1)[:, 0],
        place_kind=part(features.KIND, 1)[:, 0],
        place_proper=part(features.PROPER, 1)[:, 0],
        districts=part(features.DISTRICT, 2),
        province=part(features.PROVINCE, 1)[:, 0],
        superior=part(features.SUPERIOR, 1)[:, 0],
        content=_table(ordered["content_codes"].tolist(), CONTENT),
        effect=effect,
        effect_numbers=effect_numbers,
        benefit=ordered["benefit_vnd"].to_numpy(dtype=np.float64),
        field=_numbered(ordered["field"]),
        federation=_numbered(ordered["federation_code"]),
        provincial=(ordered["federation_kind"] == FederationKind.PROVINCE.value).to_numpy(),
        first=_days(ordered["applied_from"]),
        last=_days(ordered["applied_to"]),
    )


def set_code(table: Codes) -> Codes:
    """One code of the set of codes in each line, 0 for an empty line."""
    summed = np.where(table == 0, np.uint64(0), mix(table)).sum(axis=1, dtype=np.uint64)
    return np.where((table != 0).any(axis=1), mix(summed), np.uint64(0))


def _table(column: Sequence[Sequence[int] | bytes], width: int) -> Codes:
    return _padded(*_flat(column), len(column), width)


def _flat(column: Sequence[Sequence[int] | bytes]) -> tuple[Ints, Codes]:
    """The line of each code, and the code."""
    if column and isinstance(column[0], bytes):
        lengths = np.fromiter(map(len, column), dtype=np.int64, count=len(column)) // 8
        flat = np.frombuffer(b"".join(column), dtype="<u8").astype(np.uint64)  # type: ignore[arg-type]
    else:
        lengths = np.fromiter(map(len, column), dtype=np.int64, count=len(column))
        flat = np.fromiter(chain.from_iterable(column), dtype=np.uint64, count=int(lengths.sum()))
    return np.repeat(np.arange(len(column)), lengths), flat


def _of_kind(coded: tuple[Ints, Codes], kinds: int, kind: int) -> tuple[Ints, Codes]:
    line, codes = coded
    kept = codes % np.uint64(kinds) == kind
    return line[kept], codes[kept]


def _padded(line: Ints, codes: Codes, count: int, width: int) -> Codes:
    lengths = np.bincount(line, minlength=count)
    column = np.arange(len(line)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    table = np.zeros((count, width), dtype=np.uint64)
    kept = column < width
    table[line[kept], column[kept]] = codes[kept]
    return table


def _effects(column: "pd.Series[str]") -> tuple[Codes, Codes]:
    """One code of each text's letters and digits, and its numbers; each different text is read once."""
    place, texts = pd.factorize(column)
    lowered = [text.lower() for text in texts]
    plain = np.array(["".join(_LETTERS.findall(text)) for text in lowered], dtype=object)
    whole = np.where(plain == "", np.uint64(0), pd.util.hash_array(plain, categorize=False) | np.uint64(1))
    numbers = [tuple(hash_number(number) for number in dict.fromkeys(_NUMBER.findall(text))) for text in lowered]
    return whole.astype(np.uint64)[place], _table(numbers, EFFECT_NUMBERS)[place]


def hash_number(written: str) -> int:
    """A code of a number as written, never 0."""
    return (int("".join(filter(str.isdecimal, written))) * 10 + len(written) % 10 + 1) % (1 << 64) or 1


def _numbered(column: "pd.Series[str]") -> Int32s:
    """Numbers of values in their order, -1 for an empty one: for equality only."""
    codes, values = pd.factorize(column, sort=True)
    empty = np.array([not value for value in values], dtype=bool)
    return np.where(empty[codes] if len(values) else True, -1, codes).astype(np.int32)


def _days(column: "pd.Series[pd.Timestamp]") -> Int32s:
    days = column.to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.where(days < NO_DAY, NO_DAY, days).astype(np.int32)
