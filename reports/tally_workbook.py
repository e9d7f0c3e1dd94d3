"""The tallies as files: a workbook of one sheet a question with proof that parts are the whole, and tallies.csv."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import xlsxwriter

from reports.figures import APART, Figures, figures, standings
from reports.numbers import plain
from reports.page import sentence
from reports.sums import sums
from reports.wording import BREAKDOWN_TITLES, BREAKDOWNS, MEASURES, SOFTWARE, label
from reports.wording_pages import PAGE, UNITS, WORKBOOK
from schemas.release import ReleaseFacts
from schemas.tally import TALLY_COLUMNS

RANKING_MEASURES = (
    *("rank", "quota", "valid", "quota_pct", "under_consideration", "valid_low", "entered"),
    *("rejected", "ineligible", "duplicate_within_federation", "duplicate_across_federations"),
    *("duplicate_of_earlier_campaign", "benefit_vnd"),
)
PERCENTS = ("quota_pct", "target_pct")
A4, A3 = 9, 8  # the paper numbers of the format
WIDEST_ON_A4 = 130  # characters of all columns; a wider table printed on one A4 page could not be read
HEADER_HEIGHT = 66  # points: four lines of a wrapped header
FIRST_ROW = 3  # title, as-of line, header
BOM = "\ufeff"  # Excel reads UTF-8 as UTF-8 only with it
Cell = str | float | date | None
Formats = dict[str, xlsxwriter.format.Format]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, the words of its columns, their widths, and the rows."""

    name: str
    header: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    kinds: Sequence[str]  # a format a column: text, count, percent, day; "" takes the row's own (last cell)


def tally_workbook(facts: ReleaseFacts, tallies: pd.DataFrame) -> bytes:
    """The workbook's bytes; created "as of", so that the same release gives the same bytes."""
    numbers = figures(tallies)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        created = datetime(facts.as_of.year, facts.as_of.month, facts.as_of.day)
        book.set_properties({"author": SOFTWARE, "created": created, "comments": ""})
        formats = _formats(book)
        breakdowns = [_breakdown(facts, numbers, name) for name in BREAKDOWN_TITLES]
        for table in (_overview(numbers), _ranking(facts, numbers), *breakdowns, _proof(facts, numbers)):
            _write(book.add_worksheet(table.name), table, facts, formats)
    return out.getvalue()


def tally_csv(tallies: pd.DataFrame) -> bytes:
    """UTF-8 with BOM, TALLY_COLUMNS, sorted by all but the value; 75000.0 is written 75000."""
    keys = [c for c in TALLY_COLUMNS if c not in ("value", "unit")]
    frame = tallies[list(TALLY_COLUMNS)].sort_values(keys, kind="stable")
    texts = [frame[c].tolist() if c != "value" else [plain(float(v)) for v in frame[c]] for c in TALLY_COLUMNS]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(TALLY_COLUMNS)
    writer.writerows(zip(*texts, strict=True))
    return (BOM + out.getvalue()).encode("utf-8")


def _formats(book: xlsxwriter.Workbook) -> Formats:
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    head = {"bold": True, "text_wrap": True, "bg_color": "#F4F6F8", "bottom": 2, "valign": "vcenter", "align": "center"}
    kinds: dict[str, dict[str, object]] = {
        "text": {"text_wrap": True, "align": "left", "indent": 1},
        "count": {"num_format": "#,##0"},
        "general": {"num_format": "#,##0.##"},
        "percent": {"num_format": "0.00%"},
        "day": {"num_format": "dd/mm/yyyy", "align": "left"},
        "head": head,
        "title": {"bold": True, "font_size": 14, "font_color": "#8F1D22"},
        "note": {"italic": True, "font_color": "#4A5565"},
    }
    return {name: book.add_format(base | extra) for name, extra in kinds.items()}


def _write(sheet: xlsxwriter.worksheet.Worksheet, table: Table, facts: ReleaseFacts, formats: Formats) -> None:
    last_row, last_column = FIRST_ROW + max(len(table.rows), 1) - 1, len(table.header) - 1
    sheet.write_string(0, 0, f"{facts.campaign_name} - {table.name}", formats["title"])
    sheet.write_string(1, 0, PAGE["as_of"].format(as_of=f"{facts.as_of:%d/%m/%Y}"), formats["note"])
    for column, (words, width) in enumerate(zip(table.header, table.widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(FIRST_ROW - 1, column, words, formats["head"])
    sheet.set_row(FIRST_ROW - 1, HEADER_HEIGHT)
    for row, cells in enumerate(table.rows, FIRST_ROW):
        for column, cell in enumerate(cells):
            _cell(sheet, (row, column), cell, formats[_kind(cell, table.kinds[column])])
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.autofilter(FIRST_ROW - 1, 0, last_row, last_column)
    sheet.set_paper(A3 if sum(table.widths) > WIDEST_ON_A4 else A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 1)


def _cell(
    sheet: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], cell: Cell, style: xlsxwriter.format.Format
) -> None:
    if cell is None:
        sheet.write_blank(*at, None, style)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell, style)
    elif isinstance(cell, date):
        sheet.write_datetime(*at, cell, style)
    else:
        sheet.write_number(*at, cell, style)


