"""Marks by which records are known to be unchanged since the last run: one of each block of rows, one of each row."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from rules.corpus import Corpus
from rules.features import pack
from rules.hashing import Codes, mix, word_hash

_TEXTS = ("federation_code", "federation_kind", "row_key", "title", "effect", "field")
_CODES = ("author_codes", "author_initial_codes", "workplace_token_codes", "content_codes")
_NUMBERS = ("workplace_code", "benefit_vnd", "applied_from", "applied_to")
_MOST_BLOCKS = 4_096
_NOT_OF_ONE_ROW = ("row_id", "book", "title", "field", "federation")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one federation that stand together: from one position up to another, and the digest of all of them."""

    first: int
    last: int
    digest: bytes


def blocks_of(records: pd.DataFrame) -> list[Block]:
    """Covers every row; in a frame that mixes the federations all rows are one block."""
    codes, _ = pd.factorize(records["federation_code"])
    bounds = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1], [True]))) if len(codes) else np.zeros(1)
    if len(bounds) > _MOST_BLOCKS:
        bounds = np.array([0, len(codes)])
    ends = list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
    return [Block(first, last, _digest(records.iloc[first:last])) for first, last in ends]


def row_numbers(row_keys: "pd.Series[str]") -> Codes | None:
    """The keys as numbers in the same order; None where one is not 16 hexadecimal digits."""
    keys = row_keys.to_numpy().astype("S")
    if not len(keys):
        return np.zeros(0, dtype=np.uint64)
    if keys.dtype.itemsize != 16:
        return None
    values = _HEX[keys.view(np.uint8).reshape(-1, 16)]
    if (values > 15).any():
        return None
    found = np.zeros(len(keys), dtype=np.uint64)
    for column in values.T:
        found = found << np.uint64(4) | column
    return found


def row_marks(known: Corpus, records: pd.DataFrame) -> Codes:
    """A mark of all that the matcher reads of each row, by position; row_id of the corpus is the position."""
    mark = mix(known.book.codes[known.title])
    for name in (f.name for f in fields(known) if f.name not in _NOT_OF_ONE_ROW):
        table = np.ascontiguousarray(getattr(known, name))
        for column in _as_codes(table).T:
            mark = mix(mark ^ column)
    by_position = np.empty(len(known), dtype=np.uint64)
    by_position[known.row_id] = mark
    for name in ("federation_code", "field"):
        number, texts = pd.factorize(records[name], use_na_sentinel=False)
        codes = np.array([word_hash(str(text)) for text in texts], dtype=np.uint64)
        by_position = mix(by_position ^ codes[number])
    return by_position


_HEX = np.full(256, 255, dtype=np.uint8)
_HEX[np.frombuffer(b"0123456789abcdef", dtype=np.uint8)] = np.arange(16)


def _as_codes(table: npt.NDArray[Any]) -> Codes:
    wide = table[:, None] if table.ndim == 1 else table
    return wide.view(np.uint64) if wide.dtype.itemsize == 8 else wide.astype(np.int64).view(np.uint64)


def _digest(rows: pd.DataFrame) -> bytes:
    """Of all that the matcher reads; a block at a time needs little memory."""
    digest = sha256()
    for name in (*_TEXTS, *_CODES, *_NUMBERS):
        for part in _numbers(rows[name]) if name in _NUMBERS else _bytes(rows[name]):
            digest.update(part)
    return digest.digest()[:16]


def _numbers(column: "pd.Series[float]") -> Iterator[memoryview]:
    values = column.to_numpy()
    if values.dtype.kind == "M":
        values = values.astype("datetime64[D]").astype(np.int64)
    whole: Any = np.ascontiguousarray(values)
    yield memoryview(whole).cast("B")


def _bytes(column: "pd.Series[str]") -> Iterator[bytes | memoryview]:
    """The length of each value, and all of them."""
    array = pa.array(_values(column))
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    kind = pa.large_binary() if pa.types.is_binary(whole.type) or pa.types.is_large_binary(whole.type) else None
    wide = whole.cast(kind or pa.large_string())
    _, offsets, data = wide.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[wide.offset : wide.offset + len(wide) + 1]
    yield np.diff(ends).tobytes()
    yield memoryview(data if data is not None else b"")[ends[0] : ends[-1]]


def _values(column: "pd.Series[str]") -> object:
    """Codes that are not packed yet are packed."""
    if column.dtype == object and len(column) and isinstance(column.iloc[0], tuple):
        return [pack(codes) for codes in column]
    return column
