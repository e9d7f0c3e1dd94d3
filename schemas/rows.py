"""Rows as columns of plain lists: what a parsing child works with.

A file has a hundred rows and forty columns; the fixed cost of a frame's own steps is a hundred times that of a list's.
A frame is made where it is asked for, outside the child."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Self

import numpy as np
import pandas as pd

_DAYS = frozenset({"applied_from", "applied_to", "registered_on"})
_WHOLE = frozenset({"award_level"})  # numbers that may be absent


class Rows:
    """Columns of one length by name. Nothing changes them; a day is a `date` or None, an absent number None or NaN."""

    __slots__ = ("_columns", "_count")

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        self._columns: dict[str, list[Any]] = {n: c if isinstance(c, list) else list(c) for n, c in columns.items()}
        self._count = len(next(iter(self._columns.values()), ()))

    @classmethod
    def of(cls, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Self:
        """From one sequence a row."""
        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        return cls(dict(zip(names, columns, strict=True)))

    @classmethod
    def of_frame(cls, frame: pd.DataFrame) -> Self:
        """What `frame` gave."""
        return cls({name: _as_list(frame[name]) for name in frame.columns})

    @staticmethod
    def joined(parts: Sequence["Rows"]) -> "Rows":
        """One below the other; parts without a row may lack the columns."""
        full = [part for part in parts if len(part)] or list(parts[:1])
        if len(full) == 1:
            return full[0]
        return Rows({n: [v for part in full for v in part[n]] for n in full[0].names} if full else {})

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self._columns)

    def __len__(self) -> int:
        return self._count

    def parts(self) -> Iterator["Rows"]:
        """The same rows, some thousand at a time where they are packed (schemas.packed)."""
        yield self

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __getitem__(self, name: str) -> list[Any]:
        return self._columns[name] if self._count else []

    def each(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """The values of these columns, row by row."""
        return zip(*(self[name] for name in names), strict=True)

    def assign(self, **columns: Sequence[Any] | str | int) -> "Rows":
        """With these columns instead or besides; one text or number stands in every row."""
        wide = {n: [c] * self._count if isinstance(c, str | int) else c for n, c in columns.items()}
        return Rows(self._columns | wide)

    def at(self, positions: Sequence[int]) -> "Rows":
        """The rows at these positions, which ascend; all of them are no copy."""
        if len(positions) == self._count:
            return self
        return Rows({name: [column[p] for p in positions] for name, column in self._columns.items()})

    def only(self, names: Iterable[str]) -> "Rows":
        """These columns, in this order."""
        return Rows({name: self[name] for name in names})

    def frame(self) -> pd.DataFrame:
        """As a frame: days as datetime64[s], absent whole numbers as <NA>."""
        if not self._count:
            return pd.DataFrame(columns=list(self._columns))
        return pd.DataFrame({name: _as_series(name, column) for name, column in self._columns.items()})


def _as_series(name: str, column: list[Any]) -> Any:
    if name in _DAYS:
        return np.array(column, dtype="datetime64[s]")
    return pd.array(column, dtype="Int64") if name in _WHOLE else column


def _as_list(column: pd.Series) -> list[Any]:
    if column.dtype.kind == "M":
        return [None if pd.isna(day) else date(day.year, day.month, day.day) for day in column]
    values = column.astype(object)
    return [None if value is pd.NA else value for value in values.tolist()]
