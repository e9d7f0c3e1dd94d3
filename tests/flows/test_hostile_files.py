"""Files made to hurt the run: each ends in rows or in a check id, and within the limits."""

import io
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from flows.parsing import Parser, warm_parser
from flows.reading.workbooks import UnreadableFile, read_workbook
from rules.features import Coder
from rules.intake import Submitted
from schemas.config import Limits
from schemas.parsed import ParsedFile
from tests.binary_books import label, package, record, text_cell, wide_row, wide_text, xls, xlsb, xlsx
from tests.builders import HEADERS, column_table, row, table
from tests.hostile_books import HOSTILE, far_corner, many_sheets, parts_of

_MEMORY = 900_000_000
_LIMITS = Limits.model_construct(file_bytes=30_000_000, parse_memory_bytes=_MEMORY, parse_seconds=20)
_ABOUT = Submitted("LDLD-01", "a", True, column_table(), Coder(b"x" * 16))
_PLAIN = f'<row r="1">{text_cell("A1", "Tên")}</row>'


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with warm_parser(_LIMITS) as warm:
        yield warm


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_told_by_its_check_and_within_the_limits(parser: Parser, name: str) -> None:
    make, expected = HOSTILE[name]
    answer = parser.parse(make(), _ABOUT)
    told = answer if isinstance(answer, str) else answer.rejected_because
    assert told in ((expected,) if isinstance(expected, str) else expected)


def test_a_far_corner_is_read_within_the_limits(parser: Parser) -> None:
    answer = parser.parse(far_corner(), _ABOUT)
    assert isinstance(answer, ParsedFile)
    assert answer.records["title"].tolist() == ["Cải tiến máy dệt"]


def test_a_dimension_that_lies_hides_no_cell() -> None:
    parts = parts_of(xlsx(_PLAIN + f'<row r="9">{text_cell("C9", "z")}</row>'))
    name = "xl/worksheets/sheet1.xml"
    for stated in (b"A1", b"A1:XFD1048576", b"Z9:A1", b"?"):
        lying = package(
            parts | {name: parts[name].replace(b"<sheetData>", b'<dimension ref="%s"/><sheetData>' % stated)}
        )
        (sheet,) = read_workbook(lying)
        assert sheet.rows[8][2] == "z"


def test_five_thousand_sheets_are_read_within_the_limits(parser: Parser) -> None:
    answer = parser.parse(many_sheets(4999), _ABOUT)
    assert isinstance(answer, ParsedFile)
    assert (len(answer.sheets), len(answer.records)) == (5000, 1)


@cache
def _good(kind: str) -> bytes:
    rows = [row(1, "Cải tiến máy dệt"), row(2, "Lò hơi tiết kiệm than", secrecy="x")]
    if kind == "xlsx":
        return table(rows)
    lines = [HEADERS, *rows]
    if kind == "csv":
        return "\n".join(";".join(map(str, cells)) for cells in lines).encode()
    if kind == "xls":
        return xls(b"".join(label(r, c, str(v)) for r, cells in enumerate(lines) for c, v in enumerate(cells)))
    if kind == "xlsb":
        records = [
            r
            for n, cells in enumerate(lines)
            for r in [wide_row(n), *(wide_text(c, str(v)) for c, v in enumerate(cells))]
        ]
        return xlsb(records)
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>' for v in cells
        )
        + "</table:table-row>"
        for cells in lines
    )
    xml = f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="S">{body}'
    xml += "</table:table></office:spreadsheet></office:body></office:document-content>"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return package({"mimetype": mimetype, "META-INF/manifest.xml": manifest.encode(), "content.xml": xml.encode()})


def _ends_well(data: bytes) -> bool:
    """Rows or a check id; a panic of a reader is cut off by the child, and counts as an end here."""
    try:
        return bool(read_workbook(data))
    except UnreadableFile as error:
        return error.check_id.startswith("FIL-")
    except BaseException as error:  # what a reader's panic raises is no Exception
        return type(error).__name__ == "PanicException"


_KINDS = ("xlsx", "xls", "xlsb", "ods", "csv")


@pytest.mark.parametrize("kind", _KINDS)
def test_the_good_files_are_good(kind: str) -> None:
    (sheet,) = read_workbook(_good(kind))
    assert [cells[1] for cells in sheet.rows] == ["Tên sáng kiến", "Cải tiến máy dệt", "Lò hơi tiết kiệm than"]


@pytest.mark.parametrize("kind", _KINDS)
def test_a_file_cut_anywhere_ends_in_rows_or_in_a_check(kind: str) -> None:
    data = _good(kind)
    for end in range(1, len(data), max(10, len(data) // 120)):
        assert _ends_well(data[:end]), end


@pytest.mark.parametrize("kind", _KINDS)
@settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_file_with_bytes_turned_ends_in_rows_or_in_a_check(kind: str, data: st.DataObject) -> None:
    good = bytearray(_good(kind))
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    assert _ends_well(bytes(good))


@pytest.mark.parametrize("kind", ["xls", "xlsb"])
@settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_records_with_any_bodies_end_in_rows_or_in_a_check(kind: str, data: st.DataObject) -> None:
    kinds = (0, 3, 5, 6, 9, 11, 0x14, 0x1C, 0x31, 0x5D, 0x7D, 0xBD, 0xE0, 0x1B6, 0x205, 0x208, 60, 176, 479, 0x3C)
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(kinds), st.binary(max_size=40)), max_size=8))
    if kind == "xls":
        assert _ends_well(xls(label(0, 0, "Tên") + b"".join(record(*r) for r in drawn)))
    else:
        assert _ends_well(xlsb([wide_row(0), wide_text(0, "Tên"), *drawn]))


def test_calamine_itself_would_still_fall_for_them() -> None:
    """Where this fails, calamine has learned to read newer error codes and the mending can go."""
    data = xlsx('<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>')
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book, pytest.raises(Exception, match="error value"):
        book.get_sheet_by_index(0).to_python()
