"""The submitted table as it goes back to its federation (RULES.md 19): open rows as they were sent, of a secret row
what redaction keeps, of all else nothing. Built inside the parsing child, packed for the store."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from rules.cells import NOT_SHARED
from rules.columns import DROPPED
from rules.contacts import without_contacts
from rules.layout import Layout, RowPlace, Table
from rules.merges import RowMerges
from rules.secrecy import secrecy_columns
from rules.tokens import Short
from schemas.compressed import compressed, decompressed
from schemas.returned import ReturnedRow, ReturnedSheet, ShownColumns
from schemas.submission import Cell, RowKind, Sheet

OWN_COLUMNS = frozenset({"row_token", "explanation", "own_errors"})
# Dates, sums and running numbers are never searched for a telephone number.
_EXACT = frozenset({"row_no", "applied", "registered", "benefit"})
_MARK = "x"
_ROWS = '"rows": ['  # a quote inside a text is written with a stroke before it: this stands for the key alone
_AT_ONCE = 2_000  # rows
_READERS: dict[str, Callable[[str], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def returned_sheet(sheet: Sheet, layout: Layout, secret: Mapping[int, tuple[Short, str]]) -> ReturnedSheet:
    """One sheet with a table. `secret`: worksheet row -> (title, effect, award) and token of each secret row."""
    sheet = replace(sheet, rows=_filled_down(sheet, layout, secret.keys()))
    shown = tuple(_shown(table) for table in layout.tables)
    kept = [_kept_columns(sheet, table) for table in layout.tables]
    exact = [frozenset(c.index for c in table.columns if c.field in _EXACT) for table in layout.tables]
    own = _own(layout)
    rows, above_is_secret = [], False
    for place in layout.places:
        number = sheet.row_numbers[place.position]
        if place.kind in (RowKind.HEADER, RowKind.NUMBERING):
            rows.append(_row(sheet, place, "header", set(range(len(sheet.rows[place.position]))) - own))
        elif place.kind is RowKind.SECTION:
            rows.append(_row(sheet, place, "section", kept[place.table]))
        elif place.kind is RowKind.DATA:
            above_is_secret = number in secret
            sent = _row(sheet, place, "data", kept[place.table], exact[place.table])
            rows.append(withheld(sent, shown[place.table], *secret[number]) if above_is_secret else sent)
        elif place.kind is RowKind.CONTINUATION and not above_is_secret:
            rows.append(_row(sheet, place, "continuation", kept[place.table], exact[place.table]))
    return ReturnedSheet(sheet.name, _width(layout), _without_lonely_sections(rows), shown)


def withheld(row: ReturnedRow, shown: ShownColumns, short: Short, token: str) -> ReturnedRow:
    """A row as a secret one may be shown: its short record, a mark where the table asks for one, and the token."""
    at: dict[int, Cell] = dict(zip((shown.title, shown.effect, shown.award), short, strict=True))
    at |= dict.fromkeys(shown.secrecy, _MARK)
    cells = tuple(at.get(column, "") for column in range(max(at) + 1))
    return replace(row, cells=cells, token=token)


def withheld_rows(sheet: ReturnedSheet, secret: Mapping[tuple[str, int], tuple[Short, str]]) -> ReturnedSheet:
    """A sheet of which more rows became secret: sheet name and worksheet row -> what may be shown, token."""
    rows: list[ReturnedRow] = []
    for row in sheet.rows:
        if row.kind == "continuation" and rows and rows[-1].token:
            continue  # a further author of a row that became secret
        known = secret.get((sheet.name, row.row)) if row.kind == "data" else None
        rows.append(withheld(row, sheet.shown[row.table], *known) if known else row)
    return replace(sheet, rows=_without_lonely_sections(rows))


def _without_lonely_sections(rows: Sequence[ReturnedRow]) -> tuple[ReturnedRow, ...]:
    """Without the headings below which only secret rows stand: such a heading may name their workplace."""
    kept: list[ReturnedRow] = []
    is_open = heading_passed = False
    for row in reversed(rows):
        if row.kind == "data":
            is_open = not row.token or (is_open and not heading_passed)
            heading_passed = False
        if row.kind == "section":
            heading_passed = True
        if row.kind != "section" or is_open:
            kept.append(row)
    return tuple(reversed(kept))


def pack(sheets: Sequence[ReturnedSheet]) -> bytes:
    """Sheets as compressed JSON."""
    return compressed(piece.encode("utf-8", "surrogatepass") for piece in _pieces(sheets))


def _pieces(sheets: Sequence[ReturnedSheet]) -> Iterator[str]:
    """The JSON of the sheets, some rows at a time: as one text, with all that it is joined of, a large sheet would take
    more memory than its cells."""
    between = "["
    for sheet in sheets:
        before, behind = _json(replace(sheet, rows=())).split(_ROWS, 1)
        yield between + before + _ROWS
        for at in range(0, len(sheet.rows), _AT_ONCE):
            yield (", " if at else "") + _json(sheet.rows[at : at + _AT_ONCE])[1:-1]
        yield behind
        between = ", "
    yield "]" if sheets else "[]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_tagged)


def unpack(packed: bytes) -> tuple[ReturnedSheet, ...]:
    """What `pack` made."""
    told = json.loads(decompressed(packed).decode("utf-8", "surrogatepass"), object_hook=_untagged)
    return tuple(
        ReturnedSheet(
            sheet["name"],
            sheet["width"],
            tuple(map(_unpacked_row, sheet["rows"])),
            tuple(ShownColumns(s["title"], s["effect"], s["award"], tuple(s["secrecy"])) for s in sheet["shown"]),
        )
        for sheet in told
    )


def _unpacked_row(told: Any) -> ReturnedRow:
    """A row as `pack` writes it; earlier versions named its parts."""
    row, kind, cells, table, token = told if isinstance(told, list) else told.values()
    return ReturnedRow(row, kind, tuple(cells), table, token)


def change_texts(packed: bytes, change: Callable[[str], str]) -> bytes:
    """Packed sheets with every text of their cells, and their names, changed."""
    sheets = unpack(packed)
    changed = [
        replace(
            sheet,
            name=change(sheet.name),
            rows=tuple(
                replace(row, cells=tuple(change(c) if isinstance(c, str) else c for c in row.cells))
                for row in sheet.rows
            ),
        )
        for sheet in sheets
    ]
    return packed if tuple(changed) == sheets else pack(changed)


def _tagged(value: object) -> dict[str, object] | tuple[object, ...]:
    if type(value) is ReturnedRow:  # nearly all of them
        return value.row, value.kind, value.cells, value.table, value.token
    if isinstance(value, ReturnedSheet | ShownColumns):
        return {name: getattr(value, name) for name in value.__slots__}
    if isinstance(value, timedelta):
        return {"timedelta": value // timedelta(microseconds=1)}
    assert isinstance(value, date | time)
    return {type(value).__name__: value.isoformat()}


def _untagged(found: dict[str, object]) -> object:
    if len(found) == 1:
        (kind, value), *_ = found.items()
        if kind == "timedelta":
            return timedelta(microseconds=int(str(value)))
        if reader := _READERS.get(kind):
            return reader(str(value))
    return found


def _filled_down(sheet: Sheet, layout: Layout, secret: AbstractSet[int]) -> list[Sequence[Cell]]:
    """The rows with what is merged over several initiatives written into each of them, as it is read; a returned sheet
    has no merged cells. Never out of a secret row into the open ones below it."""
    rows, merges = list(sheet.rows), RowMerges(sheet)
    tops = {(p.table, sheet.row_numbers[p.position]): p.position for p in layout.places if p.kind is RowKind.DATA}
    for (table, number), position in tops.items():
        for column in layout.tables[table].columns:
            if column.index not in merges or column.field in NOT_SHARED:
                continue
            top = merges.top_of(number, column.index)
            above = tops.get((table, top), position)
            if above != position and top not in secret:
                rows[position] = _with_cell(rows[position], column.index, sheet.rows[above])
    return rows


def _with_cell(row: Sequence[Cell], column: int, above: Sequence[Cell]) -> Sequence[Cell]:
    """The row with the cell above in place of a blank one."""
    if column >= len(above) or (column < len(row) and row[column] != ""):
        return row
    cells = [*row, *[""] * (column + 1 - len(row))]
    cells[column] = above[column]
    return cells


def _shown(table: Table) -> ShownColumns:
    first = {c.field: c.index for c in reversed(table.columns)}
    return ShownColumns(
        first.get("title", -1), first.get("effect", -1), first.get("award", -1), secrecy_columns(table).flags
    )


def _kept_columns(sheet: Sheet, table: Table) -> set[int]:
    """Columns whose cells go back: neither personal data nor hidden nor our own nor beyond the header."""
    gone = {c.index for c in table.columns if c.field == DROPPED or c.field in OWN_COLUMNS}
    return {i for i, header in enumerate(table.headers) if header} - gone - sheet.facts.hidden_columns


def _own(layout: Layout) -> set[int]:
    return {c.index for table in layout.tables for c in table.columns if c.field in OWN_COLUMNS}


def _width(layout: Layout) -> int:
    own = _own(layout)
    return max(i for table in layout.tables for i in range(len(table.headers)) if table.headers[i] and i not in own) + 1


def _row(
    sheet: Sheet, place: RowPlace, kind: str, columns: AbstractSet[int], exact: AbstractSet[int] | None = None
) -> ReturnedRow:
    cells = sheet.rows[place.position]
    shown = [cell if i in columns else "" for i, cell in enumerate(cells)]
    if exact is not None:
        shown = [cell if i in exact else without_contacts(cell) for i, cell in enumerate(shown)]
    while shown and shown[-1] == "":
        shown.pop()
    return ReturnedRow(sheet.row_numbers[place.position], kind, tuple(shown), place.table)
