"""Which rows of a sheet are technology secrets by their own mark. Fail closed: in doubt, it is a secret (RULES.md
13)."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rules.flags import is_plainly_no, secrecy_mark_in_text
from rules.layout import Layout, RowPlace, Table, cell_text
from rules.vietnamese import bare, repair
from schemas.submission import Cell, RowKind, Sheet, Spot

_PLAIN_YES = frozenset(
    {"x", "co", "yes", "y", "1", "mat", "bi mat", "bi mat cong nghe", "dung", "true", "v", "✓", "✔", "☑"}
)
# In a title, a note or a heading the whole text is searched for a mark; in prose only a short text or a bracket is one.
_PROSE = frozenset({"content", "effect"})
_SHORT = 6
_HEADER_MARKS = ("bi mat", "bao mat", "khong cong bo", "secret", "confidential", "do mat", "mat")


@dataclass(frozen=True, slots=True)
class SecrecyColumns:
    """The columns that decide on secrecy, hidden ones too. `flags` hold marks, `infos` name what has to be
    protected."""

    flags: tuple[int, ...]
    infos: tuple[int, ...]

    @property
    def present(self) -> bool:
        """True when the sheet asks for secrecy at all."""
        return bool(self.flags or self.infos)


def secrecy_columns(table: Table) -> SecrecyColumns:
    """By the columns table; an unknown header that speaks of secrecy counts as a secrecy column."""
    named = {c.index: c.field for c in table.columns}
    flags = [i for i, f in named.items() if f == "secrecy"]
    flags += [i for i, header in enumerate(table.headers) if header and i not in named and _speaks_of_secrecy(header)]
    return SecrecyColumns(tuple(sorted(flags)), tuple(i for i, f in named.items() if f == "confidential_info"))


def sheet_mark(sheet: Sheet, layout: Layout, file: str) -> str:
    """A mark that covers the whole sheet: in its name, the file's name, or standing alone above the table; "" for
    none."""
    if secrecy_mark_in_text(sheet.name):
        return "sheet_name_mark"
    if secrecy_mark_in_text(file.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ").replace("-", " ")):
        return "file_name_mark"
    for place in layout.places:
        if place.kind is RowKind.TITLE_BLOCK:
            for cell in sheet.rows[place.position]:
                if isinstance(cell, str) and len(cell.split()) <= _SHORT and secrecy_mark_in_text(repair(cell).text):
                    return "title_block_mark"
    return ""


def own_marks(sheet: Sheet, layout: Layout, places: Sequence[RowPlace], table: Table, no_secrets: bool) -> list[str]:
    """For each data row of one table the way it is marked secret, "" for an open one.

    `no_secrets`: the federation's block in the config says that its sheets without a secrecy column hold no secrets.
    """
    columns = secrecy_columns(table)
    default = "" if columns.present or no_secrets else "no_secrecy_column"
    merged = _marked_by_merge(sheet, columns)
    comments = _commented(sheet, layout)
    watched = _watched(table, columns, sheet.facts.hidden_columns)
    headings = {place.section: bool(secrecy_mark_in_text(place.section)) for place in places}
    return [
        ("comment_mark" if sheet.row_numbers[place.position] in comments else "")
        or ("section_mark" if headings[place.section] else "")
        or ("merged_mark" if sheet.row_numbers[place.position] in merged else "")
        or _cell_mark(sheet, place.position, columns, watched)
        or default
        for place in places
    ]


def mark_status(sheet: Sheet, table: Table, places: Sequence[RowPlace], reasons: Sequence[str]) -> list[str]:
    """For each row "doubtful" where what made it secret is no plain yes, so that the federation is asked; else "ok"."""
    flags = secrecy_columns(table).flags
    return [
        "doubtful" if _doubtful(sheet, p.position, flags, r) else "ok" for p, r in zip(places, reasons, strict=True)
    ]


def _doubtful(sheet: Sheet, position: int, flags: Sequence[int], reason: str) -> bool:
    if reason != "secrecy_column":
        return reason in ("secrecy_error", "secrecy_uncached")
    row = sheet.rows[position]
    marks = [_text(row[i]) for i in flags if i < len(row) and _text(row[i])]
    return bare(" ".join(marks)) not in _PLAIN_YES and " ".join(marks) not in _PLAIN_YES


def _speaks_of_secrecy(header: str) -> bool:
    words = f" {bare(header)} "
    return any(f" {mark} " in words for mark in _HEADER_MARKS)


def _marked_by_merge(sheet: Sheet, columns: SecrecyColumns) -> AbstractSet[int]:
    """Rows under a merged secrecy cell whose top holds a mark: all of them are marked."""
    numbers = {number: position for position, number in enumerate(sheet.row_numbers)}
    marked: set[int] = set()
    for (top, first), (bottom, last) in sheet.facts.merged:
        decisive = [i for i in (*columns.flags, *columns.infos) if first <= i <= last]
        if bottom > top and decisive and top in numbers:
            row = sheet.rows[numbers[top]]
            text = _text(row[first]) if first < len(row) else ""
            if not is_plainly_no(text) or (top, first) in sheet.facts.errors or (top, first) in sheet.facts.uncached:
                marked.update(range(top, bottom + 1))
    return marked


def _commented(sheet: Sheet, layout: Layout) -> AbstractSet[int]:
    """Rows with a comment that marks them; a comment on a section row marks every row under that heading."""
    direct = {row for (row, _), text in sheet.facts.comments.items() if secrecy_mark_in_text(repair(text).text)}
    covered, under = set(direct), False
    for place in layout.places:
        number = sheet.row_numbers[place.position]
        if place.kind is RowKind.SECTION:
            under = number in direct
        elif under:
            covered.add(number)
    return covered


def _watched(table: Table, columns: SecrecyColumns, hidden: Iterable[int]) -> dict[int, str]:
    """Column -> reason code of the cells whose text is searched for a mark; unknown and hidden columns are among
    them."""
    reasons = {"title": "title_mark", "note": "note_mark"}
    fields = {c.index: c.field for c in table.columns}
    width = len(table.headers)
    watched = {i: reasons.get(fields.get(i, ""), "text_mark") for i in range(width)}
    watched |= {i: "hidden_column_mark" for i in hidden if i < width + 50}
    return {
        i: r
        for i, r in watched.items()
        if i not in columns.flags and i not in columns.infos and fields.get(i) != "row_no"
    } | {-1 - i: "prose" for i, f in fields.items() if f in _PROSE}


def _cell_mark(sheet: Sheet, position: int, columns: SecrecyColumns, watched: dict[int, str]) -> str:
    row, number = sheet.rows[position], sheet.row_numbers[position]
    for i in columns.flags:
        if reason := _odd(sheet, (number, i)):
            return reason
        if i < len(row) and not is_plainly_no(_text(row[i])):
            return "secrecy_column"
    for i in columns.infos:
        if reason := _odd(sheet, (number, i)):
            return reason
        if i < len(row) and cell_text(row[i]):
            return "confidential_info"
    for i, cell in enumerate(row):
        if isinstance(cell, str) and cell and _may_mark(cell) and (reason := watched.get(i, "text_mark")):
            if i in columns.flags or i in columns.infos:
                continue
            text = repair(cell).text
            if -1 - i in watched and len(text.split()) > _SHORT:
                text = " ".join(_brackets(text))
            if secrecy_mark_in_text(text):
                return reason
    return ""


def _text(cell: Cell) -> str:
    return repair(cell_text(cell)).text


def _odd(sheet: Sheet, spot: Spot) -> str:
    if spot in sheet.facts.errors:
        return "secrecy_error"
    return "secrecy_uncached" if spot in sheet.facts.uncached else ""


def _may_mark(cell: str) -> bool:
    """A cheap sieve before the search for a mark: ASCII text holds one only in English or without diacritics."""
    return not cell.isdigit() and len(cell) > 2


def _brackets(text: str) -> list[str]:
    return [part.split(")")[0] for part in text.split("(")[1:]]
