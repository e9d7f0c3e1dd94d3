"""What people said of pairs of rows, bound to keyed comparison keys and never to a place or a text (RULES.md 11)."""

from dataclasses import dataclass

from schemas.linkage import JudgementValue

KEY_NAMES = ("title", "numbers", "authors", "workplace")
SIDE_NAMES = ("federation_code", "row_key", *KEY_NAMES, "words")


@dataclass(frozen=True, slots=True)
class Side:
    """One row of a judged pair: keyed codes in hex, "" for what is not stated.

    `row_key` and `words` (8 digits a word of the title) only find the row again when one of the keys has changed."""

    federation_code: str
    row_key: str
    title: str
    numbers: str
    authors: str
    workplace: str
    words: str

    @property
    def node(self) -> tuple[str, ...]:
        """What the judgement is bound to."""
        return (self.federation_code, *(getattr(self, name) for name in KEY_NAMES))


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's word on one pair; of two on the same keys the one with the larger number stands."""

    judgement_id: int
    left: Side
    right: Side
    value: JudgementValue
    decided_by: str
    decided_at: str  # ISO, UTC
    reason: str = ""

    @property
    def nodes(self) -> tuple[tuple[str, ...], ...]:
        """Both sides, in one order whichever was named first."""
        return tuple(sorted((self.left.node, self.right.node)))


@dataclass(frozen=True, slots=True)
class Question:
    """A pair as it was put to people: `reference` stands in the workbook, the sides are what they saw."""

    reference: str
    left: Side
    right: Side
