"""What the federations sent: receipts, rows and findings. One federation is replaced in one transaction."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from flows.sources import Receipt
from flows.store.session import Store, insert_rows, plain
from flows.store.tables import detail, federation_state, finding, line, record, sheet, submitted_file
from rules.checks import all_checks
from schemas.finding import FINDING_COLUMNS, Finding
from schemas.parsed import ParsedFile

_ROWS_OF_A_FILE = (sheet, line, record, detail)


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A version of a file the store holds."""

    file_id: int
    path: str
    sha256: str
    content_code: str
    parser_key: str
    rejected_because: str
    counted: bool


@dataclass(frozen=True, slots=True)
class TakenFile:
    """One file of this pull: its receipt, and what to do about it.

    `known`: the version the store holds already, kept as it is. `parsed`: what reading gave. `rejected_because`: why it
    could not be read."""

    receipt: Receipt
    known: KnownFile | None = None
    parsed: ParsedFile | None = None
    rejected_because: str = ""

    @property
    def content_code(self) -> str:
        """The keyed code of all its cells, "" for a file that could not be read."""
        return self.known.content_code if self.known else self.parsed.content_code if self.parsed else ""

    @property
    def title_codes(self) -> set[int]:
        """The keyed codes of its titles as the store holds them; empty for a file that was not read in this pull."""
        return set(signed(self.parsed.records["title_code"])) if self.parsed else set()

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


def known_files(store: Store, campaign_id: str, federation_code: str) -> list[KnownFile]:
    """The versions of a federation's files that stand or count, by path."""
    f = submitted_file.c
    query = (
        sa.select(f.file_id, f.path, f.sha256, f.content_code, f.parser_key, f.rejected_because, f.counted)
        .where(f.campaign_id == campaign_id, f.federation_code == federation_code, f.skipped == "")
        .where(f.counted | f.current)
        .order_by(f.path, f.file_id)
    )
    return [KnownFile(*row) for row in store.frame(query).itertuples(index=False)]


def title_codes(store: Store, file_id: int) -> set[int]:
    """The keyed codes of the titles of one stored file."""
    return set(store.frame(sa.select(record.c.title_code).where(record.c.file_id == file_id))["title_code"])


def counted_rows(store: Store, file_id: int) -> int:
    """How many records one stored file holds."""
    return int(store.frame(sa.select(sa.func.count().label("n")).where(record.c.file_id == file_id))["n"].iloc[0])


def rejected_rows(store: Store, file_id: int) -> int:
    """How many rows of one stored file were rejected."""
    query = sa.select(sa.func.count().label("n")).where(line.c.file_id == file_id, line.c.kind == "rejected")
    return int(store.frame(query)["n"].iloc[0])


def replace_submission(store: Store, submission: Submission) -> None:
    """Put a pull in the place of the last one: all of it or nothing."""
    with store.transaction() as connection:
        f = submitted_file.c
        ours = (f.campaign_id == submission.campaign_id) & (f.federation_code == submission.federation_code)
        connection.execute(sa.update(submitted_file).where(ours).values(current=False))
        for file_id in sorted(submission.retired):
            _forget_rows(connection, file_id)
        connection.execute(
            sa.delete(finding).where(
                finding.c.campaign_id == submission.campaign_id,
                finding.c.federation_code == submission.federation_code,
                finding.c.file_id == 0,
            )
        )
        connection.execute(sa.delete(submitted_file).where(ours, f.skipped != ""))
        for taken in submission.files:
            if taken.known:
                connection.execute(
                    sa.update(submitted_file)
                    .where(f.file_id == taken.known.file_id)
                    .values(current=True, path=taken.receipt.path, fetched=taken.receipt.fetched.isoformat())
                )
            else:
                _add_file(connection, submission, taken)
        own = pd.DataFrame(list(submission.findings), columns=list(FINDING_COLUMNS))
        _add_findings(connection, submission, 0, own)
        _set_state(connection, submission)


