"""What goes onto paper: the nominated, the named numbers, the tables and the letters of a dossier, nothing else.

An `OpenNominee` carries name, position and workplace; a `ShortNominee` has no field for them (RULES.md 15)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Merit(StrEnum):
    """As what an initiative is put forward."""

    EXCELLENT = "excellent"
    TYPICAL = "typical"


class Mark(StrEnum):
    """What a federation's own column says of a row: not to be put forward, to be put forward (as what, is not said), as
    typical, as excellent."""

    NONE = ""
    YES = "yes"
    TYPICAL = "typical"
    EXCELLENT = "excellent"


class Basis(StrEnum):
    """Why it is put forward, the strongest first."""

    CHOSEN = "chosen"  # a person's choice
    MARKED = "marked"  # the federation's mark
    AWARD = "award"  # the level of its award
    RULE = "rule"  # a rule of the config


@dataclass(frozen=True, slots=True)
class ShortNominee:
    """All that is said of a secret initiative."""

    title: str
    effect: str
    award: str


@dataclass(frozen=True, slots=True)
class OpenNominee(ShortNominee):
    """What the dossier may say of any other."""

    authors: str
    position: str
    workplace: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A counted initiative as nomination judges it; of a secret one `benefit_vnd` and `registered_on` are None,
    `sector` is ""."""

    initiative_id: str
    federation_code: str
    paper: ShortNominee
    award_level: int | None
    benefit_vnd: float | None
    registered_on: date | None
    pending_review: bool
    mark: Mark = Mark.NONE  # the best of the federation's own rows of it
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Nominee:
    """A candidate that is put forward; `tied` with others of which the quota leaves some out."""

    candidate: Candidate
    merit: Merit
    basis: Basis
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A person's choice; `merit` None: not to be put forward."""

    initiative_id: str
    merit: Merit | None
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a dossier from being made: a code (DOS-...), whose it is, what it is about, who has to act."""

    code: str
    federation_code: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """One number of the paper, bound to its tally: `text` is how it stands there."""

    name: str
    measure: str
    scope_code: str
    breakdown: str
    breakdown_code: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, its width in millimetres, and how it is set."""

    words: str
    width: int
    kind: str = "text"  # text | number | order


Cell = str | Printed | int


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under their columns; the last row is a sum where `summed`."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Annex:
    """A document that is a table: `file` its name without ending, `label` "Phụ lục I" or "" for one that goes with the
    folder, not with the letter."""

    file: str
    label: str
    title: str
    table: Table
    landscape: bool = True
    notes: tuple[str, ...] = ()
    signed: str = ""  # the words over the place where a person signs
    numbers: tuple[Printed, ...] = ()  # those that its notes name


@dataclass(frozen=True, slots=True)
class Provenance:
    """What stands at the foot of every page: which release, its hash; and whether it is a draft."""

    release_id: str
    release_hash: str
    as_of: date
    draft: bool
    software: str


@dataclass(frozen=True, slots=True)
class Head:
    """Letterhead, signature and recipients of one letter, all words as they stand there."""

    superior: str
    issuer: str
    symbol: str
    place_and_date: str
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    authority: str
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: `mold` the template, `subject` its trích yếu."""

    file: str
    mold: str
    subject: str
    head: Head


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of the report: `field` its name in the template, `points` what it shows, under their names; `goal` is
    drawn as a line across. A curve's points are days in order."""

    field: str
    points: tuple[tuple[str, Printed], ...]
    goal: Printed | None = None
    curve: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a supplementary dossier says otherwise than the one before."""

    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class DossierData:
    """One dossier: `scope_code` "" is the nation's. `facts` are words a template may use beside the numbers."""

    scope_code: str
    name: str
    provenance: Provenance
    letters: tuple[Letter, ...]
    annexes: tuple[Annex, ...]
    numbers: tuple[Printed, ...]
    facts: dict[str, str]
    nominees: tuple[Nominee, ...] = ()
    supplements: str = ""  # the id of the dossier before
    changes: tuple[Change, ...] = ()
    told: tuple[str, ...] = ()  # what a person has to know and check
    charts: tuple[Chart, ...] = ()  # of the report
