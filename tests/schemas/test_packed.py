"""Rows come out of their packing as they went in."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from schemas import packed
from schemas.packed import PackedRows
from schemas.rows import Rows

_VALUES = st.one_of(st.text(max_size=20), st.integers(), st.none(), st.dates(), st.binary(max_size=20))


@given(st.lists(st.tuples(_VALUES, _VALUES), max_size=30), st.integers(1, 7))
def test_rows_are_the_same_after_packing_whatever_the_size_of_a_part(
    lines: list[tuple[object, object]], n: int
) -> None:
    rows = Rows.of(("a", "b"), lines)
    whole, packed.PART = packed.PART, n
    try:
        told = PackedRows.pack(rows)
    finally:
        packed.PART = whole
    for one in (told, pickle.loads(pickle.dumps(told)), PackedRows.all_of(list(told.packed_parts()))):
        assert (one.names, len(one)) == (rows.names, len(rows))
        assert list(one.each("b", "a")) == list(rows.each("b", "a"))
        assert [one["a"], one["b"]] == [rows["a"], rows["b"]]
        parts = [line for part in one.parts() for line in part.each("a", "b")]
        assert parts == list(rows.each("a", "b"))
        assert all(len(part) <= n for part in one.parts())
        assert list(one.at(range(1, len(rows))).each("a")) == list(rows.at(range(1, len(rows))).each("a"))


def test_a_long_column_is_packed_into_a_part_of_its_size() -> None:
    titles = [f"Cải tiến máy dệt số {n}" for n in range(12_000)]
    told = PackedRows.pack(Rows({"title": titles}))
    assert told["title"] == titles
    assert len(list(told.parts())) == 3
    assert len(pickle.dumps(told)) < len(pickle.dumps(titles)) / 4
