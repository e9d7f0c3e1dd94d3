"""The sheets of the public workbook, a question each, from the look-up of the tallies."""

from collections.abc import Mapping, Sequence
from datetime import date

from reports.figures import APART, Figures, standings
from reports.numbers import money
from reports.page import sentence
from reports.sums import Sum
from reports.tally_table import Cell, Table
from reports.wording import BREAKDOWN_TITLES, BREAKDOWNS, KINDS, MEASURES, label
from reports.wording_pages import PAGE, UNITS, WORKBOOK
from reports.wording_tallies import BANDS, COLUMNS, SHEETS
from schemas import tally
from schemas.release import ReleaseFacts

RANKING_MEASURES = (
    *("rank", "rank_tied", "quota", "valid", "quota_pct", "rank_quota", "rank_quota_tied"),
    *("persons", "rank_persons", "rank_persons_tied", "workplaces"),
    *("quota_assigned", "quota_assigned_pct", "emulation_points", "pace_needed_per_day"),
    *("pace_per_day", "projected", "projected_low", "projected_high"),
    *("under_consideration", "entered", "rejected", "ineligible"),
    *("duplicate_within_federation", "duplicate_across_federations", "duplicate_of_earlier_campaign", "benefit_vnd"),
)
_GROUP_MEASURES = (
    *("valid", "under_consideration", "quota", "quota_pct", "quota_reached", "entered", "rejected", "ineligible"),
    *(
        "duplicate",
        "persons",
        "workplaces",
        "benefit_vnd",
        "benefit_median_vnd",
        "sent_on_time",
        "sent_late",
        "not_sent",
    ),
)
_REPORTING = ("sent_on_time", "sent_late", "not_sent", "days_late")
_TREND = ("valid", "valid_change_day", "valid_change_week", "rank", "rank_change_week")
_DATED = ("day", "week")
_KIND_OF_UNIT = {"percent": "percent", "points": "decimal"}


def overview(numbers: Figures) -> Table:
    """Every number of the nation with its unit."""
    told = [m for m in MEASURES if numbers.get(m) is not None]
    rows: list[list[Cell]] = [[label("measure", m), _shown(m, numbers.count(m)), _unit(m)] for m in told]
    if (value := numbers.get("valid", "", "applied", "apart")) is not None:
        rows.append([WORKBOOK["apart"], value, _unit("valid")])
    return Table(WORKBOOK["overview"], _words("measure", "value", "unit"), (64, 24, 16), rows, ("text", "", "text"))


def ranking(facts: ReleaseFacts, numbers: Figures) -> Table:
    """All federations by rank."""
    told = [m for m in RANKING_MEASURES if any(numbers.get(m, f.code) is not None for f in facts.federations)]
    rows: list[list[Cell]] = []
    for standing in standings(facts, numbers):
        f = standing.facts
        words: list[Cell] = [f.code, f.name, label("kind", f.kind), label("state", f.state)]
        rows.append(words + [_fraction(m, numbers.get(m, f.code)) for m in told])
    header = [*_words("code", "name", "kind", "state"), *(MEASURES[m] for m in told)]
    return Table(WORKBOOK["ranking"], header, [12, 48, 40, 22, *_widths(told)], rows, ["text"] * 4 + _kinds(told))


def group(name: str, names: Mapping[str, str], numbers: Figures) -> Table:
    """The same measures for each kind of federation, or for each province of 2025."""
    told = [m for m in _GROUP_MEASURES if any(numbers.get(m, code) is not None for code in names)]
    rows: list[list[Cell]] = [
        [words, *(_fraction(m, numbers.get(m, code)) for m in told)]
        for code, words in names.items()
        if numbers.get("valid", code) is not None
    ]
    rows.append([PAGE["total"], *(_fraction(m, numbers.get(m)) for m in told)])
    header = [WORKBOOK["name"] if name == "kind" else COLUMNS["province"], *(MEASURES[m] for m in told)]
    return Table(SHEETS[name], header, [46, *_widths(told)], rows, ["text", *_kinds(told)])


def kinds_of(facts: ReleaseFacts) -> dict[str, str]:
    """The kinds that the campaign's federations have, in words."""
    return {kind: words for kind, words in KINDS.items() if any(f.kind == kind for f in facts.federations)}


