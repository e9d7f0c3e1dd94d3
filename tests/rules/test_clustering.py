"""Clusters: no contradiction inside, people before the machine, the same whatever the order."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.clustering import cluster, joined_if_undecided, secrecy_components
from schemas.linkage import JudgementValue

_ROWS = 9
_SAME, _DIFFERENT, _UNSURE = JudgementValue.SAME, JudgementValue.DIFFERENT, JudgementValue.UNSURE

_PAIR = st.tuples(st.integers(0, _ROWS - 1), st.integers(0, _ROWS - 1)).filter(lambda pair: pair[0] < pair[1])
_LINES = st.dictionaries(
    _PAIR, st.tuples(st.sampled_from(["accept", "review", "reject", "against", "apart"]), st.integers(-3, 9))
)
_JUDGED = st.dictionaries(_PAIR, st.sampled_from([_DIFFERENT, _UNSURE]), max_size=4)


def frame(lines: dict[tuple[int, int], tuple[str, int]]) -> pd.DataFrame:
    said = {"against": "reject", "apart": "review"}
    made = [(a, b, float(w), d == "against", d == "apart", said.get(d, d)) for (a, b), (d, w) in lines.items()]
    columns = ["row_id_l", "row_id_r", "match_weight", "contradicted", "apart", "decision"]
    types = {"match_weight": float, "contradicted": bool, "apart": bool, "decision": object}
    return pd.DataFrame(made, columns=columns).astype(types)


def judgements(judged: dict[tuple[int, int], JudgementValue]) -> list[tuple[int, int, JudgementValue]]:
    return [(a, b, value) for (a, b), value in judged.items()]


def sets(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}


@given(_LINES, _JUDGED)
def test_no_cluster_holds_a_contradicted_pair_or_one_judged_different(lines: dict, judged: dict) -> None:
    for made in (cluster, joined_if_undecided):
        labels = made(_ROWS, frame(lines), judgements(judged))
        for (a, b), (decision, _) in lines.items():
            assert decision != "against" or labels[a] != labels[b]
        for (a, b), value in judged.items():
            assert value != _DIFFERENT or labels[a] != labels[b]
        assert all(labels[label] == label and label <= row for row, label in enumerate(labels))


@given(_LINES, _JUDGED)
def test_only_accepted_pairs_join_and_the_wider_clusters_hold_the_narrower(lines: dict, judged: dict) -> None:
    pairs = frame(lines)
    labels = cluster(_ROWS, pairs, judgements(judged))
    wide = joined_if_undecided(_ROWS, pairs, judgements(judged))
    accepted = {k: v for k, v in lines.items() if v[0] == "accept"}
    alone = set(range(_ROWS)) - {row for pair in accepted for row in pair}
    assert all(frozenset({row}) in sets(labels) for row in alone)
    assert all(any(inner <= outer for outer in sets(wide)) for inner in sets(labels))


@settings(max_examples=60)
@given(_LINES, st.permutations(range(_ROWS)))
def test_the_order_of_rows_and_pairs_does_not_matter(lines: dict, moved: list[int]) -> None:
    rank = np.arange(_ROWS)
    labels = cluster(_ROWS, frame(lines), rank=rank)
    renamed = {(min(moved[a], moved[b]), max(moved[a], moved[b])): line for (a, b), line in reversed(lines.items())}
    new_rank = np.empty(_ROWS, dtype=np.int64)
    new_rank[moved] = rank
    again = cluster(_ROWS, frame(renamed), rank=new_rank)
    assert {frozenset(moved[row] for row in one) for one in sets(labels)} == sets(again)


def test_the_heavier_pair_is_joined_where_both_cannot_be() -> None:
    lines = {(0, 1): ("accept", 7), (1, 2): ("accept", 9), (0, 2): ("against", -9)}
    assert sets(cluster(3, frame(lines))) == {frozenset({0}), frozenset({1, 2})}


def test_rows_apart_are_joined_by_no_third_row_but_at_the_other_end_of_the_interval() -> None:
    lines = {(0, 1): ("accept", 9), (1, 2): ("accept", 7), (0, 2): ("apart", 3)}
    assert sets(cluster(3, frame(lines))) == {frozenset({0, 1}), frozenset({2})}
    assert sets(joined_if_undecided(3, frame(lines))) == {frozenset({0, 1, 2})}
    assert sets(cluster(3, frame(lines), [(0, 2, _SAME)])) == {frozenset({0, 1, 2})}


def test_people_win_over_the_machine() -> None:
    lines = {(0, 1): ("against", -9), (2, 3): ("accept", 9), (4, 5): ("accept", 9)}
    judged = [(0, 1, _SAME), (3, 2, _DIFFERENT), (4, 5, _UNSURE)]
    assert sets(cluster(6, frame(lines), judged)) == {frozenset(s) for s in ({0, 1}, {2}, {3}, {4}, {5})}
    assert sets(joined_if_undecided(6, frame(lines), judged)) == {frozenset(s) for s in ({0, 1}, {2}, {3}, {4, 5})}


def test_secrecy_goes_wherever_it_may_be_the_same_and_not_where_a_person_parted() -> None:
    lines = {
        (0, 1): ("accept", 9),
        (1, 2): ("review", 3),
        (3, 4): ("review", 3),
        (5, 6): ("reject", -9),
        (7, 8): ("accept", 9),
    }
    pairs, judged = frame(lines), [(3, 4, _DIFFERENT), (6, 7, _UNSURE)]
    labels = cluster(_ROWS, pairs, judged)
    spread = secrecy_components(_ROWS, labels, pairs, judged)
    assert sets(spread) == {frozenset(s) for s in ({0, 1, 2}, {3}, {4}, {5}, {6, 7, 8})}


@given(_LINES, _JUDGED)
def test_secrecy_reaches_the_whole_cluster_and_every_open_pair(lines: dict, judged: dict) -> None:
    pairs, spoken = frame(lines), judgements(judged)
    labels = cluster(_ROWS, pairs, spoken)
    spread = secrecy_components(_ROWS, labels, pairs, spoken)
    assert all(any(inner <= outer for outer in sets(spread)) for inner in sets(labels))
    for (a, b), (decision, _) in lines.items():
        if decision in ("accept", "review", "apart") and judged.get((a, b)) != _DIFFERENT:
            assert spread[a] == spread[b]