def _kind(cell: Cell, kind: str) -> str:
    """A column of mixed cells ("") takes each cell's own kind."""
    return kind or ("text" if isinstance(cell, str) else "day" if isinstance(cell, date) else "count")


def _value(measure: str, value: float | None) -> float | None:
    """Percentages are fractions in a workbook, so that Excel shows and computes them as such."""
    return value / 100 if value is not None and measure in PERCENTS else value


def _overview(numbers: Figures) -> Table:
    shown = [m for m in MEASURES if numbers.get(m) is not None and m not in PERCENTS]
    rows: list[list[Cell]] = [[label("measure", m), numbers.get(m), _unit(m)] for m in shown]
    percents = [m for m in PERCENTS if numbers.get(m) is not None]
    rows += [[label("measure", m), round(numbers.count(m), 2), UNITS["percent"]] for m in percents]
    beside = {"apart": ("valid", "applied", "apart"), "benefit_secret": ("benefit_vnd", "secrecy", "secret")}
    for words, (measure, breakdown, code) in beside.items():
        if (value := numbers.get(measure, "", breakdown, code)) is not None:
            rows.append([WORKBOOK[words], value, _unit(measure)])
    header = (WORKBOOK["measure"], WORKBOOK["value"], WORKBOOK["unit"])
    return Table(WORKBOOK["overview"], header, (64, 22, 14), rows, ("text", "general", "text"))


def _unit(measure: str) -> str:
    return UNITS["vnd" if measure == "benefit_vnd" else "initiatives"]


def _ranking(facts: ReleaseFacts, numbers: Figures) -> Table:
    header = [WORKBOOK[k] for k in ("code", "name", "kind", "state")] + [MEASURES[m] for m in RANKING_MEASURES]
    rows: list[list[Cell]] = []
    for s in standings(facts, numbers):
        f = s.facts
        words: list[Cell] = [f.code, f.name, label("kind", f.kind), label("state", f.state)]
        rows.append(words + [_value(m, numbers.get(m, f.code)) for m in RANKING_MEASURES])
    kinds = ["text"] * 4 + ["percent" if m in PERCENTS else "count" for m in RANKING_MEASURES]
    widths = [12, 46, 26, 20] + [13] * (len(RANKING_MEASURES) - 1) + [22]
    return Table(WORKBOOK["ranking"], header, widths, rows, kinds)


def _breakdown(facts: ReleaseFacts, numbers: Figures, name: str) -> Table:
    """The nation and each federation, a line each, by the codes of a breakdown; the many days stand in lines."""
    phases = {p.id: p.name for p in facts.phases}
    order = [*(phases if name == "phase" else ()), *BREAKDOWNS[name]]
    codes = sorted(numbers.codes(name), key=lambda c: (c in APART, order.index(c) if c in order else len(order), c))
    words = [_code_name(name, c, phases) for c in codes]
    if name == "day":
        days: list[list[Cell]] = [[w, numbers.count("valid", "", name, c)] for w, c in zip(words, codes, strict=True)]
        return Table(BREAKDOWN_TITLES[name], (BREAKDOWN_TITLES[name], PAGE["national"]), (34, 16), days, ("", "count"))
    rows: list[list[Cell]] = [[PAGE["national"], *_counts(numbers, "", name, codes)]]
    told = any(numbers.codes(name, "valid", f.code) for f in facts.federations)
    rows += [[f.name, *_counts(numbers, f.code, name, codes)] for f in facts.federations if told]
    header = [WORKBOOK["name"], *map(str, words), PAGE["total"]]
    widths = [46] + [15] * (len(codes) + 1)
    return Table(BREAKDOWN_TITLES[name], header, widths, rows, ["text"] + ["count"] * (len(codes) + 1))


def _counts(numbers: Figures, scope_code: str, name: str, codes: Sequence[str]) -> list[float]:
    """A line's counts and their sum."""
    counts = [numbers.count("valid", scope_code, name, c) for c in codes]
    return [*counts, sum(counts)]


def _code_name(name: str, code: str, phases: dict[str, str]) -> Cell:
    if name == "day" and code not in APART:
        return date.fromisoformat(code)
    return sentence(phases.get(code) or label(name, code))


def _proof(facts: ReleaseFacts, numbers: Figures) -> Table:
    rows: list[list[Cell]] = [
        [s.text, s.parts, s.whole, s.parts - s.whole, WORKBOOK["agrees" if s.agrees else "differs"]]
        for s in sums(facts, numbers)
    ]
    header = [WORKBOOK[k] for k in ("check", "parts", "whole", "difference", "outcome")]
    return Table(WORKBOOK["checks"], header, (80, 16, 16, 14, 12), rows, ("text", "count", "count", "count", "text"))
