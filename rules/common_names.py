"""Names that many people bear: that they agree proves little (DOMAIN.md: Nguyễn is 31 % of surnames)."""

from collections.abc import Iterable
from typing import Self

import numpy as np

from rules.features import Coder
from rules.hashing import Codes
from rules.names import fold_name

_FEWEST = 25  # bearers among a million
_OF_THREE_WORDS, _OF_TWO_WORDS = 0.85, 0.05  # shares of people by the length of their names


class NameParts:
    """How many in a million bear a surname, a middle name, a given name; a frozen table (schemas/name_parts.csv)."""

    def __init__(self, shares: dict[str, dict[str, float]]) -> None:
        self._shares = shares

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, int]]) -> Self:
        """From lines of (part, place, bearers per million); the places are surname, middle and given."""
        shares: dict[str, dict[str, float]] = {"surname": {}, "middle": {}, "given": {}}
        for part, place, per_million in rows:
            shares[place][part] = per_million / 1_000_000
        return cls(shares)

    def common(self) -> list[str]:
        """The folded full names with at least 25 bearers in a million, as parts taken to be independent make them."""
        surnames, given = self._shares["surname"], self._shares["given"]
        middles = {part: share * _OF_THREE_WORDS for part, share in self._shares["middle"].items()}
        names = []
        for middle, weight in {**middles, "": _OF_TWO_WORDS}.items():
            for surname, of_surname in surnames.items():
                least = _FEWEST / 1_000_000 / (weight * of_surname)
                names += [f"{surname} {middle} {last}" for last, share in given.items() if share >= least]
        return sorted({fold_name(name) for name in names})


def common_codes(parts: NameParts, coder: Coder) -> Codes:
    """The codes of the common names under the key, sorted."""
    return np.array(sorted(coder.name_code(name) for name in parts.common()), dtype=np.uint64)
