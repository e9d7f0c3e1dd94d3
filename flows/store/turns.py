"""One that writes at a time on one PostgreSQL, from whatever machine: the lock of the database beside the lock of the
working directory."""

import contextlib
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from flows.alone import AnotherRun
from flows.store.session import Store, StoreError

_OURS = 0x746F6E67686F70  # "tonghop": advisory locks are numbers that all users of a database share


@contextlib.contextmanager
def own_turn(store: Store, *, wait: bool = False) -> Iterator[None]:
    """Hold the database; AnotherRun while somebody else does. `wait`: until they are done.

    The lock lives as long as its connection: a killed run lets go of it. SQLite has the working directory's lock."""
    if store.engine.dialect.name != "postgresql":
        yield
        return
    try:
        connection = store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        taken = _take(connection, wait)
    except SQLAlchemyError as error:
        raise StoreError(f"the database cannot be reached: {type(error).__name__}") from None
    try:
        if not taken:
            raise AnotherRun("another run is at work on this database, maybe on another machine; wait for it")
        yield
    finally:
        connection.invalidate()  # closes it, and the lock goes with it; back in the pool it would keep the lock
        connection.close()


def _take(connection: Connection, wait: bool) -> bool:
    if wait:
        connection.execute(sa.select(sa.func.pg_advisory_lock(_OURS)))
        return True
    return bool(connection.execute(sa.select(sa.func.pg_try_advisory_lock(_OURS))).scalar())
