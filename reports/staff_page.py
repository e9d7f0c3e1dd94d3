"""The staff's morning page: where each federation stands, what is wrong, what waits, and whether it went out."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from reports.figures import Figures, Standing, figures, standings
from reports.matching_block import matching_block
from reports.page import render
from reports.wording import check_wording, gate_text, waiting_text
from reports.wording_bulletin import BULLETIN
from reports.wording_pages import STAFF
from schemas.finding import Severity
from schemas.release import FederationState, ReleaseFacts

ATTENTION = (
    FederationState.MISSING,
    FederationState.UNREAD,
    FederationState.KEPT_LAST_GOOD,
    FederationState.WITH_FAULTS,
    FederationState.ACCEPTED,
)
NAMED = 3  # federations named beside a kind of waiting work
MEASURES = ("entered", "rejected", "ineligible", "duplicate", "valid", "under_consideration", "valid_low", "target_pct")


@dataclass(frozen=True, slots=True)
class Row:
    """One federation: its standing, its faults, its questions, what waits at it."""

    standing: Standing
    faults: int
    queries: int
    waits: int


@dataclass(frozen=True, slots=True)
class Group:
    """The federations of one state, by code."""

    state: FederationState
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check over all federations."""

    check_id: str
    severity: str
    title: str
    cases: int
    federations: int


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One kind of waiting work: what, for whom, how much, and where most of it lies as (name, code, n)."""

    what: str
    who: str
    n: int
    most: tuple[tuple[str, str, int], ...]


def staff_page(
    facts: ReleaseFacts,
    tallies: pd.DataFrame,
    findings_summary: pd.DataFrame,
    waiting: pd.DataFrame,
    weekly: bool = False,
) -> bytes:
    """internal/index.html. The frames have federation_code and n, and check_id, severity or kind; `weekly`: the release
    has the bulletin in it."""
    numbers = figures(tallies)
    return render(
        "staff.html.j2",
        facts,
        t=STAFF,
        weekly=BULLETIN if weekly else None,
        numbers=numbers,
        measures=[m for m in MEASURES if numbers.get(m) is not None],
        gates=[gate_text(reason) for reason in facts.held_because],
        groups=_groups(facts, numbers, findings_summary, waiting),
        checks=_checks(findings_summary),
        waiting=_waiting(facts, waiting),
        matching=matching_block(facts),
    )


def _groups(facts: ReleaseFacts, numbers: Figures, found: pd.DataFrame, waiting: pd.DataFrame) -> list[Group]:
    queries = found["severity"] == Severity.QUERY
    sums = [_by_federation(frame) for frame in (found[~queries], found[queries], waiting)]
    ranked = sorted(standings(facts, numbers), key=lambda s: s.facts.code)
    rows = [Row(s, *(by_code.get(s.facts.code, 0) for by_code in sums)) for s in ranked]
    return [Group(state, tuple(r for r in rows if r.standing.facts.state == state)) for state in ATTENTION]


def _by_federation(frame: pd.DataFrame) -> dict[str, int]:
    return {str(code): int(n) for code, n in frame.groupby("federation_code")["n"].sum().items()}


def _checks(found: pd.DataFrame) -> list[CheckLine]:
    by_check = found.groupby(["check_id", "severity"])
    frame = by_check.agg(n=("n", "sum"), federations=("federation_code", "nunique")).reset_index()
    lines = (
        CheckLine(str(c), str(s), check_wording(str(c)).title, int(n), int(f))
        for c, s, n, f in zip(*(frame[k] for k in ("check_id", "severity", "n", "federations")), strict=True)
    )
    return sorted(lines, key=lambda line: (_weight(line.severity), -line.cases, line.check_id))


def _weight(severity: str) -> int:
    return [s.value for s in Severity].index(severity)


def _waiting(facts: ReleaseFacts, waiting: pd.DataFrame) -> list[WaitingLine]:
    names = {f.code: f.name for f in facts.federations}
    lines = []
    for kind, frame in waiting[waiting["n"] > 0].groupby("kind"):
        by_code = sorted(_by_federation(frame).items(), key=lambda item: (-item[1], item[0]))
        what, who = waiting_text(str(kind))
        lines.append(WaitingLine(what, who, sum(n for _, n in by_code), tuple(_named(by_code[:NAMED], names))))
    return sorted(lines, key=lambda line: (-line.n, line.what))


def _named(by_code: Iterable[tuple[str, int]], names: dict[str, str]) -> Iterable[tuple[str, str, int]]:
    return ((names.get(code, code), code, n) for code, n in by_code)
