"""One initiative as it is explained to staff: its rows, why they are one, what people said."""

from dataclasses import dataclass
from datetime import date

from schemas.review import ReviewPair


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """One sheet row; of a redacted one only title, effect and award are stated."""

    federation: str
    file: str
    sheet: str
    row: int
    disposition: str
    reason: str
    pending: bool
    redacted: bool
    title: str
    effect: str
    award: str
    authors: str = ""
    workplace: str = ""
    registered_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExplainedPair:
    """Why two rows (by their numbers in the list, from 1) are one initiative. `decision` is the machine's, "" where a
    row is redacted: it rests on withheld fields too."""

    left: int
    right: int
    decision: str
    pair: ReviewPair


@dataclass(frozen=True, slots=True)
class ExplainedJudgement:
    """What a person said of two rows; 0 is a row outside the initiative. `reason` is "" where a row is redacted."""

    left: int
    right: int
    value: str
    decided_by: str
    decided_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class ExplainedInitiative:
    """All that is known of one initiative of a release. `asked` is the id asked for, maybe a former one.

    `gone`: numbers of rows that the store no longer has."""

    initiative_id: str
    asked: str
    rows: tuple[ExplainedRow, ...]
    pairs: tuple[ExplainedPair, ...] = ()
    judgements: tuple[ExplainedJudgement, ...] = ()
    gone: tuple[int, ...] = ()
