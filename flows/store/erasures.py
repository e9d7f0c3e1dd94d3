"""What was withheld after it had been published or stored: keyed, without text, so that it can be withheld again where
an older store or release is brought back (RULES.md 17)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pandas as pd
import sqlalchemy as sa

from flows.store.session import Store
from flows.store.tables import erasure, record, submitted_file, withheld_source


def new_secrets(store: Store, campaign_id: str) -> pd.DataFrame:
    """The secret rows that no release was treated for yet: federation_code, title, title_code."""
    f, r, e = submitted_file.c, record.c, erasure.c
    treated = sa.exists().where(
        e.campaign_id == f.campaign_id, e.federation_code == f.federation_code, e.title_code == r.title_code
    )
    query = (
        sa.select(f.federation_code, r.title, r.title_code)
        .join_from(record, submitted_file, f.file_id == r.file_id)
        .where(f.campaign_id == campaign_id, f.counted, r.secret_reason != "", ~treated)
        .distinct()
    )
    return store.frame(query)


def remember_erasures(store: Store, campaign_id: str, rows: pd.DataFrame, reason: str, since: date) -> None:
    """Note that every release was treated for these rows (federation_code, title_code)."""
    told = rows[["federation_code", "title_code"]].drop_duplicates()
    lines = [
        {
            "campaign_id": campaign_id,
            "federation_code": str(code),
            "title_code": int(title),
            "reason": reason,
            "since": since.isoformat(),
        }
        for code, title in told.itertuples(index=False)
    ]
    if lines:
        with store.transaction() as connection:
            connection.execute(sa.insert(erasure), lines)


def erased_titles(store: Store, campaign_id: str) -> set[tuple[str, int]]:
    """Federation and keyed title of all that was ever withheld, as the store holds codes (signed)."""
    e = erasure.c
    query = sa.select(e.federation_code, e.title_code).where(e.campaign_id == campaign_id)
    return {(str(code), int(title)) for code, title in store.frame(query).itertuples(index=False)}


def withheld_sources(store: Store, campaign_id: str, federation_code: str) -> frozenset[str]:
    """Path codes of the files of a federation that are withheld by hand, "" for all of them."""
    w = withheld_source.c
    query = sa.select(w.path_code).where(w.campaign_id == campaign_id, w.federation_code == federation_code)
    return frozenset(store.frame(query)["path_code"])


def withhold_source(
    store: Store, campaign_id: str, federation_code: str, path_codes: Iterable[str], done_by: str, lift: bool = False
) -> None:
    """From now on everything in these files is secret ("" for all of the federation); with `lift` no more."""
    w, now = withheld_source.c, datetime.now(UTC).isoformat(timespec="seconds")
    with store.transaction() as connection:
        for code in path_codes:
            ours = (w.campaign_id == campaign_id) & (w.federation_code == federation_code) & (w.path_code == code)
            connection.execute(sa.delete(withheld_source).where(ours))
            if not lift:
                connection.execute(
                    sa.insert(withheld_source).values(
                        campaign_id=campaign_id,
                        federation_code=federation_code,
                        path_code=code,
                        done_by=done_by,
                        done_at=now,
                    )
                )


def path_codes(store: Store, campaign_id: str, federation_code: str) -> dict[str, str]:
    """Path as shown -> path code of the files of a federation that stand or count."""
    f = submitted_file.c
    query = sa.select(f.path, f.path_code).where(
        f.campaign_id == campaign_id, f.federation_code == federation_code, f.counted | f.current
    )
    return dict(store.frame(query).itertuples(index=False, name=None))
