"""Brings a database to this version's tables: made whole where it is new, migrated where it is older."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

import flows.store.judgement_tables
import flows.store.portal_tables
import flows.store.secrecy_tables  # noqa: F401  their tables belong to the metadata
from flows.faults import ToldError
from flows.store.tables import metadata

NEWEST = "0011"
_FIRST = "0001"  # version 0.1.0 wrote no version into its databases
_NOTED = sa.table("alembic_version", sa.column("version_num"))


class OtherVersion(ToldError):
    """The database was made by a newer version of this software."""


def bring_up_to_date(connection: Connection) -> None:
    """In one transaction of the caller. OtherVersion for a database that this version does not know."""
    found = found_version(connection)
    if found == NEWEST:
        return
    if found is None:
        metadata.create_all(connection)
        _note(connection, NEWEST)
        return
    _migrate(connection, found)


def make_version(connection: Connection, version: str) -> None:
    """The empty tables of a version, in an empty database. OtherVersion for one that this software does not know."""
    if version == NEWEST:
        metadata.create_all(connection)
        _note(connection, NEWEST)
        return
    command, config, known = _steps(connection)
    if version not in known:
        raise OtherVersion(f"the backup is of version {version}, this software knows {', '.join(sorted(known))}")
    command.upgrade(config, version)


def found_version(connection: Connection) -> str | None:
    """The version a database is of, None for a new one."""
    tables = sa.inspect(connection)
    if tables.has_table("alembic_version"):
        return str(connection.execute(sa.select(_NOTED.c.version_num)).scalar())
    return _FIRST if tables.has_table("submitted_file") else None


def _note(connection: Connection, version: str) -> None:
    connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(sa.insert(_NOTED).values(version_num=version))


def _migrate(connection: Connection, found: str) -> None:
    command, config, known = _steps(connection)
    if found not in known:
        raise OtherVersion(f"the database is of version {found}, this software knows {', '.join(sorted(known))}")
    if not sa.inspect(connection).has_table("alembic_version"):
        _note(connection, found)
    command.upgrade(config, "head")


def _steps(connection: Connection) -> tuple[Any, Any, set[str]]:
    """Alembic's commands, its config on this connection, and the versions there are steps to."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return command, config, {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
