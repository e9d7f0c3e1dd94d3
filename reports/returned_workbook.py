"""The workbook a federation gets back: its table written anew from values at the same cells, with every fault marked
where it stands. It corrects it and sends it back as it is (RULES.md 19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reports.plain_book import PlainBook
from reports.plain_sheet import LAST_COLUMN, LAST_ROW, PlainSheet, value_kind
from reports.returned_faults import WHOLE_ROW, Fault, Faults, error_line, faults_by_sheet, note
from reports.returned_layout import column_widths, row_height
from reports.returned_summary import Outcome, write_summary
from reports.sheet_names import free_name, sheet_names
from reports.sheet_styles import Styles
from reports.wording import SOFTWARE
from reports.wording_returned import RETURNED
from schemas.release import FederationFacts, ReleaseFacts
from schemas.returned import ERRORS_HEADER, EXPLANATION_HEADER, TOKEN_HEADER, ReturnedRow, ReturnedSheet
from schemas.submission import Cell

MOST_NOTES = 2_000  # of a sheet; more make an office program slow, and the column of errors tells them all
OWN_HEADERS = (ERRORS_HEADER, EXPLANATION_HEADER, TOKEN_HEADER)
_OWN_WIDTHS = (44, 36, 16)
_NOTE_WIDTH, _NOTE_LINE, _NOTE_LETTERS = 300, 17, 46
_DEEPEST_HEADER = 40
_BLANK_ROW = 5.0  # points of the rows above the table, of which nothing goes back
_A3 = 8


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the table with its faults: those at a cell that stands in it, and those of the row as a whole."""

    row: ReturnedRow
    at: Mapping[int, list[Fault]]
    all: Sequence[Fault]
    opens_header: bool


def returned_workbook(
    facts: ReleaseFacts,
    federation: FederationFacts,
    file: str,
    sheets: Sequence[ReturnedSheet],
    findings: pd.DataFrame,
) -> bytes:
    """The workbook's bytes, the same for the same release. `findings`: those of the federation or of the file alone;
    what cannot be shown at a cell of `sheets` stands on the summary, which comes first."""
    faults = faults_by_sheet(findings[findings["file"] == file])
    names = sheet_names([sheet.name for sheet in sheets])
    with PlainBook(facts.as_of) as book:
        styles = Styles(book)
        summary = book.add_plain(_summary_name(names))
        for name, sheet in zip(names, sheets, strict=True):
            _write(book.add_plain(name), sheet, faults.get(sheet.name, {}), styles)
        outcome = Outcome(facts, federation, file, tuple(zip(names, sheets, strict=True)), faults, MOST_NOTES)
        write_summary(summary, outcome, styles)
    return book.data


def _summary_name(names: Sequence[str]) -> str:
    return free_name(RETURNED["sheet"], {name.lower() for name in names})


def _write(out: PlainSheet, sheet: ReturnedSheet, faults: Faults, styles: Styles) -> None:
    width = min(sheet.width, LAST_COLUMN - len(OWN_HEADERS))
    widths = column_widths(sheet, width)
    for column, size in enumerate((*widths, *_OWN_WIDTHS)):
        out.set_column(column, column, size)
    notes, first = 0, min((row.row for row in sheet.rows), default=1)
    for number in range(1, min(first, _DEEPEST_HEADER)):
        out.put(number, (), _BLANK_ROW, fixed=True)
    before: ReturnedRow | None = None
    for row in sheet.rows:
        if row.row > LAST_ROW:
            break
        opens = row.kind == "header" and not (before and before.kind == "header" and before.table == row.table)
        line = _line(row, faults.get(row.row, ()), width, opens)
        cells = _cells(line, width, styles)
        tall = (0.0, False) if row.kind == "section" else row_height(cells, (*widths, *_OWN_WIDTHS))
        out.put(row.row, cells, *tall)
        notes = _notes(out, line, notes)
        before = row
    _lay_out(out, sheet, width)


def _line(row: ReturnedRow, faults: Sequence[Fault], width: int, opens: bool) -> _Line:
    at: dict[int, list[Fault]] = {}
    for fault in faults:
        if fault.column != WHOLE_ROW and fault.column < width:
            at.setdefault(fault.column, []).append(fault)
    return _Line(row, at, faults, opens)


def _cells(line: _Line, width: int, styles: Styles) -> list[tuple[int, Cell, int]]:
    """The cells of a row from A on, and ours behind them."""
    role, values = "data" if line.row.kind == "continuation" else line.row.kind, line.row.cells
    cells: list[tuple[int, Cell, int]] = []
    for column in range(width):
        value = values[column] if column < len(values) else ""
        fault = line.at[column][0].severity if column in line.at else None
        cells.append((column, value, styles.of(role, value_kind(value), fault)))
    if role == "header":
        if line.opens_header:
            ours = styles.of("ours")
            cells += [(width + i, words, ours) for i, words in enumerate(OWN_HEADERS)]
        return cells
    if role == "data":
        worst = line.all[0].severity if line.all else None
        cells.append((width, error_line(line.all), styles.of("data", fault=worst)))
        cells.append((width + 1, "", styles.of("data")))
        cells.append((width + 2, line.row.token, styles.of("token")))
    else:
        cells += [(width + i, "", styles.of(role)) for i in range(len(OWN_HEADERS))]
    return cells


def _notes(out: PlainSheet, line: _Line, so_far: int) -> int:
    """Attach the notes of a row; how many the sheet has now."""
    for column, faults in line.at.items():
        if so_far >= MOST_NOTES:
            break
        text = note(faults, with_proposal=not line.row.token)
        lines = sum(1 + len(part) // _NOTE_LETTERS for part in text.split("\n"))
        look = {"width": _NOTE_WIDTH, "height": _NOTE_LINE * lines + 8, "font_name": "Tahoma", "font_size": 9}
        out.write_comment(line.row.row - 1, column, text, {**look, "author": SOFTWARE})
        so_far += 1
    return so_far


def _lay_out(out: PlainSheet, sheet: ReturnedSheet, width: int) -> None:
    """Panes frozen below the first header, a filter on the first table, and a page that prints."""
    heads: list[int] = []
    for row in sheet.rows:
        if row.kind != "header":
            break
        heads.append(row.row)
    if not heads:
        return
    again = next((r.row for r in sheet.rows if r.row > heads[-1] and r.kind == "header"), LAST_ROW + 1)
    last = max((r.row for r in sheet.rows if r.row < again), default=heads[-1])
    out.autofilter(heads[-1] - 1, 0, max(last, heads[-1] + 1) - 1, width + len(OWN_HEADERS) - 1)
    if heads[-1] <= _DEEPEST_HEADER:
        out.freeze_panes(heads[-1], 0)
    out.set_landscape()
    out.set_paper(_A3)
    out.fit_to_pages(1, 0)
    out.repeat_rows(heads[0] - 1, heads[-1] - 1)
