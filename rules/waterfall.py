"""The way of a scope's rows from the sheets to the counted number, and which rows stand behind each number (RULES.md
5)."""

from collections.abc import Iterable

import pandas as pd

from schemas.ledger import Disposition
from schemas.waterfall import FOLLOWED, ORDER, Step, Waterfall


def waterfall(ledger: pd.DataFrame) -> Waterfall:
    """The way of these ledger lines."""
    groups = ledger.groupby(["disposition", "reason"], observed=True).size().rename("n").reset_index()
    by: dict[str, list[tuple[str, int]]] = {}
    for disposition, reason, n in groups.itertuples(index=False):
        by.setdefault(str(disposition), []).append((str(reason), int(n)))
    steps = tuple(_step(disposition, by.get(disposition.value, ())) for disposition in ORDER)
    return Waterfall(steps, int(_pending(ledger).sum()))


def waterfalls(ledger: pd.DataFrame) -> dict[str, Waterfall]:
    """The way of each federation's lines, by its code."""
    return {str(code): waterfall(lines) for code, lines in ledger.groupby("federation_code", observed=True)}


def rows_behind(ledger: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The ledger lines that a number of FOLLOWED counts, by place."""
    chosen = ledger["disposition"].isin([d.value for d in FOLLOWED[measure]])
    if measure == "under_consideration":
        chosen &= _pending(ledger)
    return ledger[chosen].sort_values(["federation_code", "file", "sheet", "row"], ignore_index=True)


def _step(disposition: Disposition, reasons: Iterable[tuple[str, int]]) -> Step:
    ordered = tuple(sorted(reasons, key=lambda one: (-one[1], one[0])))
    return Step(disposition, sum(n for _, n in ordered), ordered)


def _pending(ledger: pd.DataFrame) -> "pd.Series[bool]":
    return (ledger["disposition"] == Disposition.COUNTED.value) & ledger["pending_review"].astype(bool)
