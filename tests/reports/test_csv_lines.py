"""The tables for machines hold the bytes that Python's own writer gives, whatever stands in a cell."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.csv_lines import ROWS_AT_ONCE, csv_bytes, csv_frame, harmless, in_pieces

TEXT = st.text(
    st.one_of(st.sampled_from("=+-@＝\t\r\n\",;'\u200b\xa0 \x1f\x85ấ1"), st.characters(codec="utf-8")), max_size=8
)
CELLS = st.lists(st.tuples(st.none() | TEXT, st.none() | st.integers(-(2**40), 2**40), TEXT), max_size=12)


def _written(frame: pd.DataFrame) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(frame.columns)
    for cells in frame.astype(object).itertuples(index=False):
        writer.writerow(["" if pd.isna(c) else harmless(c) if isinstance(c, str) else str(c) for c in cells])
    return out.getvalue().encode("utf-8-sig")


def _frame(cells: list[tuple[str | None, int | None, str]]) -> pd.DataFrame:
    a, b, c = ([row[i] for row in cells] for i in range(3))
    return pd.DataFrame(
        {"a": pd.Series(a, dtype="str"), "n": pd.array(b, dtype="Int64"), "c": pd.Series(c, dtype=object)}
    )


@given(CELLS)
def test_the_bytes_are_those_of_pythons_writer(cells: list[tuple[str | None, int | None, str]]) -> None:
    frame = _frame(cells)
    assert csv_bytes([frame]) == _written(frame)
    assert csv_bytes([frame.iloc[:3], frame.iloc[3:]]) == _written(frame)


def test_long_tables_come_in_pieces() -> None:
    frame = pd.DataFrame({"a": np.arange(ROWS_AT_ONCE + 7), "b": "x"})
    pieces = list(in_pieces(len(frame), lambda piece: frame.iloc[piece]))
    assert [len(p) for p in pieces] == [ROWS_AT_ONCE, 7]
    assert csv_bytes(pieces) == _written(frame)
    assert csv_bytes(in_pieces(0, lambda piece: frame.iloc[:0])) == b"\xef\xbb\xbfa,b\r\n"


def test_a_number_with_fractions_is_refused() -> None:
    with pytest.raises(TypeError, match="n holds double"):
        csv_bytes([pd.DataFrame({"n": [1.5], "a": ["x"]})])


@given(CELLS)
def test_lines_that_are_read_back_and_written_again_are_the_same_bytes(
    cells: list[tuple[str | None, int | None, str]],
) -> None:
    data = csv_bytes([_frame([(a, None if n is None else abs(n), c) for a, n, c in cells])])
    read = csv_frame(data)
    assert csv_bytes([read]) == data
    assert read["c"].tolist() == [harmless(c) for _, _, c in cells]
