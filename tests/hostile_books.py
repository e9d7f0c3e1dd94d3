"""Files made to hurt whoever reads them, with the check that each has to end in."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from schemas.submission import column_letters
from tests.binary_books import compound, label, package, text_cell, wide_row, wide_text, xls, xlsb, xlsx
from tests.builders import row, table

_FORM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PLAIN = f'<row r="1">{text_cell("A1", "Tên")}</row>'


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with(data: bytes, name: str, part: bytes) -> bytes:
    return package(parts_of(data) | {name: part})


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
        for name, part in parts_of(xlsx(_PLAIN)).items():
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


def many_sheets(count: int) -> bytes:
    """The first sheet holds a table, all others are empty."""
    parts = parts_of(table([row(1, "Cải tiến máy dệt")]))
    numbers = range(9, 9 + count)
    empty = parts_of(xlsx(""))["xl/worksheets/sheet1.xml"]
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
HOSTILE: dict[str, tuple[Callable[[], bytes], str | tuple[str, ...]]] = {
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


def far_corner() -> bytes:
    parts = parts_of(table([row(1, "Cải tiến máy dệt")]))
    far = f'<row r="1048576">{text_cell("XFD1048576", " ")}</row></sheetData>'.encode()
    name = "xl/worksheets/sheet1.xml"
    return package(parts | {name: parts[name].replace(b"</sheetData>", far).replace(b"A1:M2", b"A1:A1")})