def _add_file(connection: Connection, submission: Submission, taken: TakenFile) -> None:
    receipt, parsed = taken.receipt, taken.parsed
    result = connection.execute(
        sa.insert(submitted_file).values(
            campaign_id=submission.campaign_id,
            federation_code=submission.federation_code,
            path=receipt.path,
            size=receipt.size,
            sha256=receipt.sha256,
            content_code=taken.content_code,
            modified=receipt.modified.isoformat() if receipt.modified else "",
            fetched=receipt.fetched.isoformat(),
            skipped=receipt.skipped,
            parser_key=submission.parser_key,
            rejected_because=taken.rejected_because,
            counted=taken.accepted,
            current=True,
        )
    )
    file_id = int(result.inserted_primary_key[0])  # type: ignore[index]
    if parsed is None:
        if not receipt.skipped:
            severity = all_checks()[taken.rejected_because]
            unread = Finding(taken.rejected_because, severity, submission.federation_code, receipt.path)
            _add_findings(connection, submission, file_id, pd.DataFrame([unread]))
        return
    insert_rows(
        connection,
        sheet,
        ("file_id", "sheet_no", "name", "visible", "nonempty_rows", "header_row", "columns", "unknown_columns"),
        [
            (
                file_id,
                n,
                s.name,
                s.visible,
                s.nonempty_rows,
                s.header_row,
                _json(s.columns),
                _json([asdict(u) for u in s.unknown_columns]),
            )
            for n, s in enumerate(parsed.sheets)
        ],
    )
    _add_frame(connection, line, parsed.lines, file_id)
    codes = {name: signed(parsed.records[name]) for name in ("title_code", "workplace_code")}
    _add_frame(connection, record, parsed.records.assign(**codes), file_id)
    _add_frame(connection, detail, parsed.details, file_id)
    _add_findings(connection, submission, file_id, parsed.findings)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def signed(codes: pd.Series) -> list[int]:
    """Unsigned 64-bit codes as the signed integers a database holds."""
    return [int(code) for code in np.array(codes.tolist(), dtype=np.uint64).view(np.int64)]


def _add_frame(connection: Connection, table: sa.Table, frame: pd.DataFrame, file_id: int) -> None:
    if len(frame):
        columns = [plain(frame[name]) for name in frame.columns]
        insert_rows(
            connection, table, ("file_id", *frame.columns), ((file_id, *row) for row in zip(*columns, strict=True))
        )


def _add_findings(connection: Connection, submission: Submission, file_id: int, findings: pd.DataFrame) -> None:
    own = findings.assign(federation_code=submission.federation_code)
    rows = own[list(FINDING_COLUMNS)].itertuples(index=False)
    columns = ("campaign_id", "file_id", *FINDING_COLUMNS)
    insert_rows(connection, finding, columns, ((submission.campaign_id, file_id, *map(_bare, row)) for row in rows))


def _bare(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def _forget_rows(connection: Connection, file_id: int) -> None:
    for table in (*_ROWS_OF_A_FILE, finding):
        connection.execute(sa.delete(table).where(table.c.file_id == file_id))
    connection.execute(
        sa.update(submitted_file).where(submitted_file.c.file_id == file_id).values(counted=False, current=False)
    )


def _set_state(connection: Connection, submission: Submission) -> None:
    s = federation_state.c
    connection.execute(
        sa.delete(federation_state).where(
            s.campaign_id == submission.campaign_id, s.federation_code == submission.federation_code
        )
    )
    read = [taken for taken in submission.files if not taken.receipt.skipped]
    connection.execute(
        sa.insert(federation_state).values(
            campaign_id=submission.campaign_id,
            federation_code=submission.federation_code,
            state=submission.state,
            files=len(read),
            files_rejected=sum(not taken.accepted for taken in read),
            run_id=submission.run_id,
        )
    )
