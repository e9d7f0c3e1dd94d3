"""One file of a submission, from sheets to redacted records with findings: the story told inside a parsing child."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from rules.cells import Cells
from rules.columns import ColumnTable, unknown_headers
from rules.faults import file_finding, row_findings, sheet_finding, sheet_findings
from rules.features import Coder, pack, row_features
from rules.layout import Layout, Table, cell_text, lay_out, occupied_rows
from rules.mark_cover import over_untitled
from rules.normalise import clean_rows, title_key
from rules.redaction import redact
from rules.secrecy import mark_status, own_marks, sheet_mark
from schemas.finding import FINDING_COLUMNS, Finding
from schemas.parsed import (
    CODE_COLUMNS,
    DETAIL_COLUMNS,
    LINE_COLUMNS,
    RECORD_COLUMNS,
    ParsedFile,
    SheetReceipt,
    UnknownColumn,
)
from schemas.submission import RowKind, Sheet, column_letters

_REPEATS = 5


@dataclass(frozen=True, slots=True)
class Submitted:
    """Whose file it is and by what rules it is read. `file` is the path below the federation's source."""

    federation_code: str
    file: str
    holds_no_secrets: bool
    columns: ColumnTable
    coder: Coder


@dataclass(frozen=True, slots=True)
class _Part:
    """What one sheet gives: `lines` (worksheet row, kind, reason), `rows` a frame of clean rows a table."""

    receipt: SheetReceipt
    lines: list[tuple[int, str, str]]
    findings: list[Finding]
    rows: list[pd.DataFrame]


def parse_sheets(sheets: Sequence[Sheet], about: Submitted) -> ParsedFile:
    """All sheets of one file; without a table, or with one that names no title, it is rejected whole (RULES.md 3)."""
    layouts = [lay_out(sheet, about.columns) if sheet.visible else None for sheet in sheets]
    rejected = _rejected_because(sheets, layouts)
    parts = [
        _sheet(sheet, layout, number, about)
        if layout and layout.tables and not rejected
        else _rejected_sheet(sheet, layout, rejected)
        for number, (sheet, layout) in enumerate(zip(sheets, layouts, strict=True))
    ]
    findings = [f for part in parts for f in part.findings]
    if rejected:
        findings.append(file_finding(rejected, sheets, layouts))
    lines = [(number, *line) for number, part in enumerate(parts) for line in part.lines]
    rows = [frame for part in parts for frame in part.rows]
    faults, records, details = (
        pd.DataFrame(columns=list(c)) for c in (FINDING_COLUMNS, RECORD_COLUMNS, DETAIL_COLUMNS)
    )
    if rows:
        clean = pd.concat(rows, ignore_index=True)
        faults = row_findings(clean, sheets, [layout.tables if layout else () for layout in layouts])
        untitled = clean["title_status"] == "missing"
        lines += [(n, row, "rejected", "INI-001") for n, row in clean.loc[untitled, ["sheet_no", "row"]].to_numpy()]
        if not untitled.all():
            records, details = _records(clean[~untitled].reset_index(drop=True), about.coder)
    told = pd.DataFrame(findings, columns=list(FINDING_COLUMNS))
    every = pd.concat([frame for frame in (told, faults) if len(frame)] or [told], ignore_index=True)
    return ParsedFile(
        rejected_because=rejected,
        content_code=_content_code(sheets, about.coder),
        sheets=tuple(part.receipt for part in parts),
        lines=pd.DataFrame(lines, columns=list(LINE_COLUMNS)),
        records=records,
        details=details,
        findings=every.assign(federation_code=about.federation_code, file=about.file),
    )


def _content_code(sheets: Sequence[Sheet], coder: Coder) -> str:
    """The keyed code of every cell with its place, the same for a file that was only saved again."""
    rows = (
        f"{sheet.name}\x1e{number}\x1e" + "\x1f".join(map(cell_text, row))
        for sheet in sheets
        for number, row in zip(sheet.row_numbers, sheet.rows, strict=True)
    )
    return f"{coder.code('file', chr(29).join(rows)):016x}"


def _rejected_because(sheets: Sequence[Sheet], layouts: Sequence[Layout | None]) -> str:
    """The check id of a file rejection, "" for a file that is accepted."""
    tables = [t for layout in layouts if layout for t in layout.tables]
    if not any(len(occupied_rows(s)) for s in sheets):
        return "FIL-006"
    if not tables:
        return "SHT-001"
    return "" if all(t.has_title for t in tables) else "SHT-003"


