"""A workbook with some of its parts put anew: what did not change is taken as it was packed, byte by byte.

All are written by XlsxWriter, and come out as if the whole had been packed anew: the sheets quickly, the rest as it
packs it."""

import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from datetime import date

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_DEFLATED = 8
_SHEETS = "xl/worksheets/"
PROPERTIES, FIRST_SHEET = "docProps/core.xml", f"{_SHEETS}sheet1.xml"


def with_parts(book: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The workbook with these of its parts (name -> content) in the place of its own; KeyError for one it has not."""
    missing = set(parts)
    local, central = bytearray(), bytearray()
    for name, entry, packed in _entries(book):
        known = list(_CENTRAL.unpack_from(entry))
        if name in parts:
            missing.discard(name)
            packed, known[7:10] = _packed(name, parts[name])
        known[16] = len(local)
        local += _LOCAL.pack(b"PK\3\4", *known[2:7], *known[7:10], known[10], 0) + name.encode() + packed
        central += _CENTRAL.pack(*known) + entry[_CENTRAL.size :]
    if missing:
        raise KeyError(*sorted(missing))
    end = _END.unpack_from(book, len(book) - _END.size)
    return bytes(local + central + _END.pack(*end[:5], len(central), len(local), 0))


def part(book: bytes, name: str) -> bytes:
    """The content of one part; KeyError where there is none."""
    return parts(book, [name])[name]


def parts(book: bytes, names: Collection[str]) -> dict[str, bytes]:
    """The content of some parts; KeyError where one is missing."""
    found = {name: packed for name, _, packed in _entries(book) if name in names}
    return {name: zlib.decompress(found[name], -zlib.MAX_WBITS) for name in names}


def redated(properties: bytes, was: date, now: date) -> bytes:
    """The part PROPERTIES of a workbook as of another day."""
    stands, told = (f">{on.isoformat()}T00:00:00Z<".encode() for on in (was, now))
    return properties.replace(stands, told)


def _packed(name: str, content: bytes) -> tuple[bytes, list[int]]:
    """Deflated, with its checksum and sizes."""
    level = zlib.Z_BEST_SPEED if name.startswith(_SHEETS) else zlib.Z_DEFAULT_COMPRESSION
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(content) + deflate.flush()
    return packed, [zlib.crc32(content), len(packed), len(content)]


def _entries(book: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    """Name, entry of the central directory and packed bytes of each part, in the order of the file."""
    *_, n, _, at, note = _END.unpack_from(book, len(book) - _END.size)
    for _ in range(n):
        known = _CENTRAL.unpack_from(book, at)
        size, name_size, offset = known[8], known[10], known[16]
        if known[4] != _DEFLATED or known[11] or known[12] or note:
            raise ValueError("a workbook packed by another writer")
        end = at + _CENTRAL.size + name_size
        begins = offset + _LOCAL.size + name_size
        yield book[at + _CENTRAL.size : end].decode(), book[at:end], book[begins : begins + size]
        at = end
