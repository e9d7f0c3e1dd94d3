"""The records of one matching run as arrays, in the order of their keys: nothing depends on the order they came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.hashing import Codes, mix
from rules.terms import TermTable
from rules.titles import TitleBook, title_book

Ints = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

AUTHORS = 6
PLACE_TOKENS = 8
CONTENT = 16
NO_DAY = np.iinfo(np.int32).min


@dataclass(frozen=True, slots=True)
class Corpus:
    """Line i of every array is the record with the i-th smallest row key; codes are filled up with 0."""

    row_id: Ints
    book: TitleBook
    title: Int32s  # line of the title in the book
    authors: Codes
    initials: Codes
    workplace: Codes  # one code a record, of its telling words where there are any
    workplace_tokens: Codes
    content: Codes
    first: Int32s  # days since 1970 of the applied period, NO_DAY where unknown
    last: Int32s

    def __len__(self) -> int:
        return len(self.row_id)


def corpus(records: pd.DataFrame, terms: TermTable) -> Corpus:
    """From a frame of MATCH_COLUMNS; a code column may also hold the bytes of `rules.features.pack`."""
    order = np.argsort(records["row_key"].to_numpy().astype("S"), kind="stable")
    ordered = records.iloc[order]
    book, title = title_book(ordered["title"].tolist(), terms)
    tokens = _table(ordered["workplace_token_codes"].tolist(), PLACE_TOKENS)
    whole = np.asarray(ordered["workplace_code"].to_numpy(), dtype=np.uint64)
    return Corpus(
        row_id=ordered["row_id"].to_numpy().astype(np.int64),
        book=book,
        title=title,
        authors=_table(ordered["author_codes"].tolist(), AUTHORS),
        initials=_table(ordered["author_initial_codes"].tolist(), AUTHORS),
        workplace=np.where(tokens[:, 0] != 0, set_code(tokens), whole),
        workplace_tokens=tokens,
        content=_table(ordered["content_codes"].tolist(), CONTENT),
        first=_days(ordered["applied_from"]),
        last=_days(ordered["applied_to"]),
    )


def set_code(table: Codes) -> Codes:
    """One code of the set of codes in each line, 0 for an empty line."""
    summed = np.where(table == 0, np.uint64(0), mix(table)).sum(axis=1, dtype=np.uint64)
    return np.where((table != 0).any(axis=1), mix(summed), np.uint64(0))


def _table(column: Sequence[Sequence[int] | bytes], width: int) -> Codes:
    if column and isinstance(column[0], bytes):
        lengths = np.fromiter(map(len, column), dtype=np.int64, count=len(column)) // 8
        flat = np.frombuffer(b"".join(column), dtype="<u8").astype(np.uint64)  # type: ignore[arg-type]
    else:
        lengths = np.fromiter(map(len, column), dtype=np.int64, count=len(column))
        flat = np.fromiter(chain.from_iterable(column), dtype=np.uint64, count=int(lengths.sum()))
    line = np.repeat(np.arange(len(column)), lengths)
    place = np.arange(len(flat)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    table = np.zeros((len(column), width), dtype=np.uint64)
    kept = place < width
    table[line[kept], place[kept]] = flat[kept]
    return table


def _days(column: "pd.Series[pd.Timestamp]") -> Int32s:
    days = column.to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.where(days < NO_DAY, NO_DAY, days).astype(np.int32)
