"""A large database is read by a process of its own: the same rows, value by value, as read in the ordinary way."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.store import arrow_reading
from flows.store.arrow_reading import framed
from flows.store.records import counted_records, open_details
from flows.store.session import Store
from tests.builders import CAMPAIGN, Desk, desk, row, table

pytestmark = pytest.mark.file_of_sqlite
_EVERY = sa.Table(
    "every",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("number", sa.BigInteger),
    sa.Column("sum", sa.Float),
    sa.Column("flag", sa.Boolean),
    sa.Column("text", sa.Text),
    sa.Column("day", sa.String(10)),
    sa.Column("packed", sa.LargeBinary),
)
_VALUES = {
    "number": st.integers(-(2**63), 2**63 - 1),
    "sum": st.floats(allow_nan=False) | st.integers(-(10**12), 10**12).map(float),
    "flag": st.booleans(),
    "text": st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    "day": st.dates().map(str),
    "packed": st.binary(max_size=20),
}
_ROW = st.fixed_dictionaries({name: st.none() | of for name, of in _VALUES.items()})
_FULL = st.fixed_dictionaries(_VALUES)
_NOTHING: dict[str, Any] = dict.fromkeys(_VALUES)


@pytest.fixture(autouse=True)
def _worth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow_reading, "_WORTH", 0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{tmp_path / 'odd name %20?.db'}".replace("?", "x"))) as opened:
        _EVERY.create(opened.engine)
        yield opened


def _both(store: Store, rows: list[dict[str, Any]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    with store.transaction() as connection:
        connection.execute(sa.delete(_EVERY))
        if rows:
            connection.execute(sa.insert(_EVERY), [{"id": n, **row} for n, row in enumerate(rows)])
    columns = store.columns(sa.select(_EVERY))
    assert columns is not None
    return framed(columns), store.frame(sa.select(_EVERY).order_by(_EVERY.c.id))


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_ROW, max_size=8) | st.lists(_FULL, min_size=1, max_size=8))
def test_every_value_is_read_as_in_the_ordinary_way(store: Store, rows: list[dict[str, Any]]) -> None:
    quick, plain = _both(store, rows)
    if not rows:
        assert quick.empty
        assert list(quick.columns) == list(plain.columns)
        return
    pd.testing.assert_frame_equal(quick, plain, check_exact=True)
    assert [list(map(type, quick[name])) for name in quick] == [list(map(type, plain[name])) for name in plain]


def test_a_column_that_is_empty_for_many_rows(store: Store) -> None:
    late = {"number": -5, "sum": 0.5, "flag": True, "text": "a\x00b\x1f", "day": "2021-03-10", "packed": b"\x00\xff"}
    whole = late | {"number": 7, "sum": 12.0, "text": ""}
    quick, plain = _both(store, [_NOTHING] * 17_000 + [whole, late])
    pd.testing.assert_frame_equal(quick, plain, check_exact=True)


def test_what_is_not_written_yet_is_not_read_and_what_is_in_the_log_is(store: Store) -> None:
    with store.transaction() as connection:
        connection.execute(sa.insert(_EVERY), [{"id": 1}])
        before = store.columns(sa.select(_EVERY))
    after = store.columns(sa.select(_EVERY))
    assert before is not None
    assert len(before["id"]) == 0
    assert after is not None
    assert after["id"].to_pylist() == [1]


def test_the_writers_lock_stands_while_another_process_reads(store: Store, tmp_path: Path) -> None:
    with closing(Store(str(store.engine.url))) as other, store.transaction() as connection:
        connection.execute(sa.insert(_EVERY), [{"id": 1}])
        store.columns(sa.select(_EVERY))
        with other.engine.connect() as late:
            late.exec_driver_sql("ROLLBACK")
            late.exec_driver_sql("PRAGMA busy_timeout=1")
            with pytest.raises(sa.exc.OperationalError, match="locked"):
                late.exec_driver_sql("BEGIN IMMEDIATE")


def test_what_cannot_be_read_so_is_read_in_the_ordinary_way(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.transaction() as connection:
        connection.exec_driver_sql("INSERT INTO every (id, number) VALUES (1, 'no number')")
    assert store.columns(sa.select(_EVERY)) is None
    assert store.columns(sa.select(sa.table("missing", sa.column("id", sa.Integer)))) is None
    monkeypatch.setattr(arrow_reading, "_DRIVER", "no_such_driver")
    assert store.columns(sa.select(_EVERY)) is None


def test_the_records_of_a_campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_desk = desk(tmp_path)
    _send(a_desk)
    with closing(Store(a_desk.settings.database_url)) as store:
        quick = [counted_records(store, CAMPAIGN), open_details(store, CAMPAIGN)]
        monkeypatch.setattr(Store, "columns", lambda *_: None)
        plain = [counted_records(store, CAMPAIGN), open_details(store, CAMPAIGN)]
    assert len(quick[0]) == 9
    assert len(quick[1]) == 8
    at = ["file_id", "sheet_no", "row"]
    quick[1], plain[1] = (one.sort_values(at, ignore_index=True) for one in (quick[1], plain[1]))
    for one, other in zip(quick, plain, strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def _send(a_desk: Desk) -> None:
    """Files that are replaced later, so that they lie in the table in another order than they are told."""
    first = [row(n, f"Cải tiến máy dệt số {n}", benefit="12,5") for n in (1, 2, 3)]
    a_desk.send("LDLD-02", "z.xlsx", table([row(1, "Lò hơi tiết kiệm than", secrecy="x"), row(2, "Giàn phơi")]))
    a_desk.send("LDLD-01", "a.xlsx", table(first))
    a_desk.send("CDN-GD", "b.xlsx", table([row(1, "Bài giảng điện tử"), row(2, "Thư viện mở")]))
    a_desk.night()
    a_desk.send("LDLD-02", "a.xlsx", table([row(1, "Dây chuyền đóng gói", benefit="0,25")]))
    a_desk.send("LDLD-01", "a.xlsx", table([*first, row(4, "Máy gặt mini")]))
    a_desk.night()
