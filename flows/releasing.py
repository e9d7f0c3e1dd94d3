"""A named person releases rows whose mark their federation took away (RULES.md 13, 19): the record of it stays."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from flows.marks_before import marks_of, rows_of
from flows.store.erasures import forget_erasures
from flows.store.records import JOINED, counted_records
from flows.store.secrecy_events import are_among, joined_keys, note_released, standing_events
from flows.store.session import Store
from rules.features import Coder
from rules.once_marked import REASON, answers_to


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that is secret only because it was before: its id, its place and what may be shown of it."""

    row_id: str
    file: str
    sheet: str
    row: int
    title: str


def waiting_rows(store: Store, coder: Coder, campaign_id: str, federation_code: str, joined: bool) -> list[Waiting]:
    """The rows that came back without their mark; with `joined` those that a join made secret."""
    rows = _rows(store, coder, campaign_id, federation_code, joined)
    names = ("waiting_id", "file", "sheet", "row", "title")
    return [Waiting(i, f, s, int(r), t) for i, f, s, r, t in zip(*(rows[n] for n in names), strict=True)]


def release(
    store: Store, coder: Coder, about: tuple[str, str], row_ids: Sequence[str], joined: bool, by: str, reason: str
) -> None:
    """Release rows that wait in a campaign and a federation (`about`); the next run reads the federation's files
    anew."""
    campaign_id, federation_code = about
    rows = _rows(store, coder, campaign_id, federation_code, joined)
    events = standing_events(store, campaign_id, federation_code)
    chosen = rows[rows["waiting_id"].isin(row_ids)]
    if joined:
        known = set(zip(chosen["title_code"].map(_signed), chosen["author_codes"], strict=True))
        keys = zip(events["title_code"], events["author_codes"], strict=True)
        answered = [event == JOINED and key in known for event, key in zip(events["event"], keys, strict=True)]
        note_released(store, campaign_id, events[answered], by, reason)
        return
    marked = events[events["event"] == "marked"].reset_index(drop=True)
    marks, kept = marks_of(marked), counted_records(store, campaign_id, federation_code)
    standing = frozenset(row.title for row in rows_of(kept[kept["secret_reason"] != REASON]))
    found = {at for row in rows_of(chosen) for at in answers_to(row, marks, standing)}
    note_released(store, campaign_id, marked.iloc[sorted(found)], by, reason)
    forget_erasures(store, campaign_id, federation_code, {int(c) for c in chosen["title_code"].map(_signed)})


def _rows(store: Store, coder: Coder, campaign_id: str, federation_code: str, joined: bool) -> pd.DataFrame:
    records = counted_records(store, campaign_id, federation_code)
    if joined:
        known = joined_keys(standing_events(store, campaign_id, federation_code))
        rows = records[(records["secret_reason"] == JOINED) & pd.Series(are_among(records, known), dtype=bool)]
    else:
        rows = records[records["secret_reason"] == REASON]
    places = zip(*(rows[name] for name in ("file", "sheet", "row", "title_code")), strict=True)
    ids = [f"{coder.code('waiting', '|'.join(map(str, place))):016x}" for place in places]
    return rows.assign(waiting_id=ids)


def _signed(code: int) -> int:
    return (int(code) + 2**63) % 2**64 - 2**63
