"""The table of weights: what each level of each comparison says for one initiative, and what contradicts it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rules import comparisons as by
from rules.corpus import Bools
from schemas.linkage import Decision

# log2 odds: +1 doubles the odds that the two rows are one initiative, -1 halves them.
PRIOR = -8.0
WEIGHTS: dict[str, dict[str, float]] = {
    "title": {
        "exact_rare": 12.0,
        "exact": 9.5,
        "small_typo": 9.0,
        "same_but_frames": 8.0,
        "one_side_residual": 8.0,
        "same_generic": 5.0,
        "one_side_long": 0.0,
        "near_word": 3.0,
        "close": -8.0,
        "different": -14.0,
    },
    "numbers": {
        "equal": 0.5,
        "none": 0.0,
        "one_lacks_year": -0.5,
        "cut_off": -5.0,
        "one_lacks": -9.0,
        "differ": -20.0,
        "products_differ": -20.0,
    },
    "authors": {
        "same_set": 8.0,
        "subset": 6.5,
        "initials": 5.0,
        "overlap": 3.5,
        "missing": -5.0,
        "namesakes": -2.5,
        "disjoint": -11.0,
    },
    "workplace": {
        "same_there": 6.0,
        "same": 4.5,
        "overlap": 3.5,
        "missing_there": 1.0,
        "missing": -2.5,
        "missing_elsewhere": -6.0,
        "related": -3.0,
        "elsewhere": -7.0,
        "different": -9.0,
    },
    "superior": {"same": 1.5, "missing": 0.0, "differ": -1.5},
    "content": {"high": 5.0, "some": 1.0, "missing": 0.0, "low": -3.0},
    "effect": {"same": 6.0, "numbers": 4.0, "missing": 0.0, "differ": -4.0},
    "benefit": {"same": 5.0, "unit_slip": 3.0, "missing": 0.0, "differ": -4.0},
    "field": {"same": 0.2, "missing": 0.0, "differ": -2.0},
    "period": {"overlap": 0.5, "missing": 0.0, "near": -1.0, "apart": -2.0},
    "federation": {"two_roads": 0.5, "same": 0.0, "two_sectors": -2.0, "two_provinces": -3.0},
}
LEVELS: dict[str, tuple[str, ...]] = {
    "title": by.TITLE_LEVELS,
    "numbers": by.NUMBERS_LEVELS,
    "authors": by.AUTHORS_LEVELS,
    "workplace": by.WORKPLACE_LEVELS,
    "superior": by.SUPERIOR_LEVELS,
    "content": by.CONTENT_LEVELS,
    "effect": by.EFFECT_LEVELS,
    "benefit": by.BENEFIT_LEVELS,
    "field": by.FIELD_LEVELS,
    "period": by.PERIOD_LEVELS,
    "federation": by.FEDERATION_LEVELS,
}
_TABLE = {kind: np.array([WEIGHTS[kind][level] for level in levels]) for kind, levels in LEVELS.items()}
_BEST = {kind: float(table.max()) for kind, table in _TABLE.items()}
_DECISIONS = np.array([Decision.REJECT.value, Decision.REVIEW.value, Decision.ACCEPT.value], dtype=object)

Levels = dict[str, by.Levels]
Weights = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From `accept` the same, from `review` a person is asked; match weights, log2 odds."""

    accept: float
    review: float


def decide(pairs: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Adds match_weight, contradicted and decision to a frame with the level of each comparison (`title_level` ...)."""
    levels: Levels = {
        kind: pairs[f"{kind}_level"].map(names.index).to_numpy(dtype=np.int8) for kind, names in LEVELS.items()
    }
    weight, contradicted = weigh(levels), contradictions(levels)
    return pairs.assign(
        match_weight=weight, contradicted=contradicted, decision=decisions(weight, contradicted, thresholds)
    )


def weigh(levels: Levels) -> Weights:
    """The prior and the weights of the given comparisons; one not given is taken at its best: the sum is a bound."""
    total = np.full(len(next(iter(levels.values()))), PRIOR)
    for kind, table in _TABLE.items():
        total += table[levels[kind]] if kind in levels else _BEST[kind]
    return total


def contradictions(levels: Levels) -> Bools:
    """Two works for sure: another number or product, words of weight left on both sides, other people elsewhere.

    So are other people at the same place, unless the title is one that hardly two works bear.
    """
    numbers = _among(levels, "numbers", "differ", "products_differ")
    titles = _among(levels, "title", "close", "different")
    others = _among(levels, "authors", "disjoint", "namesakes")
    elsewhere = _among(levels, "workplace", "different", "elsewhere", "missing_elsewhere")
    telling_title = _among(levels, "title", "exact", "exact_rare", "small_typo")
    beside = _among(levels, "workplace", "same", "same_there", "overlap") & ~telling_title
    return numbers | titles | (others & (elsewhere | beside))


def decisions(
    weight: Weights, contradicted: Bools, thresholds: Thresholds
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """ACCEPT from one threshold, REVIEW from the other; a contradicted pair is always REJECT."""
    step = (weight >= thresholds.review).astype(np.int8) + (weight >= thresholds.accept)
    return _DECISIONS[np.where(contradicted, 0, step)]


def _among(levels: Levels, kind: str, *names: str) -> Bools:
    return np.isin(levels[kind], [LEVELS[kind].index(name) for name in names])
