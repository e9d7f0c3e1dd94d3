"""One row of a list before it is keyed in: which initiative, typed how, registered when, marked secret how."""

from dataclasses import dataclass
from datetime import date, timedelta

from flows.sample.chance import stream
from flows.sample.initiative import Initiative, InitiativeMaker, Window
from flows.sample.originals import Fate
from flows.sample.plan import Plan
from flows.sample.retyping import Typed, type_again, type_first

_ROW = 31
_SILENT = 0.15  # share of the rows known as secrets that leave authors, workplace and content out
_DOUBTFUL = 0.08  # share of marks in the column that are no plain yes
_LATE = 0.04  # share of rows registered after the last day, where the list has that column


@dataclass(slots=True)
class RowSource:
    """What one row is about. `mark` is "" or how it is marked secret, decided sheet by sheet."""

    work: Initiative
    typed: Typed
    family: str
    registered: date
    wants_mark: bool  # this list knows that it is a secret
    inside: bool  # ... and says so in the column made for it
    filled: bool = False  # one title filled down, row after row
    silent: bool = False  # a secret of which the list states no more than it must
    doubtful: bool = False  # its mark is no plain yes
    mark: str = ""
    section: str = ""  # the section row it stands under


class RowMaker:
    """Makes the rows of one federation."""

    def __init__(self, plan: Plan, maker: InitiativeMaker, window: Window, federation: int, open_house: bool) -> None:
        self._plan, self._maker, self._window = plan, maker, window
        self._federation, self._open_house = federation, open_house

    def make(self, slot: int, number: int, copied: bool) -> RowSource:
        """The row of that slot about the initiative of that number."""
        plan = self._plan
        work = self._maker.make(number)
        rng = stream(plan.seed, _ROW, self._federation, slot)
        family = int(plan.family[number])
        abroad = self._maker.is_central(self._federation)
        padding = number == plan.padded[self._federation] and copied
        typed = type_again(rng, work, family, abroad) if copied and not padding else type_first(rng, work, abroad)
        day = work.registered + timedelta(days=int(rng.random() * 25) if copied else 0)
        if rng.random() < _LATE:
            day = self._window.registration_last + timedelta(days=1 + int(rng.random() * 45))
        elif day > self._window.registration_last:
            day = work.registered
        wants = work.secret and (not copied or (rng.random() < 0.5 and not self._open_house))
        name = f"F{int(plan.head[number]):07d}" if family else ""
        wants = wants and work.fate != Fate.UNTITLED
        filled = number == plan.padded[self._federation]
        return RowSource(
            work,
            typed,
            name,
            day,
            wants,
            rng.random() < 0.55,
            filled,
            wants and rng.random() < _SILENT,
            rng.random() < _DOUBTFUL,
        )
