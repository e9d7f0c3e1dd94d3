"""Very many rows of SQLite as columns of Arrow, read by a process of its own (flows.store.arrow_child): as Python
objects, value by value, they cost three times as much."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Engine

_WORTH = 64 << 20  # bytes of the database; below, to start a process costs more than it saves
_CHILD = Path(__file__).with_name("arrow_child.py")
_DRIVER = "adbc_driver_sqlite"
_TEXT: Any = pd.StringDtype(na_value=np.nan)
_Kind = type[sa.types.TypeEngine[Any]]
# What a value of each kind looks like, and how Arrow is to hold it.
_KINDS: Mapping[_Kind, tuple[str, pa.DataType]] = {
    sa.Boolean: ("0", pa.bool_()),
    sa.Float: ("0.5", pa.float64()),
    sa.Integer: ("0", pa.int64()),
    sa.LargeBinary: ("x'00'", pa.large_binary()),
    sa.String: ("'-'", pa.large_string()),
}
_log = logging.getLogger(__name__)
Columns = dict[str, pa.ChunkedArray]


def read_columns(engine: Engine, query: sa.Select[Any]) -> Columns | None:
    """The rows of a query of plain columns, in no order; None where they have to be read in the ordinary way: on
    another database, of a small one, or where the driver is missing or does not get through."""
    file = engine.url.database or ""
    if engine.dialect.name != "sqlite" or not find_spec(_DRIVER):
        return None
    if not Path(file).is_file() or Path(file).stat().st_size < _WORTH:
        return None
    told = json.dumps([f"{Path(file).absolute().as_uri()}?mode=ro", _statement(engine, query)])
    command = [sys.executable, "-P", str(_CHILD)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TONGHOP_")}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment) as child:
        try:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(told.encode())
            child.stdin.close()
            found: Columns | None = _read(child.stdout, [_kind(column)[1] for column in query.selected_columns])
        except (OSError, pa.ArrowException):
            child.kill()
            found = None
    if found is None or child.returncode != 0:
        _log.warning("a process of its own could not read the store; it is read in the ordinary way")
        return None
    return found


def framed(columns: Columns, order: npt.NDArray[np.int64] | None = None) -> pd.DataFrame:
    """The rows as flows.store.reading tells them, in that order. Each column is let go of once it is read."""
    told: dict[str, Any] = {}
    for name in [*columns]:
        column = columns.pop(name)
        told[name] = _as_pandas_finds(column if order is None else _in_order(column, order))
    return pd.DataFrame(told, copy=False)


def _as_pandas_finds(column: pa.ChunkedArray) -> Any:
    if column.null_count == len(column):
        return np.full(len(column), None, dtype=object)
    if pa.types.is_large_string(column.type):
        text: Any = _TEXT
        return text.__from_arrow__(column)
    return column.to_numpy()


def _in_order(column: pa.ChunkedArray, order: npt.NDArray[np.int64]) -> pa.ChunkedArray:
    """Quick where most rows stay one behind the other."""
    bounds = [0, *(np.flatnonzero(np.diff(order) != 1) + 1).tolist(), len(order)]
    if len(bounds) > 2 + len(order) // 50:
        return column.take(pa.array(order))
    pieces = [column.slice(int(order[a]), b - a) for a, b in pairwise(bounds) if b > a]
    chunks = [chunk for piece in pieces for chunk in piece.chunks]
    return pa.chunked_array([pa.concat_arrays(chunks)] if chunks else [], type=column.type)


def _kind(column: sa.ColumnElement[Any]) -> tuple[str, pa.DataType]:
    return next(told for kind, told in _KINDS.items() if isinstance(column.type, kind))


def _statement(engine: Engine, query: sa.Select[Any]) -> str:
    """The query below a row that has a value of the right kind in every column: the driver goes by the first rows."""
    columns = list(query.selected_columns)
    first = sa.select(*(sa.literal_column(_kind(column)[0]).label(column.name) for column in columns))
    told = [sa.cast(column, sa.Float) if isinstance(column.type, sa.Float) else column for column in columns]
    both = sa.union_all(first, query.with_only_columns(*told))
    return str(both.compile(dialect=engine.dialect, compile_kwargs={"literal_binds": True}))


def _read(stream: IO[bytes], kinds: list[pa.DataType]) -> Columns:
    """The columns without the first row. A part is copied, so that what it came in can be let go of."""
    with pa.ipc.open_stream(stream) as reader:
        names, first = reader.schema.names, 1
        parts: list[list[pa.Array]] = [[] for _ in kinds]
        for part in reader:
            for column, values, kind in zip(parts, part.columns, kinds, strict=True):
                column.append(pa.concat_arrays([values[first:].cast(kind), pa.array([], type=kind)]))
            first = 0
        return {n: pa.chunked_array(column, type=k) for n, column, k in zip(names, parts, kinds, strict=True)}
