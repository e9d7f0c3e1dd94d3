"""A sheet as received: cells that remember where they stood, and the facts a plain reader hides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

Cell = str | int | float | bool | datetime | date | time | timedelta
Spot = tuple[int, int]  # worksheet row (1 is the first), column (0 is A)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a value reader does not tell. Rows count from 1 as Excel shows them, columns from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[Spot, Spot], ...] = ()
    comments: dict[Spot, str] = field(default_factory=dict)
    errors: dict[Spot, str] = field(default_factory=dict)
    uncached: frozenset[Spot] = frozenset()
    doubtful: frozenset[Spot] = (
        frozenset()
    )  # an error may stand here (a format whose facts are guessed); for secrecy only
    doubtful_rows: frozenset[int] = frozenset()  # its cells may have slipped (a broken quote in a CSV): taken as secret
    fonts: dict[Spot, str] = field(default_factory=dict)  # cells set in a font of an old encoding (".VnTime") only
    unplaced_mark: bool = False  # a mark of secrecy stands somewhere in the file, and in no cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet, or a whole CSV file (`name` is "" then).

    `rows[i]` is the worksheet row `row_numbers[i]`; rows may differ in length.
    """

    name: str
    visible: bool
    rows: Sequence[Sequence[Cell]]
    row_numbers: Sequence[int]
    facts: SheetFacts = SheetFacts()


class RowKind(StrEnum):
    """What a worksheet row is; everything but DATA and REJECTED goes to the ledger as not_data with this as its
    reason."""

    DATA = "data"
    CONTINUATION = "continuation"  # goes on with the initiative above: under its merged title, or a further author
    TITLE_BLOCK = "title_block"
    HEADER = "header"
    NUMBERING = "numbering"
    SECTION = "section"
    TOTAL = "total"
    SIGNATURE = "signature"
    NOTE = "note"
    EMPTY_LINE = "empty_line"  # a prepared line: a running number and nothing else
    HIDDEN_SHEET = "hidden_sheet"
    IRRELEVANT = "irrelevant"  # a sheet without a table, beside one with; a table of sums below the list


def column_letters(column: int) -> str:
    """Excel's letters of a column: 0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
