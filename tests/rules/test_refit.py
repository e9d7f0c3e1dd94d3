"""The frozen model stays put: twice the candidates move neither the drawn sample's size nor the precision."""

import os

import numpy as np
import pandas as pd
import pytest

import rules.blocking
import rules.blocking_rules
import rules.matching
from benchmarks.matching import KEY, prepared
from benchmarks.matching_figures import Truth
from benchmarks.matching_made import _federation
from flows.settings import load_model
from rules.corpus import corpus
from rules.decisions import Thresholds
from rules.fitting import fit
from rules.matching import levels_to_fit, match
from rules.weights import WeightTable

_ROWS, _PAIRS = 3_000, 700
_LIMITS = Thresholds(4.0, 1.5)


@pytest.fixture(scope="module")
def made() -> pd.DataFrame:
    """A nation of few rows with its truth, from the generator's own values."""
    os.environ.setdefault("TONGHOP_HMAC_KEY", KEY.decode())
    parts = [_federation((_ROWS, 5, serial)) for serial in range(83)]
    return prepared(pd.concat(parts, ignore_index=True))


def twice_the_candidates(records: pd.DataFrame, patch: pytest.MonkeyPatch) -> float:
    """Blocks with common words too and larger groups; how many times as many candidates there are now."""
    model = load_model(KEY)
    known = corpus(records, model.terms, model.common_names)
    usual = len(rules.blocking.candidates(known)[0])
    wider = rules.blocking._entries
    patch.setattr(rules.blocking_rules, "_FEWEST_STEPS", 0)
    patch.setattr(rules.blocking, "_entries", lambda keys, most, refiners=(): wider(keys, 5 * most, refiners))
    return len(rules.blocking.candidates(known)[0]) / usual


def precision(records: pd.DataFrame, weights: WeightTable) -> float:
    pairs = match(records, load_model(KEY, weights), _LIMITS)
    accepted = pairs[pairs["decision"] == "accept"]
    left, right = (accepted[side].to_numpy(dtype=np.int64) for side in ("row_id_l", "row_id_r"))
    assert len(left) > 300
    return float(Truth.of(records).same(left, right).mean())


def test_doubling_the_candidates_moves_precision_by_less_than_a_hundredth(
    made: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = load_model(KEY)
    before = levels_to_fit(made, model, _PAIRS)
    usual = precision(made, fit(before, "usual"))
    frozen = precision(made, model.weights)
    assert twice_the_candidates(made, monkeypatch) >= 2
    after = levels_to_fit(made, model, _PAIRS)
    assert len(after["title"]) == len(before["title"]) == _PAIRS
    assert abs(precision(made, fit(after, "doubled")) - usual) < 0.01
    assert abs(precision(made, model.weights) - frozen) < 0.01


def test_the_draw_does_not_hang_on_the_order_of_rows(made: pd.DataFrame) -> None:
    moved = made.sample(frac=1, random_state=3)
    one, other = (levels_to_fit(rows, load_model(KEY), _PAIRS) for rows in (made, moved))
    assert all((one[kind] == other[kind]).all() for kind in one)
