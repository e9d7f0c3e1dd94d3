"""internal/ledger/CODE.xlsx: a federation's way from its rows to its number, and the rows of each step on a sheet."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from reports.arrow_text import text_array
from reports.places import place
from reports.plain_book import PlainBook
from reports.plain_sheet import LAST_ROW, PlainSheet
from reports.sheet_styles import Styles
from reports.table_rows import put_table
from reports.wording import label, reason_text
from reports.wording_follow import FOLLOW, LEDGER, LEDGER_SHEETS
from reports.zip_parts import FIRST_SHEET, PROPERTIES, part, redated, with_parts
from schemas.ledger import DUPLICATES, Disposition
from schemas.release import FederationFacts, ReleaseFacts
from schemas.returned import OWN_SHEET_MARK
from schemas.waterfall import Waterfall

_PLACE = ["federation_code", "file", "sheet", "row"]
_COLUMNS = ("file", "sheet", "row", "name", "id", "reason", "counted_at", "remark")
_TOLD = ("file", "sheet", "row", "title", "initiative_id", "reason", "counted_at", "remark")  # in these columns
_WIDTHS = (34, 18, 8, 60, 24, 44, 40, 20)
_HEADER_ROW = 3
_MOST_ROWS = LAST_ROW - _HEADER_ROW


def ledger_lines(
    ledger: pd.DataFrame, titles: "pd.Series[str]", names: Mapping[str, str], only: AbstractSet[str] | None = None
) -> pd.DataFrame:
    """The ledger's data rows, of all federations or of these, with what the workbooks show: title, counted_at, remark.

    `titles`: of each line, as it may be shown. To a federation another one is a name alone, and nothing where the
    initiative is secret (RULES.md 12)."""
    wanted = ledger["disposition"] != Disposition.NOT_DATA.value
    if only is not None:
        wanted &= ledger["federation_code"].isin(list(only))
    rows = ledger[wanted]
    remarks = np.array(["", LEDGER["pending"], LEDGER["redacted"], f"{LEDGER['pending']}; {LEDGER['redacted']}"])
    pending, hidden = (rows[name].to_numpy(dtype=bool) for name in ("pending_review", "is_redacted"))
    counted = ledger.loc[ledger["disposition"] == Disposition.COUNTED.value, [*_PLACE, "initiative_id"]]
    return rows.assign(
        title=titles[wanted],
        remark=pd.Series(remarks[pending + 2 * hidden], index=rows.index, dtype="str"),
        counted_at=_counted_at(rows, counted, names),
    )


def ledger_workbook(facts: ReleaseFacts, federation: FederationFacts, way: Waterfall, lines: pd.DataFrame) -> bytes:
    """The workbook's bytes, the same for the same release; `lines` are the federation's `ledger_lines`, by place."""
    by = {str(disposition): rows for disposition, rows in lines.groupby("disposition", observed=True)}
    return _book(facts, federation, way, by)


def renewed_ledger_workbook(book: bytes, was: tuple[str, date], facts: ReleaseFacts) -> bytes | None:
    """The workbook of the same way and lines in another release; `was`: id and day of the one it stands in. None where
    it does not tell that release, once."""
    summary, properties = part(book, FIRST_SHEET), part(book, PROPERTIES)
    stands, told = (f">{_release(*of)}</t>".encode() for of in (was, (facts.release_id, facts.as_of)))
    if summary.count(stands) != 1:
        return None
    properties = redated(properties, was[1], facts.as_of)
    return with_parts(book, {FIRST_SHEET: summary.replace(stands, told), PROPERTIES: properties})


def _book(facts: ReleaseFacts, federation: FederationFacts, way: Waterfall, by: Mapping[str, pd.DataFrame]) -> bytes:
    """`by`: disposition -> its lines."""
    with PlainBook(facts.as_of) as book:
        styles = Styles(book)
        title = f"{OWN_SHEET_MARK} - {LEDGER['title'].format(federation=federation.name)}"
        summary = book.add_plain(LEDGER["summary"])
        _summary(summary, facts, way, title, styles)
        for step in way.steps:
            if step.disposition.value in by:
                _step_sheets(book, by[step.disposition.value], step.disposition, title, styles)
    return book.data


def _counted_at(rows: pd.DataFrame, counted: pd.DataFrame, names: Mapping[str, str]) -> "pd.Series[str]":
    """Where the initiative of a duplicate was counted; "" for all other rows."""
    told = np.full(len(rows), "", dtype=object)
    again = np.flatnonzero(rows["disposition"].isin([d.value for d in DUPLICATES]).to_numpy())
    ids = text_array(rows["initiative_id"].iloc[again])
    at = pc.index_in(ids, text_array(counted["initiative_id"])).fill_null(-1).to_numpy()
    told[again[at < 0]] = LEDGER["earlier"]
    again, there = again[at >= 0], counted.iloc[at[at >= 0]]
    own = rows["federation_code"].iloc[again].to_numpy() == there["federation_code"].to_numpy()
    hidden = rows["is_redacted"].to_numpy(dtype=bool)[again]
    elsewhere = there["federation_code"].map(
        {code: names.get(code, code) for code in there["federation_code"].unique()}
    )
    told[again] = np.where(hidden, LEDGER["elsewhere"], elsewhere.to_numpy(dtype=object))
    places = zip(*(there.loc[own, name].tolist() for name in ("file", "sheet", "row")), strict=True)
    told[again[own]] = [LEDGER["here"].format(file=f, place=place(sheet, int(row), "")) for f, sheet, row in places]
    return pd.Series(told, index=rows.index, dtype="str")


def _summary(out: PlainSheet, facts: ReleaseFacts, way: Waterfall, title: str, styles: Styles) -> None:
    for column, width in enumerate((70, 14)):
        out.set_column(column, column, width)
    out.put(1, [(0, title, styles.of("title"))], 22)
    out.put(2, [(0, _release(facts.release_id, facts.as_of), styles.of("name"))])
    out.put(_HEADER_ROW, [(i, LEDGER[n], styles.of("header")) for i, n in enumerate(("what", "rows"))])
    for number, (words, n, strong, sheet) in enumerate(_way(way), start=_HEADER_ROW + 1):
        style = styles.of("strong_line" if strong else "data")
        out.put(number, [(0, words, style), (1, n, styles.of("count"))])
        if sheet and n:
            out.write_url(number - 1, 0, f"internal:'{sheet}'!A1", tip=LEDGER["open"])
    out.set_paper(9)
    out.fit_to_pages(1, 0)


def _release(release_id: str, as_of: date) -> str:
    return FOLLOW["release"].format(release=release_id, as_of=f"{as_of:%d/%m/%Y}")


def _way(way: Waterfall) -> Iterator[tuple[str, int, bool, str]]:
    """Words, number, whether it is a sum, and the sheet of its rows."""
    yield FOLLOW["all_rows"], way.rows, True, ""
    for step in way.steps:
        disposition = step.disposition
        sheet = "" if disposition is Disposition.NOT_DATA else LEDGER_SHEETS[disposition]
        counted = disposition is Disposition.COUNTED
        sign = FOLLOW["equals"] if counted else FOLLOW["minus"]
        yield f"{sign} {label('disposition', disposition)}", step.rows, counted, sheet
        yield from ((f"      {reason_text(reason)}", n, False, "") for reason, n in step.reasons if reason)
        if disposition is Disposition.NOT_DATA:
            yield f"{FOLLOW['equals']} {FOLLOW['entered']}", way.measure("entered"), True, ""
    yield f"      {FOLLOW['pending']}", way.pending, False, ""


def _step_sheets(book: PlainBook, lines: pd.DataFrame, disposition: Disposition, title: str, styles: Styles) -> None:
    """One sheet, or several where a worksheet cannot hold the rows."""
    for number, start in enumerate(range(0, len(lines), _MOST_ROWS)):
        name = LEDGER_SHEETS[disposition] + (f" {number + 1}" if number else "")
        out = book.add_plain(name)
        _rows(out, lines.iloc[start : start + _MOST_ROWS], f"{title} - {label('disposition', disposition)}", styles)


def _rows(out: PlainSheet, lines: pd.DataFrame, title: str, styles: Styles) -> None:
    for column, width in enumerate(_WIDTHS):
        out.set_column(column, column, width)
    out.put(1, [(0, title, styles.of("title"))], 22)
    out.put(_HEADER_ROW, [(i, LEDGER[name], styles.of("header")) for i, name in enumerate(_COLUMNS)])
    styled = {kind: styles.of("line", kind) for kind in ("text", "quoted", "number")}
    words = {str(reason): reason_text(str(reason)) for reason in lines["reason"].unique()}
    told = lines.assign(reason=lines["reason"].astype("str").map(words))
    put_table(out, _HEADER_ROW + 1, [told[name] for name in _TOLD], [styled] * len(_TOLD))
    out.freeze_panes(_HEADER_ROW, 0)
    out.autofilter(_HEADER_ROW - 1, 0, _HEADER_ROW - 1 + len(lines), len(_COLUMNS) - 1)
    out.set_landscape()
    out.set_paper(8)
    out.fit_to_pages(1, 0)
    out.repeat_rows(_HEADER_ROW - 1)
