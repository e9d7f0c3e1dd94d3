"""A returned workbook that comes in again: its tokens, its explanations, the sheets we added to it."""

from rules.cells import Cells
from rules.layout import cell_text
from rules.tokens import as_token
from rules.vietnamese import repair
from schemas.returned import OWN_SHEET_MARK
from schemas.rows import Rows
from schemas.submission import Sheet

_LONGEST_EXPLANATION = 1000  # characters


def from_us(cells: Cells) -> tuple[list[str], list[str]]:
    """The tokens and explanations of the rows, "" where a row has none."""
    tokens, told = [""] * len(cells.numbers), [""] * len(cells.numbers)
    for column in cells.of("row_token")[:1]:
        tokens = [as_token(cell) for cell in cells.values(column)]
    for column in cells.of("explanation")[:1]:
        told = [repair(cell_text(cell)).text[:_LONGEST_EXPLANATION] for cell in cells.values(column)]
    return tokens, told


def without_withheld_blanks(rows: Rows) -> Rows:
    """What is blank in a row that came back with its token was withheld by us: no question (RULES.md 19)."""
    if not any(rows["row_token"]):
        return rows
    statuses = [name for name in rows.names if name.endswith("_status") and name != "title_status"]
    asked = {s: ["ok" if token and v == "missing" else v for token, v in rows.each("row_token", s)] for s in statuses}
    return rows.assign(**asked)


def is_ours(sheet: Sheet) -> bool:
    """A sheet that a template or a returned workbook of ours brings along; without a table it asks no question."""
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else ""
    return isinstance(first, str) and first.startswith(OWN_SHEET_MARK)
