"""Rows as they wait in the parent for their transaction: packed by column, some thousand rows a part.

As Python objects a row of a file takes some 2.7 KB, packed a tenth of it."""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from schemas.compressed import compressed, decompressed
from schemas.rows import Rows

PART = 5_000  # rows
_WORTH = 4_096  # bytes from which compressing pays


class PackedRows(Rows):
    """Rows that are unpacked a part at a time, or a column where one is asked for. What is made of them is not
    packed."""

    __slots__ = ("_names", "_parts")

    def __init__(self, names: Sequence[str], parts: Sequence[tuple[int, Mapping[str, bytes]]]) -> None:
        super().__init__({})
        self._names, self._parts = tuple(names), tuple(parts)
        self._count = sum(count for count, _ in parts)

    @classmethod
    def pack(cls, rows: Rows) -> "PackedRows":
        """These rows, packed."""
        parts = [
            (min(PART, len(rows) - at), {name: _packed(rows[name][at : at + PART]) for name in rows.names})
            for at in range(0, len(rows), PART)
        ]
        return cls(rows.names, parts)

    def __reduce__(self) -> tuple[Any, ...]:
        return PackedRows, (self._names, self._parts)

    def packed_parts(self) -> Iterator["PackedRows"]:
        """The same rows in as many pieces as they have parts; at least one."""
        for part in self._parts or ((0, {}),):
            yield PackedRows(self._names, [part] if part[0] else [])

    @staticmethod
    def all_of(pieces: Sequence["PackedRows"]) -> "PackedRows":
        """What `packed_parts` gave, put together."""
        return PackedRows(pieces[0]._names, [part for piece in pieces for part in piece._parts])

    @property
    def names(self) -> tuple[str, ...]:
        return self._names

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __getitem__(self, name: str) -> list[Any]:
        if len(self._parts) == 1:
            return _unpacked(self._parts[0][1][name])
        return [value for _, part in self._parts for value in _unpacked(part[name])]

    def parts(self) -> Iterator[Rows]:
        for _, part in self._parts:
            yield Rows({name: _unpacked(column) for name, column in part.items()})

    def each(self, *names: str) -> Iterator[tuple[Any, ...]]:
        for _, part in self._parts:
            yield from zip(*(_unpacked(part[name]) for name in names), strict=True)

    def assign(self, **columns: Sequence[Any] | str | int) -> Rows:
        return self.unpacked().assign(**columns)

    def at(self, positions: Sequence[int]) -> Rows:
        return self.unpacked().at(positions)

    def frame(self) -> pd.DataFrame:
        return self.unpacked().frame()

    def unpacked(self) -> Rows:
        """All of them as they were."""
        return Rows({name: self[name] for name in self._names})


def _packed(column: Sequence[Any]) -> bytes:
    data = pickle.dumps(column, protocol=pickle.HIGHEST_PROTOCOL)
    return b"z" + compressed([data]) if len(data) >= _WORTH else b" " + data


def _unpacked(data: bytes) -> list[Any]:
    told: list[Any] = pickle.loads(decompressed(data[1:]) if data[:1] == b"z" else memoryview(data)[1:])
    return told
