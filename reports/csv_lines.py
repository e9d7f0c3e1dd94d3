"""Frames as lines of CSV, column by column in Arrow's memory: the bytes that Python's own writer gives, at a small part
of its time."""

import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from reports.arrow_text import pasted, run_together, text_array

BOM = b"\xef\xbb\xbf"  # an office program reads UTF-8 as UTF-8 only with it
ROWS_AT_ONCE = 50_000
_BLOCK = 1 << 24  # bytes; no line is longer
# An office program may pass over blanks, seen or unseen, before the sign that makes a cell a formula.
_RUNS = re.compile("[\\s\u200b-\u200f\u2060\ufeff\x00-\x1f]*[=+\\-@＝＋－＠]|[\t\r\n]")
_MAY_RUN = r"\A[^\pL\pN]"  # what begins with a letter or a digit, as nearly all does, runs nowhere
_QUOTED = '[",\r\n]'
_COMMA = pa.scalar(",", pa.large_string())


def harmless(text: str) -> str:
    """The text, behind an apostrophe where an office program would run it as a formula: "=1+1" -> "'=1+1"."""
    return f"'{text}" if _RUNS.match(text) else text


def csv_bytes(frames: Iterable[pd.DataFrame], numbers: Collection[str] = ()) -> bytes:
    """Frames of the same columns, one below the other: UTF-8 with byte-order mark, no cell that an office program runs.

    Columns are texts or whole numbers; what is missing is empty. There are at least two columns. `numbers`: columns of
    texts that are numbers, which run nowhere, also where a sign stands before them."""
    out = io.BytesIO()  # never as one text: that takes several times the bytes
    for n, frame in enumerate(frames):
        if n == 0:
            out.write(BOM + ",".join(frame.columns).encode() + b"\r\n")
        out.write(_lines(frame, numbers))
    return out.getvalue()


def csv_frame(data: bytes) -> pd.DataFrame:
    """The lines of such a file as texts: `csv_bytes` of them are the same bytes, unless a number is below 0."""
    names = data[: data.index(b"\n")].removesuffix(b"\r").removeprefix(BOM).decode().split(",")
    texts = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False)
    lines, pieces = csv.ParseOptions(newlines_in_values=True), csv.ReadOptions(block_size=_BLOCK)
    table = csv.read_csv(pa.BufferReader(data), pieces, lines, texts)
    found: pd.DataFrame = table.to_pandas()
    return found


def in_pieces(count: int, piece: Callable[[slice], pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """`piece` of some thousand rows after the other, at least one."""
    return (piece(slice(at, at + ROWS_AT_ONCE)) for at in range(0, max(count, 1), ROWS_AT_ONCE))


def _lines(frame: pd.DataFrame, numbers: Collection[str]) -> bytes:
    if frame.empty:
        return b""
    columns = [text_array(frame[name]) if name in numbers else _cells(frame[name]) for name in frame.columns]
    columns[-1] = pasted(columns[-1], "\r\n")
    return bytes(run_together(pc.binary_join_element_wise(*columns, _COMMA)))


def _cells(column: "pd.Series[str]") -> pa.Array:
    """A column as texts fit for a line."""
    values = pa.array(column, from_pandas=True)
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if values.null_count == len(values):
        return pa.array([""] * len(values), pa.large_string())
    if pa.types.is_integer(values.type):
        return values.cast(pa.large_string()).fill_null("")
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        raise TypeError(f"a column of a CSV file holds texts or whole numbers; {column.name} holds {values.type}")
    return _quoted(_harmless(values.cast(pa.large_string()).fill_null("")))


def _harmless(texts: pa.Array) -> pa.Array:
    doubtful = pc.match_substring_regex(texts, _MAY_RUN)
    if not pc.any(doubtful).as_py():
        return texts
    told = [harmless(text) for text in texts.filter(doubtful).to_pylist()]
    return pc.replace_with_mask(texts, doubtful, pa.array(told, pa.large_string()))


def _quoted(texts: pa.Array) -> pa.Array:
    needs = pc.match_substring_regex(texts, _QUOTED)
    if not pc.any(needs).as_py():
        return texts
    doubled = pc.replace_substring(texts.filter(needs), '"', '""')
    return pc.replace_with_mask(texts, needs, pasted('"', doubled, '"'))
