"""Look-up of tallies by what they count, so that a page asks for a number by its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from schemas.release import FederationFacts, ReleaseFacts
from schemas.tally import TALLY_COLUMNS

Key = tuple[str, str, str, str]
APART = ("unknown", "secret")


@dataclass(frozen=True)
class Figures:
    """The tallies of one release by (measure, scope_code, breakdown, breakdown_code); scope_code "" is the nation."""

    values: dict[Key, float]

    def get(self, measure: str, scope_code: str = "", breakdown: str = "", code: str = "") -> float | None:
        """The number, or None where the release has none."""
        return self.values.get((measure, scope_code, breakdown, code))

    def count(self, measure: str, scope_code: str = "", breakdown: str = "", code: str = "") -> float:
        """The number, 0 where the release has none: nothing was counted."""
        return self.values.get((measure, scope_code, breakdown, code), 0.0)

    def codes(self, breakdown: str, measure: str = "valid", scope_code: str = "") -> list[str]:
        """The codes of a breakdown in order, "unknown" and "secret" last."""
        found = self._codes.get((measure, scope_code, breakdown), set())
        return sorted(found - set(APART)) + [c for c in APART if c in found]

    @cached_property
    def _codes(self) -> Mapping[tuple[str, str, str], set[str]]:
        """The codes that are told, by measure, scope and breakdown: there are hundreds of questions and numbers."""
        told: dict[tuple[str, str, str], set[str]] = {}
        for measure, scope_code, breakdown, code in self.values:
            told.setdefault((measure, scope_code, breakdown), set()).add(code)
        return told


@dataclass(frozen=True, slots=True)
class Standing:
    """One federation with its place and numbers."""

    facts: FederationFacts
    rank: float | None
    entered: float
    valid: float
    quota: float | None
    quota_pct: float | None


def figures(tallies: pd.DataFrame) -> Figures:
    """Index a frame of TALLY_COLUMNS."""
    measure, _, scope_code, breakdown, code, value, _ = (tallies[c].tolist() for c in TALLY_COLUMNS)
    keys = zip(measure, scope_code, breakdown, code, strict=True)
    return Figures(dict(zip(keys, map(float, value), strict=True)))


def standings(facts: ReleaseFacts, numbers: Figures) -> list[Standing]:
    """All federations by rank; those without one last, by valid count and code."""
    rows = [_standing(federation, numbers) for federation in facts.federations]
    return sorted(rows, key=lambda s: (s.rank is None, s.rank or 0, -s.valid, s.facts.code))


def _standing(federation: FederationFacts, numbers: Figures) -> Standing:
    code = federation.code
    return Standing(
        facts=federation,
        rank=numbers.get("rank", code),
        entered=numbers.count("entered", code),
        valid=numbers.count("valid", code),
        quota=numbers.get("quota", code),
        quota_pct=numbers.get("quota_pct", code),
    )
