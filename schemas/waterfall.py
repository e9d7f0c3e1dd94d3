"""The shape of the way from the rows of the sheets to the counted number (RULES.md 5)."""

from dataclasses import dataclass

from schemas.ledger import DUPLICATES, Disposition

ORDER = (
    Disposition.NOT_DATA,
    Disposition.REJECTED,
    Disposition.INELIGIBLE,
    Disposition.DUPLICATE_OF_EARLIER_CAMPAIGN,
    Disposition.DUPLICATE_WITHIN_FEDERATION,
    Disposition.DUPLICATE_ACROSS_FEDERATIONS,
    Disposition.COUNTED,
)
# Measure of the tallies -> the dispositions whose rows it counts.
FOLLOWED: dict[str, tuple[Disposition, ...]] = {
    "entered": ORDER[1:],
    "rejected": (Disposition.REJECTED,),
    "ineligible": (Disposition.INELIGIBLE,),
    **{d.value: (d,) for d in DUPLICATES},
    "duplicate": DUPLICATES,
    "valid": (Disposition.COUNTED,),
    "under_consideration": (Disposition.COUNTED,),  # only those that a doubtful pair touches
}


@dataclass(frozen=True, slots=True)
class Step:
    """The rows of one disposition; `reasons` are its ledger reasons with their numbers, most first."""

    disposition: Disposition
    rows: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All rows of a scope by what became of them, in the order of the rules; `pending` is a part of the counted."""

    steps: tuple[Step, ...]
    pending: int

    @property
    def rows(self) -> int:
        """All rows of all sheets."""
        return sum(step.rows for step in self.steps)

    def measure(self, name: str) -> int:
        """A number of FOLLOWED, recomputed from the ledger."""
        if name == "under_consideration":
            return self.pending
        return sum(step.rows for step in self.steps if step.disposition in FOLLOWED[name])
