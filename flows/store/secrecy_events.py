"""Marks that federations gave, rows that were joined with a secret one, and what a named person released; append-only,
keyed, without text (RULES.md 13)."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from flows.store.erasures import erased_rows
from flows.store.secrecy_tables import secrecy_event
from flows.store.session import Store
from flows.store.submissions import TakenFile
from rules.once_marked import NO_MARK

MARKED, JOINED, RELEASED = "marked", "joined", "released"
_CODES = ("title_code", "author_codes", "workplace_code", "content_codes")
_ROW = ["federation_code", "title_code", "author_codes"]
Key = tuple[str, int, bytes]  # federation, title code (signed), packed codes of the authors


def standing_events(store: Store, campaign_id: str, federation_code: str = "") -> pd.DataFrame:
    """The last word on each row that is not a release, in the columns of secrecy_event."""
    e = secrecy_event.c
    query = sa.select(secrecy_event).where(e.campaign_id == campaign_id).order_by(e.event_id)
    return _standing(store.frame(query.where(e.federation_code == federation_code) if federation_code else query))


def any_standing(store: Store, campaign_id: str, federation_code: str) -> bool:
    """Whether there may be events of a federation that are no release."""
    e = secrecy_event.c
    ours = (e.campaign_id == campaign_id) & (e.federation_code == federation_code) & (e.event != RELEASED)
    return bool(store.rows(sa.select(e.event_id).where(ours).limit(1)))


def untreated_marks(store: Store, campaign_id: str) -> pd.DataFrame:
    """Marks whose row stands in no counted file, for which no release was treated yet: federation_code, title
    (unknown), title_code, author_codes."""
    events = standing_events(store, campaign_id)
    columns = ["federation_code", "title", "title_code", "author_codes"]
    own = events[events["event"] == MARKED].assign(title="") if len(events) else pd.DataFrame(columns=columns)
    treated = set(erased_rows(store, campaign_id).itertuples(index=False, name=None))
    keys = zip(own["federation_code"], own["title_code"], own["author_codes"], strict=True)
    return own.loc[[key not in treated for key in keys], columns]


def releases_given(store: Store, campaign_id: str, federation_code: str) -> int:
    """How many rows of a federation were released so far: its files are read again when one is."""
    e = secrecy_event.c
    query = sa.select(sa.func.count().label("n")).where(
        e.campaign_id == campaign_id, e.federation_code == federation_code, e.event == RELEASED
    )
    return int(store.rows(query)[0][0])


def released(store: Store, campaign_id: str) -> pd.DataFrame:
    """Who released what, when and why, in the order of the releases."""
    e = secrecy_event.c
    query = sa.select(secrecy_event).where(e.campaign_id == campaign_id, e.event == RELEASED)
    return store.frame(query.order_by(e.event_id))


def note_marks(connection: Connection, campaign_id: str, federation_code: str, taken: Iterable[TakenFile]) -> None:
    """Note the marks of files that were read; in the transaction that stores them, so that none is forgotten."""
    found: dict[Key, dict[str, object]] = {}
    for one in taken:
        if one.parsed is None:
            continue
        bare = one.parsed.bare_titles
        for reason, *codes in one.parsed.told["records"].each("secret_reason", *_CODES):
            if reason not in NO_MARK:
                line = _line(codes, bare)
                found[_key(federation_code, line)] = line
        for line in _lines(one.rewritten, {}) if len(one.rewritten) else ():
            found.setdefault(_key(federation_code, line), line)
        for code in one.parsed.marked if not one.accepted else ():
            line = {"title_code": _signed(code), "author_codes": b"", "workplace_code": 0, "content_codes": b""}
            found.setdefault(_key(federation_code, line), line | {"bare_title_code": 0})
    if not found:
        return
    e = secrecy_event.c
    query = sa.select(secrecy_event).where(e.campaign_id == campaign_id, e.federation_code == federation_code)
    rows = [row._asdict() for row in connection.execute(query.order_by(e.event_id))]
    known = {_key(federation_code, row): row["event"] for row in rows}
    _add(
        connection,
        campaign_id,
        [line | {"federation_code": federation_code} for key, line in found.items() if known.get(key) != MARKED],
        MARKED,
    )


def note_joined(store: Store, campaign_id: str, records: pd.DataFrame) -> None:
    """Note rows that became secret by a join (rows of counted_records)."""
    known = {_key(str(row["federation_code"]), row) for row in standing_events(store, campaign_id).to_dict("records")}
    lines = [
        line | {"federation_code": code}
        for line, code in zip(_lines(records, {}), records["federation_code"], strict=True)
        if _key(str(code), line) not in known
    ]
    if lines:
        with store.transaction() as connection:
            _add(connection, campaign_id, lines, JOINED)


def note_released(store: Store, campaign_id: str, events: pd.DataFrame, done_by: str, reason: str) -> None:
    """A named person releases these rows (rows of standing_events)."""
    names = ("federation_code", "bare_title_code", *_CODES)
    lines = [{name: row[name] for name in names} for row in events.to_dict("records")]
    with store.transaction() as connection:
        _add(connection, campaign_id, lines, RELEASED, done_by, reason)


def joined_keys(events: pd.DataFrame) -> set[Key]:
    """The rows among standing events that were joined."""
    rows = events[events["event"] == JOINED].to_dict("records") if len(events) else []
    return {_key(str(row["federation_code"]), row) for row in rows}


def are_among(records: pd.DataFrame, known: AbstractSet[Key]) -> list[bool]:
    """Of each counted record whether its key is known; a key without authors stands for any."""
    if not known:
        return [False] * len(records)
    titles = records["title_code"].to_numpy(dtype=np.uint64).view(np.int64)
    at = np.flatnonzero(np.isin(titles, np.array(sorted({title for _, title, _ in known}), dtype=np.int64)))
    told = (records[name].iloc[at].tolist() for name in ("federation_code", "author_codes"))
    found = np.zeros(len(records), dtype=bool)
    keys = zip(at.tolist(), titles[at].tolist(), *told, strict=True)
    found[[n for n, title, code, by in keys if (code, title, by) in known or (code, title, b"") in known]] = True
    return found.tolist()


def _standing(events: pd.DataFrame) -> pd.DataFrame:
    if events.empty:
        return events
    last = events.groupby(_ROW, sort=False).tail(1)
    return last[last["event"] != RELEASED].reset_index(drop=True)


def _lines(records: pd.DataFrame, bare: Mapping[int, int]) -> list[dict[str, object]]:
    return [_line(codes, bare) for codes in zip(*(records[name].tolist() for name in _CODES), strict=True)]


def _line(codes: Sequence[Any], bare: Mapping[int, int]) -> dict[str, object]:
    """An event's codes; `codes` as _CODES names them."""
    title, authors, workplace, content = codes
    return {
        "title_code": _signed(title),
        "bare_title_code": _signed(bare.get(int(title), 0)),
        "author_codes": bytes(authors),
        "workplace_code": _signed(workplace),
        "content_codes": bytes(content),
    }


def _add(
    connection: Connection,
    campaign_id: str,
    lines: list[dict[str, object]],
    event: str,
    done_by: str = "",
    reason: str = "",
) -> None:
    if not lines:
        return
    at = datetime.now(UTC).isoformat(timespec="seconds")
    told = {"campaign_id": campaign_id, "event": event, "done_by": done_by, "reason": reason, "done_at": at}
    connection.execute(sa.insert(secrecy_event), [line | told for line in lines])


def _key(federation_code: str, row: Mapping[object, object] | Mapping[str, object]) -> Key:
    return federation_code, int(str(row["title_code"])), bytes(row["author_codes"])  # type: ignore


def _signed(code: int) -> int:
    return (int(code) + 2**63) % 2**64 - 2**63