def provinces_of(facts: ReleaseFacts) -> dict[str, str]:
    """The provinces of 2025 by name, the central unions last."""
    return {**dict(sorted(facts.successors.items())), tally.CENTRAL: COLUMNS["central"]} if facts.successors else {}


def breakdown(facts: ReleaseFacts, numbers: Figures, name: str) -> Table:
    """The nation and each federation, a line each, by the codes of a breakdown; days and weeks stand in lines."""
    codes = sorted(numbers.codes(name), key=lambda code: _place(facts, name, code))
    words = [_code_name(facts, name, c) for c in codes]
    if name in _DATED:
        days: list[list[Cell]] = [[w, numbers.count("valid", "", name, c)] for w, c in zip(words, codes, strict=True)]
        return Table(BREAKDOWN_TITLES[name], (BREAKDOWN_TITLES[name], PAGE["national"]), (34, 16), days, ("", "count"))
    rows: list[list[Cell]] = [[PAGE["national"], *_counts(numbers, "", name, codes)]]
    told = any(numbers.codes(name, "valid", f.code) for f in facts.federations)
    rows += [[f.name, *_counts(numbers, f.code, name, codes)] for f in facts.federations if told]
    header = [WORKBOOK["name"], *map(str, words), PAGE["total"]]
    return Table(
        BREAKDOWN_TITLES[name], header, [46] + [15] * (len(codes) + 1), rows, ["text", *["count"] * len(header)]
    )


def phase_quotas(facts: ReleaseFacts, numbers: Figures) -> Table | None:
    """Quota or target and percentage by phase, where any is set."""
    scopes = {"": PAGE["national"], **{f.code: f.name for f in facts.federations}}
    rows: list[list[Cell]] = []
    for code, name in scopes.items():
        for phase in facts.phases:
            by = ("phase", phase.id)
            for measure in ("target", "quota"):
                whole = numbers.get(measure, code, *by)
                if whole is not None:
                    share = _fraction("quota_pct", numbers.get(f"{measure}_pct", code, *by))
                    rows.append([name, phase.name, MEASURES[measure], whole, numbers.count("valid", code, *by), share])
    header = [WORKBOOK["name"], *(COLUMNS[c] for c in ("phase", "figure", "quota", "valid_open", "quota_pct"))]
    kinds = ("text", "text", "text", "count", "count", "percent")
    return Table(SHEETS["phase_quota"], header, (46, 28, 16, 15, 18, 14), rows, kinds) if rows else None


def benefit(facts: ReleaseFacts, numbers: Figures) -> Table:
    """How much is stated, by how many, its median, and what lies out of scale."""
    measures = ("benefit_stated", "benefit_vnd", "benefit_median_vnd")
    scopes = {"": PAGE["national"], **{f.code: f.name for f in facts.federations}}
    rows: list[list[Cell]] = []
    for code, name in scopes.items():
        if numbers.get("benefit_stated", code) is not None:
            scale = [numbers.count("benefit_vnd", code, "scale", s) for s in ("in_scale", "out_of_scale")]
            beyond = numbers.count("benefit_stated", code, "scale", "out_of_scale")
            rows.append([name, *(numbers.get(m, code) for m in measures), *scale, beyond])
    header = [WORKBOOK["name"], *(MEASURES[m] for m in measures)]
    header += [COLUMNS[c] for c in ("scale_in", "scale_out", "out_number")]
    return Table(SHEETS["benefit"], header, (46, 14, 24, 20, 24, 24, 16), rows, ["text", *["count"] * 6])


def awards(facts: ReleaseFacts, numbers: Figures) -> Table:
    """Initiatives by each level they hold an award of; one of several levels stands in each."""
    scopes = {"": PAGE["national"], **{f.code: f.name for f in facts.federations}}
    levels = ("4", "3", "2", "1")
    rows: list[list[Cell]] = [
        [name, *(numbers.count("awards", code, "award_level", level) for level in levels)]
        for code, name in scopes.items()
        if not code or numbers.codes("award_level", "awards", code)
    ]
    header = [WORKBOOK["name"], *(sentence(label("award_level", level)) for level in levels)]
    return Table(SHEETS["awards"], header, (46, 18, 24, 24, 14), rows, ["text", *["count"] * 4])


