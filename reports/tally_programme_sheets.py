"""The sheets beside the numbers: the programme's rules, and the figures that were printed elsewhere."""

from collections.abc import Iterator

from reports.numbers import day, money, number, plain
from reports.tally_table import Cell, Table
from reports.wording import BREAKDOWNS, MEASURES
from reports.wording_pages import PAGE
from reports.wording_tallies import COLUMNS, RULE_WORDS, RULES, SHEETS
from schemas.config_programme import Campaign, Period
from schemas.release import PublishedCheck, ReleaseFacts
from schemas.tally import MEASURES as MEANINGS


def rules(campaign: Campaign) -> Table:
    """What the config says of the programme, in words."""
    rows: list[list[Cell]] = [[RULES[name], text] for name, text in _rules(campaign)]
    return Table(SHEETS["rules"], (COLUMNS["rule"], COLUMNS["content"]), (50, 90), rows, ("text", "text"))


def published(facts: ReleaseFacts, checks: tuple[PublishedCheck, ...]) -> Table | None:
    """Printed figures, each with what its own parts give and what this release has."""
    if not checks:
        return None
    names = {f.code: f.name for f in facts.federations} | dict(facts.units)
    rows = [_published(facts, check, names) for check in checks]
    columns = (
        *("figure", "scope", "printed_on", "printed", "whole", "printed_pct", "recomputed", "off", "outcome"),
        *("own", "difference", "source", "note"),
    )
    kinds = (
        *("text", "text", "day", "count", "count", "percent", "percent", "points", "text"),
        *("count", "change", "text", "text"),
    )
    widths = (34, 34, 13, 20, 14, 12, 12, 12, 26, 22, 26, 34, 70)
    return Table(SHEETS["published"], [COLUMNS[c] for c in columns], widths, rows, kinds)


def _published(facts: ReleaseFacts, check: PublishedCheck, names: dict[str, str]) -> list[Cell]:
    figure = check.figure
    phases = {p.id: p.name for p in facts.phases}
    by = phases.get(figure.breakdown_code) or BREAKDOWNS.get(figure.breakdown, {}).get(figure.breakdown_code, "")
    scope = names.get(figure.code) or figure.code or PAGE["national"]
    outcome = "unproved" if check.agrees is None else "agrees" if check.agrees else "differs"
    percent = MEANINGS[figure.measure].unit == "percent"
    return [
        MEASURES[figure.measure] + (f": {by}" if by else ""),
        scope,
        figure.as_of,
        figure.value,
        figure.whole,
        _part(figure.pct),
        _part(check.recomputed_pct),
        None if check.off_points is None else round(check.off_points, 2),
        COLUMNS[outcome],
        None if check.own is None else (round(check.own, 2), "hundredths" if percent else "count"),
        None if check.difference is None else (round(check.difference, 2), "points" if percent else "change"),
        figure.source,
        figure.note,
    ]


def _part(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _rules(campaign: Campaign) -> Iterator[tuple[str, str]]:
    yield "target", number(campaign.target)
    yield "registration", _days(campaign.registration)
    yield "application", _days(campaign.application)
    if campaign.apart_before:
        yield "apart_before", day(campaign.apart_before)
    yield "deadline", day(campaign.deadline)
    for phase in campaign.phases:
        target = RULE_WORDS["phase_target"].format(target=number(phase.target)) if phase.target else ""
        yield "phase", f"{phase.name}: {_days(phase.period)}{target}"
    if campaign.appraised_by:
        yield "appraised_by", " và ".join(RULE_WORDS[who.value] for who in campaign.appraised_by)
    for ground in campaign.not_eligible:
        yield "not_eligible", RULE_WORDS[ground.value]
    for text in campaign.judged_by_people:
        yield "judged_by_people", text
    for award in sorted(campaign.awards, key=lambda a: -a.level):
        yield "award", f"{award.name}: {', '.join(award.awards)}" if award.awards else award.name
    if campaign.emulation:
        told = {"points": plain(campaign.emulation.points), "from_pct": plain(campaign.emulation.from_pct)}
        yield "emulation", RULE_WORDS["emulation"].format(**told)
    for earlier in campaign.earlier:
        yield "earlier", earlier
    least, most = money(campaign.benefit.least_vnd), money(campaign.benefit.most_vnd)
    yield "scale", RULE_WORDS["scale"].format(least=least, most=most)


def _days(period: Period) -> str:
    if period.first and period.last:
        return RULE_WORDS["days"].format(first=day(period.first), last=day(period.last))
    if period.first or period.last:
        told = RULE_WORDS["days_from" if period.first else "days_to"]
        return told.format(first=day(period.first), last=day(period.last))
    return RULE_WORDS["always"]
