"""May this release go out? Each gate answers with "" or with the reason that holds the release, a code and its
detail."""

from collections.abc import Sequence

import pandas as pd

from schemas.config import Limits
from schemas.ledger import Disposition

_SHEET = ["federation_code", "file", "sheet"]


def identity(ledger: pd.DataFrame, sheets: pd.DataFrame) -> str:
    """Every non-empty row of every sheet of the ledger has exactly one line; `sheets` holds the rows counted on the
    cells."""
    if ledger.duplicated([*_SHEET, "row"]).any():
        return "totals: one worksheet row stands in the ledger twice"
    expected = sheets.set_index(_SHEET)["nonempty_rows"]
    lines = ledger.groupby(_SHEET).size().reindex(expected.index, fill_value=0)
    wrong = expected[lines != expected]
    if len(wrong) or lines.sum() != len(ledger):
        return f"totals: {len(wrong)} sheets have another number of rows than of lines in the ledger"
    return ""


def one_line_an_initiative(ledger: pd.DataFrame) -> str:
    """Each initiative is counted once at most, and only rows that are data and not rejected belong to one."""
    counted = ledger.loc[ledger["disposition"] == Disposition.COUNTED, "initiative_id"]
    if counted.duplicated().any():
        return "totals: an initiative is counted twice"
    outside = ledger["disposition"].isin([Disposition.NOT_DATA, Disposition.REJECTED])
    if (ledger.loc[outside, "initiative_id"] != "").any() or (ledger.loc[~outside, "initiative_id"] == "").any():
        return "totals: a row has an initiative where it must not, or none where it must"
    return ""


def secrecy(records: pd.DataFrame, withheld: Sequence[str]) -> str:
    """No redacted row carries a withheld field; `withheld` names the columns that must be empty there."""
    redacted = records[records["is_redacted"]]
    for name in withheld:
        if (redacted[name].notna() & (redacted[name] != "")).any():
            return f"secrecy: {name} stands at a redacted row"
    return ""


def national_limits(ledger: pd.DataFrame, last_valid: int | None, limits: Limits) -> list[str]:
    """The national shares inside the limits of the config, and no fall against the last release beyond its limit."""
    by = ledger["disposition"].value_counts()
    entered = len(ledger) - int(by.get(Disposition.NOT_DATA, 0))
    valid = int(by.get(Disposition.COUNTED, 0))
    duplicates = sum(int(n) for d, n in by.items() if str(d).startswith("duplicate"))
    held = []
    if entered and 100 * int(by.get(Disposition.REJECTED, 0)) / entered > limits.national_rejected_pct:
        held.append(f"national_rejected: {100 * int(by.get(Disposition.REJECTED, 0)) / entered:.1f} %")
    if entered and 100 * duplicates / entered > limits.national_duplicate_pct:
        held.append(f"national_duplicate: {100 * duplicates / entered:.1f} %")
    if last_valid and 100 * (last_valid - valid) / last_valid > limits.national_drop_pct:
        held.append(f"national_drop: {last_valid} -> {valid}")
    return held
