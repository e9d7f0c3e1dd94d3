"""Findings as a returned sheet shows them: by row and cell, as notes and as short lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reports.plain_sheet import cleaned
from reports.wording import label
from reports.wording_returned import RETURNED, plain_words
from schemas.finding import FINDING_COLUMNS, Severity
from schemas.submission import column_letters

WHOLE_ROW = -1
WEIGHTS = {severity.value: weight for weight, severity in enumerate(Severity)}
_LONGEST_PROPOSAL = 300


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One finding of a sheet. `weight` orders by severity, the heaviest first; `row` 0 is the whole sheet, `column`
    WHOLE_ROW the whole row."""

    weight: int
    column: int
    check_id: str
    row: int
    proposed: str

    @property
    def severity(self) -> Severity:
        """Its severity."""
        return tuple(Severity)[self.weight]

    @property
    def rejects(self) -> bool:
        """True where the row or file is not taken."""
        return self.severity is not Severity.QUERY


Faults = dict[int, list[Fault]]


def faults_by_sheet(findings: pd.DataFrame) -> dict[str, Faults]:
    """Sheet name -> worksheet row -> its faults, the heaviest first; each told once."""
    columns = dict(zip(FINDING_COLUMNS, (findings[name].tolist() for name in FINDING_COLUMNS), strict=True))
    found: dict[str, dict[int, set[Fault]]] = {}
    for check_id, severity, sheet, row, letters, proposed in zip(
        *(columns[name] for name in ("check_id", "severity", "sheet", "row", "column", "proposed")), strict=True
    ):
        fault = Fault(WEIGHTS[str(severity)], column_index(letters), check_id, int(row), proposed)
        found.setdefault(sheet, {}).setdefault(fault.row, set()).add(fault)
    return {sheet: {row: sorted(of_row) for row, of_row in rows.items()} for sheet, rows in found.items()}


def column_index(letters: str) -> int:
    """Excel's letters -> column: A -> 0, AA -> 26; "" -> WHOLE_ROW."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def note(faults: Sequence[Fault], with_proposal: bool) -> str:
    """The note at a cell: what is wrong, what to do, what is proposed."""
    parts = []
    for fault in faults:
        words = plain_words(fault.check_id)
        lines = [
            f"{label('severity', fault.severity).upper()} ({fault.check_id})",
            f"{words.title}.",
            RETURNED["how_to_mend"].format(todo=words.todo),
        ]
        if fault.proposed and with_proposal:
            lines.append(RETURNED["proposed"].format(proposed=cleaned(fault.proposed)[:_LONGEST_PROPOSAL]))
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def error_line(faults: Sequence[Fault]) -> str:
    """All faults of a row as the column of errors tells them, one a line."""
    return "\n".join(dict.fromkeys(map(_error, faults)))


def _error(fault: Fault) -> str:
    title = plain_words(fault.check_id).title
    if fault.column == WHOLE_ROW:
        return RETURNED["error_of_row"].format(title=title, check=fault.check_id)
    place = RETURNED["column"].format(column=column_letters(fault.column))
    return RETURNED["error"].format(place=place, title=title, check=fault.check_id)
