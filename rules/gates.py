"""May this release go out? Each gate answers with "" or with the reason that holds the release, a code and its
detail."""

from collections.abc import Sequence

import pandas as pd

from schemas.config import Limits
from schemas.ledger import DUPLICATES, Disposition

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
    """The national shares inside the limits of the config, and no fall against the last release beyond its limit.

    A share of few rows tells nothing: what concerns no more than `national_band_rows` holds nothing.
    """
    by = {str(d): int(n) for d, n in ledger["disposition"].value_counts().items()}
    entered = len(ledger) - by.get(Disposition.NOT_DATA, 0)
    fall = (last_valid or 0) - by.get(Disposition.COUNTED, 0)
    measured = (
        ("national_rejected", by.get(Disposition.REJECTED, 0), entered, limits.national_rejected_pct),
        ("national_duplicate", sum(by.get(d, 0) for d in DUPLICATES), entered, limits.national_duplicate_pct),
        ("national_drop", fall, last_valid or 0, limits.national_drop_pct),
    )
    return [
        f"{name}: {100 * rows / whole:.1f} % ({rows} of {whole})"
        for name, rows, whole, most in measured
        if whole and rows > limits.national_band_rows and 100 * rows / whole > most
    ]
