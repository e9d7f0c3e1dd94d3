"""Former ids of initiatives, which lead to the ones of today (RULES.md 4)."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from flows.store.session import Store, insert_rows
from flows.store.tables import initiative


def current_initiative(store: Store, campaign_id: str, initiative_id: str) -> str | None:
    """The id that an id ever given out leads to now; None for one never given out."""
    i = initiative.c
    found = store.frame(sa.select(i.current_id).where(i.campaign_id == campaign_id, i.initiative_id == initiative_id))
    return None if found.empty else str(found["current_id"].iloc[0])


def remember_initiatives(store: Store, campaign_id: str, current: pd.Series, given: pd.Series) -> None:
    """Keep every id ever given out: `current` leads each row's own id (its index) to its initiative now, `given` are
    this release's ids."""
    i = initiative.c
    known = store.frame(sa.select(i.initiative_id, i.current_id).where(i.campaign_id == campaign_id))
    ids, then = (pa.array(known[name], pa.large_string()) for name in ("initiative_id", "current_id"))
    last = current.iloc[::-1]  # the first of equal ones is found
    own, now = (pa.array(told, pa.large_string()) for told in (last.index.astype("str").array, last.array))
    now = now.take(pc.index_in(ids, value_set=own))
    at = np.flatnonzero(pc.fill_null(pc.not_equal(now, then), False))
    moved = [{"old": old, "now": new} for old, new in zip(*(a.take(at).to_pylist() for a in (ids, now)), strict=True)]
    ours = pa.array(given.array, pa.large_string())
    new = sorted(set(ours.filter(pc.invert(pc.is_in(ours, value_set=ids))).to_pylist()))
    with store.transaction() as connection:
        if moved:
            connection.execute(
                sa.update(initiative)
                .where(i.campaign_id == campaign_id, i.initiative_id == sa.bindparam("old"))
                .values(current_id=sa.bindparam("now")),
                moved,
            )
        columns = ("campaign_id", "initiative_id", "current_id")
        insert_rows(connection, initiative, columns, ((campaign_id, one, one) for one in new))
