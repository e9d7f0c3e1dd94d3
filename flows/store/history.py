"""The releases that were made or held, and the pages that tell a run's state when Prefect's own records are gone."""

from datetime import date

import sqlalchemy as sa

from flows.store.session import Store
from flows.store.tables import release


def last_valid(store: Store, campaign_id: str) -> int | None:
    """The national count of the newest release that went out, None before the first."""
    r = release.c
    query = (
        sa.select(r.valid).where(r.campaign_id == campaign_id, r.held_because == "").order_by(r.made_no.desc()).limit(1)
    )
    found = store.frame(query)["valid"]
    return int(found.iloc[0]) if len(found) else None


def release_of(store: Store, campaign_id: str, first: date, last: date) -> str | None:
    """The id of the newest release of these days that went out, None where there is none."""
    r = release.c
    query = (
        sa.select(r.release_id)
        .where(r.campaign_id == campaign_id, r.held_because == "")
        .where(r.as_of >= first.isoformat(), r.as_of <= last.isoformat())
        .order_by(r.as_of.desc(), r.made_no.desc())
        .limit(1)
    )
    found = store.frame(query)["release_id"]
    return str(found.iloc[0]) if len(found) else None


def remember_release(
    store: Store, campaign_id: str, release_id: str, as_of: str, valid: int, held_because: str, run_id: str
) -> None:
    """Note a release, or one that was held; the newest of an id stands."""
    r = release.c
    with store.transaction() as connection:
        newest = connection.execute(sa.select(sa.func.max(r.made_no))).scalar() or 0
        connection.execute(sa.delete(release).where(r.campaign_id == campaign_id, r.release_id == release_id))
        connection.execute(
            sa.insert(release).values(
                campaign_id=campaign_id,
                release_id=release_id,
                as_of=as_of,
                valid=valid,
                held_because=held_because,
                run_id=run_id,
                made_no=newest + 1,
            )
        )
