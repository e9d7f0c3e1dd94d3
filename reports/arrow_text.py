"""Columns of text in Arrow's memory: long tables are written column by column, at a small part of the time of rows."""

from collections.abc import Callable, Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_TEXT = pa.large_string()
_NOTHING = pa.scalar("", _TEXT)
_LONG = 10_000  # bytes; what is shorter is never cut


def text_array(column: "pd.Series[str] | Sequence[str]") -> pa.Array:
    """A column of texts; what is missing is empty."""
    values = pa.array(column, from_pandas=True)
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return values.cast(_TEXT).fill_null("")


def pasted(*parts: pa.Array | str) -> pa.Array:
    """The parts of each row one behind the other; a text is the same in every row."""
    told = (pa.scalar(part, _TEXT) if isinstance(part, str) else part for part in parts)
    return pc.binary_join_element_wise(*told, _NOTHING)


def run_together(rows: pa.Array) -> memoryview:
    """The bytes of all rows one behind the other; of rows that were just made, which begin where their memory does."""
    _, _, data = rows.buffers()
    return memoryview(data or b"")[: pc.sum(pc.binary_length(rows)).as_py() or 0]


def each_once(texts: pa.Array, write: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """`write` of the column, asked for every different text once."""
    found = texts.dictionary_encode()
    return write(found.dictionary).take(found.indices)


def plain_or(texts: pa.Array, odd: str, plain: Callable[[pa.Array], pa.Array], other: Callable[[str], str]) -> pa.Array:
    """`plain` of the texts in which the pattern `odd` (RE2) is not found and that are short; `other` of the rest one by
    one."""
    doubtful = pc.or_(pc.match_substring_regex(texts, odd), pc.greater(pc.binary_length(texts), _LONG))
    written = plain(texts)
    if not pc.any(doubtful).as_py():
        return written
    told = [other(text) for text in texts.filter(doubtful).to_pylist()]
    return pc.replace_with_mask(written, doubtful, pa.array(told, _TEXT))
