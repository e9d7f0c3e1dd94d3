"""How the federations stand, and what waits for a person: small questions that load no record."""

import pandas as pd
import sqlalchemy as sa

from flows.store.portal_tables import of_portal
from flows.store.session import Store
from flows.store.tables import federation_state, finding, submitted_file


def standing(store: Store, campaign_id: str) -> pd.DataFrame:
    """federation_code, state, since, files, files_rejected, newest_file (the day it was received, "" where there is
    none)."""
    s, f = federation_state.c, submitted_file.c
    newest = (
        sa.select(f.federation_code, sa.func.max(f.received_on).label("newest_file"))
        .where(f.campaign_id == campaign_id, f.skipped == "", ~of_portal(f.file_id))
        .group_by(f.federation_code)
        .subquery()
    )
    query = (
        sa.select(
            s.federation_code,
            s.state,
            s.since,
            s.files,
            s.files_rejected,
            sa.func.coalesce(newest.c.newest_file, "").label("newest_file"),
        )
        .join_from(federation_state, newest, newest.c.federation_code == s.federation_code, isouter=True)
        .where(s.campaign_id == campaign_id)
        .order_by(s.federation_code)
    )
    return store.frame(query)


def waiting_files(store: Store, campaign_id: str) -> dict[str, int]:
    """How many files wait: rejected ones that stand at their source, and submissions held for a count beyond its
    band."""
    f, g = submitted_file.c, finding.c
    rejected = sa.select(sa.func.count().label("n")).where(
        f.campaign_id == campaign_id, f.current, f.rejected_because != "", f.rejected_because != "FIL-011"
    )
    held = sa.select(sa.func.count(sa.distinct(g.federation_code)).label("n")).where(
        g.campaign_id == campaign_id, g.check_id == "FIL-011"
    )
    return {
        "files_rejected": int(store.frame(rejected)["n"].iloc[0]),
        "submissions_held": int(store.frame(held)["n"].iloc[0]),
    }
