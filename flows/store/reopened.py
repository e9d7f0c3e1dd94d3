"""Withheld rows beside which an open row of the same key (federation, title, authors) stands: the open one will be
published, so that every release has to be treated once more when it becomes secret, and not before."""

import hashlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

import pandas as pd
import sqlalchemy as sa

from flows.store.secrecy_tables import treated_beside
from flows.store.session import Store
from flows.store.tables import erasure, record, submitted_file

_ROW = ["federation_code", "title_code", "author_codes"]
_ASKED = 500  # titles named in one question
Key = tuple[str, int, bytes]  # federation, title code (signed), packed codes of the authors


def rows_of(store: Store, campaign_id: str, titles: Iterable[int]) -> pd.DataFrame:
    """The rows that have one of these titles (codes, signed): federation_code, title_code, author_codes, path,
    sheet_no, row, secret_reason."""
    f, r, sought = submitted_file.c, record.c, sorted(set(titles))
    query = (
        sa.select(f.federation_code, r.title_code, r.author_codes, f.path, r.sheet_no, r.row, r.secret_reason)
        .join_from(record, submitted_file, f.file_id == r.file_id)
        .where(f.campaign_id == campaign_id, f.counted)
    )
    # Nothing leads from a title to its rows: all are looked at for every question.
    told = store.frame(query.where(r.title_code.in_(sought)) if len(sought) <= _ASKED else query)
    return told[told["title_code"].isin(sought)]


def without_treated(store: Store, campaign_id: str, secrets: pd.DataFrame) -> pd.DataFrame:
    """Of secret rows (federation_code, title_code, author_codes) those but for which the releases were treated while
    the same rows stood beside them."""
    b = treated_beside.c
    told = store.frame(sa.select(*(b[name] for name in (*_ROW, "rows"))).where(b.campaign_id == campaign_id))
    known = {_key(*key): digest for *key, digest in told.itertuples(index=False, name=None)}
    keys = [_key(*key) for key in zip(*(secrets[name] for name in _ROW), strict=True)]
    asked = known.keys() & set(keys)
    if not asked:
        return secrets
    now = _digests(store, campaign_id, asked)
    return secrets[[key not in asked or now.get(key) != known[key] for key in keys]]


def drop_reopened(store: Store, campaign_id: str) -> None:
    """A row that stands open again will be published so: it is no erasure any more, but treated beside that row."""
    f, r, e, b = submitted_file.c, record.c, erasure.c, treated_beside.c
    same = (e.title_code == r.title_code) & (e.author_codes == r.author_codes)
    query = (
        sa.select(e.federation_code, e.title_code, e.author_codes)
        .join_from(record, submitted_file, f.file_id == r.file_id)
        .join(erasure, (e.campaign_id == f.campaign_id) & (e.federation_code == f.federation_code) & same)
        .where(f.campaign_id == campaign_id, f.counted, r.secret_reason == "", r.title_code.in_(_erased(campaign_id)))
        .distinct()
    )
    found = _digests(store, campaign_id, {_key(*key) for key in store.frame(query).itertuples(index=False, name=None)})
    if not found:
        return
    keys = [dict(zip("fta", key, strict=True)) for key in found]
    lines = [dict(zip(_ROW, key, strict=True)) | {"rows": digest} for key, digest in found.items()]
    with store.transaction() as connection:
        for table, c in ((erasure, e), (treated_beside, b)):
            ours = (c.campaign_id == campaign_id) & (c.federation_code == sa.bindparam("f"))
            named = (c.title_code == sa.bindparam("t")) & (c.author_codes == sa.bindparam("a"))
            connection.execute(sa.delete(table).where(ours, named), keys)
        connection.execute(sa.insert(treated_beside), [line | {"campaign_id": campaign_id} for line in lines])


def _erased(campaign_id: str) -> sa.Select[tuple[int]]:
    """The titles of erasures: nearly no open row is past them, and to look one up costs less than a whole key."""
    return sa.select(erasure.c.title_code).where(erasure.c.campaign_id == campaign_id)


def _digests(store: Store, campaign_id: str, keys: AbstractSet[Key]) -> Mapping[Key, str]:
    """By key a digest of which rows have it, by their places, and which of them are secret: a file that is sent anew
    with the same rows changes nothing."""
    found: dict[Key, list[str]] = {}
    if not keys:
        return {}
    for code, title, authors, *place, reason in rows_of(store, campaign_id, (key[1] for key in keys)).itertuples(
        index=False, name=None
    ):
        if (key := _key(code, title, authors)) in keys:
            found.setdefault(key, []).append(f"{place} {reason != ''}")
    return {key: hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()[:32] for key, told in found.items()}


def _key(code: object, title: object, authors: bytes) -> Key:
    return str(code), int(str(title)), bytes(authors)
