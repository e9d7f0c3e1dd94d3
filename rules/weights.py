"""The table of weights: what each level of each comparison says for one initiative.

A table belongs to a frozen version of the model (RULES.md 10): it changes on command only, never with the data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

import numpy as np

from rules import comparisons as by
from rules import fact_comparisons as facts
from rules import levels as reached

LEVELS: dict[str, tuple[str, ...]] = {
    "title": by.TITLE_LEVELS,
    "numbers": by.NUMBERS_LEVELS,
    "authors": by.AUTHORS_LEVELS,
    "workplace": by.WORKPLACE_LEVELS,
    "superior": facts.SUPERIOR_LEVELS,
    "content": facts.CONTENT_LEVELS,
    "effect": facts.EFFECT_LEVELS,
    "benefit": facts.BENEFIT_LEVELS,
    "field": facts.FIELD_LEVELS,
    "period": facts.PERIOD_LEVELS,
    "federation": facts.FEDERATION_LEVELS,
}
_PRIOR = "prior"

Levels = dict[str, reached.Levels]
Weights = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class WeightTable:
    """log2 odds: +1 doubles the odds that the two rows are one initiative, -1 halves them."""

    version: str
    prior: float
    weights: Mapping[str, Mapping[str, float]]

    @classmethod
    def from_rows(cls, version: str, rows: Iterable[tuple[str, str, float]]) -> Self:
        """From lines of (comparison, level, weight), and one ("prior", "", weight); every level must stand there."""
        read: dict[str, dict[str, float]] = {}
        for kind, level, weight in rows:
            read.setdefault(kind, {})[level] = weight
        prior = read.pop(_PRIOR, {}).get("")
        missing = {
            (kind, level) for kind, levels in LEVELS.items() for level in levels if level not in read.get(kind, {})
        }
        if prior is None or missing:
            raise ValueError(
                f"weights {version}: a weight was expected for the prior and every level; {sorted(missing)}"
            )
        return cls(version, prior, MappingProxyType(read))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return WeightTable.from_rows, (self.version, self.rows())

    def rows(self) -> list[tuple[str, str, float]]:
        """The lines `from_rows` reads."""
        lines = [(kind, level, self.weights[kind][level]) for kind, levels in LEVELS.items() for level in levels]
        return [(_PRIOR, "", self.prior), *lines]

    def of(self, kind: str) -> Weights:
        """The weights of a comparison by the number of the level."""
        return np.array([self.weights[kind][level] for level in LEVELS[kind]])

    def weigh(self, levels: Levels) -> Weights:
        """The prior and the weights of the given comparisons; one not given is taken at its best: a bound."""
        total = np.full(len(next(iter(levels.values()))), self.prior)
        for kind in LEVELS:
            table = self.of(kind)
            total += table[levels[kind]] if kind in levels else table.max()
        return total


# Set by reasoning on what makes two rows one initiative; the fit starts here and stays near.
START = WeightTable(
    "start",
    0.0,
    {
        "title": {
            "exact_rare": 4.0,
            "exact": 1.5,
            "small_typo": 1.0,
            "same_but_frames": 0.0,
            "one_side_residual": 0.0,
            "same_generic": -3.0,
            "near_word": -3.0,
            "one_side_long": -6.0,
            "close_long": -8.0,
            "close": -10.0,
            "different": -12.0,
        },
        "numbers": {
            "equal_code": 2.0,
            "equal": 0.5,
            "none": 0.0,
            "one_lacks_year": -0.5,
            "cut_off": -3.0,
            "one_lacks": -6.0,
            "differ": -20.0,
            "products_differ": -20.0,
        },
        "authors": {
            "same_set": 8.0,
            "same_common": 5.0,
            "subset": 5.0,
            "subset_common": 2.0,
            "initials": 4.0,
            "overlap": 1.0,
            "missing": -5.0,
            "namesakes": -5.0,
            "disjoint": -9.0,
        },
        "workplace": {
            "same_there": 6.0,
            "same": 4.5,
            "overlap": 3.0,
            "missing_there": 1.0,
            "missing": -2.5,
            "related": -4.0,
            "missing_elsewhere": -6.0,
            "elsewhere": -6.0,
            "different": -6.0,
        },
        "superior": {"same": 1.5, "missing": 0.0, "differ": -1.5},
        "content": {"same": 4.0, "high": 3.0, "some": 0.0, "missing": 0.0, "low": -3.0},
        "effect": {"same": 5.0, "numbers": 3.0, "missing": 0.0, "differ": -3.0},
        "benefit": {"same": 5.0, "unit_slip": 3.0, "rounded": 1.0, "missing": 0.0, "differ": -3.0},
        "field": {"same": 0.5, "missing": 0.0, "differ": -2.0},
        "period": {"overlap": 0.5, "missing": 0.0, "near": -1.5, "apart": -3.0},
        "federation": {"same": 0.5, "two_roads": 0.5, "two_sectors": -2.0, "two_provinces": -3.0},
    },
)
