"""A federation's findings as a workbook of three sheets: Tóm tắt, Theo lỗi, Chi tiết."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from reports.findings_order import counted_checks, in_order
from reports.numbers import day
from reports.places import places_in
from reports.plain_book import PlainBook
from reports.plain_sheet import LAST_ROW, PlainSheet, value_kind
from reports.returned_layout import row_height, row_sizes
from reports.sheet_styles import Styles
from reports.table_rows import put_table
from reports.validation_report import IN_ORDER
from reports.wording import check_wording, label
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
_CASES = ("check", "severity", "file", "place", "field", "place_of_check", "found", "todo", "proposed")
_CASE_WIDTHS = (10, 20, 24, 22, 18, 40, 30, 46, 34)
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
    checks, title = counted_checks(told.findings), _title(told.federation)
    with PlainBook(facts.as_of) as book:
        styles = Styles(book)
        for table in (_first(_summary(facts, told, checks)), _by_check(checks)):
            _write(book.add_plain(table.name), table, title, styles)
        _write_cases(book.add_plain(FINDINGS["cases"]), told.findings, title, styles)
    return book.data


def summary_alone(facts: ReleaseFacts, told: Validated) -> bytes:
    """A workbook of the first sheet alone; it is the same as in the whole, being written first."""
    table = _first(_summary(facts, told, counted_checks(told.findings)))
    with PlainBook(facts.as_of) as book:
        _write(book.add_plain(table.name), table, _title(told.federation), Styles(book))
    return book.data


def _title(federation: FederationFacts) -> str:
    return f"{OWN_SHEET_MARK} - {FINDINGS['title']} - {federation.name}"


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


def _write_cases(out: PlainSheet, findings: pd.DataFrame, title: str, styles: Styles) -> None:
    """Every case with its place; what a worksheet cannot hold is in the JSON."""
    frame = in_order(findings).head(LAST_ROW - _HEADER_ROW)
    _open(out, [VALIDATION[name] for name in _CASES], _CASE_WIDTHS, title, styles)
    columns, plain = _cells_of_cases(frame), _kinds(styles, None)
    sizes, first = row_sizes(columns, _CASE_WIDTHS), _HEADER_ROW + 1
    for severity, at in frame.groupby("severity", sort=False).indices.items():  # one behind the other
        theirs = [column.iloc[at] for column in columns]
        looks = [_kinds(styles, Severity(str(severity))), *[plain] * (len(columns) - 1)]
        put_table(out, first + int(at[0]), theirs, looks, sizes.take(pa.array(at)))
    _lay_out(out, len(frame), _CASE_WIDTHS)


def _cells_of_cases(cases: pd.DataFrame) -> "list[pd.Series[str]]":
    words = {check: check_wording(check) for check in cases["check_id"].unique()}
    fields = {field: label("column", field) for field in cases["field"].unique()}
    severities = {severity: label("severity", severity) for severity in Severity}
    return [
        cases["check_id"],
        cases["severity"].map(severities),
        cases["file"],
        pd.Series(places_in(cases), dtype="str"),
        cases["field"].map(fields),
        cases["check_id"].map({check: told.title for check, told in words.items()}),
        cases["found"],
        cases["check_id"].map({check: told.todo for check, told in words.items()}),
        cases["proposed"],
    ]


def _kinds(styles: Styles, severity: Severity | None) -> dict[str, int]:
    return {kind: styles.of("data", kind, severity) for kind in ("text", "quoted")}


def _write(out: PlainSheet, table: _Table, title: str, styles: Styles) -> None:
    _open(out, table.header, table.widths, title, styles)
    for number, (values, severity) in enumerate(table.rows, start=_HEADER_ROW + 1):
        cells = [(i, v, styles.of(_role(v), value_kind(v), None if i else severity)) for i, v in enumerate(values)]
        out.put(number, cells, *row_height(cells, table.widths))
    _lay_out(out, len(table.rows), table.widths)


def _open(out: PlainSheet, header: Sequence[str], widths: Sequence[float], title: str, styles: Styles) -> None:
    for column, width in enumerate(widths):
        out.set_column(column, column, width)
    out.put(_TITLE_ROW, [(0, title, styles.of("title"))], 22)
    out.put(_HEADER_ROW, [(i, words, styles.of("header")) for i, words in enumerate(header)])


def _lay_out(out: PlainSheet, rows: int, widths: Sequence[float]) -> None:
    out.freeze_panes(_HEADER_ROW, 0)
    out.autofilter(_HEADER_ROW - 1, 0, _HEADER_ROW - 1 + max(rows, 1), len(widths) - 1)
    out.set_landscape()
    out.set_paper(_A3 if sum(widths) > _WIDEST_ON_A4 else _A4)
    out.fit_to_pages(1, 0)
    out.repeat_rows(_HEADER_ROW - 1)


def _role(value: Cell) -> str:
    return "count" if isinstance(value, int) else "fraction" if isinstance(value, float) else "data"
