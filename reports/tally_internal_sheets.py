"""The sheets of the staff's workbook: what sheets name by hand, and the roads of the duplicates."""

from collections.abc import Iterator

import pandas as pd

from reports.figures import APART, Figures, figures
from reports.tally_programme_sheets import published
from reports.tally_table import Cell, Table
from reports.wording import MEASURES, label
from reports.wording_pages import PAGE, WORKBOOK
from reports.wording_tallies import COLUMNS, SHEETS
from schemas.release import PublishedCheck, ReleaseFacts

_UNIT = ("valid", "quota", "quota_pct", "emulation_points")
_MOST = 50  # names of a federation in a sheet


def internal_sheets(
    facts: ReleaseFacts, numbers: Figures, internal: pd.DataFrame, checks: tuple[PublishedCheck, ...]
) -> Iterator[Table]:
    """Every sheet for which there is something to tell."""
    names = {f.code: f.name for f in facts.federations}
    units = internal[internal["scope"] == "unit"]
    yield _units(facts, figures(units), sorted(units["scope_code"].unique()))
    for breakdown in ("superior_union", "workplace"):
        yield _named(internal[internal["breakdown"] == breakdown], breakdown, names)
    yield _roads(internal[internal["breakdown"] == "road"], names, numbers)
    printed = published(facts, checks)
    if printed:
        yield printed


def _units(facts: ReleaseFacts, numbers: Figures, codes: list[str]) -> Table:
    """Units below with a quota of their own, in all and by phase; secret initiatives are left out."""
    rows: list[list[Cell]] = []
    for code in codes:
        rows.append([facts.units.get(code, code), PAGE["total"], *(_cell(numbers, m, code, "", "") for m in _UNIT)])
        for phase in facts.phases:
            told = (_cell(numbers, m, code, "phase", phase.id) for m in _UNIT)
            rows.append([facts.units.get(code, code), phase.name, *told])
    header = [COLUMNS["unit_name"], COLUMNS["phase"], COLUMNS["valid_open"], *(MEASURES[m] for m in _UNIT[1:])]
    kinds = ("text", "text", "count", "count", "percent", "decimal")
    return Table(SHEETS["unit"], header, (46, 28, 18, 14, 14, 14), rows, kinds)


def _cell(numbers: Figures, measure: str, code: str, breakdown: str, by: str) -> Cell:
    value = numbers.get(measure, code, breakdown, by)
    return value / 100 if value is not None and measure.endswith("_pct") else value


def _named(lines: pd.DataFrame, breakdown: str, names: dict[str, str]) -> Table:
    """By a name as written in the sheets, the most first, so many of each federation; the lines apart last. All of
    them stand in internal/tallies.csv."""
    apart = lines["breakdown_code"].isin(APART)
    ordered = lines.assign(apart=apart).sort_values(["scope_code", "apart", "value"], ascending=[True, True, False])
    first = ordered.groupby(["scope_code", "apart"]).cumcount() < _MOST
    ordered = ordered[first.to_numpy() | ordered["apart"].to_numpy()]
    told = zip(ordered["scope_code"], ordered["breakdown_code"], ordered["apart"], ordered["value"], strict=True)
    rows: list[list[Cell]] = [
        [names.get(code, code), label(breakdown, name) if is_apart else name, n] for code, name, is_apart, n in told
    ]
    header = [WORKBOOK["name"], COLUMNS["name_written"], MEASURES["valid"]]
    return Table(SHEETS[breakdown], header, (46, 70, 14), rows, ("text", "text", "count"))


def _roads(lines: pd.DataFrame, names: dict[str, str], numbers: Figures) -> Table:
    """Duplicates across federations: from whom, counted where; and the sum told elsewhere."""
    ordered = lines.sort_values("value", ascending=False)
    rows: list[list[Cell]] = [
        [names.get(a, a), names.get(b) or label("sector", b), n]
        for a, b, n in zip(ordered["scope_code"], ordered["breakdown_code"], ordered["value"], strict=True)
    ]
    rows.append([PAGE["total"], "", numbers.count("duplicate_across_federations")])
    header = [COLUMNS["from"], COLUMNS["to"], COLUMNS["rows"]]
    return Table(SHEETS["road"], header, (46, 46, 14), rows, ("text", "text", "count"))
