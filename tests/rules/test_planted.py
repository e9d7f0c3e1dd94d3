"""The planted pairs: all told apart by the frozen model, and a comparison that breaks is seen."""

from dataclasses import replace

import pytest

from flows.settings import load_config, load_model, load_planted
from rules.decisions import Thresholds
from rules.features import Coder
from rules.gates import planted
from rules.planted import Planted, score
from rules.weights import WeightTable
from tests.builders import ROOT

KEY = b"a key for tests"
CONFIG, _ = load_config(ROOT / "config.yaml")
LIMITS = Thresholds(CONFIG.matching.accept_threshold, CONFIG.matching.review_threshold)


def scored(weights: WeightTable | None = None, key: bytes = KEY) -> Planted:
    return score(load_planted(), load_model(key, weights), LIMITS, Coder(key))


def broken(kind: str, weight: float) -> WeightTable:
    """The frozen table, one comparison of which says the same whatever it finds."""
    table = load_model(KEY).weights
    return replace(table, weights={**table.weights, kind: dict.fromkeys(table.weights[kind], weight)})


@pytest.mark.parametrize("key", [KEY, b"another key than that"])
def test_the_frozen_model_tells_the_planted_pairs_apart_under_any_key(key: bytes) -> None:
    found = scored(key=key)
    assert found.same >= 200
    assert found.recall >= 0.98
    assert found.precision == 1.0
    assert planted(found.recall, found.precision, CONFIG.limits) == []


@pytest.mark.parametrize(
    ("kind", "weight"),
    [(kind, -8.0) for kind in ("title", "numbers", "authors", "workplace", "effect", "benefit")],
)
def test_a_comparison_that_broke_falls_under_the_floor(kind: str, weight: float) -> None:
    found = scored(broken(kind, weight))
    assert [reason.split(":")[0] for reason in planted(found.recall, found.precision, CONFIG.limits)] == [
        "planted_recall"
    ]


def test_numbers_that_are_no_longer_seen_fall_under_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    from rules import comparisons

    monkeypatch.setattr(comparisons, "numbers_levels", lambda a, *rest: np.ones(len(a), dtype=np.int8))
    found = scored()
    assert [r.split(":")[0] for r in planted(found.recall, found.precision, CONFIG.limits)] == ["planted_precision"]


def test_nothing_accepted_is_no_recall_and_no_fault_of_precision() -> None:
    found = score(load_planted(), load_model(KEY), Thresholds(1e6, 1e6), Coder(KEY))
    assert (found.recall, found.precision) == (0.0, 1.0)
