"""Benefit, periods and awards of the data rows: values with the status of how each was understood."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.awards import award_level
from rules.cells import Cells, memo
from rules.dates import parse_period
from rules.flags import is_plainly_no
from rules.layout import cell_text
from rules.money import parse_money
from rules.periods import OPEN_END
from rules.vietnamese import bare, one_line, repair
from schemas.submission import Cell

_Span = tuple[date | None, date | None, str]
_OUT_OF_SCALE_VND = 1e12  # a thousand tỷ for one initiative: more than any published one but a handful


def benefits(cells: Cells) -> dict[str, list[float] | list[str]]:
    """benefit_vnd, benefit_status, benefit_text; the unit comes from the header, a unit in the cell wins."""
    columns = cells.of("benefit")
    n = len(cells.numbers)
    if not columns:
        return {"benefit_vnd": [math.nan] * n, "benefit_status": ["no_column"] * n, "benefit_text": [""] * n}
    read = memo(partial(_money, unit=columns[0].unit))
    values = cells.values(columns[0])
    found = [read(value) for value in values]
    return {
        "benefit_vnd": [amount for amount, _ in found],
        "benefit_status": [odd or status for odd, (_, status) in zip(cells.odd(columns[0]), found, strict=True)],
        "benefit_text": [cell_text(value) for value in values],
    }


def _money(cell: Cell, unit: float | None) -> tuple[float, str]:
    text = cell_text(cell)
    if is_plainly_no(text) or isinstance(cell, bool):
        return math.nan, "missing"
    if not isinstance(cell, str | int | float):
        return math.nan, "unreadable"
    money = parse_money(repair(cell).text if isinstance(cell, str) else cell, unit)
    if money is None:
        return math.nan, "unreadable" if any(c.isdigit() for c in text) else "missing"
    if math.isnan(money.amount_vnd):
        return math.nan, "ambiguous"
    if not 0 <= money.amount_vnd < _OUT_OF_SCALE_VND:
        return math.nan, "out_of_scale"
    return money.amount_vnd, "ambiguous" if money.ambiguous else "ok"


def periods(cells: Cells) -> dict[str, npt.NDArray[np.datetime64] | list[str]]:
    """applied_from, applied_to, registered_on with their status and text."""
    applied, applied_text = _spans(cells, "applied")
    registered, registered_text = _spans(cells, "registered")
    ends, _ = _spans(cells, "applied_end")
    return {
        "applied_from": _days([first for first, _, _ in applied]),
        "applied_to": _days([_end(span, end) for span, (_, end, _) in zip(applied, ends, strict=True)]),
        "applied_status": [status for _, _, status in applied],
        "applied_text": applied_text,
        # Of a registration known by its month or year, only the first day is evidence that it came too late.
        "registered_on": _days([first for first, _, _ in registered]),
        "registered_status": [status for _, _, status in registered],
        "registered_text": registered_text,
    }


def _spans(cells: Cells, field: str) -> tuple[list[_Span], list[str]]:
    columns = cells.of(field)
    if not columns:
        n = len(cells.numbers)
        return [(None, None, "no_column")] * n, [""] * n
    read = memo(_period)
    values = cells.values(columns[0])
    spans = [(*read(v)[:2], odd or read(v)[2]) for v, odd in zip(values, cells.odd(columns[0]), strict=True)]
    return spans, [cell_text(value) for value in values]


def _end(applied: _Span, end: date | None) -> date | None:
    """The end from its own column, unless it contradicts the beginning."""
    first, last, _ = applied
    return last if end is None or (first is not None and end < first) else end


def _days(days: Sequence[date | None]) -> npt.NDArray[np.datetime64]:
    return np.array(days, dtype="datetime64[s]")


def _period(cell: Cell) -> _Span:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | date | datetime):
        return None, None, "unreadable"
    text = cell_text(cell)
    if not text or is_plainly_no(text):
        return None, None, "missing"
    period = parse_period(repair(cell).text if isinstance(cell, str) else cell)
    if period is None:
        return None, None, "unreadable"
    status = "ambiguous" if period.ambiguous else "ok" if period.precision in ("day", "month", "range") else "coarse"
    return period.first, None if OPEN_END in period.note else period.last, status


def awards(cells: Cells) -> dict[str, object]:
    """award, award_level and award_status: all award columns joined, the highest level, whether all are known."""
    n = len(cells.numbers)
    texts: list[list[str]] = [[] for _ in range(n)]
    levels, known = [0] * n, [True] * n
    for level in (0, 1, 2, 3, 4):
        for column in cells.of(f"award_{level}" if level else "award"):
            read = memo(partial(_award, level=level, header=column.header))
            for i, value in enumerate(cells.values(column)):
                text, found, is_known = read(value)
                if text:
                    texts[i].append(text)
                levels[i] = max(levels[i], found)
                known[i] &= is_known
    return {
        "award": ["; ".join(dict.fromkeys(t)) for t in texts],
        "award_level": pd.array([level or None for level in levels], dtype="Int64"),
        "award_status": ["ok" if k else "unknown" for k in known],
    }


def _award(cell: Cell, level: int, header: str) -> tuple[str, int, bool]:
    """Text, level (0 for none) and whether it is known. In a column of one level a tick stands for the header's
    award."""
    text = repair(cell_text(cell)).text
    if is_plainly_no(text):
        return "", 0, True
    if level:
        ticked = len(text) <= 2 or bare(text) in ("co", "yes", "true")
        return one_line(header.split("\n")[0]) if ticked else one_line(text), level, True
    award = award_level(text)
    return one_line(award.text), award.level or 0, award.known
