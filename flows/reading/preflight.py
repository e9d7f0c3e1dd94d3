"""What is checked before any reader touches a package: its size as it really unpacks, its entries, its XML.

Sizes are counted on the bytes that come out of the packing, never believed from the directory: a bomb lies."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

_MOST_ENTRIES = 50_000  # 5,000 sheets with comments and drawings
_UNPACKED_LIMIT = 700_000_000
_STEP = 1 << 20
_READ_PARTS = (".xml", ".rels", ".bin", ".vml")
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.S)
_UTF16 = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}


class UnreadableFile(Exception):
    """A file that gives no sheets; `check_id` tells why. Carries nothing of the file's content."""

    def __init__(self, check_id: str) -> None:
        super().__init__(check_id)
        self.check_id = check_id


def check_package(archive: zipfile.ZipFile, data: bytes) -> None:
    """UnreadableFile for a package no office program writes: overlapping or doubled entries, lying sizes (FIL-004), one
    that unpacks beyond the limit (FIL-007), a password (FIL-005), a DOCTYPE in an XML part (FIL-004)."""
    entries = [info for info in archive.infolist() if not info.is_dir()]
    if len(entries) > _MOST_ENTRIES:
        raise UnreadableFile("FIL-007")
    if any(info.flag_bits & 1 for info in entries):
        raise UnreadableFile("FIL-005")
    if _overlap(entries) or len({info.filename for info in entries}) < len(entries):
        raise UnreadableFile("FIL-004")
    room = _UNPACKED_LIMIT
    for info in entries:
        if info.filename.lower().endswith(_READ_PARTS) or "/" not in info.filename:
            room -= _unpacked(data, info, room)


def refuse_doctype(head: bytes) -> None:
    """UnreadableFile (FIL-004) where XML declares a document type: no office program does, entity bombs do."""
    if _PROLOG.sub(b"", as_utf8(head), count=1).startswith(b"<!"):
        raise UnreadableFile("FIL-004")


def is_utf16(xml: bytes) -> bool:
    """True for XML in UTF-16, told by its mark or its first sign."""
    return xml[:2] in _UTF16


def as_utf8(xml: bytes) -> bytes:
    """An XML part as UTF-8 bytes without a byte-order mark; UTF-16 is told by its mark or its first sign."""
    if encoding := _UTF16.get(xml[:2]):
        return xml[: len(xml) // 2 * 2].decode(encoding, "replace").lstrip("\ufeff").encode()
    return xml.removeprefix(b"\xef\xbb\xbf")


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    ordered = sorted((info.header_offset, info.compress_size) for info in entries)
    ends = (offset + _LOCAL_HEADER.size + size for offset, size in ordered)
    return any(end > start for end, (start, _) in zip(ends, ordered[1:], strict=False))


def _unpacked(data: bytes, info: zipfile.ZipInfo, room: int) -> int:
    """The true size of an entry, which has to be the stated one."""
    is_xml = info.filename.lower().endswith((".xml", ".rels"))
    size = 0
    for chunk in _chunks(data, info):
        if is_xml and not size:
            refuse_doctype(chunk)
        size += len(chunk)
        if size > room:
            raise UnreadableFile("FIL-007")
        if size > info.file_size:
            raise UnreadableFile("FIL-004")
    if size != info.file_size:
        raise UnreadableFile("FIL-004")
    return size


def _chunks(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes that come out of one entry, a step at a time."""
    sign, name, extra = _LOCAL_HEADER.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL_HEADER.size + name + extra
    packed = memoryview(data)[start : start + info.compress_size]
    if sign != b"PK\x03\x04" or len(packed) < info.compress_size:
        raise UnreadableFile("FIL-004")
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _STEP]) for at in range(0, len(packed), _STEP))
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflated(packed)
    else:
        raise UnreadableFile("FIL-004")


def _inflated(packed: memoryview) -> Iterator[bytes]:
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _STEP):
        waiting: bytes | memoryview = packed[at : at + _STEP]
        while waiting and not machine.eof:
            yield machine.decompress(waiting, _STEP)
            waiting = machine.unconsumed_tail
    while not machine.eof and (rest := machine.decompress(b"", _STEP)):
        yield rest
    if not machine.eof:
        raise UnreadableFile("FIL-004")
