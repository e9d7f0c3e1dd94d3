"""How far a mark reaches that does not stand in a row's own cells: headings, comments, merged cells."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from rules.flags import secrecy_mark_in_text
from rules.layout import Layout, cell_text
from rules.vietnamese import bare, repair
from schemas.submission import Cell, RowKind, Sheet

_BY_LETTER = re.compile(r"^\s*(?:(?:[Pp]hần|PHẦN)\s+)?[A-H]\s*(?:[.\-/):]|$)")
_BY_ROMAN = re.compile(r"^\s*(?:mục\s+)?[IVXLC]{1,8}\s*(?:[.\-/):]|$)", re.I)
# How a column is to be filled in is no mark; "các sáng kiến dưới đây thuộc bí mật công nghệ" is one.
_INSTRUCTION = re.compile(r"\b(?:nếu|đánh dấu|tích|ghi rõ|ghi x|chỉ ghi|chỉ nêu|neu|danh dau)\b", re.I)
_OF_INITIATIVES = re.compile(r"^(?:\d+ )?(?:cac |danh sach |danh muc |nhom )*(?:sang kien|giai phap|de tai)\b")
_OF_THE_SECRET_ONES = re.compile(
    r"^(?:(?:[ivx]+|[a-h]|cac|nhung|danh muc|danh sach|nhom|phan) )*(?:sang kien|sk|giai phap|de tai)?"
    r"(?: (?:thuoc|co|la))?(?: (?:dien|loai))? ?(?:bi mat(?: cong nghe| kinh doanh)?|bmcn)$"
)
_MOST_OF_A_HEADING = 3  # texts of a row


def is_mark(text: str) -> bool:
    """True when a text, repaired, marks what it belongs to as secret."""
    return secrecy_mark_in_text(repair(text).text)


def marks_all(text: str) -> bool:
    """A mark above, below or beside a list, which is no instruction for filling it in."""
    return is_mark(text) and not _INSTRUCTION.search(repair(text).text)


def under_marked_headings(sheet: Sheet, layout: Layout, commented: AbstractSet[int]) -> AbstractSet[int]:
    """Worksheet rows below a heading that a text or a comment marks, its sub-headings too ("A" holds "I" and "II")."""
    covered: set[int] = set()
    open_level = -1
    for place in layout.places:
        number = sheet.row_numbers[place.position]
        texts = [text for cell in sheet.rows[place.position] if (text := cell_text(cell))]
        if place.kind is RowKind.SECTION or _heads_the_secret_ones(texts):
            level = _level(texts)
            if number in commented or any(is_mark(text) for text in texts):
                open_level = max(level, open_level)
            elif level >= open_level and (level or _begins_another_list(texts)):
                open_level = -1  # a heading without a number may be one inside the marked part: it ends nothing
        if open_level >= 0:
            covered.add(number)
    return covered


def _begins_another_list(texts: Sequence[str]) -> bool:
    return any(_OF_INITIATIVES.match(bare(text)) for text in texts)


def _heads_the_secret_ones(texts: Sequence[str]) -> bool:
    """A row taken for data that says little but "Sáng kiến thuộc bí mật công nghệ" or "I. Bí mật của tổ": in doubt it
    heads what follows, also where something stands beside it."""
    return 0 < len(texts) <= _MOST_OF_A_HEADING and any(
        _OF_THE_SECRET_ONES.match(bare(text)) or (_is_numbered(text) and is_mark(text)) for text in texts
    )


def _is_numbered(text: str) -> bool:
    return bool(_BY_LETTER.match(text) or _BY_ROMAN.match(text))


def over_untitled(titles: Sequence[str], reasons: Sequence[str]) -> list[str]:
    """The reasons with each mark over its whole initiative: a titled row and the untitled rows right below it (further
    authors under a merged title) share whatever marks one of them."""
    covered = list(reasons)
    start = 0
    for end in range(1, len(titles) + 1):
        if end == len(titles) or titles[end]:
            if end - start > 1 and (shared := next(filter(None, reasons[start:end]), "")):
                covered[start:end] = [own or shared for own in reasons[start:end]]
            start = end
    return covered


def commented_rows(sheet: Sheet) -> AbstractSet[int]:
    """Worksheet rows with a comment that marks them; at a merged cell it speaks of all its rows."""
    marked = {spot for spot, text in sheet.facts.comments.items() if is_mark(text)}
    return {row for row, _ in marked} | _rows_of_merges(sheet, marked)


def rows_under_marked_merges(sheet: Sheet, decisive: Iterable[int], marked: AbstractSet[int]) -> AbstractSet[int]:
    """Rows under a cell merged over several rows that marks: in a secrecy column whatever is no plain no (`marked`
    holds the worksheet rows where that is so), elsewhere a mark in words."""
    columns = frozenset(decisive)
    covered: set[int] = set()
    position = {number: at for at, number in enumerate(sheet.row_numbers)}
    for (top, first), (bottom, last) in sheet.facts.merged:
        if bottom == top or top not in position:
            continue
        row = sheet.rows[position[top]]
        cell: Cell = row[first] if first < len(row) else ""
        in_secrecy = top in marked and any(first <= i <= last for i in columns)
        if in_secrecy or (isinstance(cell, str) and is_mark(cell)):
            covered.update(range(top, bottom + 1))
    return covered


def _rows_of_merges(sheet: Sheet, spots: AbstractSet[tuple[int, int]]) -> set[int]:
    """All rows of the cells merged over several rows in which a spot lies, at their beginning or within."""
    covered: set[int] = set()
    ordered = sorted(spots)
    for (top, first), (bottom, last) in sheet.facts.merged if spots else ():
        within = ordered[bisect_left(ordered, (top, first)) : bisect_right(ordered, (bottom, last))]
        if bottom > top and any(first <= column <= last for _, column in within):
            covered.update(range(top, bottom + 1))
    return covered


def _level(texts: list[str]) -> int:
    """2 for a heading by letter ("C" among them), 1 by Roman number, 0 by neither."""
    first = texts[0] if texts else ""
    return 2 if _BY_LETTER.match(first) else 1 if _BY_ROMAN.match(first) else 0
