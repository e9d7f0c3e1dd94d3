"""Files that are gone for good: an operator lets their rows stop counting."""

from datetime import UTC, datetime

import sqlalchemy as sa

from flows.store.replacing import forget_rows
from flows.store.session import Store
from flows.store.tables import operator_action, submitted_file


def vanished_files(store: Store, campaign_id: str, federation_code: str) -> dict[str, int]:
    """Path -> file id of the files that count and no longer stand at the source."""
    f = submitted_file.c
    query = sa.select(f.path, f.file_id).where(
        f.campaign_id == campaign_id, f.federation_code == federation_code, f.counted, ~f.current
    )
    return {path: int(file_id) for path, file_id in store.frame(query.order_by(f.path)).itertuples(index=False)}


def retire(
    store: Store, campaign_id: str, federation_code: str, path: str, file_id: int, done_by: str, reason: str
) -> None:
    """The rows of a vanished file count no more; who did it and why is kept."""
    with store.transaction() as connection:
        forget_rows(connection, file_id)
        connection.execute(
            sa.insert(operator_action).values(
                campaign_id=campaign_id,
                federation_code=federation_code,
                action="retire",
                about=path,
                done_by=done_by,
                reason=reason,
                done_at=datetime.now(UTC).isoformat(timespec="seconds"),
            )
        )
