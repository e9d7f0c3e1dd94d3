"""How good the figures are, as a reader of the public page is told: what was taken, what is open, what nobody
stated."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.figures import Figures
from reports.numbers import ratio_percent
from reports.wording import label
from reports.wording_public import QUALITY
from schemas.release import FederationState, ReleaseFacts

_UNSTATED = ("sector", "field", "day")


@dataclass(frozen=True, slots=True)
class QualityLine:
    """One line: what, how many, in percent of what it is a part of."""

    words: str
    count: float
    percent: float | None


def quality(facts: ReleaseFacts, numbers: Figures) -> list[QualityLine]:
    """Parts of what was entered, then parts of what is valid, then the federations by how their files stand."""
    entered, valid = numbers.count("entered"), numbers.count("valid")
    lines = [_of("rejected", numbers.count("rejected"), entered)]
    lines += [_of("duplicate", numbers.count("duplicate"), entered)]
    lines += [_of("under_consideration", numbers.count("under_consideration"), valid)]
    lines += [_of(f"no_{name}", numbers.count("valid", "", name, "unknown"), valid) for name in _UNSTATED]
    return [*lines, *_states(facts)]


def _of(name: str, count: float, whole: float) -> QualityLine:
    return QualityLine(QUALITY[name], count, ratio_percent(count, whole))


def _states(facts: ReleaseFacts) -> Iterator[QualityLine]:
    states = [f.state for f in facts.federations]
    for state in FederationState:
        count = states.count(state)
        words = QUALITY["state"].format(state=label("state", state).lower())
        yield QualityLine(words, count, ratio_percent(count, len(states)))
