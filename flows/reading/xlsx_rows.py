"""The rows of a worksheet part as they go by: which are hidden, and whether one stands twice."""

import re
from array import array

from flows.reading.xlsx_parts import attribute, is_true
from flows.reading.xlsx_stretches import Stretch

_DEFAULTS = re.compile(rb"<(?:[\w.-]+:)?sheetFormatPr\b([^>]*)>")
_HEIGHT = re.compile(rb"""(?:^|\s)ht\s*=\s*["']""")
_NO_HEIGHT = re.compile(rb"""(?:^|\s)ht\s*=\s*["']0*\.?0*["']""")


class Rows:
    """Takes the rows of one part, stretch by stretch. `head`: what stands before them, with the sheet's defaults."""

    def __init__(self, head: bytes) -> None:
        defaults = _DEFAULTS.search(head)
        told = defaults[1] if defaults else b""
        height = attribute(told, b"defaultRowHeight")
        self._flat = bool(height) and not height.strip("0.")
        self._unlisted_hidden = self._flat or is_true(told, b"zeroHeight")
        self._numbers = array("l")
        self._hidden: set[int] = set()

    def take(self, stretch: Stretch) -> None:
        """Number the rows of the next stretch and note which of them are hidden."""
        stretch.number_rows(self._numbers[-1] if self._numbers else 0)
        self._numbers.extend(stretch.numbers)
        for number, told in zip(stretch.numbers, stretch.rows, strict=True):
            if self._is_hidden(told):
                self._hidden.add(number)

    def last(self) -> int:
        """The number of the lowest row, 0 for none."""
        return max(self._numbers, default=0)

    def hidden(self) -> set[int]:
        """The hidden rows; with a default that hides, those the part does not list too. ValueError where one row stands
        twice."""
        listed = set(self._numbers)
        if len(listed) < len(self._numbers):
            raise ValueError("one row stands twice: a reader would show the later one only")
        if self._unlisted_hidden:
            self._hidden.update(number for number in range(1, self.last()) if number not in listed)
        return self._hidden

    def _is_hidden(self, told: bytes) -> bool:
        if b"hidden" in told and is_true(told, b"hidden"):
            return True
        if b"ht" not in told:
            return self._flat
        return _NO_HEIGHT.search(told) is not None or (self._flat and not _HEIGHT.search(told))
