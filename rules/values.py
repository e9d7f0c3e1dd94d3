"""Benefit, periods and awards of the data rows: values with the status of how each was understood."""

import math
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from rules.awards import award_level
from rules.cells import Cells, memo
from rules.date_habits import Habits, habits_of, read_date
from rules.flags import is_plainly_no
from rules.layout import cell_text
from rules.money import parse_money
from rules.periods import OPEN_END
from rules.proposals import of_money, of_period
from rules.vietnamese import bare, one_line, repair
from schemas.submission import Cell

_TOLD = ("status", "text", "proposed")
# Words of those who reckoned no sum: nothing is stated, and nothing is unreadable.
_NOT_RECKONED = re.compile(
    r"(?:khong|chua|ko)$|(?:(?:khong|chua|ko|khg|k) (?:the )?(?:tinh|uoc|luong|quy|do|dinh|co|phat|xac|thong)|"
    r"phi vat chat|phi tai chinh)\b"
)
_OUT_OF_SCALE_VND = 1e12  # a thousand tỷ for one initiative: more than any published one but a handful


@dataclass(frozen=True, slots=True)
class _Span:
    """A period of a cell, the way it was understood, the cell's text and what is offered in its place."""

    first: date | None = None
    last: date | None = None
    status: str = ""
    text: str = ""
    proposed: str = ""


def as_text(cell: Cell) -> str:
    """The text to be repaired: its ends untouched, for a blank may be half of a letter that was decoded twice."""
    return cell if isinstance(cell, str) else cell_text(cell)


def benefits(cells: Cells) -> dict[str, list[float] | list[str]]:
    """benefit_vnd, benefit_status, benefit_text; the unit comes from the header, a unit in the cell wins."""
    columns = cells.of("benefit")
    n = len(cells.numbers)
    if not columns:
        nothing = [""] * n
        return {
            "benefit_vnd": [math.nan] * n, "benefit_status": ["no_column"] * n, "benefit_text": nothing,
            "benefit_proposed": nothing,
        }  # fmt: skip
    read = memo(partial(_money, unit=columns[0].unit))
    values = cells.values(columns[0])
    found = [read(value) for value in values]
    return {
        "benefit_vnd": [amount for amount, _, _ in found],
        "benefit_status": [odd or status for odd, (_, status, _) in zip(cells.odd(columns[0]), found, strict=True)],
        "benefit_text": [cell_text(value) for value in values],
        "benefit_proposed": [proposed for _, _, proposed in found],
    }


def _money(cell: Cell, unit: float | None) -> tuple[float, str, str]:
    """The amount (NaN for one out of scale), how it was understood, and what is offered in its place."""
    text = cell_text(cell)
    if is_plainly_no(text) or isinstance(cell, bool):
        return math.nan, "missing", ""
    if not isinstance(cell, str | int | float):
        return math.nan, "unreadable", ""
    repaired = repair(cell).text if isinstance(cell, str) else cell
    money = parse_money(repaired, unit)
    if money is None:
        return math.nan, "missing" if _NOT_RECKONED.match(bare(str(repaired))) else "unreadable", ""
    proposed = of_money(money, unit)
    if money.note == "unit_slip" or not (math.isnan(money.amount_vnd) or 0 <= money.amount_vnd < _OUT_OF_SCALE_VND):
        return math.nan, "out_of_scale", proposed
    return money.amount_vnd, "ambiguous" if money.ambiguous or math.isnan(money.amount_vnd) else "ok", proposed


def periods(cells: Cells) -> dict[str, list[date | None] | list[str]]:
    """applied_from, applied_to, registered_on with their status and text."""
    applied, registered, ends = (_spans(cells, field) for field in ("applied", "registered", "applied_end"))
    return {
        "applied_from": [span.first for span in applied],
        "applied_to": [_end(span, end.last) for span, end in zip(applied, ends, strict=True)],
        # Of a registration known by its month or year, only the first day is evidence that it came too late.
        "registered_on": [span.first for span in registered],
        **{f"applied_{name}": [getattr(span, name) for span in applied] for name in _TOLD},
        **{f"registered_{name}": [getattr(span, name) for span in registered] for name in _TOLD},
    }


def _spans(cells: Cells, field: str) -> list[_Span]:
    columns = cells.of(field)
    if not columns:
        return [_Span(status="no_column")] * len(cells.numbers)
    values = cells.values(columns[0])
    read = memo(partial(_period, habits=habits_of(values, may_be_months=field != "registered")))
    spans = [read(value) for value in values]
    return [replace(s, status=odd) if odd else s for s, odd in zip(spans, cells.odd(columns[0]), strict=True)]


def _end(applied: _Span, end: date | None) -> date | None:
    """The end from its own column, unless it contradicts the beginning."""
    return applied.last if end is None or (applied.first is not None and end < applied.first) else end


def _period(cell: Cell, habits: Habits) -> _Span:
    text = cell_text(cell)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | date | datetime):
        return _Span(status="unreadable", text=text)
    if not text or is_plainly_no(text):
        return _Span(status="missing", text=text)
    period = read_date(repair(cell).text if isinstance(cell, str) else cell, habits)
    if period is None:
        return _Span(status="unreadable", text=text)
    status = "ambiguous" if period.ambiguous else "ok" if period.precision in ("day", "month", "range") else "coarse"
    return _Span(period.first, None if OPEN_END in period.note else period.last, status, text, of_period(period))


def awards(cells: Cells) -> dict[str, list[str] | list[int | None]]:
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
        "award_level": [level or None for level in levels],
        "award_status": ["ok" if k else "unknown" for k in known],
    }


def _award(cell: Cell, level: int, header: str) -> tuple[str, int, bool]:
    """Text, level (0 for none) and whether it is known. In a column of one level a tick stands for the header's
    award."""
    text = repair(as_text(cell)).text
    if is_plainly_no(text):
        return "", 0, True
    if level:
        ticked = len(text) <= 2 or bare(text) in ("co", "yes", "true")
        return one_line(header.split("\n")[0]) if ticked else one_line(text), level, True
    award = award_level(text)
    return one_line(award.text), award.level or 0, award.known
