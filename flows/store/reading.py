"""Rows of a query as a frame, column by column and some thousand rows at a time: as tuples of Python objects the nation
would fill the memory twice over."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult

from flows.memory import no_search_for_cycles

_ROWS = 5_000
_TEXT: Any = pd.StringDtype(na_value=np.nan)
Reader = Callable[[Any], Any]


def read_frame(result: CursorResult[Any], query: sa.Select[Any]) -> pd.DataFrame:
    """All rows of a result. Texts stand in Arrow's memory; every column has the type that pandas would find itself."""
    names, dialect = list(result.keys()), result.dialect
    cursor: Any = result.cursor
    readers = [
        column.type.dialect_impl(dialect).result_processor(dialect, told[1])
        for column, told in zip(query.selected_columns, cursor.description, strict=True)
    ]
    parts: list[list[Any]] = [[] for _ in names]
    with no_search_for_cycles():
        while rows := cursor.fetchmany(_ROWS):
            for column, read, values in zip(parts, readers, zip(*rows, strict=True), strict=True):
                column.append(_part(values, read))
    if not parts or not parts[0]:
        return pd.DataFrame(columns=names)
    columns: dict[str, Any] = {}
    for name, column in zip(names, parts, strict=True):
        columns[name] = _joined(column)
        column.clear()
    return pd.DataFrame(columns, copy=False)


def _part(values: Sequence[Any], read: Reader | None) -> Any:
    """Some values of a column: texts and whole numbers as Arrow has them, anything else as it is."""
    if read is not None:
        values = [read(value) for value in values]
    first = next((value for value in values if value is not None), None)
    if first is not None and type(first) not in (str, int):
        return values
    try:
        return pa.array(values)
    except (pa.ArrowException, ValueError, OverflowError):
        return values


def _joined(parts: list[Any]) -> Any:
    """The parts of a column as one."""
    kinds = {part.type if isinstance(part, pa.Array) else None for part in parts}
    if kinds in ({pa.string()}, {pa.string(), pa.null()}):
        text: Any = _TEXT
        return text.__from_arrow__(pa.chunked_array([part.cast(pa.large_string()) for part in parts]))
    if kinds == {pa.int64()} and not any(part.null_count for part in parts):
        return np.concatenate([part.to_numpy(zero_copy_only=False) for part in parts])
    return [value for part in parts for value in (part.to_pylist() if isinstance(part, pa.Array) else part)]
