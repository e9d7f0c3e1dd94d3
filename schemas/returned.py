"""A submitted table as it goes back to its federation: values at the places where they stood, and nothing of a secret
row but title, effect, award, its mark and an opaque token (RULES.md 19)."""

from dataclasses import dataclass

from schemas.submission import Cell

# Cell A1 of the sheets that we add to a workbook; a sheet that begins so and holds no table asks no question.
OWN_SHEET_MARK = "TỔNG HỢP SÁNG KIẾN"
# Headers of the columns we add to the right of a returned table; schemas/columns.yaml knows them.
ERRORS_HEADER = "LỖI CẦN SỬA"
EXPLANATION_HEADER = "GIẢI TRÌNH"
TOKEN_HEADER = "MÃ DÒNG"


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One worksheet row. `kind` is "header", "section", "data" or "continuation" (a further author of the
    row above); `cells` the values by column from A on, "" where
    nothing stands or it is withheld; `table` counts the tables of the sheet; `token` stands for what is kept of a
    secret row, "" for an open one."""

    row: int
    kind: str
    cells: tuple[Cell, ...]
    table: int = 0
    token: str = ""


@dataclass(frozen=True, slots=True)
class ShownColumns:
    """Where on a table the fields stand that may be shown of a secret row; -1 where it has no such column."""

    title: int
    effect: int
    award: int
    secrecy: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """One worksheet with a table. Rows that are not in `rows` stay blank, so that every place told in a finding is the
    same in the returned sheet. `width`: columns of the submitted table without ours; `shown`: one for each table."""

    name: str
    width: int
    rows: tuple[ReturnedRow, ...]
    shown: tuple[ShownColumns, ...]
