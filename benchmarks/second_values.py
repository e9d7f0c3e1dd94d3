"""When two readers mean the same cell: the named rules of `benchmarks.second_reader`."""

import math
import re
from datetime import date, datetime, time, timedelta
from typing import Any

from schemas.submission import Sheet, Spot

Cells = dict[Spot, Any]
_EPOCHS = (datetime(1899, 12, 30), datetime(1904, 1, 1))
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DURATION = re.compile(r"-?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?$")
_SECOND = 1.5 / 86_400


class Ours:
    """Our cells by spot, those that show something only; and what the sheet tells beside."""

    def __init__(self, sheet: Sheet) -> None:
        self.facts = sheet.facts
        self.cells: Cells = {
            (number, column): cell
            for number, row in zip(sheet.row_numbers, sheet.rows, strict=True)
            for column, cell in enumerate(row)
            if cell != ""
        }

    def covered(self, spot: Spot) -> bool:
        """True below or beside the first cell of a merge."""
        row, column = spot
        return any(
            top <= row <= bottom and left <= column <= right and spot != (top, left)
            for (top, left), (bottom, right) in self.facts.merged
        )


def rule_of(ours: Ours, cells: Cells, spot: Spot) -> str:
    """ "equal", the name of the rule by which two cells are one, or "unexplained"."""
    own, other = ours.cells.get(spot), cells.get(spot)
    if spot in ours.facts.errors:
        return "an error cell: a finding with us, a text, a number or nothing there"
    if isinstance(own, float) and isinstance(other, float) and math.isnan(own) and math.isnan(other):
        return "equal"
    if own is None and _is_link(str(other)):
        return "a link without a text, whose target openpyxl shows"
    if own is None:
        return "an empty text" if other in ("", None) or str(other).strip() == "" else "unexplained"
    if other is None:
        return _only_ours(ours, own, spot)
    if type(own) is type(other) and own == other:
        return "equal"
    if isinstance(own, bool) or isinstance(other, bool):
        return "a truth value as a number" if float(own) == float(other) else "unexplained"
    if isinstance(own, str) and isinstance(other, str):
        return _texts(own, other)
    return _values(own, other)


def _is_link(other: str) -> bool:
    """openpyxl gives an empty cell with a link inside the workbook the place it leads to as its value."""
    return re.fullmatch(r"'?[^'!]+'?![A-Z]+[0-9]+", other) is not None


def _only_ours(ours: Ours, own: Any, spot: Spot) -> str:
    if isinstance(own, str) and not own.strip():
        return "blanks only"
    if ours.covered(spot):
        return "a value under a merged cell, which the second reader drops"
    return "unexplained"


def _texts(own: str, other: str) -> str:
    if _lines(own) == _lines(other):
        return "line breaks and escaped control characters"
    if own.split() == other.split():
        return "blanks within or around a text"
    return "unexplained"


def _lines(text: str) -> str:
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def _values(own: Any, other: Any) -> str:
    left, right = _numbers(own), _numbers(other)
    near = any(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) for a in left for b in right)
    dated = not isinstance(own, int | float) or not isinstance(other, int | float)
    if isinstance(own, str) or (isinstance(other, str) and isinstance(own, int | float)):
        return "a number kept as text" if near else "unexplained"
    if isinstance(own, time) and right and min(right) < 0:
        return "a day before 1900: Excel shows #####, we its time of day"
    if near:
        return "a day or a time as a serial number, or the other way round" if dated else "a whole number as a float"
    if dated and any(abs(a - b) < _SECOND for a in left for b in right):
        return "a time of day rounded to the second"
    if dated and any(abs(abs(a - b) - 1) < _SECOND and min(a, b) < 61 for a in left for b in right):
        return "days before March 1900, whose leap day never was"
    return "unexplained"


def _numbers(value: Any) -> list[float]:
    """All serial numbers that a value may stand for: both epochs are tried."""
    if isinstance(value, str):
        return _numbers_of_text(value)
    if isinstance(value, datetime):
        return [(value.replace(tzinfo=None) - epoch) / timedelta(days=1) for epoch in _EPOCHS]
    if isinstance(value, date):
        return _numbers(datetime.combine(value, time()))
    if isinstance(value, time):
        return [(datetime.combine(date.min, value) - datetime.min) / timedelta(days=1)]
    if isinstance(value, timedelta):
        return [value / timedelta(days=1)]
    return [float(value)]


def _numbers_of_text(text: str) -> list[float]:
    if match := _DURATION.match(text.strip()):
        days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups())
        return [days + (hours + minutes / 60 + seconds / 3600) / 24]
    try:
        return [float(text)]
    except ValueError:
        pass
    try:
        return _numbers(datetime.fromisoformat(text))
    except ValueError:
        return []
