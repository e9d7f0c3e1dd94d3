"""The whole store as one table file each, and back: the same files whatever the database, so that a backup can move
between SQLite and PostgreSQL. Pages of a database, where an erased value might still stand, are never copied."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from flows.faults import ToldError
from flows.store.examining import version_there
from flows.store.session import Store, StoreError, begin, insert_rows, sqlite_settings
from flows.store.tables import metadata
from flows.store.versions import NEWEST, bring_up_to_date, make_version

_CHUNK = 50_000
_KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], pa.DataType], ...] = (
    (sa.Boolean, pa.bool_()),
    (sa.Integer, pa.int64()),
    (sa.Float, pa.float64()),
    (sa.LargeBinary, pa.binary()),
)


class NotEmpty(ToldError):
    """There are rows already where a backup was to be restored."""


def table_names() -> list[str]:
    """The tables of this version, by name."""
    return sorted(metadata.tables)


@contextmanager
def snapshot(store: Store) -> Iterator[Connection]:
    """One reading transaction: what others write meanwhile is not seen."""
    level = {"isolation_level": "REPEATABLE READ"} if store.engine.dialect.name == "postgresql" else {}
    with store.engine.connect() as plain:
        connection = plain.execution_options(stream_results=True, **level)
        with connection.begin():
            yield connection


def write_table(connection: Connection, name: str, out: IO[bytes]) -> int:
    """All rows of a table as parquet, sorted by its key. Returns how many."""
    table, rows = metadata.tables[name], 0
    schema = pa.schema([(c.name, _arrow(c)) for c in table.columns])
    wanted = [sa.cast(c, sa.Text).label(c.name) if isinstance(c.type, sa.JSON) else c for c in table.columns]
    result = connection.execute(sa.select(*wanted).order_by(*table.primary_key.columns))
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for chunk in result.partitions(_CHUNK):
            columns = zip(*chunk, strict=True)
            arrays = [pa.array(list(c), type=f.type) for c, f in zip(columns, schema, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
            rows += len(chunk)
    return rows


@contextmanager
def fill(url: str, version: str, files: Mapping[str, Path]) -> Iterator[None]:
    """Fill an empty database from table files of that version and bring it up to date, in one transaction that ends
    with the block. NotEmpty where something is there."""
    try:
        engine = sa.create_engine(url, hide_parameters=True)
        sqlite = engine.dialect.name == "sqlite"
        if sqlite and Path(engine.url.database or "").exists():
            raise NotEmpty(f"the database {engine.url.database} is there already: restore wants an empty place")
        if sqlite:
            sa.event.listen(engine, "begin", begin)
            sa.event.listen(engine, "connect", sqlite_settings)
        try:
            with engine.begin() as connection:
                _load(connection, version, files)
                yield
        finally:
            engine.dispose()
    except (SQLAlchemyError, pa.ArrowException) as error:
        raise StoreError(f"the database could not be filled: {type(error).__name__}") from None


def holds(url: str, rows: Mapping[str, int]) -> bool:
    """True where the database holds what a backup brought into it, by its nights: no erasure takes them away."""
    if version_there(url, write=False)[0] != NEWEST:
        return False
    store = Store(url)
    try:
        found = store.frame(sa.select(sa.func.count().label("n")).select_from(metadata.tables["run"]))
        return int(found["n"].iloc[0]) == rows["run"]
    finally:
        store.close()


def _load(connection: Connection, version: str, files: Mapping[str, Path]) -> None:
    if set(sa.inspect(connection).get_table_names()) & set(files):
        raise NotEmpty("the database is not empty: restore into one that has no tables of tonghop")
    make_version(connection, version)
    held = sa.MetaData()
    held.reflect(connection, only=sorted(files))
    for name, path in sorted(files.items()):
        insert_rows(connection, held.tables[name], pq.read_schema(path).names, _rows(path))
        _continue_numbers(connection, held.tables[name])
    if version != NEWEST:
        bring_up_to_date(connection)


def _rows(path: Path) -> Iterable[tuple[Any, ...]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_CHUNK):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _continue_numbers(connection: Connection, table: sa.Table) -> None:
    """PostgreSQL numbers new rows by a sequence of its own: it goes on behind the highest."""
    key = list(table.primary_key.columns)
    if connection.dialect.name != "postgresql" or len(key) != 1 or not isinstance(key[0].type, sa.Integer):
        return
    sequence = connection.execute(sa.select(sa.func.pg_get_serial_sequence(table.name, key[0].name))).scalar()
    highest = connection.execute(sa.select(sa.func.max(key[0]))).scalar()
    if sequence and highest:
        connection.execute(sa.select(sa.func.setval(sequence, highest)))


def _arrow(column: sa.Column[Any]) -> pa.DataType:
    return next((arrow for kind, arrow in _KINDS if isinstance(column.type, kind)), pa.string())
