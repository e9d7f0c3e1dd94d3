"""Pairs that may be told: both rows are the campaign's own and open."""

import numpy as np
import pandas as pd

from flows.reconcile import Reconciled


def open_copies(reconciled: Reconciled) -> pd.DataFrame:
    """The pairs of one title and one description of other people, where both rows are the campaign's and open, and no
    person has said that they are one."""
    copies = reconciled.copies
    if copies.empty:
        return copies
    both = copies[["row_id_l", "row_id_r"]].to_numpy(dtype=np.int64)
    told = copies[both_open(reconciled.records, both)]
    initiative = reconciled.records.set_index("row_id")["initiative_id"]
    one, other = (told[side].map(initiative) for side in ("row_id_l", "row_id_r"))
    return told[(one != other).to_numpy()]


def both_open(
    records: pd.DataFrame, pairs: "np.ndarray[tuple[int, int], np.dtype[np.int64]]"
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    if not len(pairs) or records.empty:
        return np.zeros(len(pairs), dtype=bool)
    shown = records.loc[~records["is_redacted"].astype(bool), "row_id"].to_numpy(dtype=np.int64)
    return np.asarray(np.isin(pairs, shown).all(axis=1))
