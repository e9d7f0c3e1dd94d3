"""How the valid initiatives grew, by day of the peak; by week where the time shown is long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reports.figures import APART, Figures
from reports.wording import label
from schemas.release import PhaseFacts, ReleaseFacts

LONGEST = timedelta(days=3 * 366)  # an open phase has no first day: what lies further back is told beside the chart
LONGEST_BY_DAY = 100  # days; beyond it a bar of a day is too thin to see, and the programme is followed by week


@dataclass(frozen=True, slots=True)
class Step:
    """One day or week, its count, and the running sum to its end."""

    first: date
    count: float
    running: float


@dataclass(frozen=True, slots=True)
class Progress:
    """Steps of the time shown, and what lies beside it; steps and beside together are all valid initiatives."""

    name: str
    last: date
    weekly: bool
    steps: tuple[Step, ...]
    outside: float
    beside: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        """All valid initiatives of the breakdown by day."""
        return self.steps[-1].running + self.outside + sum(n for _, n in self.beside)


def progress(facts: ReleaseFacts, numbers: Figures) -> Progress | None:
    """The growth over the peak, or over all phases where the campaign has none; None without a single dated one."""
    codes = numbers.codes("day")
    counts = {date.fromisoformat(c): numbers.count("valid", "", "day", c) for c in codes if c not in APART}
    shown = [p for p in facts.phases if p.peak] or list(facts.phases)
    last = min(shown[-1].last, facts.as_of) if shown else facts.as_of
    first = max(shown[0].first, last - LONGEST) if shown else last
    if not counts or last < first:
        return None
    weekly = (last - first).days >= LONGEST_BY_DAY
    beside = tuple((label("day", c), numbers.count("valid", "", "day", c)) for c in codes if c in APART)
    outside = sum(n for d, n in counts.items() if not first <= d <= last)
    return Progress(_name(shown), last, weekly, tuple(_steps(counts, first, last, 7 if weekly else 1)), outside, beside)


def _name(phases: list[PhaseFacts]) -> str:
    return " và ".join(p.name for p in phases)


def _steps(counts: dict[date, float], first: date, last: date, days: int) -> Iterator[Step]:
    running, start = 0.0, first
    while start <= last:
        inside = (start + timedelta(d) for d in range(days))
        count = sum(counts.get(day, 0.0) for day in inside if day <= last)
        running += count
        yield Step(start, count, running)
        start += timedelta(days)
