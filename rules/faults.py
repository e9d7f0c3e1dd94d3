"""Findings of one file: of the file, of its sheets, and of its rows, each with its place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rules.checks import ROW_CHECKS, all_checks, row_failures
from rules.columns import ColumnTable, repeated_headers, unknown_headers
from rules.layout import Layout, Table
from rules.once_marked import REASON
from rules.secrecy import secrecy_columns
from schemas.finding import FINDING_COLUMNS, Finding
from schemas.rows import Rows
from schemas.submission import Sheet, column_letters

_PLACE = ("sheet_no", "row")
# Sheet-level questions about these fields are asked once where the sheet has no such column.
_EXPECTED = {
    "authors": "INI-003",
    "workplace": "INI-004",
    "applied": "INI-005",
    "registered": "INI-008",
    "sector": "INI-013",
}
_MOST_SEARCHED = 10  # sheets that are named one by one
_MOST_SHOWN = 200  # characters of a cell
_OFFERED = tuple(f"{check.field}_proposed" for check in ROW_CHECKS if check.shown.endswith("_text"))
_SHOWN = (*(check.shown for check in ROW_CHECKS if check.shown), *_OFFERED)


def file_findings(check_id: str, sheets: Sequence[Sheet], layouts: Sequence[Layout | None]) -> list[Finding]:
    """A file rejection: at the header that lacks the title, at the second of two lists, or on each sheet searched."""
    searched: list[Finding] = []
    for sheet, layout in zip(sheets, layouts, strict=True):
        if check_id == "SHT-009" and layout and layout.beside:
            row, column = layout.beside
            return [sheet_finding(check_id, sheet, row, column_letters(column), field="title")]
        for table in layout.tables if layout else ():
            if check_id == "SHT-003" and not table.has_title:
                return [sheet_finding(check_id, sheet, row=sheet.row_numbers[table.header_rows[-1]])]
        if check_id == "SHT-001" and layout and layout.places:
            searched.append(sheet_finding(check_id, sheet))
    return searched[:_MOST_SEARCHED] or [Finding(check_id, all_checks()[check_id], "")]


def sheet_finding(check_id: str, sheet: Sheet, row: int = 0, column: str = "", **about: str) -> Finding:
    """A finding on a sheet or at one cell of it; whose file it is, is filled in later."""
    severity = all_checks()[check_id]
    return Finding(check_id, severity, "", "", sheet.name, row, column, **about)


def sheet_findings(sheet: Sheet, layout: Layout, columns: ColumnTable, holds_no_secrets: bool) -> list[Finding]:
    """What is asked once of a sheet: unknown and repeated columns, further tables, columns it lacks."""
    first = layout.tables[0]
    header = sheet.row_numbers[first.header_rows[-1]]
    findings = [finding for table in layout.tables for finding in _column_findings(sheet, table, columns)]
    findings += [sheet_finding("SHT-002", sheet, sheet.row_numbers[t.header_rows[0]]) for t in layout.tables[1:]]
    if not secrecy_columns(first).present and not holds_no_secrets:
        findings.append(sheet_finding("SHT-006", sheet, header))
    missing = [
        f
        for f in _EXPECTED
        if f not in first.fields and not (f == "workplace" and "position_workplace" in first.fields)
    ]
    return findings + [sheet_finding(_EXPECTED[f], sheet, header, field=f) for f in missing]


def _column_findings(sheet: Sheet, table: Table, columns: ColumnTable) -> list[Finding]:
    header = sheet.row_numbers[table.header_rows[-1]]
    at: Callable[[str, int], Finding] = lambda check, i: sheet_finding(check, sheet, header, column_letters(i))  # noqa: E731
    unknown = (i for i in unknown_headers(table.headers, columns) if i not in table.by_contents)
    told = {c.index: c.field for c in table.columns}
    return [
        *(at("SHT-004", i) for i in unknown),
        *(at("SHT-007", i) for i in repeated_headers(table.headers, columns)),
        *(replace(at("SHT-010", i), field=told[i]) for i in table.by_contents),
    ]


def findings_of(found: Sequence[Finding]) -> Rows:
    """Findings as rows of FINDING_COLUMNS."""
    columns = {name: [getattr(f, name) for f in found] for name in FINDING_COLUMNS}
    return Rows(columns | {"severity": [severity.value for severity in columns["severity"]]})


def row_findings(rows: Rows, sheets: Sequence[Sheet], tables: Sequence[Sequence[Table]]) -> Rows:
    """Failure cases as findings; of a secret row the place and the rule, never a value.

    `rows`: the clean rows of a file with sheet_no and table_no, `tables`: the tables of each sheet.
    """
    checks = {check.check_id: check for check in ROW_CHECKS}
    odd = {(check, n): _odd_columns(s, check) for check in ("INI-018", "INI-019") for n, s in enumerate(sheets)}
    letters = {(n, t): _letters(table) for n, of_sheet in enumerate(tables) for t, table in enumerate(of_sheet)}
    names = tuple(dict.fromkeys(("sheet_no", "table_no", "row", "secret_reason", "font_field", *_SHOWN)))
    columns = {name: rows[name] for name in names}
    found = []
    for position, check_id in _asked(row_failures(rows), rows):
        check = checks[check_id]
        sheet_no, table_no, row = (columns[name][position] for name in ("sheet_no", "table_no", "row"))
        field = columns["font_field"][position] if check_id == "INI-022" else check.field
        column = letters[sheet_no, table_no].get(field, "") if field else odd.get((check_id, sheet_no), {}).get(row, "")
        told = check.shown and not columns["secret_reason"][position]
        text = columns[check.shown][position][:_MOST_SHOWN] if told else ""
        offer = columns[f"{check.field}_proposed"][position] if told and check.shown.endswith("_text") else ""
        place = (sheets[sheet_no].name, row, column, field)
        found.append((check_id, check.severity.value, "", "", *place, text, offer))
    return Rows.of(FINDING_COLUMNS, found)


def secrecy_findings(rows: Rows, sheets: Sequence[Sheet]) -> list[Finding]:
    """INI-040: public fields of a secret row repeat what is withheld; INI-045: a mark was taken away. The place and the
    field, never a text."""
    named = [(n, row, "INI-040", f) for n, row, held in rows.each(*_PLACE, "held_fields") for f in held.split(";") if f]
    gone = [(n, row, "INI-045", "secrecy") for n, row, why in rows.each(*_PLACE, "secret_reason") if why == REASON]
    return [Finding(c, all_checks()[c], "", "", sheets[n].name, row, "", field) for n, row, c, field in named + gone]


def _asked(failures: Sequence[tuple[int, str]], rows: Rows) -> Iterator[tuple[int, str]]:
    """Without the blanks of rows plainly marked secret: no more than title, effect and award is asked of them."""
    marks = rows.each("secret_reason", "secrecy_status")
    marked = [reason not in ("", "no_secrecy_column") and status != "doubtful" for reason, status in marks]
    status = {c.check_id: rows[c.column] for c in ROW_CHECKS if c.check_id != "INI-001"}
    for position, check in failures:
        if not (marked[position] and check in status and status[check][position] == "missing"):
            yield position, check


def _letters(table: Table) -> dict[str, str]:
    """Canonical column -> its letters; the first where several carry the field."""
    letters = {c.field: column_letters(c.index) for c in reversed(table.columns)}
    return letters | {"workplace": letters.get("workplace", letters.get("position_workplace", ""))}


def _odd_columns(sheet: Sheet, check_id: str) -> dict[int, str]:
    """Row -> the first column that holds an error, or a formula without a value."""
    spots = {"INI-018": sheet.facts.errors, "INI-019": sheet.facts.uncached}.get(check_id, frozenset())
    return {row: column_letters(column) for row, column in sorted(spots, reverse=True)}
