"""The facts of the weekly bulletin: this release's figures against those of a week before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from reports.figures import Figures, Standing, standings
from reports.numbers import number, short_percent
from reports.wording import short_name
from reports.wording_bulletin import BULLETIN
from schemas.bulletin import Bulletin, Call, Compare, Mover
from schemas.release import FederationState, ReleaseFacts

FIGURES = ("entered", "valid", "under_consideration", "duplicate", "ineligible", "rejected", "target_pct")
MOST_MOVERS, MOST_CALLS, MOST_REASONS = 4, 10, 2
_BEHIND = 0.5  # of the quota that the time gone by asks for
_MANY_FAULTS = 10


def bulletin(
    facts: ReleaseFacts,
    numbers: Figures,
    before: tuple[date, Figures] | None,
    faults: Mapping[str, int],
    older: date | None = None,
) -> Bulletin:
    """`before`: the day and the figures of the release compared with; `faults`: rejections by federation code;
    `older`: where there is no such release, the day of the newest one that is too old to be compared with."""
    ranking = standings(facts, numbers)
    then = {s.facts.code: s for s in standings(facts, before[1])} if before else {}
    calls = _calls(facts, ranking, then, faults)
    moved = sorted(_movers(ranking, then), key=lambda m: (m.rank - m.before, -m.gained, m.rank))
    return Bulletin(
        campaign_name=facts.campaign_name,
        release_id=facts.release_id,
        as_of=facts.as_of,
        since=before[0] if before else None,
        older=older,
        deadline=facts.deadline,
        federations=len(ranking),
        sent=sum(s.facts.state != FederationState.MISSING for s in ranking),
        reached=sum(_reached(s) for s in ranking),
        figures=tuple(_figures(numbers, before[1] if before else None)),
        up=tuple(m for m in moved[:MOST_MOVERS] if m.rank < m.before),
        down=tuple(m for m in reversed(moved[-MOST_MOVERS:]) if m.rank > m.before),
        passed=tuple(
            short_name(s.facts.name)
            for s in ranking
            if _reached(s) and s.facts.code in then and not _reached(then[s.facts.code])
        ),
        calls=tuple(calls[:MOST_CALLS]),
        more_calls=max(len(calls) - MOST_CALLS, 0),
    )


def _figures(now: Figures, before: Figures | None) -> Iterator[Compare]:
    for name in FIGURES:
        value = now.get(name)
        if value is not None:
            yield Compare(name, value, before.get(name) if before else None, name.endswith("_pct"))


def _reached(standing: Standing) -> bool:
    return standing.quota_pct is not None and standing.quota_pct >= 100


def _movers(ranking: Sequence[Standing], then: Mapping[str, Standing]) -> Iterator[Mover]:
    for now in ranking:
        before = then.get(now.facts.code)
        if before and now.rank and before.rank and now.rank != before.rank:
            name, gained = short_name(now.facts.name), int(now.valid - before.valid)
            yield Mover(name, int(now.rank), int(before.rank), int(now.valid), gained)


def _calls(
    facts: ReleaseFacts, ranking: Sequence[Standing], then: Mapping[str, Standing], faults: Mapping[str, int]
) -> list[Call]:
    """The gravest first; among equals who is furthest from the quota."""
    gone = _time_gone(facts)
    found = []
    for one in ranking:
        reasons = list(_reasons(one, then.get(one.facts.code), gone, faults.get(one.facts.code, 0)))
        if reasons:
            grave, far = min(weight for weight, _ in reasons), one.quota_pct if one.quota_pct is not None else 0.0
            found.append((grave, -len(reasons), far, one.facts.code, one, reasons))
    ordered = sorted(found, key=lambda line: line[:4])
    return [
        Call(short_name(one.facts.name), tuple(words for _, words in sorted(reasons)[:MOST_REASONS]))
        for *_, one, reasons in ordered
    ]


def _reasons(now: Standing, before: Standing | None, gone: float, faults: int) -> Iterator[tuple[int, str]]:
    """Weight (0 is gravest) and words."""
    state = now.facts.state
    named = {
        FederationState.MISSING: "missing",
        FederationState.UNREAD: "unread",
        FederationState.KEPT_LAST_GOOD: "kept",
    }
    if state in named:
        yield list(named).index(state), BULLETIN[named[state]]
    if before and now.valid < before.valid:
        yield 3, BULLETIN["fell"].format(n=number(before.valid - now.valid))
    if state != FederationState.MISSING and now.quota_pct is not None and now.quota_pct < 100:
        yield from _slow(now.quota_pct, gone, bool(before and now.valid == before.valid))
    if faults >= _MANY_FAULTS:
        yield 6, BULLETIN["faults"].format(n=number(faults))


def _slow(quota_pct: float, gone: float, still: bool) -> Iterator[tuple[int, str]]:
    reached = short_percent(quota_pct)
    if quota_pct < 100 * gone * _BEHIND:
        words = BULLETIN["behind" if gone < 1 else "over"]
        yield 4, words.format(percent=reached, time=short_percent(100 * gone))
    elif still:
        yield 5, BULLETIN["still"].format(percent=reached)


def _time_gone(facts: ReleaseFacts) -> float:
    """The share of the time from the first phase's first day to the deadline that is over, 0 to 1."""
    first = min((p.first for p in facts.phases), default=facts.as_of)
    whole = (facts.deadline - first).days + 1
    if first == date.min or whole <= 0:
        return 1.0
    return min(max(((facts.as_of - first).days + 1) / whole, 0.0), 1.0)