def _receipt(sheet: Sheet, table: Table | None, unknown: Sequence[UnknownColumn] = ()) -> SheetReceipt:
    return SheetReceipt(
        name=sheet.name,
        visible=sheet.visible,
        nonempty_rows=len(occupied_rows(sheet)),
        header_row=sheet.row_numbers[table.header_rows[-1]] if table else 0,
        columns={c.field: column_letters(c.index) for c in reversed(table.columns)} if table else {},
        unknown_columns=tuple(unknown),
    )


def _rejected_sheet(sheet: Sheet, layout: Layout | None, because: str) -> _Part:
    """The rows of a hidden or irrelevant sheet, or of a rejected file: there the rows of a table are `rejected`."""
    if layout is None:
        kinds = [(p, RowKind.HIDDEN_SHEET) for p in occupied_rows(sheet)]
    elif layout.tables:
        kinds = [(p.position, p.kind) for p in layout.places]
    else:  # no header was found: what fills two cells or more reads as a row of a table
        kinds = [(p.position, _guess(sheet, p.position, because)) for p in layout.places]
    lines = [
        (sheet.row_numbers[p], *(("rejected", because) if kind is RowKind.DATA else ("not_data", kind.value)))
        for p, kind in kinds
    ]
    findings = [sheet_finding("SHT-005", sheet)] if layout is None and lines else []
    if layout and not because and lines:
        findings.append(sheet_finding("SHT-008", sheet))
    table = layout.tables[0] if layout and layout.tables else None
    return _Part(_receipt(sheet, table), lines, findings, [])


def _guess(sheet: Sheet, position: int, because: str) -> RowKind:
    filled = sum(1 for cell in sheet.rows[position] if not isinstance(cell, str) or cell.strip())
    return RowKind.DATA if because and filled >= 2 else RowKind.IRRELEVANT


def _sheet(sheet: Sheet, layout: Layout, number: int, about: Submitted) -> _Part:
    """A sheet with at least one table, all of which name their initiatives."""
    mark = sheet_mark(sheet, layout, about.file)
    rows = []
    for index, table in enumerate(layout.tables):
        places = [p for p in layout.places if p.kind is RowKind.DATA and p.table == index]
        if places:
            marks = own_marks(sheet, layout, places, table, about.holds_no_secrets)
            frame = clean_rows(Cells(sheet, table, places))
            frame["title_status"] = _with_repeats(frame)
            frame["secret_reason"] = over_untitled(frame["title"].tolist(), [mark or own for own in marks])
            frame["secrecy_status"] = mark_status(sheet, table, places, frame["secret_reason"].tolist())
            rows.append(frame.assign(sheet_no=number, table_no=index))
    headers = layout.tables[0].headers
    return _Part(
        _receipt(
            sheet,
            layout.tables[0],
            [UnknownColumn(column_letters(i), headers[i]) for i in unknown_headers(headers, about.columns)],
        ),
        [
            (sheet.row_numbers[p.position], "not_data", p.kind.value)
            for p in layout.places
            if p.kind is not RowKind.DATA
        ],
        sheet_findings(sheet, layout, about.columns, about.holds_no_secrets),
        rows,
    )


def _with_repeats(rows: pd.DataFrame) -> pd.Series:
    """A title that stands in `_REPEATS` rows one after another is padding."""
    status = rows["title_status"].copy()
    run = (rows["title"] != rows["title"].shift()).cumsum()
    status[(run.map(run.value_counts()) >= _REPEATS) & (status == "ok")] = "repeated"
    return status


def _records(rows: pd.DataFrame, coder: Coder) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Codes first, from all fields; then the gate; what remains goes out."""
    codes = [
        row_features(coder, *texts)
        for texts in zip(*(rows[c] for c in ("authors", "workplace", "content", "superior_union")), strict=True)
    ]
    title_codes = [coder.code("title", title_key(title)) for title in rows["title"]]
    redacted = redact(rows)
    coded = {
        name: [v if isinstance(v, int) else pack(v) for v in values]
        for name, values in zip(CODE_COLUMNS, [title_codes, *zip(*codes, strict=True)], strict=True)
    }
    own = rows[["sheet_no", "row", "secret_reason"]]
    records = pd.concat([own, redacted.short, redacted.facts, pd.DataFrame(coded)], axis=1)
    details = pd.concat([own.loc[redacted.open.index], redacted.open[["authors", "position", "workplace"]]], axis=1)
    return records[list(RECORD_COLUMNS)], details[list(DETAIL_COLUMNS)]
