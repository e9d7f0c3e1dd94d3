"""A federation's findings as a workbook of three sheets: Tóm tắt, Theo lỗi, Chi tiết."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import xlsxwriter

from reports.findings_order import CASE_COLUMNS, counted_checks, in_order
from reports.numbers import day
from reports.places import place_in
from reports.plain_sheet import LAST_ROW, PlainSheet, value_kind
from reports.returned_layout import row_height
from reports.sheet_styles import Styles
from reports.validation_report import IN_ORDER
from reports.wording import SOFTWARE, check_wording, label
from reports.wording_pages import VALIDATION
from reports.wording_returned import FINDINGS, RETURNED
from reports.wording_score import PARTS, SCORE
from schemas.finding import Severity
from schemas.ledger import Disposition
from schemas.release import FederationFacts, ReleaseFacts
from schemas.returned import OWN_SHEET_MARK
from schemas.submission import Cell
from schemas.validated import Validated

_TITLE_ROW, _HEADER_ROW = 1, 3
_A4, _A3 = 9, 8
_WIDEST_ON_A4 = 150  # characters of all columns
Row = tuple[Sequence[Cell], Severity | None]


@dataclass(frozen=True, slots=True)
class _Table:
    """One sheet: its name, the words and widths of its columns, its rows with the severity that colours the first
    cell."""

    name: str
    header: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Row]


def findings_workbook(facts: ReleaseFacts, told: Validated) -> bytes:
    """The workbook's bytes, the same for the same release."""
    checks = counted_checks(told.findings)
    first = _first(_summary(facts, told, checks))
    return _book(facts, told.federation, (first, _by_check(checks), _every_case(told.findings)))


def summary_alone(facts: ReleaseFacts, told: Validated) -> bytes:
    """A workbook of the first sheet alone; it is the same as in the whole, being written first."""
    rows = _summary(facts, told, counted_checks(told.findings))
    return _book(facts, told.federation, (_first(rows),))


def _book(facts: ReleaseFacts, federation: FederationFacts, tables: Sequence[_Table]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        created = datetime(facts.as_of.year, facts.as_of.month, facts.as_of.day)
        book.set_properties({"author": SOFTWARE, "created": created, "comments": ""})
        styles = Styles(book)
        for table in tables:
            title = f"{OWN_SHEET_MARK} - {FINDINGS['title']} - {federation.name}"
            _write(book.add_worksheet(table.name, worksheet_class=PlainSheet), table, title, styles)
    return out.getvalue()


def _first(rows: Iterator[Row]) -> _Table:
    return _Table(FINDINGS["summary"], (FINDINGS["fact"], FINDINGS["value"]), (44, 60), list(rows))


def _summary(facts: ReleaseFacts, told: Validated, checks: Sequence[tuple[str, str, int]]) -> Iterator[Row]:
    federation, score = told.federation, told.score
    faults = sum(n for _, severity, n in checks if severity != Severity.QUERY)
    queries = sum(n for _, severity, n in checks if severity == Severity.QUERY)
    dispositions = [(label("disposition", d), int(told.counts.get(d, 0))) for d in IN_ORDER]
    entered = sum(int(told.counts.get(d, 0)) for d in IN_ORDER if d != Disposition.NOT_DATA)
    lines: list[tuple[str, Cell]] = [
        (RETURNED["campaign"], facts.campaign_name),
        (RETURNED["federation"], federation.name),
        (FINDINGS["state"], label("state", federation.state)),
        (RETURNED["as_of"], facts.as_of),
        (FINDINGS["deadline"], facts.deadline),
        (FINDINGS["received_on"], told.received_on or day(None)),
        (FINDINGS["files"], federation.files),
        (FINDINGS["files_rejected"], federation.files_rejected),
        *dispositions,
        (FINDINGS["entered"], entered),
    ]
    yield from ((row, None) for row in lines)
    yield (FINDINGS["faults"], faults), Severity.REJECT_RECORD if faults else None
    yield (FINDINGS["queries"], queries), Severity.QUERY if queries else None
    if score is not None:
        parts = [*((name, getattr(score, name)) for name in (*PARTS, "score")), ("mended", score.mended)]
        yield from (((SCORE[name], points), None) for name, points in (*parts, ("new", score.new)))
    yield (FINDINGS["release"], facts.release_id), None


def _by_check(checks: Sequence[tuple[str, str, int]]) -> _Table:
    header = [VALIDATION[k] for k in ("check", "severity", "place_of_check", "cases", "expected", "todo")]
    rows: list[Row] = []
    for check_id, severity, n in checks:
        words = check_wording(check_id)
        cells = (check_id, label("severity", severity), words.title, n, words.expected, words.todo)
        rows.append((cells, Severity(severity)))
    return _Table(FINDINGS["by_check"], header, (10, 20, 46, 12, 46, 60), rows)


def _every_case(findings: pd.DataFrame) -> _Table:
    """Every case with its place; what a worksheet cannot hold is in the JSON."""
    names = ("check", "severity", "file", "place", "field", "place_of_check", "found", "todo", "proposed")
    frame = in_order(findings).head(LAST_ROW - _HEADER_ROW)
    rows: list[Row] = []
    for check, severity, file, sheet, row, column, field, found, proposed in zip(
        *(frame[name].tolist() for name in CASE_COLUMNS), strict=True
    ):
        words = check_wording(check)
        where = place_in(file, sheet, int(row), column)
        about = (file, where, label("column", field), words.title, found, words.todo, proposed)
        rows.append(((check, label("severity", severity), *about), Severity(severity)))
    widths = (10, 20, 24, 22, 18, 40, 30, 46, 34)
    return _Table(FINDINGS["cases"], [VALIDATION[name] for name in names], widths, rows)


def _write(out: PlainSheet, table: _Table, title: str, styles: Styles) -> None:
    for column, width in enumerate(table.widths):
        out.set_column(column, column, width)
    out.put(_TITLE_ROW, [(0, title, styles.of("title"))], 22)
    out.put(_HEADER_ROW, [(i, words, styles.of("header")) for i, words in enumerate(table.header)])
    for number, (values, severity) in enumerate(table.rows, start=_HEADER_ROW + 1):
        cells = [(i, v, styles.of(_role(v), value_kind(v), None if i else severity)) for i, v in enumerate(values)]
        out.put(number, cells, *row_height(cells, table.widths))
    out.freeze_panes(_HEADER_ROW, 0)
    out.autofilter(_HEADER_ROW - 1, 0, _HEADER_ROW - 1 + max(len(table.rows), 1), len(table.header) - 1)
    out.set_landscape()
    out.set_paper(_A3 if sum(table.widths) > _WIDEST_ON_A4 else _A4)
    out.fit_to_pages(1, 0)
    out.repeat_rows(_HEADER_ROW - 1)


def _role(value: Cell) -> str:
    return "count" if isinstance(value, int) else "fraction" if isinstance(value, float) else "data"
