"""Tables of sums beside or below a list ("Tổng hợp theo đơn vị": Đơn vị | Số lượng): they name no initiatives.

Only what counts things and names neither titles nor persons is one; in doubt a table is a list, and asked about."""

import re
from collections.abc import Sequence
from statistics import median

from rules.columns import ColumnTable
from rules.lines import Line
from rules.row_words import is_total
from rules.tables import Table, is_number
from rules.vietnamese import bare, repair
from schemas.submission import Cell, Sheet

_COUNTS = re.compile(
    r"(?:tong|tong so|tong cong|so luong|so luot|sl|so|luot)(?: (?:luong|luot|sang kien|giai phap|de tai|cai tien|"
    r"nguoi|tac gia|don vi|doan vien|dang ky|da|nop|duoc|cong nhan|hop le|cap nhat|khen thuong|cong doan|"
    r"co so|tham gia|gui|"
    r"kinh nghiem|trong do|ca nhan|tap the|thuc hien|dat|hien co))*|(?:ty le|ti le|dat ty le)(?: \w+){0,5}|"
    r"chi tieu(?: \w+){0,4}|da (?:nop|dang ky|thuc hien|cap nhat)|trong do.{0,40}"
)
_MAY_COUNT = re.compile(  # a cheap sieve, with a tone or without
    r"\s*(?:t[oổ]|s[oố]|sl|l[uư]|t[yỷiỉ]|ch[iỉ]|[dđ][aãạ]|trong)", re.IGNORECASE
)
_CAPTION = re.compile(
    r"(?:[ivx]+ |[a-h] |\d+ )?(?:bang |bieu )?(?:so lieu |ket qua )?(?:tong hop|thong ke|tom tat so lieu)\b"
)
_BODY = 200  # rows that tell what a table holds
_LONG = 6  # words of a title, more than a unit's name mostly has
_SHORT_HEADER = 60
_HEADER_WORDS = 5


def counts_below(sheet: Sheet, position: int, columns: ColumnTable) -> bool:
    """True for the header of a table of sums: short texts, one of them a count with a number under it, one more that
    the columns table knows, neither title nor author among them."""
    row = sheet.rows[position]
    if any(not isinstance(cell, str) or len(cell) > _SHORT_HEADER for cell in row):
        return False
    texts = {i: cell.strip() for i, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}
    counts = [i for i, text in texts.items() if _is_count(text)]
    if not counts or len(texts) < 2 or any(map(is_number, texts.values())):
        return False
    known = any(i not in counts and columns.is_spelled(text) for i, text in texts.items())
    if not known or {columns.field_of(text) for text in texts.values()} & {"title", "authors"}:
        return False
    return _numbers_under(sheet, position, counts)


def is_summary(sheet: Sheet, table: Table) -> bool:
    """True for a table found by its header that holds sums: no title, no author, a count with numbers under it, and no
    column in which titles could stand."""
    if table.fields & {"title", "authors"}:
        return False
    last = table.header_rows[-1]
    counts = [i for i, header in enumerate(table.headers) if header and _is_count(header.split("\n")[0])]
    if not counts and last + 1 < len(sheet.rows):  # a lower line of the header that names no field of ours
        last += 1
        counts = [i for i, cell in enumerate(sheet.rows[last]) if isinstance(cell, str) and cell and _is_count(cell)]
    return _numbers_under(sheet, last, counts) and not _holds_long_texts(sheet.rows[last + 1 : last + 1 + _BODY])


def is_caption(texts: Sequence[str]) -> bool:
    """The one text of a row above such a table: "Bảng tổng hợp theo đơn vị"."""
    return len(texts) == 1 and len(texts[0]) < 120 and bool(_CAPTION.match(bare(repair(texts[0]).text)))


def is_upper_line(texts: Sequence[str], columns: ColumnTable) -> bool:
    """An upper line of the header of such a table: short texts and no number, one of them a column's name."""
    short = all(len(text.split()) <= _HEADER_WORDS and not is_number(text) for text in texts)
    return len(texts) > 1 and short and any(columns.is_spelled(text) for text in texts)


def is_of_the_list(line: Line, table: Table) -> bool:
    """A row below a table of sums that can only be of the list above: a long title, and an author or more beside it."""
    fields = {c.index: c.field for c in table.columns}
    beside = [text for i, text in line.filled if fields.get(i, "row_no") not in ("row_no", "title")]
    named = any(fields.get(i) == "authors" and not is_number(text) for i, text in line.filled)
    told = sum(not is_number(text) for text in beside)
    return bool(line.title) and (named or (len(line.title.split()) >= _LONG and told >= 2))


def _is_count(header: str) -> bool:
    if not _MAY_COUNT.match(header):
        return False
    return bool(_COUNTS.fullmatch(bare(repair(header).text))) and not is_total(header)


def _numbers_under(sheet: Sheet, position: int, columns: Sequence[int]) -> bool:
    """A number stands under one of the columns in the first rows below."""
    below = sheet.rows[position + 1 : position + 4]
    return any(i < len(row) and _is_amount(row[i]) for row in below for i in columns)


def _is_amount(cell: Cell) -> bool:
    return not isinstance(cell, bool) and (isinstance(cell, int | float) or (isinstance(cell, str) and is_number(cell)))


def _holds_long_texts(rows: Sequence[Sequence[Cell]]) -> bool:
    lengths: dict[int, list[int]] = {}
    for row in rows:
        for i, cell in enumerate(row):
            if isinstance(cell, str) and cell.strip():
                lengths.setdefault(i, []).append(len(cell.split()))
    return any(median(words) > _LONG for words in lengths.values())
