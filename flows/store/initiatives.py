"""Former ids of initiatives, which lead to the ones of today (RULES.md 4)."""

import sqlalchemy as sa

from flows.store.session import Store
from flows.store.tables import initiative


def current_initiative(store: Store, campaign_id: str, initiative_id: str) -> str | None:
    """The id that an id ever given out leads to now; None for one never given out."""
    i = initiative.c
    found = store.frame(sa.select(i.current_id).where(i.campaign_id == campaign_id, i.initiative_id == initiative_id))
    return None if found.empty else str(found["current_id"].iloc[0])
