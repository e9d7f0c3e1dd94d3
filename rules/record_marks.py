"""Marks by which records are known to be unchanged since the last run: one of each block of rows, and of each row one
of its values as they stand and one of what the matcher makes of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from rules.corpus import Corpus
from rules.features import pack
from rules.hashing import Codes, mix, word_hash

_TEXTS = ("federation_code", "federation_kind", "row_key", "title", "effect", "field")
_FEW = ("federation_code", "federation_kind", "field")  # of few values
_CODES = ("author_codes", "author_initial_codes", "workplace_token_codes", "content_codes")
_NUMBERS = ("workplace_code", "benefit_vnd", "applied_from", "applied_to")
_MOST_BLOCKS = 4_096
_NO_CODE = bytes(8)
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
    columns = {name: _column(records[name]) for name in (*_TEXTS, *_CODES, *_NUMBERS)}
    ends = list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
    return [Block(first, last, _digest(columns, first, last)) for first, last in ends]


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


def row_digests(records: pd.DataFrame) -> Codes:
    """A number of all that the matcher reads of each row; quicker than making what the matcher makes of it."""
    made = np.zeros(len(records), dtype=np.uint64)
    for name in _TEXTS:
        number, texts = pd.factorize(records[name], use_na_sentinel=False) if name in _FEW else (None, records[name])
        codes = _hashed(texts)
        made = mix(made ^ (codes if number is None else codes[number]))
    for name in _CODES:
        values = records[name].tolist()
        packed = not values or isinstance(values[0], bytes)
        made = mix(made ^ _hashed(values if packed else list(map(pack, values))))
    for name in _NUMBERS:
        made = mix(made ^ np.ascontiguousarray(_column(records[name])).view(np.uint64))
    return made


def _hashed(values: Any) -> Codes:
    plain = np.empty(len(values), dtype=object)
    plain[:] = values
    return pd.util.hash_array(plain, categorize=False).astype(np.uint64, copy=False)


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


Column: TypeAlias = Any  # an array of numpy or of pyarrow


def _column(column: "pd.Series[Any]") -> Column:
    """Its values as they stand in memory; days as numbers."""
    if column.dtype.kind == "M":
        return column.to_numpy().astype("datetime64[D]").astype(np.int64)
    return pa.array(column) if isinstance(column.dtype, pd.StringDtype) else column.to_numpy()


def _digest(columns: Mapping[str, Column], first: int, last: int) -> bytes:
    """Of all that the matcher reads; a block at a time needs little memory."""
    digest = sha256()
    for name, column in columns.items():
        part = column[first:last]
        for some in _packed(part.tolist()) if name in _CODES else _numbers(part) if name in _NUMBERS else _texts(part):
            digest.update(some)
    return digest.digest()[:16]


def _numbers(part: Column) -> Iterator[memoryview]:
    yield memoryview(np.ascontiguousarray(part)).cast("B")  # type: ignore[arg-type]


def _packed(values: Sequence[bytes | tuple[int, ...]]) -> Iterator[bytes]:
    """All codes, a zero after those of each row: no code is 0."""
    packed = not values or isinstance(values[0], bytes)
    yield _NO_CODE.join(values if packed else map(pack, values))  # type: ignore[arg-type]


def _texts(part: Column) -> Iterator[bytes | memoryview]:
    """The length of each value, and all of them."""
    array = part if isinstance(part, pa.Array | pa.ChunkedArray) else pa.array(part)
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0) if array.num_chunks == 1 else array.combine_chunks()
    wide = array.cast(pa.large_string())
    _, offsets, data = wide.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[wide.offset : wide.offset + len(wide) + 1]
    yield np.diff(ends).tobytes()
    yield memoryview(data if data is not None else b"")[ends[0] : ends[-1]]
