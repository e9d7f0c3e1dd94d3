"""The fit: finds the two classes without labels, stays near its start, keeps the order of levels, forgets no level."""

import numpy as np

from rules.fitting import SPAN, fit
from rules.weights import LEVELS, START, Levels

_PAIRS = 4_000
_BEST = {kind: max(START.weights[kind], key=START.weights[kind].__getitem__) for kind in LEVELS}


def _drawn(seed: int) -> tuple[Levels, np.ndarray]:
    """Pairs of which a third are the same, with levels that say so more often than not."""
    rng = np.random.default_rng(seed)
    same = rng.random(_PAIRS) < 1 / 3
    levels: Levels = {kind: np.zeros(_PAIRS, dtype=np.int8) for kind in LEVELS}
    likely = {"title": ("exact", "exact"), "authors": ("same_set", "disjoint"), "workplace": ("same", "different"),
              "effect": ("same", "differ"), "benefit": ("same", "differ"), "period": ("overlap", "near")}  # fmt: skip
    for kind, (for_same, for_other) in likely.items():
        usual = np.where(same, LEVELS[kind].index(for_same), LEVELS[kind].index(for_other))
        odd = np.where(same, LEVELS[kind].index(for_other), LEVELS[kind].index(for_same))
        levels[kind] = np.where(rng.random(_PAIRS) < 0.9, usual, odd).astype(np.int8)
    return levels, same


def test_two_classes_are_found_without_labels() -> None:
    levels, same = _drawn(1)
    weight = fit(levels, "v").weigh(levels)
    assert ((weight > 0) == same).mean() > 0.98


def test_no_weight_leaves_the_neighbourhood_of_its_start_and_what_was_not_seen_stays() -> None:
    levels, _ = _drawn(2)
    table, free = fit(levels, "v"), "federation"  # levels of other comparisons, out of order, take a common mean
    for place, name in enumerate(LEVELS[free]):
        moved = abs(table.weights[free][name] - START.weights[free][name])
        assert moved <= SPAN
        assert moved == 0 or (levels[free] == place).any()


def test_the_order_of_pairs_does_not_matter() -> None:
    levels, _ = _drawn(3)
    moved = np.random.default_rng(0).permutation(_PAIRS)
    assert fit({kind: level[moved] for kind, level in levels.items()}, "v") == fit(levels, "v")


def test_a_sample_of_one_kind_only_has_finite_weights() -> None:
    levels: Levels = {kind: np.full(3, LEVELS[kind].index(best), dtype=np.int8) for kind, best in _BEST.items()}
    table = fit(levels, "v")
    assert np.isfinite([weight for _, _, weight in table.rows()]).all()
