"""The parts of the portal's export that count as a source beside what the federations sent (`portal.counts`)."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from flows.store.portal_tables import of_portal, portal_file
from flows.store.replacing import add_file, forget_rows
from flows.store.session import Store
from flows.store.submissions import Submission
from flows.store.tables import submitted_file


def replace_portal(store: Store, campaign_id: str, parts: Sequence[Submission]) -> None:
    """Put an export in the place of the last one, in one transaction; no part: nothing of the portal counts."""
    with store.transaction() as connection:
        forget_portal(connection, campaign_id)
        for part in parts:
            for taken in part.files:
                file_id = add_file(connection, part, taken)
                connection.execute(sa.insert(portal_file).values(file_id=file_id))


def forget_portal(connection: Connection, campaign_id: str = "") -> None:
    """No row of an export counts any more; "" for those of all campaigns."""
    f = submitted_file.c
    query = sa.select(f.file_id).where(of_portal(f.file_id), f.counted)
    query = query.where(f.campaign_id == campaign_id) if campaign_id else query
    for file_id in list(connection.execute(query).scalars()):
        forget_rows(connection, int(file_id))


def portal_files(store: Store, campaign_id: str) -> dict[int, tuple[str, str]]:
    """File id -> federation and path of the parts that count."""
    f = submitted_file.c
    query = sa.select(f.file_id, f.federation_code, f.path).where(
        f.campaign_id == campaign_id, f.counted, of_portal(f.file_id)
    )
    return {int(n): (str(code), str(path)) for n, code, path in store.frame(query).itertuples(index=False)}
