"""Counts which oddity stands in which sheet, and asks for those still too rare: each in 1 % of the sheets at least."""

_RATE = 0.025
_FORCED_A_SHEET = 5


class Oddities:
    """The tally of oddities over all sheets."""

    def __init__(self) -> None:
        self.sheets = 0
        self.counts: dict[str, int] = {}
        self.marks = [0, 0]  # secret rows marked outside the column made for it, and inside
        self._here: set[str] = set()
        self._forced = 0

    @property
    def here(self) -> frozenset[str]:
        """What the current sheet bears."""
        return frozenset(self._here)

    def next_sheet(self) -> None:
        """A new sheet begins."""
        self.sheets += 1
        self._here.clear()
        self._forced = 0

    def mark(self, *names: str) -> None:
        """The current sheet has these oddities."""
        for name in names:
            if name not in self._here:
                self._here.add(name)
                self.counts[name] = self.counts.get(name, 0) + 1

    def rare(self, name: str) -> bool:
        """True when fewer sheets than wanted have the oddity."""
        return self.counts.get(name, 0) < _RATE * self.sheets

    def due(self, name: str) -> bool:
        """True when the oddity is rarer than wanted, and this sheet does not bear too many forced ones already."""
        if self.rare(name) and self._forced < _FORCED_A_SHEET:
            self._forced += 1
            return True
        return False
