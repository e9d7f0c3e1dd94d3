"""What each row below a header is, by its cells and by the rows around it.

In doubt a row is data: what is wrongly taken for data is seen and asked about, what is wrongly left out is lost. A row
with a running number and a title is data whatever its words are.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from rules.columns import DROPPED
from rules.lines import Line, is_no_heading, numbers_columns
from rules.row_words import (
    is_letter_or_roman,
    is_note,
    is_numbered_heading,
    is_total,
    is_total_of,
    may_sign,
    names_a_unit,
    signs,
)
from rules.tables import Table, is_number
from schemas.submission import RowKind

_FEW = 2
_MANY_FIELDS = 3
_TITLE_WORDS = 6  # more words than a person's name has
_HEADS = frozenset({"", "row_no", "superior_union", "sector", "field", DROPPED})
_SUMS = frozenset({"", "benefit", "row_no"})


@dataclass
class _Run:
    """The rows under one header, with what can be said of them only together."""

    lines: Sequence[Line]
    fields: dict[int, str]
    last_sure: int = -1
    roman_data: bool = False
    numbers: list[tuple[int, int]] = field(default_factory=list)  # (index of the line, its running number)


def kinds_of(lines: Sequence[Line], table: Table) -> list[RowKind]:
    """The kind of each row between a header and the next one."""
    run = _understood(lines, {c.index: c.field for c in table.columns})
    kinds: list[RowKind] = []
    signed = False
    for index, line in enumerate(lines):
        kind = _kind(run, index)
        signed = signed or (kind is RowKind.SIGNATURE and index > run.last_sure)
        kinds.append(RowKind.SIGNATURE if signed and not _must_stay(line, kind) else kind)
    return kinds


def _must_stay(line: Line, kind: RowKind) -> bool:
    """Below a signature only a row with a number of its own is still one of the list."""
    return kind is RowKind.NOTE or (line.counted and kind is not RowKind.SECTION) or not line.filled


def _understood(lines: Sequence[Line], fields: dict[int, str]) -> _Run:
    run = _Run(lines, fields)
    for index, line in enumerate(lines):
        if _is_sure(line, fields):
            run.last_sure = index
            if line.counted and (number := line.number.rstrip(". ")).isdigit():
                run.numbers.append((index, int(number)))
    lettered = [i for i, line in enumerate(lines) if line.title and is_letter_or_roman(line.number)]
    run.roman_data = 2 * sum(1 for i in lettered if is_no_heading(lines, i)) > len(lettered)
    return run


def _is_sure(line: Line, fields: dict[int, str]) -> bool:
    """A row that cannot be but data: numbered and titled, or with a title too long for a name and more beside it."""
    if not line.title or numbers_columns(line, fields):
        return False
    if line.counted:
        return not is_total(line.title)
    others = sum(1 for i, text in line.filled if fields.get(i, "") not in _HEADS | {"title"} and not is_number(text))
    long = len(line.title.split()) >= _TITLE_WORDS
    if others < 1 or not (others >= _MANY_FIELDS or long):
        return False
    return (others >= _MANY_FIELDS and long) or not (
        is_total(line.title) or any(signs(text) for _, text in line.filled)
    )


def _kind(run: _Run, index: int) -> RowKind:
    line = run.lines[index]
    if not line.filled:  # only error cells stand here
        return RowKind.DATA
    if numbers_columns(line, run.fields):
        return RowKind.NUMBERING
    if line.counted and line.title and not is_total(line.title):
        return RowKind.SECTION if _counts_on(run, index) else RowKind.DATA
    if _sums_up(line, run.fields):
        return RowKind.TOTAL
    if line.counted:
        return RowKind.EMPTY_LINE if all(run.fields.get(i) == "row_no" for i, _ in line.filled) else RowKind.DATA
    if index > run.last_sure or len(line.filled) <= _FEW:
        return _kind_of_few(run, index)
    return RowKind.SIGNATURE if _is_signed(run, index) else _heading_or_data(run, index)


def _kind_of_few(run: _Run, index: int) -> RowKind:
    """A row that says little, or stands below all sure data."""
    line = run.lines[index]
    column, text = line.filled[0]
    if _is_signed(run, index):
        return RowKind.SIGNATURE
    if len(line.filled) == 1 and is_note(text, run.fields.get(column) == "title"):
        return RowKind.NOTE
    return _heading_or_data(run, index)


def _heading_or_data(run: _Run, index: int) -> RowKind:
    line = run.lines[index]
    column, text = line.filled[0]
    rest = line.filled[1:]
    if len(line.filled) >= _MANY_FIELDS and len({t for _, t in line.filled}) == 1 and len(text) > _FEW:
        return RowKind.SECTION  # one merged cell, written out by a converter
    if _is_heading_number(run, line):
        return RowKind.SECTION
    if any(not is_number(t) for _, t in rest):
        return RowKind.DATA
    if is_numbered_heading(text) or (line.wide and not is_number(text)):
        return RowKind.SECTION
    if line.title:
        return RowKind.SECTION if not rest and _heads_numbers(run, index) else RowKind.DATA
    if all(is_number(t) and run.fields.get(i, "") in _SUMS for i, t in line.filled):
        return RowKind.TOTAL
    if run.fields.get(column, "") in _HEADS and not is_number(text):
        return RowKind.SECTION if column <= max(run.fields) else RowKind.NOTE
    return RowKind.NOTE if not rest and run.fields.get(column) == "note" else RowKind.DATA


def _is_heading_number(run: _Run, line: Line) -> bool:
    """ "I | Công đoàn các KCN", sums beside it too; not where the list numbers its rows so, nor a tick by a title."""
    column, text = line.filled[0]
    if run.roman_data or not is_letter_or_roman(text) or run.fields.get(column, "row_no") not in ("row_no", DROPPED):
        return False
    if not line.number and ("row_no" in run.fields.values() or text in "xXvV"):
        return False
    return len(line.filled) >= _FEW and not any(not is_number(t) for _, t in line.filled[2:])


def _counts_on(run: _Run, index: int) -> bool:
    """ "1 | Công đoàn A" with nothing beside it, when the next number is 1.1: a heading that is numbered too."""
    line = run.lines[index]
    if len(line.filled) > _FEW or index + 1 == len(run.lines):
        return False
    return run.lines[index + 1].number.startswith(line.number.rstrip(". ") + ".") and len(line.number) < 4


def _heads_numbers(run: _Run, index: int) -> bool:
    """A lone text in the title column that the running numbers pass over: before the first one, or the name of a unit
    where they go on or begin anew."""
    at = bisect_left(run.numbers, (index, 0))
    if at == len(run.numbers):
        return False
    following = run.numbers[at][1]
    if at == 0:
        return following == 1
    return following in (1, run.numbers[at - 1][1] + 1) and names_a_unit(run.lines[index].title)


def _sums_up(line: Line, fields: dict[int, str]) -> bool:
    """A label of a sum with nothing but numbers beside it."""
    texts = [text for _, text in line.filled]
    words = dict.fromkeys(text for text in texts if not is_number(text))
    if not words or len(words) > _MANY_FIELDS:
        return False
    labels = [text for text in words if is_total(text)]
    if labels:
        return all(text in labels or _is_amount(text) for text in words)
    return len(words) == 1 < len(texts) and is_total_of(next(iter(words)))


def _is_amount(text: str) -> bool:
    """ "15 sáng kiến", "3.500 triệu đồng", "I", "x": beside the label of a sum these are no data."""
    return len(text) <= 1 or is_letter_or_roman(text) or (any(c.isdigit() for c in text) and len(text.split()) <= 4)


def _is_signed(run: _Run, index: int) -> bool:
    """Words of a signature, and no title that could not be a name. Above sure data only where no title stands."""
    line = run.lines[index]
    if len(line.filled) > 5:
        return False
    below = index > run.last_sure
    signing = [i for i, text in line.filled if signs(text) or (below and may_sign(text))]
    if not signing:
        return False
    if any(run.fields.get(i) == "title" for i in signing):
        return True
    named = line.title or any(run.fields.get(i) == "authors" for i, _ in line.filled)
    if named and all(run.fields.get(i) in ("position", "position_workplace") for i in signing):
        return False  # what an author is, also in the row of a second author under a merged title
    return not line.title or (below and len(line.title.split()) < _TITLE_WORDS)
