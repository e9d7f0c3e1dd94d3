"""The tallies as files: a workbook of one sheet a question with proof that parts are the whole, and tallies.csv."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime

import pandas as pd
import xlsxwriter

from reports import tally_sheets as sheets
from reports.csv_lines import csv_bytes
from reports.figures import Figures, figures
from reports.numbers import plain
from reports.sums import sums
from reports.tally_internal_sheets import internal_sheets
from reports.tally_programme_sheets import published, rules
from reports.tally_table import Table, formats_of, write_table
from reports.wording import BREAKDOWN_TITLES, SOFTWARE
from schemas.release import PublishedCheck, ReleaseFacts
from schemas.tally import TALLY_COLUMNS

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def tally_workbook(facts: ReleaseFacts, tallies: pd.DataFrame) -> bytes:
    """The workbook's bytes; created "as of", so that the same release gives the same bytes."""
    return _book(facts, _tables(facts, figures(tallies)))


def internal_workbook(
    facts: ReleaseFacts, tallies: pd.DataFrame, internal: pd.DataFrame, checks: Sequence[PublishedCheck]
) -> bytes:
    """For the staff alone: by units below, superior union and workplace, the roads of duplicates, and the printed
    figures with the numbers of the units. `checks`: with our own numbers of the units."""
    return _book(facts, internal_sheets(facts, figures(tallies), internal, tuple(checks)))


def _tables(facts: ReleaseFacts, numbers: Figures) -> Iterator[Table]:
    yield sheets.overview(numbers)
    yield sheets.ranking(facts, numbers)
    for name, names in (("kind", sheets.kinds_of(facts)), ("successor", sheets.provinces_of(facts))):
        if any(numbers.get("valid", code) is not None for code in names):
            yield sheets.group(name, names, numbers)
    yield from (sheets.breakdown(facts, numbers, name) for name in BREAKDOWN_TITLES)
    yield sheets.benefit(facts, numbers)
    yield sheets.awards(facts, numbers)
    yield sheets.reporting(facts, numbers)
    optional = (sheets.phase_quotas(facts, numbers), sheets.trend(facts, numbers), published(facts, facts.published))
    yield from filter(None, optional)
    if facts.programme:
        yield rules(facts.programme)
    yield sheets.proof(sums(facts, numbers))


def _book(facts: ReleaseFacts, tables: Iterator[Table]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        created = datetime(facts.as_of.year, facts.as_of.month, facts.as_of.day)
        book.set_properties({"author": SOFTWARE, "created": created, "comments": ""})
        formats = formats_of(book)
        for table in tables:
            write_table(book, table, facts, formats)
    return out.getvalue()


def tally_csv(tallies: pd.DataFrame) -> bytes:
    """UTF-8 with BOM, TALLY_COLUMNS, sorted by all but the value; 75000.0 is written 75000."""
    keys = [c for c in TALLY_COLUMNS if c not in ("value", "unit")]
    frame = tallies[list(TALLY_COLUMNS)].sort_values(keys, kind="stable")
    values = [plain(value) for value in frame["value"].astype(float).tolist()]
    return csv_bytes([frame.assign(value=pd.Series(values, index=frame.index, dtype="str"))], numbers=("value",))
