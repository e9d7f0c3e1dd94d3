"""A small returned table and its findings, as the parsing side hands them over."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from schemas.finding import FINDING_COLUMNS
from schemas.returned import ReturnedRow, ReturnedSheet, ShownColumns
from schemas.submission import Cell

FILE = "ds.xlsx"
TOKEN = "BM-0123456789abcdef"
HEADERS = ("STT", "Tên sáng kiến", "Tác giả", "Hiệu quả", "Thời gian áp dụng", "Bí mật công nghệ", "Ghi chú")
SHOWN = (ShownColumns(1, 3, -1, (5,)),)
ROWS = (
    ReturnedRow(4, "header", HEADERS, 0),
    ReturnedRow(5, "section", ("I", "Công đoàn các KCN"), 0),
    ReturnedRow(6, "data", (1.0, "Cải tiến khuôn", "Nguyễn Văn An", "Tăng 5 %", date(2021, 3, 15), "Không", "=1+1"), 0),
    ReturnedRow(7, "data", ("", "Quy trình ủ", "", "Bớt phế phẩm", "", "x"), 0, TOKEN),
    ReturnedRow(8, "continuation", ("", "", "Lê Thị Bốn"), 0),
    ReturnedRow(9, "data", (3.0, "Máy gấp", "", "", 44270.5, ""), 0),
)


def sheet(rows: Sequence[ReturnedRow] = ROWS, name: str = "Danh sách", width: int = len(HEADERS)) -> ReturnedSheet:
    """One sheet with a header in row 4."""
    return ReturnedSheet(name, width, tuple(rows), SHOWN)


def findings(*told: tuple[str, str, int, str], sheet_name: str = "Danh sách", proposed: str = "") -> pd.DataFrame:
    """(check, severity, row, column) as findings of the sheet."""
    rows = [(c, s, "LDLD-01", FILE, sheet_name, row, column, "", "", proposed) for c, s, row, column in told]
    return pd.DataFrame(rows, columns=list(FINDING_COLUMNS))


def value_at(row: ReturnedRow, column: int) -> Cell:
    """What the row holds there."""
    return row.cells[column] if column < len(row.cells) else ""
