"""What the federations sent: the versions of their files, what the store knows of them, what a pull brings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import sqlalchemy as sa

from flows.sources import Receipt
from flows.store.portal_tables import of_portal
from flows.store.session import Store
from flows.store.tables import line, record, submitted_file
from schemas.finding import Finding
from schemas.parsed import ParsedFile


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A version of a file the store holds. `path` as it may be shown; `path_code` tells which file it is."""

    file_id: int
    path: str
    path_code: str
    sha256: str
    content_code: str
    parser_key: str
    rejected_because: str
    counted: bool


@dataclass(frozen=True, slots=True)
class TakenFile:
    """One file of this pull: its receipt, and what to do about it.

    The receipt's path is the one that may be shown; `path_code` tells which file it is. `known`: the version the store
    holds already, kept as it is. `parsed`: what reading gave. `rejected_because`: why it could not be read.
    `rewritten`: stored rows that it marks under another title."""

    receipt: Receipt
    path_code: str
    known: KnownFile | None = None
    parsed: ParsedFile | None = None
    rejected_because: str = ""
    rewritten: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def content_code(self) -> str:
        """The keyed code of all its cells, "" for a file that could not be read."""
        return self.known.content_code if self.known else self.parsed.content_code if self.parsed else ""

    @property
    def title_codes(self) -> set[int]:
        """The keyed codes of its titles as the store holds them; empty for a file that was not read in this pull."""
        return set(signed(self.parsed.told["records"]["title_code"])) if self.parsed else set()

    @property
    def accepted(self) -> bool:
        """True when its rows are counted."""
        if self.known:
            return self.known.counted
        return self.parsed is not None and not self.rejected_because


@dataclass(frozen=True, slots=True)
class Submission:
    """What one pull of one federation comes to. `retired`: file ids whose rows no longer count."""

    campaign_id: str
    federation_code: str
    parser_key: str
    run_id: str
    state: str
    files: Sequence[TakenFile]
    retired: frozenset[int]
    findings: Sequence[Finding]
    as_of: date


def known_files(store: Store, campaign_id: str, federation_code: str) -> list[KnownFile]:
    """The versions of a federation's files that stand or count, by path."""
    f = submitted_file.c
    query = (
        sa.select(f.file_id, f.path, f.path_code, f.sha256, f.content_code, f.parser_key, f.rejected_because, f.counted)
        .where(f.campaign_id == campaign_id, f.federation_code == federation_code, f.skipped == "")
        .where(f.counted | f.current, ~of_portal(f.file_id))
        .order_by(f.path, f.file_id)
    )
    return [KnownFile(*row) for row in store.rows(query)]


def title_codes(store: Store, file_id: int) -> set[int]:
    """The keyed codes of the titles of one stored file."""
    return {code for (code,) in store.rows(sa.select(record.c.title_code).where(record.c.file_id == file_id))}


def counted_rows(store: Store, file_id: int) -> int:
    """How many records one stored file holds."""
    return int(store.rows(sa.select(sa.func.count()).where(record.c.file_id == file_id))[0][0])


def rejected_rows(store: Store, file_id: int) -> int:
    """How many rows of one stored file were rejected."""
    query = sa.select(sa.func.count()).where(line.c.file_id == file_id, line.c.kind == "rejected")
    return int(store.rows(query)[0][0])


def signed(codes: Sequence[int]) -> list[int]:
    """Unsigned 64-bit codes as the signed integers a database holds."""
    return [code - (1 << 64) if code >> 63 else code for code in codes]
