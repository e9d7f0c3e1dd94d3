"""Workbooks written by hand, byte by byte: xls in its compound file, xlsb, xlsx in either namespace."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

_SECTOR = 512
_END, _FAT = 0xFFFFFFFE, 0xFFFFFFFD
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_USUAL = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main",
          "http://schemas.openxmlformats.org/officeDocument/2006/relationships")  # fmt: skip
_STRICT = ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships")


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file with these streams, each in sectors of its own."""
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(content: bytes) -> int:
        first, count = len(fat), max(1, -(-len(content) // _SECTOR))
        sectors.extend(content[i * _SECTOR : (i + 1) * _SECTOR].ljust(_SECTOR, b"\0") for i in range(count))
        fat.extend([*range(first + 1, first + count), _END])
        return first

    entries = [_entry("Root Entry", 5, _END, 0, child=1 if streams else 0xFFFFFFFF)]
    for number, (name, content) in enumerate(streams.items(), 1):
        content = content.ljust(4096, b"\0")  # below 4096 bytes it would have to stand in the mini stream
        following = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, put(content), len(content), right=following))
    directory = put(b"".join(entries).ljust(_SECTOR, b"\0"))
    tables = -(-(len(fat) + 2) // 128)
    first_table = len(fat)
    fat.extend([_FAT] * tables)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    places = [*range(first_table, first_table + tables), *[0xFFFFFFFF] * (109 - tables)]
    return header + struct.pack("<109I", *places) + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ", text, len(text), kind, 1, 0xFFFFFFFF, right, child, 0, start, size
    )  # fmt: skip


def record(kind: int, body: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str, style: int = 0) -> bytes:
    """A text cell of BIFF8; row from 0."""
    return record(0x204, struct.pack("<HHHHB", row, column, style, len(text), 1) + text.encode("utf-16-le"))


def text_of(text: str, count: str = "<H") -> bytes:
    """A BIFF8 string."""
    return struct.pack(count, len(text)) + b"\1" + text.encode("utf-16-le")


def xls(sheet: bytes, book: bytes = b"", name: str = "S") -> bytes:
    """An xls whose one sheet has these records; `book`: records of the globals."""
    bof = struct.pack("<HHHHII", 0x600, 0x05, 0, 0x7CC, 0, 6)
    begin = record(0x809, bof) + (book if book.startswith(b"\x42") else record(0x42, struct.pack("<H", 1200)) + book)
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name), 1) + name.encode("utf-16-le")
    start = len(begin) + len(record(0x85, bound)) + len(record(0x0A))
    bound = struct.pack("<I", start) + bound[4:]
    inner = record(0x809, bof[:2] + struct.pack("<H", 0x10) + bof[4:]) + sheet + record(0x0A)
    return compound({"Workbook": begin + record(0x85, bound) + record(0x0A) + inner})


def xlsx(
    cells: str, strict: bool = False, behind: str = "", parts: Mapping[str, str] | None = None, rels: str = "",
    book: str = "",
) -> bytes:  # fmt: skip
    """An xlsx with one sheet: `cells` stand in its sheetData, `behind` after it, `rels` are relations of the sheet."""
    space, office = _STRICT if strict else _USUAL
    head = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    content = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'{head}<Relationship Id="a" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{office}"><sheets>'
        f'<sheet name="S" sheetId="1" r:id="rId1"/></sheets>{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationship Id="rId1" Type="{office}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{space}"/>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}" xmlns:r="{office}">'
        f"<sheetData>{cells}</sheetData>{behind}</worksheet>",
        "xl/worksheets/_rels/sheet1.xml.rels": head + rels + "</Relationships>",
    } | dict(parts or {})
    return package({name: text.encode() for name, text in content.items()})


def text_cell(ref: str, text: str) -> str:
    """A cell of xlsx with its text in it."""
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def package(parts: Mapping[str, bytes]) -> bytes:
    """A zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def xlsb(records: Sequence[tuple[int, bytes]], styles: Sequence[tuple[int, bytes]] = ()) -> bytes:
    """An xlsb with one sheet "S" of these records."""
    _, office = _USUAL
    head = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    book = _long(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("S"))
    book = _long(131) + _long(143) + book + _long(144) + _long(132)
    sheet = (
        _long(129)
        + _long(148, struct.pack("<IIII", 0, 9, 0, 9))
        + _long(145)
        + b"".join(_long(*r) for r in records)
        + _long(146)
        + _long(130)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode(),
        "_rels/.rels": f'{head}<Relationship Id="a" Type="{office}/officeDocument" Target="xl/workbook.bin"/>'
        "</Relationships>".encode(),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": f'{head}<Relationship Id="rId1" Type="{office}/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'.encode(),
        "xl/worksheets/sheet1.bin": sheet,
    }
    if styles:
        parts["xl/styles.bin"] = _long(278) + b"".join(_long(*r) for r in styles) + _long(279)
    return package(parts)


def wide_text(column: int, text: str) -> tuple[int, bytes]:
    """A text cell of xlsb in the row begun last."""
    return 6, struct.pack("<II", column, 0) + _wide(text)


def wide_row(row: int, hidden: bool = False) -> tuple[int, bytes]:
    """The beginning of a row of xlsb; row from 0."""
    return 0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0x10 if hidden else 0, 0, 0)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _long(kind: int, body: bytes = b"") -> bytes:
    """One record of xlsb: type and length in steps of seven bits."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(body), b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + body
