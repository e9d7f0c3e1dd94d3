"""Files made to hurt the run: each ends in rows or in a check id, and within the limits."""

import io
import struct
import zipfile
import zlib
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
from schemas.submission import column_letters
from tests.binary_books import compound, label, package, record, text_cell, wide_row, wide_text, xls, xlsb, xlsx
from tests.builders import HEADERS, column_table, row, table

_FORM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MEMORY = 900_000_000
_LIMITS = Limits.model_construct(file_bytes=30_000_000, parse_memory_bytes=_MEMORY, parse_seconds=20)
_ABOUT = Submitted("LDLD-01", "a", True, column_table(), Coder(b"x" * 16))
_PLAIN = f'<row r="1">{text_cell("A1", "Tên")}</row>'


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with warm_parser(_LIMITS) as warm:
        yield warm


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with(data: bytes, name: str, part: bytes) -> bytes:
    return package(_parts(data) | {name: part})


def _bomb() -> bytes:
    """A part of 1.1 GB from 1 MB: the same packed megabyte again and again, each independent of the one before."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    megabyte = machine.compress(b" " * 1_000_000) + machine.flush(zlib.Z_FULL_FLUSH)
    packed, name = megabyte * 1100 + machine.flush(), b"xl/sharedStrings.xml"
    sizes = struct.pack("<HHIII", 0, 0, 0, len(packed), 1_100_000_000)
    plain = xlsx(_PLAIN)
    start, end = plain.index(b"PK\x01\x02"), plain.index(b"PK\x05\x06")
    local = struct.pack("<4sHHH", b"PK\x03\x04", 20, 0, 8) + sizes + struct.pack("<HH", len(name), 0) + name + packed
    entry = struct.pack("<4sHHHH", b"PK\x01\x02", 20, 20, 0, 8) + sizes
    entry += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, start) + name
    count, directory = struct.unpack_from("<H", plain, end + 10)[0] + 1, plain[start:end] + entry
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), start + len(local), 0)
    return plain[:start] + local + directory + tail


def _lying() -> bytes:
    """The directory says 10 bytes, a gigabyte comes out: only streaming finds it."""
    big = io.BytesIO()
    with zipfile.ZipFile(big, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _parts(xlsx(_PLAIN)).items():
            archive.writestr(name, part)
        archive.writestr("xl/sharedStrings.xml", b" " * 50_000_000)
    return big.getvalue().replace(struct.pack("<I", 50_000_000), struct.pack("<I", 10))


def _overlapping() -> bytes:
    """Fifty names for the bytes of one entry, as a quine of a bomb has them."""
    data = package({"xl/workbook.xml": b"<workbook/>" + b" " * 1000})
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.rindex(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"workbook.xml", b"workb%02d.xml" % n) for n in range(50))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 50, 50, len(entries), start, 0)
    return data[:start] + entries + tail


def _far_diagonal() -> bytes:
    cells = "".join(
        f'<row r="{n * 250 + 1}">{text_cell(column_letters(n * 4) + str(n * 250 + 1), "x")}</row>' for n in range(4000)
    )
    return xlsx(cells)


def _many_sheets(count: int) -> bytes:
    """The first sheet holds a table, all others are empty."""
    parts = _parts(table([row(1, "Cải tiến máy dệt")]))
    numbers = range(9, 9 + count)
    empty = _parts(xlsx(""))["xl/worksheets/sheet1.xml"]
    parts |= {f"xl/worksheets/more{n}.xml": empty for n in numbers}
    sheets = "".join(f'<sheet xmlns:r="{_FORM}" name="T{n}" sheetId="{n}" r:id="m{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="m{n}" Type="{_FORM}/worksheet" Target="worksheets/more{n}.xml"/>' for n in numbers
    )
    for name, end, more in (
        ("xl/workbook.xml", b"</sheets>", sheets), ("xl/_rels/workbook.xml.rels", b"</Relationships>", links),
    ):  # fmt: skip
        parts[name] = parts[name].replace(end, more.encode() + end)
    return package(parts)


_ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'">]>'
HOSTILE = {
    "bomb": (_bomb, "FIL-007"),
    "lying size": (_lying, "FIL-004"),
    "overlapping entries": (_overlapping, "FIL-004"),
    "a zip in a zip": (lambda: package({"a.zip": package({"b.xlsx": b"x"})}), "FIL-003"),
    "entities": (lambda: _with(xlsx(_PLAIN), "xl/workbook.xml", _ENTITIES + b"<workbook/>"), "FIL-004"),
    "entities in utf-16": (
        lambda: _with(xlsx(_PLAIN), "xl/workbook.xml", (_ENTITIES + b"<workbook/>").decode().encode("utf-16")),
        "FIL-004",
    ),
    "entities in an old page of Excel": (
        lambda: _ENTITIES + b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "FIL-004",
    ),
    "diagonal": (_far_diagonal, "FIL-007"),
    "xlsb far corner": (
        lambda: xlsb([wide_row(0), wide_text(0, "a"), wide_row(1_048_575), wide_text(16_383, "b")]), "FIL-007",
    ),
    "looped table": (lambda: _looped(xls(label(0, 0, "Tên"))), "FIL-004"),
    "word in a zip": (lambda: package({"word/document.xml": b"<w/>"}), "FIL-003"),
    "word": (lambda: compound({"WordDocument": bytes(5000)}), "FIL-003"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "FIL-003"),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj", "FIL-003"),
    "rar": (lambda: b"Rar!\x1a\x07\x00" + bytes(range(200)), "FIL-003"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(range(200)), "FIL-003"),
    "json": (lambda: b'[{"a": 1}]', "FIL-003"),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "FIL-003"),
    "deep page": (
        lambda: b"<html>" + b"<div>" * 100_000 + b"<table><tr><td>a</td></tr></table>",
        ("FIL-003", "FIL-004", "SHT-001"),
    ),
    "wide page": (
        lambda: b"<table>" + b"<tr><td colspan=1000 rowspan=65534>a</td></tr>" * 20_000 + b"</table>", "FIL-007",
    ),
    "long row number": (lambda: xlsx(_PLAIN.replace('r="1"', 'r="99999999"')), ("FIL-004", "FIL-007", "SHT-001")),
}  # fmt: skip


def _looped(data: bytes) -> bytes:
    """The first extension of the allocation table points at itself: readers that trust it take gigabytes."""
    header = bytearray(data)
    header[68:76] = struct.pack("<II", 0, 1_000_000)
    header[512:1024] = struct.pack("<128I", *[0xFFFFFFFF] * 127, 0)
    return bytes(header)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_told_by_its_check_and_within_the_limits(parser: Parser, name: str) -> None:
    make, expected = HOSTILE[name]
    answer = parser.parse(make(), _ABOUT)
    told = answer if isinstance(answer, str) else answer.rejected_because
    assert told in ((expected,) if isinstance(expected, str) else expected)


def test_a_far_corner_is_read_within_the_limits(parser: Parser) -> None:
    answer = parser.parse(_far_corner(), _ABOUT)
    assert isinstance(answer, ParsedFile)
    assert answer.records["title"].tolist() == ["Cải tiến máy dệt"]


def _far_corner() -> bytes:
    parts = _parts(table([row(1, "Cải tiến máy dệt")]))
    far = f'<row r="1048576">{text_cell("XFD1048576", " ")}</row></sheetData>'.encode()
    name = "xl/worksheets/sheet1.xml"
    return package(parts | {name: parts[name].replace(b"</sheetData>", far).replace(b"A1:M2", b"A1:A1")})


def test_a_dimension_that_lies_hides_no_cell() -> None:
    parts = _parts(xlsx(_PLAIN + f'<row r="9">{text_cell("C9", "z")}</row>'))
    name = "xl/worksheets/sheet1.xml"
    for stated in (b"A1", b"A1:XFD1048576", b"Z9:A1", b"?"):
        lying = package(
            parts | {name: parts[name].replace(b"<sheetData>", b'<dimension ref="%s"/><sheetData>' % stated)}
        )
        (sheet,) = read_workbook(lying)
        assert sheet.rows[8][2] == "z"


def test_five_thousand_sheets_are_read_within_the_limits(parser: Parser) -> None:
    answer = parser.parse(_many_sheets(4999), _ABOUT)
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
