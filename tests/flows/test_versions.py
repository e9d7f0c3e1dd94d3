"""A database of an earlier version becomes one of this version with every row of it, in one go or not at all."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from flows.store.migrations.versions import v0001_first
from flows.store.session import Store, StoreError
from flows.store.tables import federation_state, metadata, record, submitted_file
from flows.store.versions import NEWEST, OtherVersion

FILE = {
    "file_id": 7, "campaign_id": "c", "federation_code": "LDLD-01", "path": "a.xlsx", "size": 1, "sha256": "s",
    "content_code": "", "modified": "", "fetched": "2021-04-18T03:00:00+00:00", "skipped": "", "parser_key": "p",
    "rejected_because": "", "counted": True, "current": True,
}  # fmt: skip


def first_version(path: Path) -> str:
    """A database as version 0.1.0 left it: its tables, a row, and no version noted."""
    from alembic.operations import Operations

    url = f"sqlite:///{path}"
    engine = sa.create_engine(url)
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        v0001_first.upgrade()
        old = sa.table("submitted_file", *(sa.column(name) for name in FILE))
        connection.execute(sa.insert(old).values(**FILE))
    engine.dispose()
    return url


def test_a_database_of_the_first_version_keeps_its_rows_and_gets_the_new_tables(tmp_path: Path) -> None:
    store = Store(first_version(tmp_path / "old.db"))
    (row,) = store.frame(sa.select(submitted_file)).to_dict("records")
    assert {k: v for k, v in row.items() if k in FILE} == FILE
    assert row["received_on"] == "2021-04-18"
    assert store.frame(sa.select(record.c.row_token)).empty
    assert store.frame(sa.select(federation_state.c.mended)).empty
    store.close()


@pytest.mark.parametrize("how", ["new", "migrated"])
def test_what_the_steps_lead_to_is_what_the_tables_say(tmp_path: Path, how: str) -> None:
    url = first_version(tmp_path / "a.db") if how == "migrated" else f"sqlite:///{tmp_path / 'a.db'}"
    Store(url).close()
    with sa.create_engine(url).connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == NEWEST
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [d for d in differences if d[0] != "remove_table" or d[1].name != "alembic_version"] == []


def test_a_step_that_breaks_off_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = first_version(tmp_path / "old.db")

    def stop(_script: object, *_rest: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("alembic.operations.base.Operations.create_table", stop, raising=True)
        patch.setattr("alembic.op.create_table", stop, raising=False)
        with pytest.raises((StoreError, OSError)):
            Store(url)
    with sa.create_engine(url).connect() as connection:
        tables = sa.inspect(connection)
        assert not tables.has_table("alembic_version")
        assert "received_on" not in {c["name"] for c in tables.get_columns("submitted_file")}
    Store(url).close()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    Store(url).close()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OtherVersion, match="9999"):
        Store(url)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == "9999"
