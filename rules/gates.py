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


def planted(recall: float, precision: float, limits: Limits) -> list[str]:
    """What the matcher does with pairs that are known (rules/planted.py) must not fall under the floors."""
    measured = (
        ("planted_recall", 100 * recall, limits.planted_recall_pct),
        ("planted_precision", 100 * precision, limits.planted_precision_pct),
    )
    return [f"{name}: {share:.1f} % < {least:g} %" for name, share, least in measured if share < least]


def duplicate_jump(now: pd.DataFrame, last: pd.DataFrame | None, limits: Limits) -> str:
    """The nation's share of duplicates must not have moved by more points than the limit since the last release.

    Both frames: federation_code, disposition, n. Only the federations that stood in both are compared: one that is
    heard from for the first time moves the share by nothing but its being there."""
    if last is None:
        return ""
    same = set(now["federation_code"]) & set(last["federation_code"])
    (duplicates, entered), (before, all_before) = (_duplicates(f[f["federation_code"].isin(same)]) for f in (now, last))
    if not entered or not all_before:
        return ""
    points = 100 * duplicates / entered - 100 * before / all_before
    concerned = abs(points) * entered / 100
    if abs(points) <= limits.national_duplicate_jump or concerned <= limits.national_band_rows:
        return ""
    return f"duplicate_jump: {100 * before / all_before:.1f} % -> {100 * duplicates / entered:.1f} %"


def federations_beyond(now: pd.DataFrame, limits: Limits) -> tuple[tuple[str, int, int], ...]:
    """The federations more of whose rows are duplicates than the limit, as (code, duplicates, entered), by code.

    They are told, nothing is held for them (RULES.md 9); few rows are not told either."""
    found = []
    for code, frame in now.groupby("federation_code"):
        duplicates, entered = _duplicates(frame)
        if duplicates > limits.federation_band_rows and 100 * duplicates > limits.federation_duplicate_pct * entered:
            found.append((str(code), duplicates, entered))
    return tuple(sorted(found))


def dispositions(ledger: pd.DataFrame) -> pd.DataFrame:
    """How many lines of each federation have each disposition: federation_code, disposition, n."""
    plain = ledger[["federation_code", "disposition"]].astype(str)
    return plain.groupby(["federation_code", "disposition"]).size().rename("n").reset_index()


def _duplicates(counts: pd.DataFrame) -> tuple[int, int]:
    """Duplicate rows, and rows entered."""
    entered = counts.loc[counts["disposition"] != Disposition.NOT_DATA, "n"].sum()
    return int(counts.loc[counts["disposition"].isin(list(DUPLICATES)), "n"].sum()), int(entered)
