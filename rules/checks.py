"""The numbered catalogue of checks. A row check looks at one status column of the clean rows; its sentence is in
reports/wording.

Three severities: the file, the record, or a question to the federation. Row checks are one pandera schema; what comes
back from it is the check's id and the row, never a value (the rows may be secret)."""

from dataclasses import dataclass
from functools import cache

import pandas as pd
import pandera.pandas as pa

from schemas.finding import Severity
from schemas.rows import Rows

FILE_CHECKS: dict[str, Severity] = {
    "FIL-001": Severity.QUERY,  # source missing or unreachable
    "FIL-002": Severity.QUERY,  # folder without files
    "FIL-003": Severity.REJECT_FILE,  # not a spreadsheet
    "FIL-004": Severity.REJECT_FILE,  # corrupt
    "FIL-005": Severity.REJECT_FILE,  # password-protected
    "FIL-006": Severity.REJECT_FILE,  # empty
    "FIL-007": Severity.REJECT_FILE,  # reading went beyond its bounds
    "FIL-008": Severity.QUERY,  # same content as another file
    "FIL-009": Severity.QUERY,  # vanished, its rows stay
    "FIL-010": Severity.QUERY,  # not accepted, last good version stays
    "FIL-011": Severity.QUERY,  # count beyond its band, last good submission stays
    "FIL-012": Severity.REJECT_FILE,  # a fault of ours while reading it
    "FIL-013": Severity.REJECT_FILE,  # listed, and could not be fetched
}
SHEET_CHECKS: dict[str, Severity] = {
    "SHT-001": Severity.REJECT_FILE,  # no header on any sheet
    "SHT-002": Severity.QUERY,  # more than one table
    "SHT-003": Severity.REJECT_FILE,  # table without a title column
    "SHT-004": Severity.QUERY,  # unknown column
    "SHT-005": Severity.QUERY,  # hidden sheet, not counted
    "SHT-006": Severity.QUERY,  # no secrecy column
    "SHT-007": Severity.QUERY,  # two columns for one field
    "SHT-008": Severity.QUERY,  # sheet without a table, beside one with
    "SHT-009": Severity.REJECT_FILE,  # two lists side by side
    "SHT-010": Severity.QUERY,  # title or authors told by the cells, their header half says so
}
# Found when the campaign's windows are applied, not at parsing: as-of moves every night, the file does not.
ELIGIBILITY_CHECKS: dict[str, Severity] = {
    "INI-007": Severity.QUERY,  # applied wholly outside the window
    "INI-010": Severity.QUERY,  # registered after the last day or after as-of
    "INI-011": Severity.QUERY,  # registered before the first day
    "INI-012": Severity.QUERY,  # explicitly not recognised
}
# Found by comparing a federation's sheets with each other (flows/late_findings.py).
SUBMISSION_CHECKS: dict[str, Severity] = {
    "SHT-011": Severity.QUERY,  # a column of benefits a thousand or a million times off the federation's others
    "INI-041": Severity.QUERY,  # title and description stand at other people's row too (flows/copied_titles.py)
}
# Found when a returned workbook is bound to what is kept.
RETURN_CHECKS: dict[str, Severity] = {
    "INI-026": Severity.QUERY,  # a row token that is none of ours
}
# Found by comparing rows of one column with each other (rules/scale.py, rules/padding.py).
COLUMN_CHECKS: dict[str, Severity] = {
    "INI-030": Severity.QUERY,  # benefit a thousand or a million times off its column
    "INI-031": Severity.QUERY,  # titles filled down with a running number
    "INI-032": Severity.QUERY,  # title is the author's or the workplace's name
    "INI-033": Severity.QUERY,  # the same content row after row
    "INI-034": Severity.QUERY,  # a row that goes on with the one above states facts of its own
}
# Found where the withheld fields are still seen (rules/repeats.py).
SECRECY_CHECKS: dict[str, Severity] = {
    "INI-040": Severity.QUERY,  # title, effect or award of a secret row repeat what is withheld
    "INI-045": Severity.QUERY,  # a row that was marked secret came back without its mark
}


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A fault of one row: `column` of the clean rows holds one of `bad`. `shown` is the column whose text is told to
    people ("" for none)."""

    check_id: str
    severity: Severity
    field: str
    column: str
    bad: frozenset[str]
    shown: str = ""


def _check(check_id: str, field: str, column: str, *bad: str, shown: str = "") -> RowCheck:
    severity = Severity.REJECT_RECORD if check_id == "INI-001" else Severity.QUERY
    return RowCheck(check_id, severity, field, column, frozenset(bad), shown)


ROW_CHECKS: tuple[RowCheck, ...] = (
    _check("INI-001", "title", "title_status", "missing"),
    _check("INI-002", "title", "title_status", "placeholder", shown="title"),
    _check("INI-003", "authors", "authors_status", "missing"),
    _check("INI-004", "workplace", "workplace_status", "missing"),
    _check("INI-005", "applied", "applied_status", "missing"),
    _check("INI-006", "applied", "applied_status", "unreadable", shown="applied_text"),
    _check("INI-008", "registered", "registered_status", "missing"),
    _check("INI-009", "registered", "registered_status", "unreadable", shown="registered_text"),
    _check("INI-027", "registered", "registered_status", "coarse", "ambiguous", shown="registered_text"),
    _check("INI-013", "sector", "sector_status", "missing", "unknown"),
    _check("INI-014", "benefit", "benefit_status", "unreadable", shown="benefit_text"),
    _check("INI-015", "benefit", "benefit_status", "ambiguous", shown="benefit_text"),
    _check("INI-016", "benefit", "benefit_status", "out_of_scale", shown="benefit_text"),
    _check("INI-017", "award", "award_status", "unknown", shown="award"),
    _check("INI-042", "nomination", "nomination_status", "unknown", shown="nomination"),
    _check("INI-018", "", "cell_status", "error"),
    _check("INI-019", "", "cell_status", "uncached"),
    _check("INI-020", "secrecy", "secrecy_status", "doubtful"),
    _check("INI-021", "", "visibility", "hidden"),
    _check("INI-022", "", "font_status", "unsure"),
    _check("INI-023", "title", "title_status", "repeated", shown="title"),
    _check("INI-024", "field", "field_status", "missing", "unknown"),
    _check("INI-025", "applied", "applied_status", "coarse", "ambiguous", shown="applied_text"),
)


def all_checks() -> dict[str, Severity]:
    """Every check id with its severity."""
    rows = {check.check_id: check.severity for check in ROW_CHECKS}
    return (
        FILE_CHECKS
        | SHEET_CHECKS
        | ELIGIBILITY_CHECKS
        | RETURN_CHECKS
        | SUBMISSION_CHECKS
        | COLUMN_CHECKS
        | SECRECY_CHECKS
        | rows
    )


def _column(name: str) -> pa.Column:
    checks = [
        pa.Check(lambda values, bad=check.bad: ~values.isin(bad), error=check.check_id)
        for check in ROW_CHECKS
        if check.column == name
    ]
    return pa.Column(checks=checks, nullable=False)


SUBMISSION_SCHEMA = pa.DataFrameSchema(
    {name: _column(name) for name in dict.fromkeys(check.column for check in ROW_CHECKS)}
)


def row_failures(rows: Rows) -> list[tuple[int, str]]:
    """The failure cases of the clean rows: position and check id, sorted, without any value.

    The same as a lazy validation by the schema (held by a test). A status is one of a few words, so the schema's checks
    are asked once for each word and not for each row: a validation costs milliseconds a column, whatever the rows."""
    failures: list[tuple[int, str]] = []
    for name in SUBMISSION_SCHEMA.columns:
        column = rows[name]
        if failing := {word: checks for word in set(column) if (checks := failed_by(name, word))}:
            failures += [(at, check) for at, word in enumerate(column) if word in failing for check in failing[word]]
    return sorted(failures)


@cache
def failed_by(column: str, word: str) -> tuple[str, ...]:
    """The checks of a status column that a word fails."""
    if not isinstance(word, str):
        raise TypeError(f"{column}: a status word in every row was expected, found none in some")
    one = pd.Series([word], dtype=str)
    return tuple(check.error for check in SUBMISSION_SCHEMA.columns[column].checks if not check(one).check_passed)
