"""Put a pull of one federation in the place of its last one: all of it or nothing."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from flows.sources import Receipt
from flows.store.portal_tables import of_portal
from flows.store.secrecy_events import note_marks
from flows.store.session import Store, insert_rows
from flows.store.submissions import Submission, TakenFile, signed
from flows.store.tables import (
    detail,
    explanation,
    federation_state,
    finding,
    line,
    record,
    returned_table,
    sheet,
    submitted_file,
    untitled,
)  # fmt: skip
from rules.checks import all_checks
from rules.faults import findings_of
from schemas.finding import FINDING_COLUMNS, Finding
from schemas.rows import Rows

_ROWS_OF_A_FILE = (sheet, line, record, detail, explanation, untitled, returned_table, finding)
_TABLES = (
    (line, "lines"),
    (record, "records"),
    (detail, "details"),
    (explanation, "explanations"),
    (untitled, "untitled"),
)
_CODES = frozenset({"title_code", "workplace_code"})
_DAYS = frozenset({"applied_from", "applied_to", "registered_on"})
_HOME = ZoneInfo("Asia/Ho_Chi_Minh")


def replace_submission(store: Store, submission: Submission) -> None:
    """Put a pull in the place of the last one: all of it or nothing."""
    with store.transaction() as connection:
        f = submitted_file.c
        ours = (f.campaign_id == submission.campaign_id) & (f.federation_code == submission.federation_code)
        ours &= ~of_portal(f.file_id)
        changed = bool(submission.retired) or any(not t.known and not t.receipt.skipped for t in submission.files)
        before = _faults(connection, submission) if changed else Counter()
        connection.execute(sa.update(submitted_file).where(ours).values(current=False))
        for file_id in sorted(submission.retired):
            forget_rows(connection, file_id)
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
                    .values(current=True, path_code=taken.path_code, fetched=taken.receipt.fetched.isoformat())
                )
            else:
                add_file(connection, submission, taken)
                if taken.path_code:
                    _rename(connection, ours & (f.path_code == taken.path_code), taken.receipt.path)
        note_marks(connection, submission.campaign_id, submission.federation_code, submission.files)
        _add_findings(connection, submission, 0, findings_of(submission.findings))
        _set_state(connection, submission, (before, _faults(connection, submission)) if changed else None)


def _rename(connection: Connection, files: sa.ColumnElement[bool], path: str) -> None:
    """Every version of a file goes by the name under which it may be shown now (RULES.md 20)."""
    f = submitted_file.c
    versions = sa.select(f.file_id).where(files, f.path != path)
    if renamed := list(connection.execute(versions).scalars()):
        connection.execute(sa.update(submitted_file).where(f.file_id.in_(renamed)).values(path=path))
        connection.execute(sa.update(finding).where(finding.c.file_id.in_(renamed)).values(file=path))


def forget_rows(connection: Connection, file_id: int) -> None:
    """A version's rows stop counting and are gone; its receipt stays."""
    for table in _ROWS_OF_A_FILE:
        connection.execute(sa.delete(table).where(table.c.file_id == file_id))
    connection.execute(
        sa.update(submitted_file).where(submitted_file.c.file_id == file_id).values(counted=False, current=False)
    )


