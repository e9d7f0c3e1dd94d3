"""Facts of one release that every report prints: what, of when, from whom."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FederationState(StrEnum):
    """How one federation stands in this release."""

    ACCEPTED = "accepted"  # all its files were read and taken
    WITH_FAULTS = "with_faults"  # taken, some file or row rejected
    KEPT_LAST_GOOD = "kept_last_good"  # not taken this time; its last good submission stays counted
    UNREAD = "unread"  # files were sent, none of them could be taken, and nothing counts
    MISSING = "missing"  # never heard from


@dataclass(frozen=True, slots=True)
class FederationFacts:
    """One federation in one release. `files` and `files_rejected` count its files of this night."""

    code: str
    name: str
    kind: str  # schemas.config.FederationKind value
    state: FederationState
    files: int
    files_rejected: int


@dataclass(frozen=True, slots=True)
class FederationScore:
    """How good a federation's submission is, in points of 100: how much of what it should send came (`coverage`),
    whether in time (`on_time`), how full the rows are (`completeness`), how many can be taken as they are
    (`validity`), and `score` over all four.

    `previous` is the score of the submission before, None for a first one; `history` the score by day, oldest first,
    this one last; `mended` and `new` count the findings gone and come since the submission before."""

    coverage: float
    on_time: float
    completeness: float
    validity: float
    score: float
    previous: float | None = None
    history: tuple[tuple[date, float], ...] = ()
    mended: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """One phase of the campaign."""

    id: str
    name: str
    first: date
    last: date
    peak: bool


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What heads every page. No clock in it: the same inputs give the same pages."""

    release_id: str
    campaign_id: str
    campaign_name: str
    target: int
    deadline: date
    as_of: date
    phases: tuple[PhaseFacts, ...]
    federations: tuple[FederationFacts, ...]
    software_version: str
    held_because: tuple[str, ...] = ()
