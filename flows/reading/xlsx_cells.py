"""What the cells of one worksheet part do not tell a value reader: error cells, formulas without a stored value, old
fonts, hidden rows and columns.

The part goes by as a stream, a stretch of whole rows at a time (xlsx_stretches.py). What is rare is looked for by its
bytes, and only around a find is the cell taken apart: a sheet of 200,000 rows costs a fraction of its reading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO

from flows.reading.xlsx_fonts import OLD_RUN, OldFonts
from flows.reading.xlsx_parts import attribute, column_of, is_true
from flows.reading.xlsx_rows import Rows
from flows.reading.xlsx_stretches import Stretch, Stretches
from schemas.submission import Spot

_COLUMN = re.compile(rb"<(?:[\w.-]+:)?col\b([^>]*)>")
_LAST_COLUMN = 16_384
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LARGEST_AREA = 1_000_000  # cells of array formulas without a value
_ERROR_CODE = re.compile(rb"#[A-Z/0-9_]{1,20}[!?]?|Err:[0-9]{3}")
_UNKNOWN_ERROR = "#?"
_TEXT_TYPES = frozenset({"s", "str", "inlineStr"})


@dataclass(slots=True)
class CellFacts:
    """What was found in one worksheet part; rows count from 1, columns from 0."""

    hidden_columns: set[int]
    hidden_rows: set[int] = field(default_factory=set)
    errors: dict[Spot, str] = field(default_factory=dict)
    uncached: set[Spot] = field(default_factory=set)
    fonts: dict[Spot, str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0  # at least 25: narrower sheets are not told apart
    tail: bytes = b""  # what stands behind the rows


def scan(part: IO[bytes], old: OldFonts) -> CellFacts:
    """The facts of one worksheet part. ValueError where one row stands twice: a reader would show the later one
    only."""
    stretches = Stretches(part)
    rows, facts, areas = Rows(stretches.head), CellFacts(_hidden_columns(stretches.head)), list[str]()
    for stretch in stretches:
        rows.take(stretch)
        facts.errors.update(_errors(stretch))
        for spot, area in _uncached(stretch):
            facts.uncached.add(spot)
            areas += [area] if area else []
        facts.fonts.update(_fonts(stretch, old))
        facts.last_column = max(facts.last_column, stretch.last_column())
    facts.last_row, facts.tail = rows.last(), stretches.tail
    facts.uncached.update(_spots_in(areas, facts.last_row))
    facts.hidden_rows = rows.hidden()
    return facts


def _hidden_columns(head: bytes) -> set[int]:
    hidden: set[int] = set()
    for match in _COLUMN.finditer(head):
        if is_true(match[1], b"hidden") or _is_zero(attribute(match[1], b"width")):
            first, last = attribute(match[1], b"min"), attribute(match[1], b"max")
            if first.isdigit() and last.isdigit():
                hidden.update(range(int(first) - 1, min(int(last), _LAST_COLUMN)))
    return hidden


def _is_zero(number: str) -> bool:
    return bool(number) and not number.strip("0.")


def _errors(stretch: Stretch) -> Iterator[tuple[Spot, str]]:
    """Error cells with the code they show; what stands there and is no code is never told."""
    for quoted in (b'"e"', b"'e'"):
        position = stretch.xml.find(quoted)
        while position >= 0:
            cell = stretch.cell_around(position)
            if cell and attribute(cell.attributes, b"t") == "e":
                shown = stretch.words.value.search(cell.inner)
                code = shown[1].strip() if shown else b""
                yield cell.spot, code.decode() if _ERROR_CODE.fullmatch(code) else _UNKNOWN_ERROR
            position = stretch.xml.find(quoted, position + 3)


def _uncached(stretch: Stretch) -> Iterator[tuple[Spot, str]]:
    """Formulas that carry no value, each with the area it fills where it is an array's. An empty text that was computed
    (`t="str"`) is a value."""
    if stretch.words.formula_start not in stretch.xml:
        return
    for pattern in stretch.words.formulas_without_value:
        for match in pattern.finditer(stretch.xml):
            cell = stretch.cell_around(match.start())
            if cell is None or attribute(cell.attributes, b"t") == "e" or stretch.words.filled.search(cell.inner):
                continue
            if attribute(cell.attributes, b"t") == "str" and stretch.words.value_start.search(cell.inner):
                continue
            formula = stretch.words.formula.search(cell.inner)
            told = (formula[1] or b"") if formula else b""
            yield cell.spot, attribute(told, b"ref") if attribute(told, b"t") in ("array", "dataTable") else ""


def _spots_in(areas: list[str], last_row: int) -> Iterator[Spot]:
    """The cells that arrays without a value leave empty, down to the sheet's last row."""
    left = _LARGEST_AREA
    for area in areas:
        if not (match := _AREA.fullmatch(area)):
            continue
        rows = range(int(match[2]), min(int(match[4]), last_row) + 1)
        columns = range(column_of(match[1].encode()), column_of(match[3].encode()) + 1)
        left -= len(rows) * len(columns)
        if left < 0:
            raise ValueError("arrays without values fill more cells than any sheet made by hand")
        yield from ((row, column) for row in rows for column in columns)


def _fonts(stretch: Stretch, old: OldFonts) -> Iterator[tuple[Spot, str]]:
    """Text cells in an old font: by their style, by a shared string's run, or by a run of their own."""
    if old.styles or old.strings:
        for tag in stretch.tags():
            style, kind = _style_and_kind(_behind_place(tag[1] or b""))
            if kind in _TEXT_TYPES and old.may_be(style, kind):
                cell = stretch.cell(tag)
                if font := old.of(style, kind, cell.inner):
                    yield cell.spot, font
    for match in OLD_RUN.finditer(stretch.xml):
        if around := stretch.cell_around(match.start()):
            yield around.spot, match[1].decode("utf-8", "replace")


def _behind_place(attributes: bytes) -> bytes:
    """The attributes without the place that most programs write first: what is left is the same in many cells."""
    return attributes[attributes.find(b'"', 3) + 1 :] if attributes.startswith(b'r="') else attributes


@lru_cache(maxsize=1 << 12)
def _style_and_kind(attributes: bytes) -> tuple[str, str]:
    return attribute(attributes, b"s"), attribute(attributes, b"t")
