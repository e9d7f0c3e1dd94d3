"""The counted rows of a campaign as frames, and the erasing of what became secret."""

from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from flows.store.arrow_reading import Columns, framed
from flows.store.portal_tables import of_portal
from flows.store.session import Store
from flows.store.tables import (
    detail,
    explanation,
    federation_state,
    finding,
    line,
    record,
    sheet,
    submitted_file,
    untitled,
)  # fmt: skip
from schemas.finding import FINDING_COLUMNS

_DATES = ("applied_from", "applied_to", "registered_on")
_OF_A_SHEET = ("content_code", "federation_code", "file", "sheet")
JOINED = "joined"
# Beside what may be shown of it. A heading above the row stands in superior_union, and is often the workplace itself.
ERASED = {"secret_reason": JOINED, "superior_union": ""}


def counted_records(store: Store, campaign_id: str, federation_code: str = "") -> pd.DataFrame:
    """Every record of the counted files, or of one federation's, in the order of federation, file, sheet and row.

    Columns: file_id, sheet_no, content_code, federation_code, file, sheet, row, then those of the table `record`; codes
    as integers and packed bytes (rules.features.unpack)."""
    f, r = submitted_file.c, record.c
    of_federation = [f.federation_code == federation_code] if federation_code else []
    counted = sa.and_(f.campaign_id == campaign_id, f.counted, *of_federation)
    columns = None if federation_code else store.columns(_of_files(record, counted))
    if columns is None:
        rows = sa.select(record).join_from(record, submitted_file, f.file_id == r.file_id).where(counted)
        frame = store.frame(rows.order_by(f.federation_code, f.path, r.sheet_no, r.row))
    else:
        files = store.frame(sa.select(f.file_id).where(counted).order_by(f.federation_code, f.path))
        frame = _in_order_of(files["file_id"], columns)
    frame = _with_place(store, campaign_id, frame)
    for name in _DATES:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    frame["award_level"] = frame["award_level"].astype("Int64")
    frame["benefit_vnd"] = frame["benefit_vnd"].astype(float)
    frame["refused"] = frame["refused"].astype(bool)
    for name in ("title_code", "workplace_code"):
        frame[name] = frame[name].to_numpy(dtype=np.int64).view(np.uint64)
    return frame


