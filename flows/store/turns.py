"""One that writes at a time on one PostgreSQL, from whatever machine: the lock of the database beside the lock of the
working directory."""

import contextlib
from collections.abc import Callable, Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from flows.alone import AnotherRun
from flows.store.session import Store, StoreError

_OURS = 0x746F6E67686F70  # "tonghop": advisory locks are numbers that all users of a database share
_SAYS = "another run is at work on this database, maybe on another machine; wait for it"


@contextlib.contextmanager
def own_turn(store: Store, *, wait: bool = False) -> Iterator[Callable[[], None]]:
    """Hold the database; AnotherRun while somebody else does. `wait`: until they are done. Hands out what makes sure
    of it again.

    The lock lives as long as its connection: a killed run lets go of it, and so does a restart of the server, after
    which another run may have come. SQLite has the working directory's lock."""
    if store.engine.dialect.name != "postgresql":
        yield lambda: None
        return
    try:
        connection = store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        taken = _take(connection, wait)
    except SQLAlchemyError as error:
        raise StoreError(f"the database cannot be reached: {type(error).__name__}") from None
    try:
        if not taken:
            raise AnotherRun(_SAYS)
        yield lambda: _still(connection)
    finally:
        connection.invalidate()  # closes it, and the lock goes with it; back in the pool it would keep the lock
        connection.close()


def _still(connection: Connection) -> None:
    """Take what is ours already, or what a restart let go of; a connection that was cut is made anew by asking."""
    for last in (False, True):
        try:
            if _take(connection, wait=False):
                return
            raise AnotherRun(_SAYS)
        except SQLAlchemyError as error:
            if last:
                raise StoreError(f"the database cannot be reached: {type(error).__name__}", may_pass=True) from None
            connection.rollback()  # nothing was begun, but SQLAlchemy wants to hear it before it connects again


def _take(connection: Connection, wait: bool) -> bool:
    if wait:
        connection.execute(sa.select(sa.func.pg_advisory_lock(_OURS)))
        return True
    return bool(connection.execute(sa.select(sa.func.pg_try_advisory_lock(_OURS))).scalar())
