"""The report of one federation: a summary on one page, then every case with its place, what to do and a proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from reports.page import render
from reports.wording import CheckWording, check_wording, label
from reports.wording_pages import VALIDATION
from schemas.finding import FINDING_COLUMNS, Severity
from schemas.ledger import Disposition
from schemas.release import FederationFacts, ReleaseFacts

SHOWN_CASES = 200  # a check; all of them stand in findings.csv
TOLD = ("file", "sheet", "row", "column", "field", "found", "proposed")
OPTIONAL = ("field", "found", "proposed")
IN_ORDER = (*reversed([d.value for d in Disposition]),)


@dataclass(frozen=True, slots=True)
class Case:
    """One fault as the table shows it."""

    file: str
    place: str
    field: str
    found: str
    proposed: str


@dataclass(frozen=True, slots=True)
class CheckSection:
    """All faults of one check: its words, how many there are, the first of them."""

    check_id: str
    severity: str
    words: CheckWording
    n: int
    cases: tuple[Case, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """Which of field, found and proposed any shown case has: a column of blanks is not shown."""
        return tuple(name for name in OPTIONAL if any(getattr(case, name) for case in self.cases))

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.n - len(self.cases)


def validation_report(
    facts: ReleaseFacts,
    federation: FederationFacts,
    counts: Mapping[str, int],
    findings: pd.DataFrame,
    received_on: date | None = None,
) -> bytes:
    """report.html of one federation; `counts` are its rows by disposition, `received_on` the day of its newest file."""
    rows = [(code, int(counts.get(code, 0))) for code in IN_ORDER if code != Disposition.NOT_DATA]
    sections = _sections(findings)
    return render(
        "validation.html.j2",
        facts,
        t=VALIDATION,
        federation=federation,
        receipt=_receipt(facts, federation, received_on),
        rows=rows,
        entered=sum(n for _, n in rows),
        counted=int(counts.get(Disposition.COUNTED, 0)),
        not_data=int(counts.get(Disposition.NOT_DATA, 0)),
        sections=sections,
        faults=sum(s.n for s in sections if s.severity != Severity.QUERY),
        queries=sum(s.n for s in sections if s.severity == Severity.QUERY),
    )


def place(sheet: str, row: int, column: str) -> str:
    """Where a fault lies as Excel writes it: "Sheet1!C12"; words where it is a whole row, sheet or file."""
    if not sheet:
        words = VALIDATION["line_column" if row and column else "line" if row else "whole_file"]
        return words.format(row=row, column=column)
    if not row and not column:
        return VALIDATION["whole_sheet"].format(sheet=sheet)
    if not column:
        return VALIDATION["whole_row"].format(sheet=sheet, row=row)
    quoted = sheet if sheet.isascii() and sheet.isalnum() else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{column}{row or f':{column}'}"


def _receipt(facts: ReleaseFacts, federation: FederationFacts, received_on: date | None) -> list[str]:
    """What was received and whether in time, as sentences."""
    told = VALIDATION["received"].format(files=federation.files) if federation.files else VALIDATION["received_none"]
    if federation.files and received_on is not None:
        told += ", " + _in_time((received_on - facts.deadline).days, received_on)
    if federation.files_rejected:
        told += "; " + VALIDATION["received_rejected"].format(n=federation.files_rejected)
    return [told.removesuffix(".") + ".", _until_deadline(facts) + "."]


def _in_time(late: int, received_on: date) -> str:
    day = f"{received_on:%d/%m/%Y}"
    return VALIDATION["late"].format(day=day, n=late) if late > 0 else VALIDATION["on_time"].format(day=day)


def _until_deadline(facts: ReleaseFacts) -> str:
    left = (facts.deadline - facts.as_of).days
    deadline = f"{facts.deadline:%d/%m/%Y}"
    words = VALIDATION["days_left" if left > 0 else "deadline_over" if left < 0 else "deadline_today"]
    return words.format(deadline=deadline, n=left)


def _sections(findings: pd.DataFrame) -> list[CheckSection]:
    weights = {s.value: i for i, s in enumerate(Severity)}
    frame = findings[list(FINDING_COLUMNS)].assign(
        weight=findings["severity"].map(weights), width=findings["column"].str.len()
    )
    frame = frame.sort_values(["weight", "check_id", "file", "sheet", "row", "width", "column", "field"], kind="stable")
    groups = frame.groupby(["weight", "check_id", "severity"], sort=True)
    return [_section(str(check), str(severity), group) for (_, check, severity), group in groups]


def _section(check_id: str, severity: str, group: pd.DataFrame) -> CheckSection:
    first = group.head(SHOWN_CASES)
    told = zip(*(first[c].tolist() for c in TOLD), strict=True)
    cases = tuple(_case(*values) for values in told)
    return CheckSection(check_id, severity, check_wording(check_id), len(group), cases)


def _case(*told: object) -> Case:
    file, sheet, row, column, field, found, proposed = told
    where = place(str(sheet), int(str(row)), str(column)) if file else VALIDATION["whole_folder"]
    return Case(str(file), where, label("column", str(field)), str(found), str(proposed))
