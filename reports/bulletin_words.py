"""The sentences and tables of the weekly bulletin, the same for the page and the document."""

from collections.abc import Sequence

from reports.numbers import NOTHING, day, number, percent
from reports.wording import label
from reports.wording_bulletin import BULLETIN
from schemas.bulletin import Bulletin, Compare, Mover

Table = tuple[Sequence[str], Sequence[Sequence[str]]]
MOST_PASSED = 6


def about(told: Bulletin) -> str:
    """Of which day, against which."""
    return f"{BULLETIN['as_of'].format(as_of=day(told.as_of))}, {against(told)}"


def against(told: Bulletin) -> str:
    """Against which day's figures."""
    if told.since:
        return BULLETIN["since"].format(since=day(told.since))
    return BULLETIN["too_old"].format(older=day(told.older)) if told.older else BULLETIN["first"]


def standing(told: Bulletin) -> str:
    """How many sent, how many reached their quota, how long to the deadline."""
    sent = BULLETIN["sentence_sent"].format(sent=told.sent, all=told.federations, reached=told.reached)
    left = (told.deadline - told.as_of).days
    words = "deadline_left" if left > 0 else "deadline_past" if left < 0 else "deadline_today"
    return f"{sent} {BULLETIN[words].format(n=number(abs(left)), deadline=day(told.deadline))}"


def passed(told: Bulletin) -> str:
    """Who reached the quota since then, "" for nobody."""
    if not told.passed:
        return ""
    names, more = ", ".join(told.passed[:MOST_PASSED]), len(told.passed) - MOST_PASSED
    shown = BULLETIN["passed_more"].format(names=names, n=more) if more > 0 else names
    return BULLETIN["passed"].format(names=shown)


def figures_table(told: Bulletin) -> Table:
    """What, now, before, by how much."""
    header = [BULLETIN[name] for name in ("what", "now", "before", "change")]
    return header, [_compared(one) for one in told.figures]


def ranks_table(told: Bulletin) -> Table:
    """Who rose most and who fell most."""
    header = [BULLETIN[name] for name in ("federation", "rank", "moved", "valid", "gained")]
    return header, [_moved(one) for one in (*told.up, *told.down)]


def calls_table(told: Bulletin) -> Table:
    """Whom to call, and why."""
    return [BULLETIN["federation"], BULLETIN["why"]], [(one.name, "; ".join(one.reasons)) for one in told.calls]


def no_ranks(told: Bulletin) -> str:
    """Why there is no table of ranks."""
    return BULLETIN["no_moves" if told.since else "no_week" if told.older else "no_ranks"]


def _compared(one: Compare) -> tuple[str, ...]:
    said = percent if one.percent else number
    change = NOTHING if one.before is None else _signed(one.now - one.before, one.percent)
    return label("measure", one.measure), said(one.now), said(one.before), change


def _moved(one: Mover) -> tuple[str, ...]:
    steps = one.before - one.rank
    moved = BULLETIN["up" if steps > 0 else "down"].format(n=abs(steps))
    return one.name, number(one.rank), moved, number(one.valid), _signed(one.gained)


def _signed(value: float, is_percent: bool = False) -> str:
    said = BULLETIN["points"].format(n=number(value, 2)) if is_percent else number(value)
    return f"+{said}" if value > 0 else said
