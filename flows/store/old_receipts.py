"""Receipts of versions that neither count nor stand at their source: what was sent when, told for as long as the config
says, and then let go."""

from datetime import date

import pandas as pd
import sqlalchemy as sa

from flows.store.portal_tables import of_portal
from flows.store.replacing import forget_rows
from flows.store.session import Store
from flows.store.tables import submitted_file


def versions(store: Store, campaign_id: str, federation_code: str) -> pd.DataFrame:
    """Every version of a federation's files, the newest last: file, received_on, fetched, size, sha256, skipped,
    rejected_because, counted, current."""
    f = submitted_file.c
    told = (f.received_on, f.fetched, f.size, f.sha256, f.skipped, f.rejected_because, f.counted, f.current)
    ours = (f.campaign_id == campaign_id) & (f.federation_code == federation_code) & ~of_portal(f.file_id)
    return store.frame(sa.select(f.path.label("file"), *told).where(ours).order_by(f.path, f.file_id))


def remove_old_receipts(store: Store, campaign_id: str, before: date) -> int:
    """Let the receipts of a campaign go that were last fetched before that day and that no release of now rests on."""
    f = submitted_file.c
    old = (f.campaign_id == campaign_id) & ~f.counted & ~f.current & (f.fetched < before.isoformat())
    with store.transaction() as connection:
        found = list(connection.execute(sa.select(f.file_id).where(old, ~of_portal(f.file_id))).scalars())
        for file_id in found:
            forget_rows(connection, file_id)  # there are none any more but of a file that was never read
            connection.execute(sa.delete(submitted_file).where(f.file_id == file_id))
    return len(found)
