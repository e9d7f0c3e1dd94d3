"""The frozen model of matching: term frequencies, weights and common names of one version (RULES.md 10)."""

from dataclasses import dataclass, field

import numpy as np

from rules.hashing import Codes
from rules.terms import TermTable
from rules.weights import START, WeightTable


def _none() -> Codes:
    return np.zeros(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Model:
    """`common_names`: sorted codes of the full names that many people bear."""

    terms: TermTable
    weights: WeightTable = START
    common_names: Codes = field(default_factory=_none)
