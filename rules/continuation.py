"""Initiatives over several rows: a row that only goes on with the one above is no initiative, its authors are that
one's."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rules.columns import DROPPED, Column
from rules.lines import Line
from rules.row_words import names_a_unit
from rules.tables import Table, cell_text
from schemas.rows import Rows
from schemas.submission import RowKind, Sheet

# What is said of a further author. Any other cell (a benefit, a date, an effect) speaks of an initiative of its own.
_OF_A_PERSON = frozenset(
    {
        "authors", "position", "position_workplace", "workplace", "superior_union", "sector", "secrecy",
        "confidential_info", "note", DROPPED,
    }
)  # fmt: skip


def with_continuations(
    lines: Sequence[Line], kinds: Sequence[RowKind], positions: Sequence[int], under: Sequence[bool], table: Table
) -> list[RowKind]:
    """The kinds with CONTINUATION for each row below a titled one that has no number and no title of its own, and lies
    `under` a title merged over it or names nothing but a further author."""
    fields = {c.index: c.field for c in table.columns}
    found = list(kinds)
    for index in range(1, len(lines)):
        line, above = lines[index], found[index - 1]
        goes_on = above is RowKind.CONTINUATION or (above is RowKind.DATA and lines[index - 1].title != "")
        if line.title or line.counted or not goes_on or found[index] is RowKind.SIGNATURE:
            continue
        directly = positions[index] == positions[index - 1] + 1
        if under[index] or (directly and found[index] is RowKind.DATA and _names_an_author(line, fields)):
            found[index] = RowKind.CONTINUATION
    return found


def own_facts(sheet: Sheet, table: Table, places: Sequence[int]) -> list[tuple[int, Column]]:
    """What rows at these positions, which go on with the one above, state beyond a further author: (worksheet row,
    column). It is counted nowhere, so it is asked about."""
    columns = [c for c in table.columns if c.field not in _OF_A_PERSON | {"title", "row_no"}]
    return [
        (sheet.row_numbers[p], column)
        for p in places
        for column in columns
        if column.index < len(sheet.rows[p]) and cell_text(sheet.rows[p][column.index])
    ]


def joined(rows: Rows, goes_on: Sequence[bool]) -> Rows:
    """The clean rows without those that go on: their authors are added to the row above, which also takes their
    position and workplace where it has none, and their doubts."""
    if not any(goes_on):
        return rows
    begins = [at for at, on in enumerate(goes_on) if not on]
    spans = list(pairwise([*begins, len(rows)]))
    kept: dict[str, list[str]] = {}
    for name, join in (("authors", _together), ("position", _first), ("workplace", _first)):
        kept[name] = [join(rows[name][start:end]) for start, end in spans]
    for name, stated in (("authors_status", "authors"), ("workplace_status", "workplace")):
        found = zip(begins, kept[stated], strict=True)
        kept[name] = ["ok" if rows[name][at] == "missing" and text else rows[name][at] for at, text in found]
    for name, doubt in (("secrecy_status", "doubtful"), ("font_status", "unsure")):
        if name in rows:
            kept[name] = [doubt if doubt in rows[name][start:end] else rows[name][start] for start, end in spans]
    return rows.at(begins).assign(**kept)


def _names_an_author(line: Line, fields: dict[int, str]) -> bool:
    if line.number or any(fields.get(i, "") not in _OF_A_PERSON for i, _ in line.filled):
        return False
    names = [text for i, text in line.filled if fields[i] == "authors"]
    return bool(names) and not any(names_a_unit(text) for text in names)


def _together(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(name for text in texts for name in text.split("; ") if name))


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")
