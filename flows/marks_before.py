"""What a federation marked as secret before, as a parsing child needs it to keep it so (rules.once_marked)."""

from collections.abc import Sequence
from functools import cached_property

import pandas as pd

from flows.store.records import JOINED, counted_records
from flows.store.secrecy_events import any_standing, standing_events
from flows.store.session import Store
from flows.store.submissions import KnownFile
from rules.features import unpack
from rules.once_marked import NO_MARK, REASON, Mark, Once, Row, rewritten
from schemas.parsed import ParsedFile
from schemas.rows import Rows


class MarksBefore:
    """The marks of one federation that no one released, and the rows its counted files hold; read when first asked."""

    def __init__(self, store: Store, campaign_id: str, federation_code: str, known: Sequence[KnownFile]) -> None:
        self._store, self._about = store, (campaign_id, federation_code)
        self._counted = {k.file_id: k.path_code for k in known if k.counted}

    def once(self, path_code: str) -> Once:
        """For a new version of the file of this code."""
        if not self._marks:
            return Once()
        records = self._records
        old = records[records["file_id"].map(self._counted) == path_code]
        rows = rows_of(old)
        secret = [bool(reason) for reason in old["secret_reason"]]
        told = [*zip(rows, old["secret_reason"], strict=True)]
        was_marked = {row for row, reason in told if _by_mark(reason)}
        titles = frozenset[int]().union(*(mark.titles for mark in self._marks))
        return Once(
            tuple(Mark(mark.row, mark.bare_title, mark.row in was_marked) for mark in self._marks),
            frozenset(row.title for row in rows),
            frozenset((row.title, row.authors) for row, hidden in zip(rows, secret, strict=True) if not hidden),
            tuple((row, reason not in ("", JOINED)) for row, reason in told if row.title in titles),
        )

    def rewritten(self, path_code: str, parsed: ParsedFile) -> pd.DataFrame:
        """The stored rows of a file that its new version marks for the first time under another title."""
        own = parsed.told["records"]["secret_reason"]
        if path_code not in self._counted.values() or NO_MARK.issuperset(own):
            return pd.DataFrame()
        records = self._records
        old = records[records["file_id"].map(self._counted) == path_code]
        new = rows_of(parsed.told["records"])
        marked = [row for row, reason in zip(new, own, strict=True) if reason not in NO_MARK]
        return old.iloc[rewritten(rows_of(old), new, marked)]

    @cached_property
    def _marks(self) -> tuple[Mark, ...]:
        if not any_standing(self._store, *self._about):
            return ()
        return marks_of(standing_events(self._store, *self._about))

    @cached_property
    def _records(self) -> pd.DataFrame:
        return counted_records(self._store, *self._about)


def marks_of(events: pd.DataFrame) -> tuple[Mark, ...]:
    """The marks among standing events, in their order; a row that was joined bears none."""
    own = events[events["event"] == "marked"] if len(events) else events
    if own.empty:
        return ()
    bare = (int(code) % 2**64 for code in own["bare_title_code"])
    return tuple(Mark(row, code) for row, code in zip(rows_of(own), bare, strict=True))


def rows_of(records: pd.DataFrame | Rows) -> list[Row]:
    """The keyed codes of stored rows."""
    names = ("title_code", "author_codes", "workplace_code", "content_codes")
    return [
        Row(int(title) % 2**64, frozenset(unpack(authors)), int(place) % 2**64, frozenset(unpack(content)))
        for title, authors, place, content in zip(*(records[n] for n in names), strict=True)
    ]


def _by_mark(reason: str) -> bool:
    return reason == REASON or reason not in NO_MARK
