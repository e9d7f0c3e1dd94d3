"""The order in which findings are told everywhere: the heaviest first, then by check and place."""

import pandas as pd

from schemas.finding import FINDING_COLUMNS, Severity

CASE_COLUMNS = ("check_id", "severity", "file", "sheet", "row", "column", "field", "found", "proposed")
_WEIGHTS = {severity.value: weight for weight, severity in enumerate(Severity)}


def in_order(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings sorted, with their `weight`; column B stands before AA. What is in order already is taken as it is."""
    if "weight" in findings:
        return findings
    frame = findings[list(FINDING_COLUMNS)].assign(
        weight=findings["severity"].map(_WEIGHTS), width=findings["column"].str.len()
    )
    order = ["weight", "check_id", "file", "sheet", "row", "width", "column", "field", "found", "proposed"]
    return frame.sort_values(order, kind="stable", ignore_index=True)


def counted_checks(findings: pd.DataFrame) -> list[tuple[str, str, int]]:
    """(check, severity, number of cases) in order."""
    counted = findings.groupby(["check_id", "severity"], sort=False, observed=True).size().reset_index(name="n")
    told = ((str(check), str(severity), int(n)) for check, severity, n in counted.itertuples(index=False, name=None))
    return sorted(told, key=lambda one: (_WEIGHTS[one[1]], one[0]))
