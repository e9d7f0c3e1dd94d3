"""One file of a submission, from sheets to redacted records with findings: the story told inside a parsing child."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rules.cells import Cells
from rules.column_faults import column_findings, continuation_findings
from rules.columns import ColumnTable
from rules.coming_back import from_us, is_ours, without_withheld_blanks
from rules.content import without_forbidden
from rules.contents import unknown_columns
from rules.continuation import joined
from rules.faults import file_findings, findings_of, row_findings, secrecy_findings, sheet_finding, sheet_findings
from rules.features import Coder
from rules.fonts import in_unicode
from rules.forgetting import forget_in
from rules.layout import Layout, Table, lay_out, occupied_rows
from rules.mark_cover import over_untitled
from rules.normalise import clean_rows, title_key
from rules.once_marked import Once, bare_titles, keep_secret
from rules.outgoing import explanations_of, records_of, untitled_of
from rules.padding import repeated_titles
from rules.repeats import hold_repeats
from rules.returning import pack, returned_sheet
from rules.secrecy import mark_status, own_marks, sheet_mark
from rules.shown_names import Named, shown_names
from rules.tokens import Place, secret_rows
from schemas.finding import Finding
from schemas.parsed import LINE_COLUMNS, ParsedFile, SheetReceipt, TableReceipt
from schemas.rows import Rows
from schemas.submission import RowKind, Sheet, column_letters

_OF_INITIATIVES = (RowKind.DATA, RowKind.CONTINUATION)


@dataclass(frozen=True, slots=True)
class Submitted:
    """Whose file it is and by what rules it is read. `file` is the path below the federation's source, `shown` the name
    under which an earlier version had to be shown, "" for its own; `withheld`: all of it, by hand; `agreed`: ids of
    accepted explanations; `forgotten`: codes of names that are removed; `once`: what was marked before."""

    federation_code: str
    file: str
    holds_no_secrets: bool
    columns: ColumnTable
    coder: Coder
    shown: str = ""
    withheld: bool = False
    agreed: frozenset[str] = frozenset()
    forgotten: frozenset[str] = frozenset()
    once: Once = field(default_factory=Once)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one sheet gives: `lines` (worksheet row, kind, reason), `rows` the clean rows of each table."""

    receipt: SheetReceipt
    lines: list[tuple[int, str, str]]
    findings: list[Finding]
    rows: list[Rows]


def parse_sheets(sheets: Sequence[Sheet], about: Submitted) -> ParsedFile:
    """All sheets of one file; without a table, or with one that names no title, it is rejected whole (RULES.md 3)."""
    sheets, content = without_forbidden(sheets)
    content_code = f"{about.coder.code('file', content):016x}"
    del content  # as large as the file
    sheets = [in_unicode(sheet) for sheet in sheets]
    layouts = [lay_out(sheet, about.columns) if sheet.visible else None for sheet in sheets]
    rejected = _rejected_because(sheets, layouts)
    parts = [
        _sheet(sheet, layout, number, about)
        if layout and layout.tables and not rejected
        else _rejected_sheet(sheet, layout, rejected, about.columns)
        for number, (sheet, layout) in enumerate(zip(sheets, layouts, strict=True))
    ]
    findings = [f for part in parts for f in part.findings]
    unread, told = Rows({}), list[Rows]()
    if rejected:
        findings += file_findings(rejected, sheets, layouts)
        unread, told = _of_rejected(sheets, layouts, about)
    seen = keep_secret(Rows.joined([rows for part in parts for rows in part.rows]), about.once, about.coder)
    clean = hold_repeats(seen, about.coder, about.federation_code, about.agreed)
    told.append(findings_of(findings + secrecy_findings(clean, sheets)))
    told.append(row_findings(clean, sheets, _tables(layouts)))
    is_titled = [status != "missing" for status in clean["title_status"]]
    titled = clean.at([at for at, has in enumerate(is_titled) if has])
    untitled = clean.at([at for at, has in enumerate(is_titled) if not has])
    lines = [(number, *line) for number, part in enumerate(parts) for line in part.lines]
    lines += [(n, row, "rejected", "INI-001") for n, row in untitled.each("sheet_no", "row")]
    # Of a rejected file too the marked rows are known where they can be read: their names and titles count.
    readable = unread if rejected else seen
    sheets, file = shown_names(sheets, layouts, readable, Named(about.file, about.shown, about.coder))
    about = replace(about, file=file)
    names = [sheet.name for sheet in sheets]
    returned = b"" if rejected else _returned(sheets, layouts, clean, about)
    del sheets, layouts  # as large as all that comes of them
    records, details = records_of(titled, about.coder)
    named = {part.receipt.name: name for part, name in zip(parts, names, strict=True)}
    every = Rows.joined(told)
    shown = [named.get(name, name) for name in every["sheet"]]
    parsed = ParsedFile(
        rejected_because=rejected,
        content_code=content_code,
        sheets=tuple(replace(part.receipt, name=name) for part, name in zip(parts, names, strict=True)),
        told={
            "lines": Rows.of(LINE_COLUMNS, lines),
            "records": records,
            "details": details,
            "findings": every.assign(sheet=shown, federation_code=about.federation_code, file=about.file),
            "explanations": explanations_of(titled),
            "untitled": untitled_of(untitled),
        },
        returned=returned,
        file=about.file,
        marked=_marked(readable, about.coder) if rejected else frozenset(),
        bare_titles=bare_titles(seen, about.coder),
    )
    return forget_in(parsed, about.coder, about.forgotten) if about.forgotten else parsed


