"""Who shares a key with a few is found as by looking at each; keys that are missing or left out are nobody's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rules.hashing import join, mix
from rules.sharers import sharers

_ROWS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40)


@given(_ROWS, st.data())
def test_sharers_are_those_that_a_comparison_of_all_finds(
    rows: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    table = np.array(rows, dtype=np.uint64).T
    table = np.where(table == 0, np.uint64(0), mix(table))
    few = np.array(sorted(data.draw(st.sets(st.integers(0, len(rows) - 1)))), dtype=np.int64)
    ways = [(table[0], table[1]), (table[0], table[2])]
    made = [join(*way) for way in ways]
    asked = {int(key) for keys in made for key in keys[few]} - {0}
    without = set(data.draw(st.lists(st.sampled_from(sorted(asked)), max_size=2))) if asked else set()
    found = sharers(
        [[codes[few] for codes in way] for way in ways], ways, lambda way: join(*way),
        np.array(sorted(without), dtype=np.uint64), data.draw(st.booleans()),
    )  # fmt: skip
    expected = [(int(key), place) for keys in made for place, key in enumerate(keys.tolist()) if key in asked - without]
    assert sorted(zip(found.keys[found.group].tolist(), found.place.tolist(), strict=True)) == sorted(expected)
