"""What a SAME would move, against the whole clustered again; why a person is asked."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clustering import cluster
from rules.decisions import Thresholds
from rules.judgements import Standing
from rules.matching import all_pairs
from rules.review_forecast import Forecast, Ground, forecasts
from rules.review_queue import review_queue
from rules.review_reasons import asked_because
from schemas.linkage import PAIR_COLUMNS, Decision, JudgementValue
from schemas.review import DOUBTS, PARTED_GROUP
from tests.rules.matching_rows import MODEL, Row, records

_ROWS = 9
_SAYS = {"accept": (Decision.ACCEPT, False), "review": (Decision.REVIEW, False), "never": (Decision.REJECT, True)}


def _pairs(said: dict[tuple[int, int], tuple[str, bool, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(a, b, float(weight), contradicted, apart, decision.value)
         for (a, b), (what, apart, weight) in sorted(said.items())
         for decision, contradicted in [_SAYS[what]]],
        columns=["row_id_l", "row_id_r", "match_weight", "contradicted", "apart", "decision"],
    )  # fmt: skip
    frame = frame.astype({"row_id_l": int, "row_id_r": int, "contradicted": bool, "apart": bool, "match_weight": float})
    names = [name for name in PAIR_COLUMNS if name.endswith("_level")]
    return frame.assign(**{name: next(iter(MODEL.weights.weights[name[:-6]])) for name in names})


def _counted(eligible: np.ndarray, labels: np.ndarray) -> int:
    return len(set(labels[eligible].tolist()))


_ends = st.tuples(st.integers(0, _ROWS - 1), st.integers(0, _ROWS - 1)).filter(lambda p: p[0] < p[1])
_said = st.dictionaries(_ends, st.tuples(st.sampled_from(sorted(_SAYS)), st.booleans(), st.integers(0, 9)), max_size=18)


@given(_said, st.lists(st.booleans(), min_size=_ROWS, max_size=_ROWS), st.lists(_ends, max_size=2))
def test_the_forecast_of_every_pair_is_what_its_same_comes_to(
    said: dict[tuple[int, int], tuple[str, bool, int]], eligible: list[bool], parted: list[tuple[int, int]]
) -> None:
    pairs, rank = _pairs(said), np.arange(_ROWS)
    judged = [(a, b, JudgementValue.DIFFERENT) for a, b in set(parted)]
    labels = cluster(_ROWS, pairs, judged, rank)
    frame = pd.DataFrame({"eligible": eligible, "is_earlier": False, "is_redacted": False, "benefit_vnd": 0.0})
    frame = frame.assign(row_id=range(_ROWS), row_key=[f"{i:016x}" for i in range(_ROWS)])
    queue = review_queue(frame, pairs, labels, Standing(tuple(judged)), MODEL.weights)
    asked = list(zip(queue["row_id_l"], queue["row_id_r"], strict=True))
    found = forecasts(Ground(frame, pairs, labels, judged, rank), asked)
    for pair, simple in zip(asked, queue["moves"].tolist(), strict=True):
        after = cluster(_ROWS, pairs, [*judged, (*pair, JudgementValue.SAME)], rank)
        may = np.array(eligible)
        moved = _counted(may, labels) - _counted(may, after)
        assert found.get(pair, Forecast(simple, 0)).moves == moved


def test_a_row_that_speaks_against_the_other_leaves() -> None:
    said = {(0, 1): ("accept", False, 9), (1, 2): ("never", False, 0), (0, 2): ("review", False, 1)}
    pairs, frame = _pairs(said), pd.DataFrame({"eligible": [True] * _ROWS, "is_earlier": False})
    labels = cluster(_ROWS, pairs, (), np.arange(_ROWS))
    assert forecasts(Ground(frame, pairs, labels, (), np.arange(_ROWS)), [(0, 2)]) == {(0, 2): Forecast(0, 1)}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Máy ép gạch không nung từ tro xỉ", "Trần Văn Bình", "Mỏ than Vàng Danh"),) * 2 + ((),),
        (
            ("Máy ép gạch không nung từ tro xỉ", "Trần Văn Bình", "Mỏ than Vàng Danh"),
            ("Máy ép gạch không nung từ tro xỉ", "Lê Thị Hoa", "Mỏ than Vàng Danh"),
            ("people",),
        ),
        (
            ("Máy ép gạch không nung từ tro xỉ", "Trần Văn Bình", "Mỏ than Vàng Danh"),
            ("Máy ép gạch không nung từ tro xỉ", "Trần Văn Bình", "Công ty May 10"),
            ("place",),
        ),
    ],
)
def test_a_reason_is_what_the_pair_is_in_doubt_about(
    one: tuple[str, str, str], other: tuple[str, str, str], expected: tuple[str, ...]
) -> None:
    pairs = all_pairs(records([Row(*one), Row(*other)]), MODEL, Thresholds(4.0, 0.0))
    assert asked_because(pairs, [0], [False]) == [expected]
    assert asked_because(pairs, [0, -1], [True, False]) == [(), ()]
    parted = pairs.assign(decision=Decision.REVIEW.value, contradicted=True)
    assert asked_because(parted, [0], [False])[0][-1] == PARTED_GROUP
    assert set(expected) < set(DOUBTS)
