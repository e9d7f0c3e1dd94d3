"""What the cells of one sheet have in common: its style, its file format, its tone of carelessness."""

from dataclasses import dataclass, field
from random import Random

from flows.sample.initiative import Window
from flows.sample.oddities import Oddities
from flows.sample.styles import Column, Style


@dataclass(slots=True)
class Setting:
    """One sheet. `format` is xlsx, ods or csv; `encoding` that of a csv file."""

    rng: Random
    style: Style
    columns: list[Column]
    window: Window
    oddities: Oddities
    federation: str  # its name
    format: str
    encoding: str = ""
    flaws: dict[str, float] = field(default_factory=dict)
    faults: dict[str, float] = field(default_factory=dict)
    habit: str = ""  # of its days: "us" (month first), "swapped" (Excel took 3/4 for 4 March and left 15/3 a text)
    plain_no: tuple[str, ...] = ("",)

    @property
    def old(self) -> bool:
        """True when the file is in an old encoding, which holds no sign outside it."""
        return self.encoding in ("cp1258", "tcvn3", "vni")

    def has(self, *keys: str) -> bool:
        """True when the sheet has a column of one of these keys."""
        return any(c.key in keys for c in self.columns)

    def column(self, *keys: str) -> int:
        """The position of the first column with one of these keys."""
        return next(i for i, c in enumerate(self.columns) if c.key in keys)

    def fault(self, check: str) -> bool:
        """True when a fault of that check is to be planted here."""
        return self.rng.random() < self.faults[check]