def _tables(layouts: Sequence[Layout | None]) -> list[tuple[Table, ...]]:
    return [layout.tables if layout else () for layout in layouts]


def _of_rejected(
    sheets: Sequence[Sheet], layouts: Sequence[Layout | None], about: Submitted
) -> tuple[Rows, list[Rows]]:
    """The rows of the tables of a rejected file, and what else is wrong in them but for their missing titles: all is
    told in one pass."""
    numbered = [(n, s, layout) for n, (s, layout) in enumerate(zip(sheets, layouts, strict=True)) if layout]
    parts = [_sheet(sheet, layout, n, about) for n, sheet, layout in numbered if layout.tables]
    rows = Rows.joined([rows for part in parts for rows in part.rows])
    faults = row_findings(rows, sheets, _tables(layouts))
    asked = faults.at([at for at, field in enumerate(faults["field"]) if field != "title"])
    return rows, [findings_of([f for part in parts for f in part.findings]), asked]


def _marked(rows: Rows, coder: Coder) -> frozenset[int]:
    """Keyed codes of the titles that bear a mark of their own."""
    own = {t for r, t in rows.each("secret_reason", "title") if r not in ("", "no_secrecy_column") and t}
    return frozenset(coder.code("title", title_key(title)) for title in own)


def _returned(sheets: Sequence[Sheet], layouts: Sequence[Layout | None], clean: Rows, about: Submitted) -> bytes:
    place = Place(about.coder, about.federation_code, about.file)
    secret = secret_rows(clean, [sheet.name for sheet in sheets], place)
    return pack(
        [
            returned_sheet(sheet, layout, secret.get(number, {}))
            for number, (sheet, layout) in enumerate(zip(sheets, layouts, strict=True))
            if layout and layout.tables
        ]
    )


def _rejected_because(sheets: Sequence[Sheet], layouts: Sequence[Layout | None]) -> str:
    """The check id of a file rejection, "" for a file that is accepted."""
    tables = [t for layout in layouts if layout for t in layout.tables]
    if not any(len(occupied_rows(s)) for s in sheets):
        return "FIL-006"
    if not tables:
        return "SHT-001"
    if not all(t.has_title for t in tables):
        return "SHT-003"
    return "SHT-009" if any(layout.beside for layout in layouts if layout) else ""


def _receipt(sheet: Sheet, layout: Layout | None, columns: ColumnTable) -> SheetReceipt:
    tables = layout.tables if layout else ()
    unknown = (unknown_columns(sheet, t, layout.rows_of(i), columns) for i, t in enumerate(tables)) if layout else ()
    return SheetReceipt(
        name=sheet.name,
        visible=sheet.visible,
        nonempty_rows=len(occupied_rows(sheet)),
        tables=tuple(
            TableReceipt(
                sheet.row_numbers[table.header_rows[-1]],
                {c.field: column_letters(c.index) for c in reversed(table.columns)},
            )
            for table in tables
        ),
        unknown_columns=tuple(column for of_table in unknown for column in of_table),
    )


def _rejected_sheet(sheet: Sheet, layout: Layout | None, because: str, columns: ColumnTable) -> _Part:
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
    ours = is_ours(sheet)
    findings = [sheet_finding("SHT-005", sheet)] if layout is None and lines and not ours else []
    if layout and not because and lines and not ours:
        findings.append(sheet_finding("SHT-008", sheet))
    return _Part(_receipt(sheet, layout, columns), lines, findings, [])


def _guess(sheet: Sheet, position: int, because: str) -> RowKind:
    filled = sum(1 for cell in sheet.rows[position] if not isinstance(cell, str) or cell.strip())
    return RowKind.DATA if because and filled >= 2 else RowKind.IRRELEVANT


def _sheet(sheet: Sheet, layout: Layout, number: int, about: Submitted) -> _Part:
    """A sheet with at least one table, all of which name their initiatives."""
    mark = sheet_mark(sheet, layout, about.file) or ("withheld_by_hand" if about.withheld else "")
    rows = []
    told = continuation_findings(sheet, layout)
    for index, table in enumerate(layout.tables):
        places = [p for p in layout.places if p.kind in _OF_INITIATIVES and p.table == index]
        if places:
            cells = Cells(sheet, table, places)
            tokens, explanations = from_us(cells)
            own = own_marks(sheet, layout, places, table, about.holds_no_secrets)
            reasons = [mark or o or ("token" if token else "") for o, token in zip(own, tokens, strict=True)]
            clean = clean_rows(cells).assign(row_token=tokens, explanation=explanations)
            covered, status = over_untitled(clean["title"], reasons), mark_status(sheet, table, places, reasons)
            clean = clean.assign(secret_reason=covered, secrecy_status=status)
            clean = joined(clean, [p.kind is RowKind.CONTINUATION for p in places])
            clean = clean.assign(title_status=repeated_titles(clean))
            told += column_findings(clean, sheet, table)
            rows.append(without_withheld_blanks(clean).assign(sheet_no=number, table_no=index))
    return _Part(
        _receipt(sheet, layout, about.columns),
        [
            (sheet.row_numbers[p.position], "not_data", p.kind.value)
            for p in layout.places
            if p.kind is not RowKind.DATA
        ],
        [*sheet_findings(sheet, layout, about.columns, about.holds_no_secrets), *told],
        rows,
    )
