"""The opaque token that stands for a secret row in a returned workbook (RULES.md 19)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.features import Coder
from rules.normalise import title_key
from schemas.rows import Rows
from schemas.submission import Cell

_TOKEN = "BM-"
_LENGTH = len(_TOKEN) + 16
Short = tuple[str, str, str]  # title, effect, award: all that is shown of a secret row


@dataclass(frozen=True, slots=True)
class Place:
    """Whose file a row stands in; `coder` keeps the token from being guessed."""

    coder: Coder
    federation_code: str
    file: str

    def token(self, sheet: str, row: int, title: str) -> str:
        """Rests on place and public title and on nothing withheld (RULES.md 16)."""
        text = f"{self.federation_code}|{self.file}|{sheet}|{row}|{title_key(title)}"
        return f"{_TOKEN}{self.coder.code('token', text):016x}"


def as_token(cell: Cell) -> str:
    """The token a cell holds, "" for anything else."""
    text = cell.strip() if isinstance(cell, str) else ""
    return text if len(text) == _LENGTH and text.startswith(_TOKEN) else ""


def secret_rows(rows: Rows, sheets: Sequence[str], place: Place) -> dict[int, dict[int, tuple[Short, str]]]:
    """Sheet number -> worksheet row -> what may be shown and the token, for the secret ones among the rows of a file.

    `rows`: sheet_no, row, secret_reason, row_token, title, effect, award. A row that came with a token keeps it."""
    found: dict[int, dict[int, tuple[Short, str]]] = {}
    columns = ("secret_reason", "sheet_no", "row", "row_token", "title", "effect", "award")
    for reason, number, row, token, title, effect, award in rows.each(*columns):
        if reason:
            shown = token or place.token(sheets[number], row, title)
            found.setdefault(number, {})[row] = ((title, effect, award), shown)
    return found
