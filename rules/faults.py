"""Findings of one file: of the file, of its sheets, and of its rows, each with its place."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from rules.checks import ROW_CHECKS, all_checks, row_failures
from rules.columns import ColumnTable, repeated_headers, unknown_headers
from rules.layout import Layout, Table
from rules.once_marked import REASON
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
_MOST_SEARCHED = 10  # sheets that are named one by one


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


def row_findings(rows: pd.DataFrame, sheets: Sequence[Sheet], tables: Sequence[Sequence[Table]]) -> pd.DataFrame:
    """Failure cases as findings; of a secret row the place and the rule, never a value.

    `rows`: the clean rows of a file with sheet_no and table_no, `tables`: the tables of each sheet.
    """
    failures = _asked(row_failures(rows), rows)
    checks = {check.check_id: check for check in ROW_CHECKS}
    used = [checks[c] for c in failures["check_id"]]
    at = rows[["sheet_no", "table_no", "row"]].to_numpy()[failures["position"]].tolist()
    odd = {(check, n): _odd_columns(s, check) for check in ("INI-018", "INI-019") for n, s in enumerate(sheets)}
    letters = {(n, t): _letters(table) for n, of_sheet in enumerate(tables) for t, table in enumerate(of_sheet)}
    offers = {c.field: f"{c.field}_proposed" for c in used if c.shown.endswith("_text")}
    names = {c.shown for c in used} - {""} | set(offers.values())
    shown = {name: rows[name].where(rows["secret_reason"] == "", "").tolist() for name in names}
    fields = [
        rows["font_field"].iloc[p] if c.check_id == "INI-022" else c.field
        for c, p in zip(used, failures["position"], strict=True)
    ]
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
                letters[n, t].get(field, "") if field else odd.get((c.check_id, n), {}).get(row, "")
                for c, field, (n, t, row) in zip(used, fields, at, strict=True)
            ],
            "field": fields,
            "found": [text[:200] for text in found],
            "proposed": [
                shown[offers[c.field]][p] if c.shown and c.field in offers else ""
                for c, p in zip(used, failures["position"], strict=True)
            ],
        },
        columns=list(FINDING_COLUMNS),
    )


def secrecy_findings(rows: pd.DataFrame, sheets: Sequence[Sheet]) -> pd.DataFrame:
    """INI-040: public fields of a secret row repeat what is withheld; INI-045: a mark was taken away. The place and the
    field, never a text."""
    asked = [
        *(("INI-040", at, f) for at, held in enumerate(rows["held_fields"]) for f in held.split(";") if f),
        *(("INI-045", at, "secrecy") for at, reason in enumerate(rows["secret_reason"]) if reason == REASON),
    ]
    places = [(sheets[n].name, row) for n, row in rows[["sheet_no", "row"]].to_numpy().tolist()]
    found = [Finding(check, all_checks()[check], "", "", *places[at], "", field) for check, at, field in asked]
    return pd.DataFrame(found, columns=list(FINDING_COLUMNS))


def _asked(failures: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Without the blanks of rows plainly marked secret: no more than title, effect and award is asked of them."""
    marked = ~rows["secret_reason"].isin(["", "no_secrecy_column"]) & (rows["secrecy_status"] != "doubtful")
    if failures.empty or not marked.any():
        return failures
    plainly, told = marked.to_numpy(), set(failures["check_id"]) - {"INI-001"}
    status = {c.check_id: (rows[c.column] == "missing").to_numpy() for c in ROW_CHECKS if c.check_id in told}
    withheld = [
        bool(plainly[position]) and check in status and bool(status[check][position])
        for check, position in zip(failures["check_id"], failures["position"], strict=True)
    ]
    return failures[~np.array(withheld, dtype=bool)].reset_index(drop=True)


def _letters(table: Table) -> dict[str, str]:
    """Canonical column -> its letters; the first where several carry the field."""
    letters = {c.field: column_letters(c.index) for c in reversed(table.columns)}
    return letters | {"workplace": letters.get("workplace", letters.get("position_workplace", ""))}


def _odd_columns(sheet: Sheet, check_id: str) -> dict[int, str]:
    """Row -> the first column that holds an error, or a formula without a value."""
    spots = {"INI-018": sheet.facts.errors, "INI-019": sheet.facts.uncached}.get(check_id, frozenset())
    return {row: column_letters(column) for row, column in sorted(spots, reverse=True)}
