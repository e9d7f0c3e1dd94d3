"""What was erased, forgotten, withheld and released, as files of its own beside the database: keyed codes, no text. A
backup that is brought back is treated by the newest of them (RULES.md 17)."""

import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import sqlalchemy as sa

from flows.store.copying import snapshot, write_table
from flows.store.secrecy_tables import secrecy_event
from flows.store.session import Store
from flows.store.tables import erasure, forgotten_person, withheld_source

FOLDER = "erasures"  # in the working directory
LISTS = (erasure, forgotten_person, withheld_source, secrecy_event)
_NOT_THERE_BEFORE: Mapping[str, Any] = {"author_codes": b""}  # in lists of an earlier version


def list_names() -> list[str]:
    """The tables of which the lists are made."""
    return [table.name for table in LISTS]


def write_lists(store: Store, folder: Path) -> None:
    """The lists as they stand, each file in the place of the one of before at once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with snapshot(store) as connection:
        for name in list_names():
            made = io.BytesIO()
            write_table(connection, name, made)
            beside = folder / f".{name}.unfinished"
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(made.getvalue())
                file.flush()
                os.fsync(file.fileno())
            beside.rename(folder / f"{name}.parquet")


def merge_lists(store: Store, files: Mapping[str, bytes]) -> int:
    """Add what other lists (table -> parquet) know and this store does not; how many lines."""
    added = 0
    with store.transaction() as connection:
        for table in LISTS:
            if table.name not in files:
                continue
            key = [c.name for c in table.columns if c.name != "event_id" and (c.primary_key or table is secrecy_event)]
            known = {tuple(_plain(v) for v in row) for row in connection.execute(sa.select(*(table.c[n] for n in key)))}
            new = list(_missing(table, key, known, pq.read_table(io.BytesIO(files[table.name])).to_pylist()))
            if new:
                connection.execute(sa.insert(table), new)
            added += len(new)
    return added


def _missing(
    table: sa.Table, key: list[str], known: set[tuple[Any, ...]], rows: Iterable[dict[str, Any]]
) -> Iterable[dict[str, Any]]:
    for row in rows:
        line = {c.name: row.get(c.name, _NOT_THERE_BEFORE.get(c.name)) for c in table.columns if c.name != "event_id"}
        if (told := tuple(_plain(line[name]) for name in key)) not in known:
            known.add(told)
            yield line


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, bytes | memoryview) else value
