"""The gate: the only producer of published records. Stands directly behind parsing; nothing secret passes (RULES.md
13-16).

What leaves for a secret row is a function of its title, effect and award; beside them go the counting facts, which are
shown for no single row, and keyed codes, which tell nothing without the key."""

from dataclasses import dataclass

import pandas as pd

from schemas.published import COUNTING_COLUMNS, OPEN_COLUMNS, SHORT_COLUMNS


@dataclass(frozen=True, slots=True)
class Redacted:
    """Frames on the index of the clean rows: `short` and `facts` for every row, `open` for the rows that are no
    secret."""

    short: pd.DataFrame
    facts: pd.DataFrame
    open: pd.DataFrame


def redact(rows: pd.DataFrame) -> Redacted:
    """Clean rows (schemas.initiative.CleanRow) -> what may be kept of them."""
    facts = rows.loc[:, [c for c in COUNTING_COLUMNS if c != "completeness"]].assign(completeness=completeness(rows))
    # A heading is free text, often the workplace itself: of a secret row only a column of its own names the union.
    headed = (rows["secret_reason"] != "") & (facts["superior_union"] == rows["section"])
    facts["superior_union"] = facts["superior_union"].mask(headed, "")
    return Redacted(
        short=rows.loc[:, list(SHORT_COLUMNS)],
        facts=facts.loc[:, list(COUNTING_COLUMNS)],
        open=rows.loc[rows["secret_reason"] == "", list(OPEN_COLUMNS)],
    )


def completeness(rows: pd.DataFrame) -> pd.Series:
    """How many of the facts that redaction keeps are stated, 0 to 8 (RULES.md 8); the same for a row open or secret."""
    texts = [rows[c] != "" for c in ("effect", "award", "superior_union", "sector", "field")]
    facts = [rows[c].notna() for c in ("applied_from", "registered_on", "benefit_vnd")]
    return sum((stated.astype("int64") for stated in texts + facts), pd.Series(0, index=rows.index))
