"""What was withheld after it had been published or stored: keyed, without text, so that it can be withheld again where
an older store or release is brought back (RULES.md 17)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pandas as pd
import sqlalchemy as sa

from flows.store.reopened import rows_of
from flows.store.session import Store
from flows.store.tables import erasure, record, submitted_file, withheld_source

_ROW = ("federation_code", "title_code", "author_codes")


def new_secrets(store: Store, campaign_id: str) -> pd.DataFrame:
    """The secret rows that no release was treated for yet: federation_code, title, title_code, author_codes."""
    f, r, e = submitted_file.c, record.c, erasure.c
    treated = sa.exists().where(
        e.campaign_id == f.campaign_id,
        e.federation_code == f.federation_code,
        e.title_code == r.title_code,
        e.author_codes == r.author_codes,
    )
    query = (
        sa.select(f.federation_code, r.title, r.title_code, r.author_codes)
        .join_from(record, submitted_file, f.file_id == r.file_id)
        .where(f.campaign_id == campaign_id, f.counted, r.secret_reason != "", ~treated)
        .distinct()
    )
    return store.frame(query)


def remember_erasures(store: Store, campaign_id: str, rows: pd.DataFrame, reason: str, since: date) -> None:
    """Note that every release was treated for these rows (federation_code, title_code, author_codes)."""
    told = rows[list(_ROW)].drop_duplicates()
    lines = [
        {
            "campaign_id": campaign_id,
            "federation_code": str(code),
            "title_code": int(title),
            "author_codes": bytes(authors),
            "reason": reason,
            "since": since.isoformat(),
        }
        for code, title, authors in told.itertuples(index=False)
    ]
    if lines:
        with store.transaction() as connection:
            connection.execute(sa.insert(erasure), lines)


def shown_of_secrets(store: Store, campaign_id: str) -> set[tuple[str, str]]:
    """Federation and text of every effect and award that is shown of a secret row."""
    f, r = submitted_file.c, record.c
    query = (
        sa.select(f.federation_code, r.effect, r.award)
        .join_from(record, submitted_file, f.file_id == r.file_id)
        .where(f.campaign_id == campaign_id, f.counted, r.secret_reason != "")
        .distinct()
    )
    rows = store.frame(query).itertuples(index=False, name=None)
    return {(str(code), text) for code, *texts in rows for text in texts}


def open_rows(store: Store, campaign_id: str, secret: pd.DataFrame) -> set[tuple[str, int, bytes]]:
    """Federation, title code (unsigned) and author codes of the open rows with authors that have a title of these."""
    told = rows_of(store, campaign_id, map(int, secret["title_code"]))
    shown = told.loc[told["secret_reason"] == "", list(_ROW)].itertuples(index=False)
    return {(str(code), int(title) % 2**64, bytes(authors)) for code, title, authors in shown if authors}


def erased_rows(store: Store, campaign_id: str) -> pd.DataFrame:
    """All that was ever withheld and does not stand open again: federation_code, title_code (signed), author_codes."""
    e = erasure.c
    query = sa.select(e.federation_code, e.title_code, e.author_codes).where(e.campaign_id == campaign_id)
    return store.frame(query.order_by(e.federation_code, e.title_code, e.author_codes))


def withheld_sources(store: Store, campaign_id: str, federation_code: str) -> frozenset[str]:
    """Path codes of the files of a federation that are withheld by hand, "" for all of them."""
    w = withheld_source.c
    query = sa.select(w.path_code).where(w.campaign_id == campaign_id, w.federation_code == federation_code)
    return frozenset(code for (code,) in store.rows(query))


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


def forget_erasures(store: Store, campaign_id: str, federation_code: str, title_codes: Iterable[int]) -> None:
    """A person released these titles: what a release shows of them from now on is to be treated anew, should they be
    marked again; nothing is given back to the releases of before."""
    e = erasure.c
    keys = [{"t": code} for code in title_codes]
    if keys:
        ours = (e.campaign_id == campaign_id) & (e.federation_code == federation_code)
        with store.transaction() as connection:
            connection.execute(sa.delete(erasure).where(ours, e.title_code == sa.bindparam("t")), keys)


def withheld_everywhere(store: Store, campaign_id: str) -> dict[str, set[str]]:
    """Federation -> path codes of all that is withheld by hand in a campaign."""
    w = withheld_source.c
    found: dict[str, set[str]] = {}
    query = sa.select(w.federation_code, w.path_code).where(w.campaign_id == campaign_id)
    for federation_code, code in store.frame(query.order_by(w.federation_code)).itertuples(index=False):
        found.setdefault(str(federation_code), set()).add(str(code))
    return found
