"""Cells of text from outside: what is put in reads back the same, and nothing of it runs."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.reading.workbooks import read_workbook
from reports.plain_book import PlainBook
from reports.plain_sheet import CUT, LONGEST_TEXT, cleaned, value_kind
from reports.sheet_styles import Styles
from reports.table_rows import put_table
from schemas.submission import Cell

NASTY = (
    "<r><t>x</t></r>", "<r></is></c></row></sheetData>", "_x0041_", "_x005F_x000D_", "=1+1", "+84", "-x", "@a",
    "\t=1", "\n=2", "＝1", "－1", " =1", "\u00a0@x", "]]>", "&amp;", "a\x00b\x0bc", "\r\n\r", "  ", "\ud800", "\ufffe",
    "\x85\x9f\xad", "e\u0301", "\U0001f600", "\u202eabc", "'x", '"', "{=A1}", "http://a.b", "mailto:a@b", "1E+15",
)  # fmt: skip
texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.text("=+-@<>&_x0041\t\n\r ", max_size=12))
numbers = st.one_of(
    st.integers(-(10**17), 10**17), st.floats(), st.booleans(), st.sampled_from([0.1 + 0.2, 1e15, 123456789012.0])
)
moments = st.datetimes(datetime(1800, 1, 1), datetime(9999, 12, 31)).map(
    lambda d: d.replace(microsecond=d.microsecond // 1000 * 1000)
)
times = st.one_of(
    st.dates(),
    moments,
    st.times().map(lambda t: t.replace(microsecond=0)),
    st.timedeltas(timedelta(0), timedelta(days=9999)).map(lambda d: timedelta(d.days, d.seconds)),
)
cells = st.one_of(texts, numbers, times)
KINDS = ("text", "quoted", "number", "whole", "day", "moment", "clock", "span", "truth")


def _book(rows: Sequence[Sequence[Cell]]) -> bytes:
    with PlainBook(date(2021, 5, 31)) as book:
        styles, sheet = Styles(book), book.add_plain("a")
        for number, row in enumerate(rows, start=1):
            sheet.put(number, [(i, v, styles.of("data", value_kind(v))) for i, v in enumerate(row)])
    return book.data


def _read(data: bytes, row: int, column: int) -> Cell:
    (sheet,) = read_workbook(data)
    return sheet.rows[row][column]


def same(value: Cell, got: Cell) -> bool:
    """True where a cell holds what was put in: the same, but for control characters and what Excel has no number
    for."""
    if isinstance(value, str):
        return got == cleaned(value)
    if value_kind(value) == "text":
        return str(got).startswith(f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value))
    if isinstance(value, datetime):
        moment = got if isinstance(got, datetime) else datetime.fromisoformat(str(got))
        return abs(moment - value) <= timedelta(milliseconds=1)
    return got == value and isinstance(got, bool) == isinstance(value, bool)


@settings(max_examples=150, deadline=None)
@given(st.lists(cells, min_size=1, max_size=12))
@example(list(NASTY))
def test_every_value_reads_back_as_it_was_put_in(values: list[Cell]) -> None:
    data = _book([["first", *values, "last"]])
    (sheet,) = read_workbook(data)
    assert (sheet.rows[0][0], sheet.rows[0][len(values) + 1]) == ("first", "last")
    for value, got in zip(values, sheet.rows[0][1:], strict=False):
        assert same(value, got), (value, got)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=1, max_size=12))
@example(list(NASTY))
def test_no_text_becomes_a_formula_a_link_or_markup(values: list[str]) -> None:
    with zipfile.ZipFile(io.BytesIO(_book([values]))) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.namelist()
    assert not re.search(r"<f[ >]|hyperlink|<r>", xml)
    assert xml.count("<row ") == 1
    assert not [n for n in names if "sheet1.xml.rels" in n or "external" in n.lower()]


@pytest.mark.parametrize("text", ["=1", " =1", "\u00a0+1", "\t1", "＠a", "-", "－2"])
def test_text_that_looks_like_a_formula_stays_text_when_the_cell_is_edited(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(_book([[text]]))) as archive:
        styles, xml = archive.read("xl/styles.xml").decode(), archive.read("xl/worksheets/sheet1.xml").decode()
    style = int(re.search(r' s="(\d+)"', xml)[1])  # type: ignore[index]
    looks = re.findall(r"<xf .*?(?:/>|</xf>)", styles[styles.index("<cellXfs") :])
    assert 'quotePrefix="1"' in looks[style]


def test_a_text_too_long_for_a_cell_is_cut_with_a_sign() -> None:
    for text in ("ấ" * 40_000, "\U0001f600" * 20_000):
        got = str(_read(_book([[text]]), 0, 0))
        assert got.endswith(CUT)
        assert LONGEST_TEXT - 2 <= len(got.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert _read(_book([["a" * LONGEST_TEXT]]), 0, 0) == "a" * LONGEST_TEXT


def test_a_long_number_keeps_its_digits() -> None:
    data = _book([[123456789012345.0, 12345678901234567890, 0.1 + 0.2, 1e15]])
    (sheet,) = read_workbook(data)
    assert list(sheet.rows[0]) == [123456789012345.0, "12345678901234567890", 0.1 + 0.2, 1e15]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert 'numFmtId="1"' in archive.read("xl/styles.xml").decode()  # "0": every digit is shown


def test_dates_are_dates_as_vietnamese_write_them() -> None:
    data = _book([[date(2021, 3, 15), time(7, 30), date(1899, 5, 1)]])
    (sheet,) = read_workbook(data)
    assert list(sheet.rows[0]) == [date(2021, 3, 15), time(7, 30), "01/05/1899"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "dd/mm/yyyy" in archive.read("xl/styles.xml").decode()


@st.composite
def tables(draw: st.DrawFn) -> list[list[str] | list[int]]:
    """Columns of texts and of whole numbers, as many rows in each."""
    rows = draw(st.integers(0, 6))
    writable = st.one_of(st.sampled_from([t for t in NASTY if t != "\ud800"]), st.text("ab=<_x0041 \r\nĐ", max_size=9))
    whole = st.integers(0, 10**11 - 1)
    kinds = draw(st.lists(st.sampled_from([writable, whole]), min_size=1, max_size=4))
    return [draw(st.lists(kind, min_size=rows, max_size=rows)) for kind in kinds]


@given(tables())
@example([["=1", "a", "=1", ""], [1, 0, 10**11 - 1, 12], ["a" * 40_000, "", "_x0041_", "<a&b>"]])
def test_a_table_put_at_once_is_the_same_as_row_by_row(columns: list[list[str] | list[int]]) -> None:
    made = []
    for at_once in (False, True):
        with PlainBook(date(2021, 5, 31)) as book:
            styles, sheet = Styles(book), book.add_plain("a")
            kinds = {kind: styles.of("data", kind) for kind in KINDS}
            sheet.put(1, [(0, "head", kinds["text"])])
            if at_once:
                put_table(sheet, 3, [_column(values) for values in columns], [kinds] * len(columns))
            else:
                for number, row in enumerate(zip(*columns, strict=True), start=3):
                    sheet.put(number, [(i, v, kinds[value_kind(v)]) for i, v in enumerate(row)])
        made.append(book.data)
    assert made[0] == made[1]


def _column(values: list[str] | list[int]) -> pd.Series:
    return pd.Series(values, dtype="int64" if values and isinstance(values[0], int) else "str")
