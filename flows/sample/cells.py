"""What a cell may hold, and the lines and sheets of cells: the form between the facts and the file formats."""

from dataclasses import dataclass, field
from datetime import date

from flows.sample.truth import RowTruth


@dataclass(frozen=True, slots=True)
class DateCell:
    """A date kept as a date, with the number format it is shown in."""

    day: date
    shown: str = "dd/mm/yyyy"


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula; `value` None means that no value was stored with it."""

    formula: str
    value: float | None


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error such as #N/A."""

    formula: str = "=NA()"
    shown: str = "#N/A"


@dataclass(frozen=True, slots=True)
class FontCell:
    """Text of an old encoding together with its font."""

    text: str
    font: str


Cell = str | int | float | DateCell | FormulaCell | ErrorCell | FontCell | None


@dataclass(slots=True)
class Line:
    """One worksheet row. `kind` is a kind of truth, "" for an empty row; `look` names a format."""

    kind: str
    cells: list[Cell]
    look: str = "plain"
    hidden: bool = False
    truth: RowTruth | None = None
    comment: tuple[int, str] | None = None
    faults: list[tuple[str, int]] = field(default_factory=list)  # of a line that is no data: see RowTruth.faults


@dataclass(slots=True)
class Grid:
    """One sheet. `merges` are (first row, first column, last row, last column), counted from 0."""

    name: str
    lines: list[Line]
    widths: list[float] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    hidden: bool = False
    font: str = "Times New Roman"
    style: str = ""
    columns: list[tuple[int, int, str, str]] = field(default_factory=list)  # line of the header, column, field, header


def shows(cell: Cell) -> bool:
    """True when the cell shows a character other than blanks."""
    if cell is None or isinstance(cell, FormulaCell):
        return cell is not None and cell.value is not None
    if isinstance(cell, FontCell):
        cell = cell.text
    return not isinstance(cell, str) or bool(cell.strip("\xa0 \t\r\n\u3000\ufeff"))
