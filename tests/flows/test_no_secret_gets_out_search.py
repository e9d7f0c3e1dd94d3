"""The search finds a mark in every kind of container, so that what it does not find is not there."""

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import os
import pickle
import sqlite3
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pandas as pd
import psycopg
import pytest
import sqlalchemy as sa
import typst
from openpyxl import Workbook
from openpyxl.comments import Comment

from schemas.compressed import compressed
from tests.databases import new_database
from tests.flows.byte_search import search
from tests.flows.marks import STEM, mark

M = mark(7)


def _zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.xml", data)
    return out.getvalue()


def _parquet() -> bytes:
    return pd.DataFrame({"n": range(1000), "t": ["x"] * 999 + [f"Nguyễn {M} An"]}).to_parquet(compression="zstd")


def _book(change: Callable[[Workbook], object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    change(book)
    book.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    return bytes(typst.compile(f"#set document(date: none)\nNguyễn {M} An".encode()))


def _npz() -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, a=np.array([M]))
    return out.getvalue()


def _comment(book: Workbook) -> None:
    book.active["A1"].comment = Comment(M, "x")


CONTAINERS: dict[str, bytes] = {
    "plain": f"a {M} b".encode(),
    "capitals": f"a {M.upper()} b".encode(),
    "small letters": f"a {M.lower()} b".encode(),
    "NFD": unicodedata.normalize("NFD", M).encode(),
    "without diacritics": M.replace("ế", "e").encode(),
    "UTF-16": f"a {M} b".encode("utf-16"),
    "UTF-16 at an odd place": b"x" + M.encode("utf-16-be"),
    "JSON escapes": json.dumps({"a": M}).encode(),
    "JSON in JSON": json.dumps(json.dumps({"a": M})).encode(),
    "Python bytes": repr(M.encode()).encode(),
    "percent": quote(M).encode(),
    "percent of all letters": "".join(f"%{b:02X}" for b in M.encode()).encode(),
    "HTML": M.encode("ascii", "xmlcharrefreplace"),
    "HTML of all letters": "".join(f"&#x{ord(c):x};" for c in M).encode(),
    "HTML twice": html.escape(M.encode("ascii", "xmlcharrefreplace").decode()).encode(),
    "read as Latin-1": M.encode().decode("latin-1").encode(),
    "hex": b"\\x" + M.encode().hex().encode(),
    "pickle": pickle.dumps({"row": [M]}),
    "pickle in base64": base64.b64encode(pickle.dumps({"row": ("x", M)})),
    "gzip in base64 in JSON": json.dumps({"data": base64.b64encode(gzip.compress(M.encode())).decode()}).encode(),
    "zip": _zip(M.encode()),
    "zip in zip": _zip(_zip(M.encode())),
    "gzip": gzip.compress(M.encode()),
    "zlib": zlib.compress(json.dumps([M]).encode()),
    "bz2": bz2.compress(M.encode()),
    "xz": lzma.compress(M.encode()),
    "parquet": _parquet(),
    "PDF page": _pdf(),
    "numpy": _npz(),
    "workbook cell": _book(lambda book: book.active.append([M])),
    "workbook comment": _book(_comment),
    "workbook property": _book(lambda book: setattr(book.properties, "keywords", M)),
    "sheet name": _book(lambda book: setattr(book.active, "title", M)),
    **{f"base64 at {n}": base64.b64encode(b"x" * n + f"{M} bí mật".encode()) for n in range(3)},
}  # fmt: skip


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_mark_is_found_in(container: str, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(CONTAINERS[container])
    found = search([tmp_path])
    assert found.hits
    assert not found.unread


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_a_mark_is_found_in_the_name_of(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"danh sach {unicodedata.normalize('NFD', M)}"
    if kind == "file":
        path.touch()
    elif kind == "folder":
        path.mkdir()
    else:
        (tmp_path / "latest").symlink_to(path)
    assert search([tmp_path]).hits


_PACKED = (zlib.compress(M.encode()), compressed([M.encode()]))  # as earlier versions packed, and as this one does


@pytest.mark.parametrize("packed", _PACKED)
def test_a_mark_is_found_in_a_database_that_is_open(tmp_path: Path, packed: bytes) -> None:
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, packed BLOB, long TEXT)")
        connection.execute("INSERT INTO t VALUES (1, ?, ?)", (packed, "x" * 4090 + M))
        connection.commit()
        hits = search([tmp_path]).hits
        assert any("a.db-wal" in place for place in hits)
        assert any("t.packed (blob)" in place for place in hits)
        assert any(place.endswith("!t.long") for place in hits)


def test_a_row_that_was_deleted_without_being_overwritten_is_found(tmp_path: Path) -> None:
    for overwritten in (False, True):
        path = tmp_path / f"{overwritten}" / "a.db"
        path.parent.mkdir()
        with sqlite3.connect(path) as connection:
            connection.execute(f"PRAGMA secure_delete={overwritten}")
            connection.execute("CREATE TABLE t (a TEXT)")
            connection.execute("INSERT INTO t VALUES (?)", (M,))
            connection.commit()
            connection.execute("DELETE FROM t")
        connection.close()
        assert bool(search([path.parent])) is not overwritten


@pytest.mark.parametrize("packed", _PACKED)
def test_a_mark_is_found_in_a_table_of_postgresql(packed: bytes) -> None:
    address = new_database()
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE t (a text, packed bytea, j json)")
        connection.execute("INSERT INTO t VALUES (%s, %s, %s)", (M, packed, json.dumps({"a": M})))
    places = search([], [sa.make_url(address).render_as_string(hide_password=False)]).hits
    assert {"postgresql!t (copy)", "postgresql!t.a", "postgresql!t.j"} <= set(places)
    assert any("t.packed (blob)" in place for place in places)


def test_a_mark_is_found_in_a_file_that_two_folders_share(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "a.csv").write_text(M, encoding="utf-8")
    os.link(tmp_path / "one" / "a.csv", tmp_path / "two" / "b.csv")
    assert len(search([tmp_path]).hits) == 2


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing of a package")
    found = search([tmp_path])
    assert found.unread
    assert found


def test_where_no_mark_stands_none_is_found(tmp_path: Path) -> None:
    for name, data in CONTAINERS.items():
        clean = data if name == "plain" else b""
        (tmp_path / f"{len(name)}.bin").write_bytes(clean.replace(STEM.encode(), b"Nguyen"))
    (tmp_path / "b.xlsx").write_bytes(_book(lambda book: book.active.append(["Nguyễn Văn An"])))
    (tmp_path / "b.parquet").write_bytes(pd.DataFrame({"a": ["Nguyễn Văn An"]}).to_parquet())
    found = search([tmp_path])
    assert not found
    assert found.bytes > 1000
