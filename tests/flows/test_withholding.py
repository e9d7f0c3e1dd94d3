"""Which rows of a standing release are the same as one that became secret; told against a plain reading of the rule."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from flows.same_initiative import same_initiative
from rules.features import Coder
from rules.normalise import title_key

CODER = Coder(b"a key of the tests")
WORDS = st.lists(st.sampled_from(["Giá", "đỡ", "bình", "khí", "nén"]), min_size=0, max_size=6).map(" ".join)
ROWS = st.lists(st.tuples(st.sampled_from(["LDLD-01", "LDLD-02", "CDN-YT"]), WORDS), max_size=8)


def _same(one: str, other: str) -> bool:
    """The same words, or one begins or ends with the other's, if those are three at least."""
    short, long = sorted((title_key(one).split(), title_key(other).split()), key=len)
    return short == long or (len(short) > 2 and short in (long[: len(short)], long[-len(short) :]))


@given(ROWS, ROWS)
def test_a_title_is_the_same_or_goes_on(secret: list[tuple[str, str]], published: list[tuple[str, str]]) -> None:
    hidden = pd.DataFrame(secret, columns=["federation_code", "title"])
    hidden["title_code"] = [CODER.code("title", title_key(title)) for title in hidden["title"]]
    records = pd.DataFrame(published, columns=["federation_code", "title"]).assign(authors="Lê Thị Cúc")
    expected = [any(code == theirs and _same(title, s) for theirs, s in secret) for code, title in published]
    assert same_initiative(hidden, CODER)(records).tolist() == expected