def reporting(facts: ReleaseFacts, numbers: Figures) -> Table:
    """Who sent in time, and who late; the score of what was sent is internal."""
    rows: list[list[Cell]] = [[PAGE["national"], "", *(numbers.get(m) for m in _REPORTING)]]
    rows += [
        [f.name, label("state", f.state), *(numbers.get(m, f.code) for m in _REPORTING)] for f in facts.federations
    ]
    header = [*_words("name", "state"), *(MEASURES[m] for m in _REPORTING)]
    return Table(SHEETS["reporting"], header, (46, 22, 14, 14, 14, 14), rows, ["text", "text", *_kinds(_REPORTING)])


def trend(facts: ReleaseFacts, numbers: Figures) -> Table | None:
    """What moved since yesterday and since last week; None on the first days."""
    if numbers.get("valid_change_day") is None and numbers.get("valid_change_week") is None:
        return None
    scopes = {"": PAGE["national"], **{f.code: f.name for f in facts.federations}}
    rows: list[list[Cell]] = [[name, *(numbers.get(m, code) for m in _TREND)] for code, name in scopes.items()]
    kinds = ["text", *("change" if "change" in m else "count" for m in _TREND)]
    return Table(SHEETS["trend"], [WORKBOOK["name"], *(MEASURES[m] for m in _TREND)], [46, *[16] * 5], rows, kinds)


def proof(checked: Sequence[Sum]) -> Table:
    """Every sum: what the parts give, what the whole is, and whether they are equal."""
    rows: list[list[Cell]] = [
        [s.text, s.parts, s.whole, s.parts - s.whole, WORKBOOK["agrees" if s.agrees else "differs"]] for s in checked
    ]
    header = _words("check", "parts", "whole", "difference", "outcome")
    return Table(WORKBOOK["checks"], header, (80, 24, 24, 14, 12), rows, ("text", "count", "count", "count", "text"))


def _words(*names: str) -> list[str]:
    return [WORKBOOK[name] for name in names]


def _unit(measure: str) -> str:
    return UNITS[tally.MEASURES[measure].unit]


def _fraction(measure: str, value: float | None) -> float | None:
    """Percentages are fractions in a workbook, so that Excel shows and computes them as such."""
    return value / 100 if value is not None and tally.MEASURES[measure].unit == "percent" else value


def _shown(measure: str, value: float) -> Cell:
    """For a column of mixed units: each with as many decimals as it needs, percentages as they are called."""
    unit = tally.MEASURES[measure].unit
    kind = "hundredths" if unit == "percent" else "decimal" if unit == "points" or "per_day" in measure else "count"
    return round(value, 2), kind


def _kinds(measures: Sequence[str]) -> list[str]:
    return [_KIND_OF_UNIT.get(tally.MEASURES[m].unit, "decimal" if "per_day" in m else "count") for m in measures]


def _widths(measures: Sequence[str]) -> list[int]:
    return [24 if tally.MEASURES[m].unit == "vnd" else 13 for m in measures]


def _counts(numbers: Figures, scope_code: str, name: str, codes: Sequence[str]) -> list[float]:
    """A line's counts and their sum."""
    counts = [numbers.count("valid", scope_code, name, c) for c in codes]
    return [*counts, sum(counts)]


def _place(facts: ReleaseFacts, name: str, code: str) -> tuple[bool, int, float, str]:
    """Where a code stands: phases and worded codes in their order, bands by amount, the lines apart last."""
    order = [*([p.id for p in facts.phases] if name == "phase" else ()), *BREAKDOWNS[name]]
    amount = float(code) if name == "benefit_band" and code not in APART else 0.0
    return code in APART, order.index(code) if code in order else len(order), amount, code


def _code_name(facts: ReleaseFacts, name: str, code: str) -> Cell:
    if name in _DATED and code not in APART:
        return date.fromisoformat(code)
    if name == "benefit_band" and code not in APART:
        return sentence(_band(facts, float(code)))
    return sentence({p.id: p.name for p in facts.phases}.get(code) or label(name, code))


def _band(facts: ReleaseFacts, low: float) -> str:
    bounds = facts.programme.benefit.bands_vnd if facts.programme else ()
    high = next((b for b in bounds if b > low), None)
    if high is None:
        return BANDS["from"].format(low=money(low))
    return BANDS["between" if low else "below"].format(low=money(low), high=money(high))
