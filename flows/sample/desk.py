"""What all federations share while the sample is written: where it goes, who judges, what is counted."""

from dataclasses import dataclass, field
from pathlib import Path

from flows.sample.cells import Grid, shows
from flows.sample.initiative import Window
from flows.sample.oddities import Oddities
from flows.sample.oracle import Oracle
from flows.sample.truth import TruthFile, letters

_NO_COLUMN = 0.015  # part of the sheets of a federation with secrets that lack any secrecy column


@dataclass(slots=True)
class Desk:
    """The shared state of one run; `spare` is the number of rows that may still be sent twice over."""

    out: Path
    truth: TruthFile
    oracle: Oracle
    window: Window
    seed: int
    spare: int
    oddities: Oddities = field(default_factory=Oddities)
    files: int = 0
    rows: int = 0
    sent_twice: int = 0
    guarded: int = 0
    without_column: int = 0
    styles: set[str] = field(default_factory=set)
    columns: list[tuple[object, ...]] = field(default_factory=list)  # see flows.sample.sheet_truth.COLUMNS

    def drops_column(self, rows: int) -> bool:
        """True when this sheet of a federation with secrets is to lack its secrecy column."""
        self.guarded += 1
        if self.without_column >= _NO_COLUMN * self.guarded - 0.5 or rows > 400:
            return False
        self.without_column += 1
        return True

    def record(self, federation: tuple[str, int], path: str, grid: Grid, starts: list[int] | None) -> None:
        """Tells the sheet's rows to the oracle and the truth; `starts` are the physical lines of a csv file."""
        code, rank = federation
        sheet = "" if starts else grid.name
        for at, line in enumerate(grid.lines):
            if not any(map(shows, line.cells)):
                continue
            number = -1
            if line.truth:
                number = self.oracle.hear(rank, line.truth)
                self.rows += 1
            row = starts[at] if starts else at + 1
            self.truth.add((code, path, sheet, row, line.kind), grid.style, number, line)
        for at, column, name, header in grid.columns:
            self.columns.append((code, path, sheet, starts[at] if starts else at + 1, letters(column), name, header))