def add_file(connection: Connection, submission: Submission, taken: TakenFile) -> int:
    """A version and all that reading it gave; returns its file id."""
    receipt, parsed = taken.receipt, taken.parsed
    result = connection.execute(
        sa.insert(submitted_file).values(
            campaign_id=submission.campaign_id,
            federation_code=submission.federation_code,
            path=receipt.path,
            path_code=taken.path_code,
            size=receipt.size,
            sha256=receipt.sha256,
            content_code=taken.content_code,
            modified=receipt.modified.isoformat() if receipt.modified else "",
            fetched=receipt.fetched.isoformat(),
            received_on=_received(receipt, submission.as_of).isoformat(),
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
            _add_findings(connection, submission, file_id, findings_of([unread]))
        return file_id
    insert_rows(
        connection,
        sheet,
        ("file_id", "sheet_no", "name", "visible", "nonempty_rows", "tables", "unknown_columns"),
        [
            (
                file_id,
                n,
                s.name,
                s.visible,
                s.nonempty_rows,
                _json([[table.header_row, table.columns] for table in s.tables]),
                _json([asdict(u) for u in s.unknown_columns]),
            )
            for n, s in enumerate(parsed.sheets)
        ],
    )
    for table, name in _TABLES:
        _add_rows(connection, table, parsed.told[name], file_id)
    _add_findings(connection, submission, file_id, parsed.told["findings"])
    if parsed.returned:
        connection.execute(sa.insert(returned_table).values(file_id=file_id, packed=parsed.returned))
    return file_id


def _received(receipt: Receipt, as_of: date) -> date:
    """The day a version was laid at its source; the day it was first pulled where the source does not tell a day
    before that."""
    laid = receipt.modified.astimezone(_HOME).date() if receipt.modified else as_of
    return min(laid, as_of)


def _faults(connection: Connection, submission: Submission) -> Counter[tuple[str, str, int]]:
    """How often each fault stands in the federation's counted files: by check, field and the title it is about."""
    f, r, s = finding.c, record.c, sheet.c
    at_record = (r.file_id == f.file_id) & (r.sheet_no == s.sheet_no) & (r.row == f.row)
    query = (
        sa.select(f.check_id, f.field, sa.func.coalesce(r.title_code, 0), sa.func.count())
        .join_from(finding, sheet, (s.file_id == f.file_id) & (s.name == f.sheet), isouter=True)
        .join(record, at_record, isouter=True)
        .where(f.campaign_id == submission.campaign_id, f.federation_code == submission.federation_code)
        .group_by(f.check_id, f.field, r.title_code)
    )
    return Counter({(check, field, int(code)): int(n) for check, field, code, n in connection.execute(query)})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _add_rows(connection: Connection, table: sa.Table, rows: Rows, file_id: int) -> None:
    for part in rows.parts() if len(rows) else ():
        columns = [_stored(name, part[name]) for name in part.names]
        told = ((file_id, *row) for row in zip(*columns, strict=True))
        insert_rows(connection, table, ("file_id", *part.names), told)


def _stored(name: str, column: Sequence[Any]) -> Sequence[Any]:
    """A column as a driver takes it: codes signed, days as ISO text, nothing stated is None."""
    if name in _CODES:
        return signed(column)
    if name in _DAYS:
        return [day and day.isoformat() for day in column]
    return [None if value != value else value for value in column] if name == "benefit_vnd" else column


def _add_findings(connection: Connection, submission: Submission, file_id: int, findings: Rows) -> None:
    if not len(findings):
        return
    columns = ("campaign_id", "file_id", *FINDING_COLUMNS)
    for part in findings.parts():
        own = part.assign(federation_code=submission.federation_code)
        rows = ((submission.campaign_id, file_id, *row) for row in own.each(*FINDING_COLUMNS))
        insert_rows(connection, finding, columns, rows)


def _set_state(
    connection: Connection, submission: Submission, faults: tuple[Counter[tuple[str, str, int]], ...] | None
) -> None:
    """How the pull ended. `faults`: those before and now, None where nothing changed and the last word stands."""
    s = federation_state.c
    ours = (s.campaign_id == submission.campaign_id) & (s.federation_code == submission.federation_code)
    last = connection.execute(sa.select(s.mended, s.new, s.state, s.since).where(ours)).first()
    mended, new, state, since = last or (0, 0, "", "")
    if faults:
        mended, new = (faults[0] - faults[1]).total(), (faults[1] - faults[0]).total() if last else 0
    connection.execute(sa.delete(federation_state).where(ours))
    read = [taken for taken in submission.files if not taken.receipt.skipped]
    connection.execute(
        sa.insert(federation_state).values(
            campaign_id=submission.campaign_id,
            federation_code=submission.federation_code,
            state=submission.state,
            files=len(read),
            files_rejected=sum(not taken.accepted for taken in read),
            mended=mended,
            new=new,
            run_id=submission.run_id,
            since=since if state == submission.state else submission.as_of.isoformat(),
        )
    )
