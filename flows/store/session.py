"""The border to the database on one screen: open it, one transaction, fast rows in, frames out."""

import contextlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from flows.faults import ToldError
from flows.store.arrow_reading import Columns, read_columns
from flows.store.reading import read_frame
from flows.store.versions import bring_up_to_date

_CHUNK = 20_000
_MAY_PASS = ("OperationalError", "InterfaceError", "AdminShutdown")  # SQLAlchemy's and the drivers' names


class StoreError(ToldError):
    """The database cannot be used. Carries the kind of the fault, never a statement or a value.

    `may_pass`: asking again may help, as after a restart of the server or while another one writes."""

    def __init__(self, message: str, *, may_pass: bool = False) -> None:
        super().__init__(message)
        self.may_pass = may_pass


def _refused(what: str, error: Exception) -> StoreError:
    kind = type(error).__name__
    ask = "; is it there, not locked, its disk not full? `tonghop doctor` asks it" if kind in _MAY_PASS else ""
    return StoreError(f"the database refused the {what}: {kind}{ask}", may_pass=kind in _MAY_PASS)


class Store:
    """One database. SQLite has one writer: threads of this process take turns."""

    def __init__(self, url: str) -> None:
        try:
            # A connection that a restart of the server cut while nobody used it is made anew.
            self.engine: Engine = sa.create_engine(url, hide_parameters=True, pool_pre_ping=True)
            if self.engine.dialect.name == "sqlite":
                sa.event.listen(self.engine, "connect", sqlite_settings)
                sa.event.listen(self.engine, "begin", begin)
            with self.engine.begin() as connection:
                bring_up_to_date(connection)
        except (SQLAlchemyError, OSError, ImportError) as error:
            raise StoreError(f"the database cannot be opened: {type(error).__name__}") from None
        self._writing = threading.Lock()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing; StoreError when the database refuses."""
        with self._writing:
            try:
                with self.engine.execution_options(writes=True).begin() as connection:
                    yield connection
            except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error) as error:
                raise _refused("work", error) from None

    def frame(self, query: sa.Select[Any]) -> pd.DataFrame:
        """The rows of a query."""
        try:
            with self.engine.connect() as connection:
                return read_frame(connection.execute(query), query)
        except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error) as error:
            raise _refused("question", error) from None

    def columns(self, query: sa.Select[Any]) -> Columns | None:
        """The rows of a query of plain columns of which there are very many, in no order, as Arrow has them; None where
        `frame` is the way."""
        return read_columns(self.engine, query)

    def rows(self, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
        """The rows of a query of which there are few: a frame of them costs more than to ask."""
        try:
            with self.engine.connect() as connection:
                return [tuple(row) for row in connection.execute(query)]
        except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error) as error:
            raise _refused("question", error) from None

    def close(self) -> None:
        """Let go of the database's files."""
        self.engine.dispose()


def insert_rows(connection: Connection, table: sa.Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows by the driver's own many-rows call; about four times as fast as the ORM's. On PostgreSQL by COPY."""
    in_table_order = tuple(c.name for c in table.columns if c.name in columns)
    pick = itemgetter(*(columns.index(name) for name in in_table_order))
    if connection.dialect.name == "postgresql":
        _copy_rows(connection, table, in_table_order, map(pick, rows))
        return
    dialect: Any = type(connection.dialect)
    statement = _insert(table, in_table_order, dialect)
    waiting: list[tuple[Any, ...]] = []
    for row in rows:
        waiting.append(pick(row))
        if len(waiting) == _CHUNK:
            connection.exec_driver_sql(statement, waiting)
            waiting.clear()
    if waiting:
        connection.exec_driver_sql(statement, waiting)


@lru_cache(maxsize=64)  # to make the statement of a table anew for each file costs as much as to store its rows
def _insert(table: sa.Table, columns: tuple[str, ...], dialect: Any) -> str:
    style = "qmark" if dialect.name == "sqlite" else "format"
    return str(sa.insert(table).values(dict.fromkeys(columns)).compile(dialect=dialect(paramstyle=style)))


def _copy_rows(connection: Connection, table: sa.Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    into = f"COPY {quote(table.name)} ({', '.join(map(quote, columns))}) FROM STDIN"
    with connection.connection.cursor() as cursor, cursor.copy(into) as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row(row)


def plain(column: pd.Series) -> list[Any]:
    """A column as values a driver takes: no numpy scalar, None where nothing is stated, dates as ISO text."""
    if isinstance(column.dtype, pd.DatetimeTZDtype) or column.dtype.kind == "M":
        texts = column.dt.strftime("%Y-%m-%d").astype(object)
        return list(texts.where(column.notna(), None).tolist())
    if column.isna().any():
        return list(column.astype(object).where(column.notna(), None).tolist())
    return list(column.tolist())


def begin(connection: Connection) -> None:
    """A transaction of SQLite is ours to begin. One that will write takes its turn at once: one that has read first
    would not wait for another writer but fail."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def sqlite_settings(connection: Any, _record: Any) -> None:
    """Transactions are ours to begin, so that a change of tables is in one too. Deleted rows are overwritten (an erased
    secret must not stay in a free page); a reader never blocks the writer."""
    connection.isolation_level = None
    for setting in (
        "journal_mode=WAL",
        "secure_delete=ON",
        "synchronous=NORMAL",
        "busy_timeout=60000",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {setting}")
