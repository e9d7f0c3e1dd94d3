"""What the cells of a column look like, as evidence where its header is unclear.

It may rescue the title or the authors of a table whose header half says so, and the federation is told (SHT-010); it
never decides on secrecy. Everything else unclear is only named, with what it would have been taken for."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from statistics import median

from rules.columns import DROPPED, Column, ColumnTable, header_key, unknown_headers
from rules.combined import is_name
from rules.tables import Table, cell_text
from schemas.parsed import UnknownColumn
from schemas.submission import Cell, Sheet, column_letters

_FEWEST = 3
_MOST_LOOKED_AT = 200  # columns of a table
_MOST = 300  # cells that tell what a column holds
_NEARLY_ALL = 0.7
_TITLE_WORDS = (4, 45)
_BY_CONTENTS = 50.0  # likeness told where only the cells speak for a column
_LIKE_ENOUGH = 70.0
_SHORT_HEADER = 80
_UNSURE_HEADER = 20
_SURE_FIELDS = 3
_DATE = re.compile(r"\d{1,2}\s*[/.-]\s*(?:\d{1,2}\s*[/.-]\s*)?\d{4}|(?:tháng|quý|năm)\s+\S*\d", re.IGNORECASE)
_MONEY = re.compile(r"[\d.,]+\s*(?:đồng|đ|vnd|vnđ|triệu|tr|tỷ|tỉ|nghìn)\b", re.IGNORECASE)
_MARKS = frozenset({"x", "v", "✓", "✔", "có", "không"})
_SAYS_TITLE = re.compile(r"\b(?:sang kien|giai phap|de tai|cai tien|y tuong|cong trinh|sang che)\b")
_SAYS_OTHER = re.compile(
    r"\b(?:noi dung|mo ta|tom tat|hieu qua|ket qua|so|ma|ngay|thoi|loai|cap|linh vuc|muc|nguoi|tac gia|don vi|hoi dong|"
    r"danh gia|xep|khen|thuong|bi mat|bao mat|mat|cong bo|trang thai|tinh trang|giai trinh|chi phi|kinh phi|ghi|y kien|"
    r"can cu|minh chung|ly do|phu trach|ho|ten nguoi|ap dung|dieu kien|pham vi)\b"
)
_SAYS_AUTHOR = re.compile(
    r"\b(?:ho ten|ho va ten|tac gia|ca nhan|chu nhiem|thanh vien|nguoi (?:de xuat|thuc hien|viet|lam|dang ky|nop|co)|"
    r"nhom|nguoi lao dong|cong doan vien|doan vien)\b"
)
_SAYS_OFFICE = re.compile(
    r"\b(?:duyet|phu trach|lap|xac nhan|tham dinh|ky|quan ly|lien he|nhap|kiem tra|danh gia|thu huong)\b"
)


def with_rescued(sheet: Sheet, table: Table, rows: Sequence[int], columns: ColumnTable) -> Table:
    """The table with a title or authors column that its header half names and the cells of `rows` bear out; the same
    table where none or several could be meant."""
    if table.fields >= {"title", "authors"} or any(len(header) > _SHORT_HEADER for header in table.headers):
        return table
    unknown = unknown_headers(table.headers, columns)
    for field, says, fits in (("title", _says_title, _are_titles), ("authors", _says_author, _are_names)):
        if field in table.fields:
            continue
        named = [i for i in unknown if says(header_key(table.headers[i]))]
        likely = [i for i in named if fits(column_cells(sheet, rows, i))]
        if len(likely) == 1:
            column = Column(likely[0], field, table.headers[likely[0]])
            known = tuple(sorted((*table.columns, column), key=lambda c: c.index))
            table = replace(table, columns=known, by_contents=(*table.by_contents, likely[0]))
    return table


def unknown_columns(sheet: Sheet, table: Table, rows: Sequence[int], columns: ColumnTable) -> list[UnknownColumn]:
    """The headers that are not understood, each with the column it would have been taken for. What may be no header
    (in a row of which little is understood, or a long text) is cut: it could say what is to be withheld."""
    sure = table.has_title or len(table.fields - {DROPPED}) >= _SURE_FIELDS
    found: list[UnknownColumn] = []
    for i in unknown_headers(table.headers, columns):
        if i not in table.by_contents:
            header = table.headers[i]
            known = len(found) < _MOST_LOOKED_AT
            cells = column_cells(sheet, rows, i) if known else []
            field, likeness = _would_be(header, cells, table, columns) if known else ("", 0.0)
            found.append(UnknownColumn(column_letters(i), _cut(header, sure), field, likeness))
    return found


def _cut(header: str, sure: bool) -> str:
    longest = _SHORT_HEADER if sure else _UNSURE_HEADER
    return header if len(header) <= longest else header[: longest - 1].rstrip() + "…"


def column_cells(sheet: Sheet, rows: Sequence[int], column: int) -> list[Cell]:
    """The cells of a column that show something, of the first rows at these positions."""
    cells = [sheet.rows[p][column] for p in rows[:_MOST] if column < len(sheet.rows[p])]
    return [cell for cell in cells if cell_text(cell)]


def look_of(cells: Sequence[Cell]) -> str:
    """ "names", "dates", "money", "marks", "long" texts, or "" for none of these or too few cells."""
    if len(cells) < _FEWEST:
        return ""
    texts = [cell.strip() if isinstance(cell, str) else "" for cell in cells]
    looks = {
        "dates": [isinstance(c, date | datetime) or bool(_DATE.search(t)) for c, t in zip(cells, texts, strict=True)],
        "marks": [text.lower() in _MARKS for text in texts],
        "names": [is_name(re.split(r"[\n;,]", text)[0]) for text in texts],
        "money": [_is_money(c, t) for c, t in zip(cells, texts, strict=True)],
        "long": [len(text.split()) >= _TITLE_WORDS[0] for text in texts],
    }
    return next((look for look, hits in looks.items() if sum(hits) >= _NEARLY_ALL * len(cells)), "")


def _says_title(header: str) -> bool:
    return bool(_SAYS_TITLE.search(header)) and not _SAYS_OTHER.search(header)


def _are_titles(cells: Sequence[Cell]) -> bool:
    if look_of(cells) != "long" or len(set(map(str, cells))) < _NEARLY_ALL * len(cells):
        return False
    return median(len(str(cell).split()) for cell in cells) <= _TITLE_WORDS[1]


def _says_author(header: str) -> bool:
    return bool(_SAYS_AUTHOR.search(header)) and not _SAYS_OFFICE.search(header)


def _are_names(cells: Sequence[Cell]) -> bool:
    return look_of(cells) == "names"


def _would_be(header: str, cells: Sequence[Cell], table: Table, columns: ColumnTable) -> tuple[str, float]:
    field, likeness = columns.likest(header)
    if likeness >= _LIKE_ENOUGH:
        return field, likeness
    long = "content" if table.has_title else "title"
    by_look = {"names": "authors", "dates": "applied", "money": "benefit", "marks": "award", "long": long}
    look = by_look.get(look_of(cells), "")
    return (look, _BY_CONTENTS) if look else ("", 0.0)


def _is_money(cell: Cell, text: str) -> bool:
    if isinstance(cell, bool):
        return False
    return (isinstance(cell, int | float) and cell >= 1000) or bool(_MONEY.search(text))
