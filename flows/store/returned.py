"""The stored tables as they go back to their federations, and the withholding of rows that became secret by a join."""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from flows.memory import no_search_for_cycles
from flows.store.session import Store
from flows.store.tables import returned_table, submitted_file
from rules.returning import pack, unpack, withheld_rows
from rules.tokens import Short
from schemas.returned import ReturnedSheet


def returned_files(
    store: Store, campaign_id: str, federation_code: str
) -> Iterator[tuple[str, tuple[ReturnedSheet, ...]]]:
    """Path and tables of each counted file of a federation, in the order of the paths."""
    for path, packed in packed_files(store, campaign_id, federation_code):
        yield path, unpack(packed)


def packed_files(store: Store, campaign_id: str, federation_code: str) -> Iterator[tuple[str, bytes]]:
    """Path and packed tables (rules.returning) of each counted file of a federation, in the order of the paths."""
    f, r = submitted_file.c, returned_table.c
    query = (
        sa.select(f.path, r.packed)
        .join_from(returned_table, submitted_file, f.file_id == r.file_id)
        .where(f.campaign_id == campaign_id, f.federation_code == federation_code, f.counted)
        .order_by(f.path, f.file_id)
    )
    yield from store.frame(query).itertuples(index=False, name=None)


def stored_versions(store: Store, campaign_id: str, federation_code: str) -> dict[str, str]:
    """Path -> sha256 of each counted file of a federation."""
    f = submitted_file.c
    query = sa.select(f.path, f.sha256).where(
        f.campaign_id == campaign_id, f.federation_code == federation_code, f.counted
    )
    return dict(store.frame(query).itertuples(index=False, name=None))


def withhold_returned(store: Store, secret: Mapping[int, Mapping[tuple[str, int], tuple[Short, str]]]) -> None:
    """Erase rows from the stored tables (RULES.md 17).

    `secret`: file id -> (sheet, worksheet row) -> what may be shown of it, its token."""
    r = returned_table.c
    with store.transaction() as connection, no_search_for_cycles():
        for file_id, rows in secret.items():
            packed = connection.execute(sa.select(r.packed).where(r.file_id == file_id)).scalar()
            if packed is not None:
                changed = pack([withheld_rows(sheet, rows) for sheet in unpack(packed)])
                connection.execute(sa.update(returned_table).where(r.file_id == file_id).values(packed=changed))
