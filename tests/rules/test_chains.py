"""No cluster holds a contradicted pair, however large the component, and what it costs grows with its rows only."""

from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rules.chains
from rules.clustering import cluster, joined_if_undecided
from rules.components import components
from rules.decisions import Thresholds
from rules.matching import Matcher, compare, match_whole
from tests.rules.matching_rows import MODEL, Row, records

_TITLE = "Chế tạo bộ gá phay rãnh then cho trục cán nguội"
_PEOPLE = ("", "Trần Văn Bình", "Lê Thị Hoa")
_PLACES = ("", "", "Công ty Cơ khí Sông Công, tỉnh Thái Nguyên", "Nhà máy Z131, tỉnh Phú Thọ", "Mỏ than Vàng Danh")
_LOW = Thresholds(-2.0, -6.0)  # joins far too much, so that chains grow


def _contradicted_inside(frame: pd.DataFrame, labels: np.ndarray, matcher: Matcher) -> int:
    """Found by comparing every pair of every cluster anew, of a cluster of more than a hundred those of a hundred."""
    known = matcher.corpus(frame)
    label = labels[known.row_id]
    order = np.argsort(label, kind="stable")
    found = [np.zeros((2, 0), dtype=np.int32)]
    for members in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        found.append(members[:100][np.stack(np.triu_indices(min(len(members), 100), 1))].astype(np.int32))
    return len(matcher.decide.against(compare(known, *np.concatenate(found, axis=1))))


def _rows(rng: Random, count: int) -> list[Row]:
    return [
        Row(
            rng.choice((_TITLE, _TITLE, f"{_TITLE} số {rng.randrange(3)}")),
            rng.choice(_PEOPLE),
            rng.choice(_PLACES),
            federation=rng.choice(("LDLD-01", "CDN-01")),
        )
        for _ in range(count)
    ]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 6), st.integers(2, 9))
def test_no_cluster_holds_a_contradicted_pair(seed: int, component: int, piece: int) -> None:
    frame = records(_rows(Random(seed), 40))
    matcher = Matcher(MODEL, _LOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules.chains, "_LARGEST_COMPONENT", component)
        patch.setattr(rules.chains, "_LARGEST_PIECE", piece)
        pairs = match_whole(frame, matcher).matched.pairs
    assert _contradicted_inside(frame, cluster(len(frame), pairs), matcher) == 0


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32))
def test_a_large_component_is_decided_as_a_small_one_would_be(seed: int) -> None:
    """The same rows, once with every pair told to the clustering, once taken apart before it."""
    frame = records(_rows(Random(seed), 30))
    matcher, rank = Matcher(MODEL, _LOW), np.argsort(np.argsort(frame["row_key"].to_numpy(dtype=str)))
    expected = cluster(len(frame), match_whole(frame, matcher).matched.pairs, rank=rank)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules.chains, "_LARGEST_COMPONENT", 2)
        pairs = match_whole(frame, matcher).matched.pairs
    np.testing.assert_array_equal(cluster(len(frame), pairs, rank=rank), expected)


def test_thousands_of_one_title_chained_by_rows_without_a_workplace() -> None:
    """5,000 rows: each shares an author with the next, every other one names another workplace."""
    names = [
        f"Nguyễn {a}{b}{c}ình" for a in "BCDĐGHKLMNPQRSTVX" for b in "aeiouyăâêôơư" for c in "abcdeghiklmnopqrstuvx"
    ]
    rows = [
        Row(_TITLE, f"{names[i]}; {names[i + 1]}", f"Xí nghiệp Số {i}, tỉnh {_PROVINCES[i % 4]}" if i % 2 else "")
        for i in range(min(5_000, len(names) - 1))
    ]
    Random(1).shuffle(rows)
    frame, matcher = records(rows), Matcher(MODEL, _LOW)
    whole = match_whole(frame, matcher)
    linked = whole.found.linked
    label = components(len(rows), linked.left.astype(np.int64), linked.right.astype(np.int64))
    assert np.bincount(label).max() > 10 * rules.chains._LARGEST_PIECE
    assert len(whole.inside) <= len(rows) * rules.chains._LARGEST_PIECE
    pairs = whole.matched.pairs
    assert _contradicted_inside(frame, cluster(len(frame), pairs), matcher) == 0
    assert _contradicted_inside(frame, joined_if_undecided(len(frame), pairs), matcher) == 0
    assert set(pairs.loc[pairs["contradicted"], "decision"]) <= {"reject", "review"}


_PROVINCES = ("Hà Nam", "Thái Bình", "Nghệ An", "Cà Mau")


def test_rows_alike_in_everything_are_one_however_many() -> None:
    frame = records([Row(_TITLE, "Lê Thị Hoa", "Mỏ than Vàng Danh")] * 1_000)
    pairs = match_whole(frame, Matcher(MODEL, Thresholds(4.0, 0.0))).matched.pairs
    assert len(set(cluster(len(frame), pairs).tolist())) == 1
