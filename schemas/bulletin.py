"""The weekly bulletin as facts: figures beside those of a week before, ranks that moved, and who needs a call."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Compare:
    """One national figure now and a week before (None without a release of then); `percent`: it is one."""

    measure: str
    now: float
    before: float | None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Mover:
    """A federation whose rank moved; a smaller rank is better."""

    name: str
    rank: int
    before: int
    valid: int
    gained: int


@dataclass(frozen=True, slots=True)
class Call:
    """A federation that needs a call, and why, the gravest reason first."""

    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One page. `since`: the day of the release compared with. `passed`: who reached the quota since then; `calls` are
    the most urgent, `more_calls` how many more there are."""

    campaign_name: str
    release_id: str
    as_of: date
    since: date | None
    older: date | None  # a release from before the week before, where there is none of that week
    deadline: date
    federations: int
    sent: int
    reached: int
    figures: tuple[Compare, ...]
    up: tuple[Mover, ...]
    down: tuple[Mover, ...]
    passed: tuple[str, ...]
    calls: tuple[Call, ...]
    more_calls: int