def _of_files(table: sa.Table, counted: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(table).where(table.c.file_id.in_(sa.select(submitted_file.c.file_id).where(counted)))


def _in_order_of(files: "pd.Series[int]", columns: Columns) -> pd.DataFrame:
    """Rows in the order of those files, sheet and row; the columns are let go of one after the other."""
    of_file, sheet_no, row = (columns[name].to_numpy() for name in ("file_id", "sheet_no", "row"))
    place = pd.Index(files).get_indexer(pd.Index(of_file))
    order = np.lexsort((row, sheet_no, place))
    order = order[int((place < 0).sum()) :]  # another process took the file in between the two questions
    return framed(columns, order)


def _with_place(store: Store, campaign_id: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table `record` with what their files and sheets tell, read once for each of them."""
    f, s = submitted_file.c, sheet.c
    told = store.frame(
        sa.select(f.file_id, s.sheet_no, f.content_code, f.federation_code, f.path.label("file"), s.name.label("sheet"))
        .join_from(sheet, submitted_file, f.file_id == s.file_id)
        .where(f.campaign_id == campaign_id, f.counted)
    )
    at = ["file_id", "sheet_no"]
    if frame.empty:
        return frame.assign(**dict.fromkeys(_OF_A_SHEET, frame["title"]))[_in_front(frame)]
    bounds = np.flatnonzero((frame[at].diff() != 0).any(axis=1).to_numpy())
    runs = np.diff(np.append(bounds, len(frame)))
    which = pd.MultiIndex.from_frame(told[at]).get_indexer(pd.MultiIndex.from_frame(frame[at].iloc[bounds]))
    place = np.repeat(which, runs)
    if (which < 0).any():  # another process replaced a file between the two questions
        frame, place = frame[place >= 0].reset_index(drop=True), place[place >= 0]
    return frame.assign(**{name: told[name].array.take(place) for name in _OF_A_SHEET})[_in_front(frame)]


def _in_front(frame: pd.DataFrame) -> list[str]:
    first = ["file_id", "sheet_no", *_OF_A_SHEET, "row"]
    return [*first, *(name for name in frame.columns if name not in first)]


def open_details(store: Store, campaign_id: str) -> pd.DataFrame:
    """Authors, position and workplace of the open rows of the counted files; file_id, sheet_no, row tell which."""
    f = submitted_file.c
    query = _of_files(detail, sa.and_(f.campaign_id == campaign_id, f.counted))
    columns = store.columns(query)
    return store.frame(query) if columns is None else framed(columns)


def details_of(store: Store, records: pd.DataFrame) -> pd.DataFrame:
    """The details of some records: file_id, sheet_no, row, authors, workplace."""
    d = detail.c
    files = sorted({int(n) for n in records["file_id"]})
    parts = [files[at : at + 500] for at in range(0, len(files), 500)]
    frames = [
        store.frame(sa.select(d.file_id, d.sheet_no, d.row, d.authors, d.workplace).where(d.file_id.in_(part)))
        for part in parts
    ]
    return pd.concat(frames, ignore_index=True)


def counted_lines(store: Store, campaign_id: str) -> pd.DataFrame:
    """Every row of the files in the ledger that is no record: federation_code, file, sheet, row, kind, reason.

    A rejected file is in the ledger while no accepted version of it counts.
    """
    f, s = submitted_file.c, sheet.c
    query = (
        sa.select(
            f.federation_code, f.path.label("file"), s.name.label("sheet"), line.c.row, line.c.kind, line.c.reason
        )
        .join_from(line, submitted_file, f.file_id == line.c.file_id)
        .join(sheet, (s.file_id == line.c.file_id) & (s.sheet_no == line.c.sheet_no))
        .where(f.campaign_id == campaign_id, _in_ledger())
        .order_by(f.federation_code, f.path, line.c.sheet_no, line.c.row)
    )
    return store.frame(query)


def untitled_rows(store: Store, campaign_id: str) -> pd.DataFrame:
    """The rows rejected for want of a title, of the files in the ledger: place, is_secret, and what the windows
    judge."""
    f, s, u = submitted_file.c, sheet.c, untitled.c
    query = (
        sa.select(
            f.federation_code, f.path.label("file"), s.name.label("sheet"), u.row, u.is_secret, u.refused,
            u.applied_from, u.applied_to, u.registered_on,
        )
        .join_from(untitled, submitted_file, f.file_id == u.file_id)
        .join(sheet, (s.file_id == u.file_id) & (s.sheet_no == u.sheet_no))
        .where(f.campaign_id == campaign_id, _in_ledger())
        .order_by(f.federation_code, f.path, u.sheet_no, u.row)
    )  # fmt: skip
    frame = store.frame(query)
    for name in _DATES:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    return frame.astype({"refused": bool, "is_secret": bool})


def sheets_in_ledger(store: Store, campaign_id: str) -> pd.DataFrame:
    """The sheets the ledger covers: federation_code, file, sheet, nonempty_rows (counted on the cells), tables."""
    f, s = submitted_file.c, sheet.c
    query = (
        sa.select(f.federation_code, f.path.label("file"), s.name.label("sheet"), s.nonempty_rows, s.tables)
        .join_from(sheet, submitted_file, f.file_id == s.file_id)
        .where(f.campaign_id == campaign_id, _in_ledger())
        .order_by(f.federation_code, f.path, s.sheet_no)
    )
    return store.frame(query)


def receipts(store: Store, campaign_id: str) -> pd.DataFrame:
    """The receipts of the files that stand or count: federation_code, path, size, sha256, received_on, skipped,
    rejected_because, counted, from_portal (a part of the portal's export, nothing that the federation sent)."""
    f = submitted_file.c
    told = (f.federation_code, f.path, f.size, f.sha256, f.received_on, f.skipped, f.rejected_because, f.counted)
    query = (
        sa.select(*told, of_portal(f.file_id).label("from_portal"))
        .where(f.campaign_id == campaign_id, f.counted | f.current)
        .order_by(f.federation_code, f.path, f.sha256, f.counted)
    )
    return store.frame(query)


def states(store: Store, campaign_id: str) -> pd.DataFrame:
    """federation_code, state, files, files_rejected, mended, new of the federations ever pulled."""
    s = federation_state.c
    return store.frame(
        sa.select(s.federation_code, s.state, s.files, s.files_rejected, s.mended, s.new)
        .where(s.campaign_id == campaign_id)
        .order_by(s.federation_code)
    )


def findings(store: Store, campaign_id: str) -> pd.DataFrame:
    """The findings of the files as they stand now, in FINDING_COLUMNS and in no order."""
    columns = [finding.c[name] for name in FINDING_COLUMNS]
    return store.frame(sa.select(*columns).where(finding.c.campaign_id == campaign_id))


def erase(store: Store, rows: pd.DataFrame) -> None:
    """Withhold rows that became secret by a join (RULES.md 17): their details and shown values go, for good.

    `rows`: file_id, sheet_no, row, federation_code, file, sheet, and the title, effect and award that may be shown.
    """
    if rows.empty:
        return
    names = ("file_id", "sheet_no", "row", "title", "effect", "award")
    key = [
        {"f": int(a), "s": int(b), "r": int(c), "t": title, "e": effect, "a": award}
        for a, b, c, title, effect, award in zip(*(rows[n] for n in names), strict=True)
    ]
    places = [
        {"f": int(file_id), "sh": name, "r": int(number)}
        for file_id, name, number in zip(rows["file_id"], rows["sheet"], rows["row"], strict=True)
    ]
    at: dict[str, sa.BindParameter[int]] = {
        name: sa.bindparam(short) for name, short in (("file_id", "f"), ("sheet_no", "s"), ("row", "r"))
    }
    with store.transaction() as connection:
        public: dict[str, object] = {name: sa.bindparam(name[0]) for name in ("title", "effect", "award")}
        emptied: dict[sa.Table, dict[str, object]] = {
            explanation: {"text": ""},
            record: {**ERASED, **public},
        }
        for table in (detail, explanation, record):
            where = [table.c[name] == value for name, value in at.items()]
            change = sa.update(table).values(emptied[table]) if table in emptied else sa.delete(table)
            connection.execute(change.where(*where), key)
        connection.execute(
            sa.update(finding)
            .where(
                finding.c.file_id == sa.bindparam("f"),
                finding.c.sheet == sa.bindparam("sh"),
                finding.c.row == sa.bindparam("r"),
            )
            .values(found="", proposed=""),
            places,
        )


def _in_ledger() -> sa.ColumnElement[bool]:
    """Counted files, and rejected ones that stand at the source with no counted version of the same file."""
    f, other = submitted_file.c, submitted_file.alias("other")
    has_counted = (
        sa.select(sa.literal(1))
        .where(
            other.c.campaign_id == f.campaign_id,
            other.c.federation_code == f.federation_code,
            (other.c.path == f.path) | ((other.c.path_code == f.path_code) & (f.path_code != "")),
            other.c.counted,
        )
        .exists()
    )
    return f.counted | (f.current & (f.rejected_because != "") & ~has_counted)
