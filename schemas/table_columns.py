"""What is said of a table before its rows are matched: which columns, and how each is to be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

_KEYS = frozenset(("columns", "lists"))


class ColumnKind(StrEnum):
    """How two cells of a column are compared."""

    TEXT = "text"  # words by their weight: titles, addresses
    NAMES = "names"  # people, several in a cell, initials for first names
    WORD = "word"  # one name or place, letters may slip
    CODE = "code"  # a number that names one thing
    DATE = "date"
    NUMBER = "number"  # a year, an amount
    NUMBERS = "numbers"  # several numbers in a cell: pages
    VENUE = "venue"  # one of a few names that lists write differently; which go together is learned


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the table and how it is compared."""

    name: str
    kind: ColumnKind


@dataclass(frozen=True, slots=True)
class TableSettings:
    """`lists`: a column that says of which list a row is, where no list holds a thing twice; "" for one table."""

    columns: tuple[TableColumn, ...]
    lists: str = ""

    @classmethod
    def from_mapping(cls, read: object) -> Self:
        """From {columns: {name: kind, ...}, lists: name}; ValueError says what was expected."""
        if not isinstance(read, Mapping) or not isinstance(read.get("columns"), Mapping) or not read["columns"]:
            raise ValueError("expected `columns:` with a line `name: kind` for each column to be compared")
        if unknown := sorted(set(map(str, read)) - _KEYS):
            raise ValueError(f"expected the keys columns and lists, found {unknown[0]}")
        return cls(tuple(_column(str(n), str(k)) for n, k in read["columns"].items()), str(read.get("lists") or ""))

    @property
    def names(self) -> tuple[str, ...]:
        """Every column that the table must have."""
        return (*(column.name for column in self.columns), *([self.lists] if self.lists else []))


def _column(name: str, kind: str) -> TableColumn:
    kinds = [known.value for known in ColumnKind]
    if kind not in kinds:
        raise ValueError(f"column {name}: expected one of {', '.join(kinds)}, found {kind}")
    return TableColumn(name, ColumnKind(kind))
