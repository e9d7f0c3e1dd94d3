"""The scores of the federations, one for each day of a release."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from flows.store.session import Store
from flows.store.tables import score


def score_history(store: Store, campaign_id: str, before: date) -> dict[str, tuple[tuple[date, float], ...]]:
    """Federation code -> its scores of the days before one, oldest first."""
    s = score.c
    query = (
        sa.select(s.federation_code, s.as_of, s.score)
        .where(s.campaign_id == campaign_id, s.as_of < before.isoformat())
        .order_by(s.federation_code, s.as_of)
    )
    history: dict[str, list[tuple[date, float]]] = {}
    for code, day, value in store.frame(query).itertuples(index=False):
        history.setdefault(code, []).append((date.fromisoformat(day), float(value)))
    return {code: tuple(days) for code, days in history.items()}


def remember_scores(store: Store, campaign_id: str, as_of: date, scores: Mapping[str, float]) -> None:
    """Note the scores of a day; the newest word on a day stands."""
    s = score.c
    with store.transaction() as connection:
        connection.execute(sa.delete(score).where(s.campaign_id == campaign_id, s.as_of == as_of.isoformat()))
        rows = [
            {"campaign_id": campaign_id, "federation_code": code, "as_of": as_of.isoformat(), "score": value}
            for code, value in sorted(scores.items())
        ]
        if rows:
            connection.execute(sa.insert(score), rows)
