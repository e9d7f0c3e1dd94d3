"""What a person sees of a pair under review, and what comes back."""

from dataclasses import dataclass, field
from datetime import date

PARTED_GROUP = "group"  # a third row speaks against it
DOUBTS = ("words", "number", "people", "place", PARTED_GROUP)  # why a person is asked, whatever the weight
OPEN_EVIDENCE = ("title", "numbers", "effect")  # rests on what is shown of a redacted row too


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one comparison says: a level of the weight table and its weight in log2 odds."""

    comparison: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class ShownSide:
    """What may be shown of one row; of a redacted one title, effect and award only, all else stays empty."""

    title: str
    effect: str
    award: str
    authors: str = ""
    workplace: str = ""
    superior_union: str = ""
    federation: str = ""
    place: str = ""
    field: str = ""
    applied: tuple[date | None, date | None] = (None, None)
    benefit_vnd: float | None = None


@dataclass(frozen=True, slots=True)
class FormerWord:
    """What a person said of the pair before; `lapsed` when the data has changed since."""

    value: str
    decided_by: str
    decided_on: date
    reason: str
    lapsed: bool


@dataclass(frozen=True, slots=True)
class ReviewPair:
    """One question to a person. `evidence` of a redacted pair holds OPEN_EVIDENCE only, and `weight` is None.

    `moves`: by how many the national count falls if the two are the same; `leaves`: how many rows would then leave the
    cluster that the machine has put them in; `because`: DOUBTS that leave it to a person whatever its weight."""

    reference: str
    left: ShownSide
    right: ShownSide
    redacted: bool
    evidence: tuple[Evidence, ...]
    weight: float | None
    moves: int
    former: FormerWord | None = None
    leaves: int = 0
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What heads the workbook; `waiting` counts all pairs that wait, shown or not. `accepted`: pairs that the machine
    has joined, in the place of those that wait."""

    campaign_name: str
    as_of: date
    waiting: int
    accept_threshold: float
    review_threshold: float
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One filled-in line of the workbook: where it stands, of which question, what was said."""

    line: int
    reference: str
    decision: str
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """What a workbook holds: the answers, and the faults of cells that cannot be read (line, what is wrong)."""

    answers: tuple[Answer, ...]
    faults: tuple[tuple[int, str], ...] = field(default=())
