"""Findings of one file: of the file, of its sheets, and of its rows, each with its place."""

from collections.abc import Callable, Sequence

import pandas as pd

from rules.checks import ROW_CHECKS, all_checks, row_failures
from rules.columns import ColumnTable, repeated_headers, unknown_headers
from rules.layout import Layout, Table
from rules.secrecy import secrecy_columns
from schemas.finding import FINDING_COLUMNS, Finding
from schemas.submission import Sheet, column_letters

# Sheet-level questions about these fields are asked once where the sheet has no such column.
_EXPECTED = {
    "authors": "INI-003",
    "workplace": "INI-004",
    "applied": "INI-005",
    "registered": "INI-008",
    "sector": "INI-013",
}


def file_finding(check_id: str, sheets: Sequence[Sheet], layouts: Sequence[Layout | None]) -> Finding:
    """A file rejection, placed at the header that lacks the title where there is one."""
    for sheet, layout in zip(sheets, layouts, strict=True):
        for table in layout.tables if layout else ():
            if check_id == "SHT-003" and not table.has_title:
                return sheet_finding(check_id, sheet, row=sheet.row_numbers[table.header_rows[-1]])
    return Finding(check_id, all_checks()[check_id], "")


def sheet_finding(check_id: str, sheet: Sheet, row: int = 0, column: str = "", **about: str) -> Finding:
    """A finding on a sheet or at one cell of it; whose file it is, is filled in later."""
    severity = all_checks()[check_id]
    return Finding(check_id, severity, "", "", sheet.name, row, column, **about)


def sheet_findings(sheet: Sheet, layout: Layout, columns: ColumnTable, holds_no_secrets: bool) -> list[Finding]:
    """What is asked once of a sheet: unknown and repeated columns, further tables, columns it lacks."""
    first = layout.tables[0]
    header = sheet.row_numbers[first.header_rows[-1]]
    at: Callable[[str, int], Finding] = lambda check, i: sheet_finding(check, sheet, header, column_letters(i))  # noqa: E731
    findings = [at("SHT-004", i) for i in unknown_headers(first.headers, columns)]
    findings += [at("SHT-007", i) for i in repeated_headers(first.headers, columns)]
    findings += [sheet_finding("SHT-002", sheet, sheet.row_numbers[t.header_rows[0]]) for t in layout.tables[1:]]
    if not secrecy_columns(first).present and not holds_no_secrets:
        findings.append(sheet_finding("SHT-006", sheet, header))
    missing = [
        f
        for f in _EXPECTED
        if f not in first.fields and not (f == "workplace" and "position_workplace" in first.fields)
    ]
    return findings + [sheet_finding(_EXPECTED[f], sheet, header, field=f) for f in missing]


def row_findings(rows: pd.DataFrame, sheets: Sequence[Sheet], tables: Sequence[Sequence[Table]]) -> pd.DataFrame:
    """Failure cases as findings; of a secret row the place and the rule, never a value.

    `rows`: the clean rows of a file with sheet_no and table_no, `tables`: the tables of each sheet.
    """
    failures = row_failures(rows)
    checks = {check.check_id: check for check in ROW_CHECKS}
    used = [checks[c] for c in failures["check_id"]]
    at = rows[["sheet_no", "table_no", "row"]].to_numpy()[failures["position"]].tolist()
    odd = {
        (check, n): _odd_columns(sheets[n], check)
        for check, n in {(c.check_id, n) for c, (n, _, _) in zip(used, at, strict=True) if not c.field}
    }
    letters = {(n, t): _letters(table) for n, of_sheet in enumerate(tables) for t, table in enumerate(of_sheet)}
    shown = {
        name: rows[name].where(rows["secret_reason"] == "", "").tolist() for name in {c.shown for c in used} - {""}
    }
    found = [shown[c.shown][p] if c.shown else "" for c, p in zip(used, failures["position"], strict=True)]
    return pd.DataFrame(
        {
            "check_id": failures["check_id"],
            "severity": [c.severity.value for c in used],
            "federation_code": "",
            "file": "",
            "sheet": [sheets[n].name for n, _, _ in at],
            "row": [row for _, _, row in at],
            "column": [
                letters[n, t].get(c.field, "") if c.field else odd[c.check_id, n].get(row, "")
                for c, (n, t, row) in zip(used, at, strict=True)
            ],
            "field": [c.field for c in used],
            "found": [text[:200] for text in found],
            "proposed": "",
        },
        columns=list(FINDING_COLUMNS),
    )


def _letters(table: Table) -> dict[str, str]:
    """Canonical column -> its letters; the first where several carry the field."""
    letters = {c.field: column_letters(c.index) for c in reversed(table.columns)}
    return letters | {"workplace": letters.get("workplace", letters.get("position_workplace", ""))}


def _odd_columns(sheet: Sheet, check_id: str) -> dict[int, str]:
    """Row -> the first column that holds an error, or a formula without a value."""
    spots = {"INI-018": sheet.facts.errors, "INI-019": sheet.facts.uncached}.get(check_id, frozenset())
    return {row: column_letters(column) for row, column in sorted(spots, reverse=True)}
