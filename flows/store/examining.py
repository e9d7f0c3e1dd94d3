"""A look at a database that changes nothing of it: doctor asks, runs migrate."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from flows.store.session import StoreError, begin, sqlite_settings
from flows.store.versions import NEWEST, found_version

_PROBE = "CREATE TABLE tonghop_doctor (n INTEGER)"


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database, None for any other."""
    address = sa.make_url(url)
    return Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None


def version_there(url: str, *, write: bool) -> tuple[str | None, str]:
    """The version a database is of (None: a new one) and this software's. StoreError where it does not open or, with
    `write`, takes no change; the change tried is taken back."""
    try:
        engine = sa.create_engine(url, hide_parameters=True)
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", sqlite_settings)
            sa.event.listen(engine, "begin", begin)
        try:
            with engine.connect() as connection:
                if write:
                    connection.execute(sa.text(_PROBE))
                    connection.rollback()
                found = found_version(connection)
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise StoreError(f"the database cannot be used: {type(error).__name__}") from None
    return found, NEWEST
