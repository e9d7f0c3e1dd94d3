"""Facts of one release that every report prints: what, of when, from whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from schemas.config_programme import Campaign, PublishedFigure


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
    """How well a federation's submission stands, each share 0 to 100 and `score` their mean. `previous` and `history`
    are scores of earlier days, oldest first; `mended` and `new` count faults against the submission before."""

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
class MatchingFacts:
    """How the matching of a release stands: the version of its weights, what it accepted of the planted pairs
    (rules/planted.py), the pairs in each relation. `duplicates`: federations whose share of duplicates is beyond its
    band, each with its duplicate rows and its rows."""

    weights: str
    planted_same: int = 0
    planted_found: int = 0
    planted_accepted: int = 0
    planted_right: int = 0
    copied: int = 0
    other_works: int = 0
    duplicates: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """One phase of the campaign."""

    id: str
    name: str
    first: date
    last: date
    peak: bool


@dataclass(frozen=True, slots=True)
class PublishedCheck:
    """A printed figure set against itself and against ours. `off_points`: the percentage that its printed parts give
    less the printed one; `difference`: our number less the printed one, None where we have none under that name."""

    figure: PublishedFigure
    recomputed_pct: float | None
    off_points: float | None
    agrees: bool | None
    own: float | None
    difference: float | None


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
    matching: MatchingFacts | None = None
    programme: Campaign | None = None  # its rules, told in the workbook
    successors: Mapping[str, str] = field(default_factory=dict)  # the provinces of 2025 by code
    units: Mapping[str, str] = field(default_factory=dict)  # FEDERATION/UNIT with a quota of its own, by name
    published: tuple[PublishedCheck, ...] = ()
