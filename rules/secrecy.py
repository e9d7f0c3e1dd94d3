"""Which rows of a sheet are technology secrets by their own mark. Fail closed: in doubt, it is a secret (RULES.md
13)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.columns import DROPPED, header_key
from rules.flags import is_plainly_no, secrecy_mark_in_text
from rules.layout import Layout, RowPlace, Table, cell_text
from rules.mark_cover import commented_rows, marks_all, rows_under_marked_merges, under_marked_headings
from rules.tables import subheadings
from rules.vietnamese import bare, fold, repair
from schemas.submission import Cell, RowKind, Sheet, Spot

_PLAIN_YES = frozenset(
    {"x", "co", "yes", "y", "1", "mat", "bi mat", "bi mat cong nghe", "dung", "true", "v", "✓", "✔", "☑"}
)
# In a title, a note or a heading the whole text is searched for a mark; of prose its brackets, its short clauses and
# those that name the programme's own term.
_PROSE = frozenset({"content", "effect"})
_SHORT = 6
_CLAUSE = re.compile(r"[.;:()\[\]\n]")
_TERM = re.compile(r"\bb[ií] m[aậ]t (?:c[oô]ng ngh[eệ]|kinh doanh)\b|\bbmcn\b")
_HEADER_MARK = re.compile(
    r"\b(?:bí mật|bảo mật|mật|secret|confidential|bmcn|nda|bi mat|bao mat|"
    r"(?:không|khong|hạn chế|han che)(?: được| duoc)? (?:công bố|cong bo|phổ biến|pho bien|công khai|cong khai))\b|"
    r"^(?:do )?mat$"
)
# A header that asks whether the initiative may be told: under it "không" is the mark.
_MAY_BE_TOLD = re.compile(r"^(?:(?:co|cho|phep|duoc|dong y|de nghi) )*(?:cong bo|cong khai|pho bien)(?: khong)?$")
_REFUSED = re.compile(r"^(?:khong|ko|k|no|n|0|han che|chua|tu choi)\b")
# What else a column for remarks may be made to hold: "Ghi chú (ghi rõ nếu là bí mật công nghệ)".
_MAY_ASK = frozenset({"", "note", "recognition", "row_no", DROPPED})
_OURS = frozenset({"row_token", "own_errors"})  # what we wrote ourselves into a returned workbook marks nothing
_AROUND = frozenset({RowKind.TITLE_BLOCK, RowKind.NOTE, RowKind.SIGNATURE, RowKind.IRRELEVANT})


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
    flags = {i for i, f in named.items() if f == "secrecy"}
    flags |= {i for i, h in enumerate(table.headers) if h and named.get(i, "") in _MAY_ASK and _speaks_of_secrecy(h)}
    return SecrecyColumns(tuple(sorted(flags)), tuple(i for i, f in named.items() if f == "confidential_info"))


def sheet_mark(sheet: Sheet, layout: Layout, file: str) -> str:
    """A mark that covers the whole sheet: in its name, in the file's or a folder's name, or standing around the table
    as text or comment; "" for none."""
    if secrecy_mark_in_text(sheet.name):
        return "sheet_name_mark"
    if sheet.facts.unplaced_mark:
        return "unplaced_mark"
    parts = file.rsplit(".", 1)[0].replace("_", " ").replace("-", " ").split("/")
    if any(secrecy_mark_in_text(part) for part in parts):
        return "file_name_mark"
    last = max((p.position for p in layout.places if p.kind is RowKind.DATA), default=-1)
    # A heading with nothing below it is a footnote: it speaks of what stands above.
    footnotes = (p for p in layout.places if p.kind is RowKind.SECTION and p.position > last)
    around = [p.position for p in (*(p for p in layout.places if p.kind in _AROUND), *footnotes)]
    for position in around:
        if any(isinstance(cell, str) and _may_mark(cell) and marks_all(cell) for cell in sheet.rows[position]):
            return "title_block_mark"
    speaking = (RowKind.DATA, RowKind.CONTINUATION, RowKind.SECTION)
    own = {sheet.row_numbers[p.position] for p in layout.places if p.kind in speaking}
    if any(marks_all(text) for (row, _), text in sheet.facts.comments.items() if row not in own):
        return "comment_mark"
    return ""


def own_marks(sheet: Sheet, layout: Layout, places: Sequence[RowPlace], table: Table, no_secrets: bool) -> list[str]:
    """For each data row of one table the way it is marked secret, "" for an open one.

    `no_secrets`: the federation's block in the config says that its sheets without a secrecy column hold no secrets.
    """
    columns = _widened(sheet, table, secrecy_columns(table))
    default = "" if columns.present or no_secrets else "no_secrecy_column"
    comments = commented_rows(sheet)
    headed = under_marked_headings(sheet, layout, comments)
    watched = _watched(table, columns, sheet.facts.hidden_columns)
    asked = [
        i
        for i, header in enumerate(table.headers)
        if header and _MAY_BE_TOLD.match(header_key(header.partition("\n")[0]))
    ]
    own = [
        _cell_mark(sheet, place.position, columns, watched) or _refusal(sheet, place.position, asked)
        for place in places
    ]
    numbers = [sheet.row_numbers[place.position] for place in places]
    tops = _marked_tops(sheet, layout, columns)
    merged = rows_under_marked_merges(sheet, (*columns.flags, *columns.infos), tops)
    return [
        ("broken_quote" if number in sheet.facts.doubtful_rows else "")
        or ("comment_mark" if number in comments else "")
        or ("section_mark" if number in headed else "")
        or ("merged_mark" if number in merged else "")
        or mark
        or default
        for number, mark in zip(numbers, own, strict=True)
    ]


def mark_status(sheet: Sheet, table: Table, places: Sequence[RowPlace], reasons: Sequence[str]) -> list[str]:
    """For each row "doubtful" where what made it secret is no plain yes, so that the federation is asked; else "ok"."""
    flags = _widened(sheet, table, secrecy_columns(table)).flags
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
    return bool(_HEADER_MARK.search(fold(header)))


def _watched(table: Table, columns: SecrecyColumns, hidden: Iterable[int]) -> dict[int, str]:
    """Column -> reason code of the cells whose text is searched for a mark ("": not searched); unknown and hidden
    columns are among them."""
    reasons = {"title": "title_mark", "note": "note_mark"}
    fields = {c.index: c.field for c in table.columns}
    width = len(table.headers)
    watched = {i: reasons.get(fields.get(i, ""), "text_mark") for i in range(width)}
    watched |= {i: "hidden_column_mark" for i in hidden if i < width + 50}
    return (
        {
            i: r
            for i, r in watched.items()
            if i not in columns.flags and i not in columns.infos and fields.get(i) != "row_no"
        }
        | {-1 - i: "prose" for i, f in fields.items() if f in _PROSE}
        | {i: "" for i, f in fields.items() if f in _OURS}
    )


def _marked_tops(sheet: Sheet, layout: Layout, columns: SecrecyColumns) -> set[int]:
    """Worksheet rows at which a merge over several rows begins and a secrecy column holds a mark."""
    tops = {top for (top, _), (bottom, _) in sheet.facts.merged if bottom > top}
    at = [(sheet.row_numbers[p.position], p.position) for p in layout.places if p.kind is not RowKind.HEADER]
    return {number for number, position in at if number in tops and _column_mark(sheet, position, columns)}


def _column_mark(sheet: Sheet, position: int, columns: SecrecyColumns) -> str:
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
    return ""


def _cell_mark(sheet: Sheet, position: int, columns: SecrecyColumns, watched: dict[int, str]) -> str:
    if reason := _column_mark(sheet, position, columns):
        return reason
    for i, cell in enumerate(sheet.rows[position]):
        if not isinstance(cell, str) or not _may_mark(cell) or i in columns.flags or i in columns.infos:
            continue
        if (reason := watched.get(i, "text_mark")) and _marks(cell, -1 - i in watched):
            return reason
    return ""


@lru_cache(maxsize=1 << 14)
def _marks(cell: str, in_prose: bool) -> bool:
    """Remembered: names of units, fields and awards repeat by the thousand."""
    text = repair(cell).text
    return _marks_in_prose(text) if in_prose else secrecy_mark_in_text(text)


def _widened(sheet: Sheet, table: Table, columns: SecrecyColumns) -> SecrecyColumns:
    """With every column that a merged header of a secrecy column covers: the mark may stand under any of them."""
    headers = {sheet.row_numbers[position] for position in table.header_rows}
    flags = set(columns.flags)
    for (top, first), (bottom, last) in sheet.facts.merged:
        if headers.intersection(range(top, bottom + 1)) and any(first <= i <= last for i in columns.flags):
            flags.update(i for i in range(first, last + 1) if i >= len(table.headers) or not table.headers[i])
    for i in sorted(subheadings(sheet, table)):  # "Không | Có" below "Bí mật công nghệ", in a file that tells no merges
        if i - 1 in flags and (i >= len(table.headers) or not table.headers[i]):
            flags.add(i)
    return SecrecyColumns(tuple(sorted(flags)), columns.infos)


def _refusal(sheet: Sheet, position: int, asked: Sequence[int]) -> str:
    row = sheet.rows[position]
    return "not_to_be_told" if any(i < len(row) and _REFUSED.match(bare(_text(row[i]))) for i in asked) else ""


def _text(cell: Cell) -> str:
    return repair(cell_text(cell)).text


def _odd(sheet: Sheet, spot: Spot) -> str:
    if spot in sheet.facts.errors:
        return "secrecy_error"
    return "secrecy_uncached" if spot in sheet.facts.uncached or spot in sheet.facts.doubtful else ""


def _may_mark(cell: str) -> bool:
    """A cheap sieve before the search for a mark: ASCII text holds one only in English or without diacritics."""
    return len(cell) > 2 and not cell.isdigit()


def _marks_in_prose(text: str) -> bool:
    if len(text.split()) <= _SHORT:
        return secrecy_mark_in_text(text)
    if any(secrecy_mark_in_text(part) for part in _brackets(text)):
        return True
    if not secrecy_mark_in_text(text):
        return False
    short = [clause for clause in _CLAUSE.split(text) if len(clause.split()) <= _SHORT]
    return bool(_TERM.search(fold(text))) or any(map(_marks_in_clause, short))


def _marks_in_clause(clause: str) -> bool:
    """ "Nhanh; bảo mật; dễ dùng" praises a work, so in prose that word alone is no mark."""
    return secrecy_mark_in_text(clause) and not fold(clause).startswith("bảo mật")


def _brackets(text: str) -> list[str]:
    return [part.split(")")[0] for part in text.split("(")[1:]]
