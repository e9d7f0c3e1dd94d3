"""The gate: the only producer of published records. Stands directly behind parsing; nothing secret passes (RULES.md
13-16).

What leaves for a secret row is a function of its title, effect and award; beside them go the counting facts, which are
shown for no single row, and keyed codes, which tell nothing without the key."""

from dataclasses import dataclass

import numpy as np
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
    secret = (rows["secret_reason"] != "").to_numpy()
    # A heading is free text, often the workplace itself: of a secret row only a column of its own names the union.
    headed = secret & (rows["superior_union"] == rows["section"]).to_numpy()
    facts = {name: completeness(rows) if name == "completeness" else rows[name] for name in COUNTING_COLUMNS}
    facts["superior_union"] = rows["superior_union"].mask(headed, "") if headed.any() else rows["superior_union"]
    return Redacted(
        short=rows[list(SHORT_COLUMNS)],
        facts=pd.DataFrame(facts, index=rows.index),
        open=rows.loc[~secret, list(OPEN_COLUMNS)],
    )


def completeness(rows: pd.DataFrame) -> pd.Series:
    """How many of the facts that redaction keeps are stated, 0 to 8 (RULES.md 8); the same for a row open or secret."""
    texts = [(rows[c] != "").to_numpy() for c in ("effect", "award", "superior_union", "sector", "field")]
    facts = [rows[c].notna().to_numpy() for c in ("applied_from", "registered_on", "benefit_vnd")]
    return pd.Series(np.sum([*texts, *facts], axis=0, dtype="int64"), index=rows.index)
