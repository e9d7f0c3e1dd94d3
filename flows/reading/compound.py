"""The streams of an OLE compound file (.xls, .doc, encrypted packages), read with every chain checked for loops.

A looped chain of 1.5 KB lets a reader that trusts it take gigabytes. Layout: [MS-CFB]."""

import struct
from array import array
from collections.abc import Iterator, Mapping

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE_OR_END = 0xFFFFFFFA  # sector numbers from here on stand for an end, a free sector, a part of the tables
_IN_HEADER = 109
_MINI = 64
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class BrokenCompound(ValueError):
    """A compound file whose tables loop, point outside of it, or are missing."""


class Compound:
    """A compound file: its streams by name."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise BrokenCompound("no header")
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise BrokenCompound("sector size")
        self._data = data
        self._size: int = 1 << shift
        self._sectors = -(-len(data) // self._size) - 1
        self._fat = self._table(self._fat_sectors())
        self._entries = dict(self._directory())
        root = self._entries.get("", (0, 0))
        self._mini_home = self._chain(self._fat, root[0], self._sectors)
        self._mini_fat = self._table(self._chain(self._fat, self._header(60), self._sectors))

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams."""
        return frozenset(name for name in self._entries if name)

    def read(self, name: str) -> bytes:
        """The bytes of a stream; BrokenCompound where its chain does not hold."""
        spots = self._spots(name)
        size = self._entries[name][1]
        return b"".join(self._data[at : at + length] for at, length in spots)[:size]

    def patched(self, name: str, edits: Mapping[int, bytes]) -> bytes:
        """The whole file with single bytes of a stream replaced; `edits`: offset in the stream -> one byte."""
        spots = self._spots(name)
        data, step = bytearray(self._data), spots[0][1] if spots else 1
        for offset, value in edits.items():
            at = spots[offset // step][0] + offset % step
            data[at : at + 1] = value
        return bytes(data)

    def _spots(self, name: str) -> list[tuple[int, int]]:
        """Where the pieces of a stream stand in the file: offset and length."""
        start, size = self._entries[name]
        if size >= self._header(56):
            return [(self._offset(s), self._size) for s in self._chain(self._fat, start, self._sectors)]
        spots, each = [], self._size // _MINI
        for mini in self._chain(self._mini_fat, start, len(self._mini_fat)):
            if mini // each >= len(self._mini_home):
                raise BrokenCompound("a mini sector outside its stream")
            spots.append((self._offset(self._mini_home[mini // each]) + mini % each * _MINI, _MINI))
        return spots

    def _header(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 4], "little")

    def _offset(self, sector: int) -> int:
        if sector >= self._sectors:
            raise BrokenCompound("a sector outside the file")
        return (sector + 1) * self._size

    def _sector(self, number: int) -> "array[int]":
        at = self._offset(number)
        numbers = array("I")
        numbers.frombytes(self._data[at : at + self._size].ljust(self._size, b"\xff"))
        return numbers

    def _table(self, sectors: list[int]) -> "array[int]":
        table = array("I")
        for number in sectors:
            table += self._sector(number)
        return table

    def _fat_sectors(self) -> list[int]:
        """The sectors of the allocation table: 109 in the header, more in a chain of their own."""
        found = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        following, seen = self._header(68), set[int]()
        while following < _FREE_OR_END:
            if following in seen:
                raise BrokenCompound("a looped chain")
            seen.add(following)
            numbers = self._sector(following)
            found += numbers[:-1]
            following = numbers[-1]
        used = [number for number in found if number < _FREE_OR_END]
        if len(set(used)) < len(used):
            raise BrokenCompound("one sector of the table stands twice")
        return used

    def _chain(self, table: "array[int]", start: int, most: int) -> list[int]:
        found: list[int] = []
        while start < _FREE_OR_END:
            if start >= len(table) or len(found) >= most:
                raise BrokenCompound("a looped or broken chain")
            found.append(start)
            start = table[start]
        return found

    def _directory(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Name -> first sector and size; the root entry, which holds the mini stream, under ""."""
        places = [self._offset(s) for s in self._chain(self._fat, self._header(48), self._sectors)]
        content = b"".join(self._data[at : at + self._size] for at in places)
        for at in range(0, len(content) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", content, at + 64)
            start, size = struct.unpack_from("<II", content, at + 116)
            if kind == _STREAM:
                yield content[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"), (start, size)
            elif kind == _ROOT:
                yield "", (start, size)
