"""Row keys: those of the last night are taken, and nobody can tell."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.features import Coder
from rules.known_keys import KnownKeys, keys_and_known, row_keys
from rules.normalise import title_key

CODER = Coder(b"a key for tests only")
_ROWS = st.lists(
    st.tuples(st.sampled_from(["Máy dệt", "máy  dệt", "Trục cán", ""]), st.sampled_from(["A", "B"]), st.booleans()),
    max_size=12,
)
Rows = list[tuple[str, str, bool]]


def frame(rows: Rows) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["title", "federation_code", "is_earlier"])
    return made.astype({"title": "str", "federation_code": "str", "is_earlier": bool})


def oracle(rows: Rows) -> list[str]:
    """The text of RULES.md 4, row by row."""
    seen: dict[tuple[str, str, bool], int] = {}
    keys = []
    for title, code, earlier in rows:
        place = (title_key(title), code, earlier)
        turn = seen[place] = seen.get(place, -1) + 1
        keys.append(f"{CODER.code('row', f'c|{earlier}|{code}|{title_key(title)}|{turn}'):016x}")
    return keys


@settings(max_examples=60, deadline=None)
@given(_ROWS, _ROWS)
def test_keys_of_a_second_night_are_those_of_a_first(before: Rows, now: Rows) -> None:
    assert row_keys(frame(before), "c", CODER).tolist() == oracle(before)
    _, known = keys_and_known(frame(before), "c", CODER, KnownKeys())
    found, left = keys_and_known(frame(now), "c", CODER, known or KnownKeys())
    assert found.tolist() == oracle(now)
    again, nothing = keys_and_known(frame(now), "c", CODER, left or known or KnownKeys())
    assert again.tolist() == oracle(now)
    assert nothing is None
    assert left is None or KnownKeys.from_arrays(left.arrays()).keys.tolist() == left.keys.tolist()
