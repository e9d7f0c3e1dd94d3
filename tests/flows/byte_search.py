"""Reads every byte of everything below some folders, through every container we know, and looks for marks (marks.py).

What cannot be opened is told in `unread`: a search that skips something has found nothing out."""

import base64
import bz2
import gzip
import html
import io
import lzma
import os
import re
import sqlite3
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from tests.flows.marks import EXACT, FOLDED

_DEEPEST = 8
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_ESCAPED = re.compile(rb"\\+u([0-9a-fA-F]{4})")
_HEX = re.compile(rb"(?:\\+x[0-9a-fA-F]{2}){2,}")
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_ZSTD = b"\x28\xb5\x2f\xfd"
_BEGINS = (b"PK\x03\x04", b"\x1f\x8b", b"PAR1", b"BZh", b"\x80\x04", b"\x80\x05", _ZSTD, b"%PDF", b"{", b"[", b'"')
_TOLD = bytes | str | dict | list | memoryview


@dataclass
class Found:
    """What a search read, and what it found: place -> the first words around each hit."""

    hits: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    bytes: int = 0

    def __bool__(self) -> bool:
        return bool(self.hits or self.unread)


def search(folders: Iterable[Path], databases: Iterable[str] = ()) -> Found:
    """Everything below these folders (names, links and bytes), and every table of these PostgreSQL databases."""
    found = Found()
    for folder in folders:
        for path in sorted([folder, *folder.rglob("*")]):
            where = str(path.relative_to(folder.parent))
            _scan(where.encode("utf-8", "surrogateescape"), f"{where} (name)", found)
            if path.is_symlink():
                _scan(os.readlink(path).encode(), f"{where} (link)", found)
            elif path.is_file():
                _file(path, where, found)
    for address in databases:
        _postgresql(address, found)
    return found


def look(data: bytes, where: str, found: Found, depth: int = 0) -> None:
    """The bytes as they are, and then whatever they are a container of."""
    found.bytes += len(data)
    _scan(data, where, found)
    if depth > _DEEPEST:
        found.unread.append(where)
        return
    for kind, inner in _inside(data, where, found):
        found.opened[kind.partition(":")[0]] += 1
        look(inner, f"{where}!{kind}", found, depth + 1)


def _file(path: Path, where: str, found: Found) -> None:
    data = path.read_bytes()
    look(data, where, found)
    if data.startswith(b"SQLite format 3\0"):
        with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as connection:
            _sqlite(connection, where, found)
        connection.close()


def _inside(data: bytes, where: str, found: Found) -> Iterator[tuple[str, bytes]]:
    """What a container holds: its kind (and name) and the bytes."""
    whole = {b"\x1f\x8b": gzip.decompress, b"BZ": bz2.decompress, b"\xfd7": lzma.decompress, _ZSTD[:2]: _zstd}
    whole |= dict.fromkeys(_ZLIB, zlib.decompress)
    try:
        if data.startswith(b"PK\x03\x04"):
            yield from _zip(data)
        elif data.startswith(b"PAR1") and data.endswith(b"PAR1"):
            yield from _parquet(data)
        elif data.startswith(b"%PDF"):
            for n, stream in enumerate(_PDF_STREAM.findall(data)):
                yield f"pdf:{n}", _inflated(stream)
            yield "pdf:text", _pdf_text(data)
        elif (unpack := whole.get(data[:2])) and len(data) > 2:
            yield unpack.__name__.strip("_"), unpack(data)
        else:
            yield from _texts(data)
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError):
        found.unread.append(where)


def _zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield "comment", archive.comment
        for entry in archive.infolist():
            yield "entry", entry.filename.encode() + entry.comment + entry.extra
            yield f"zip:{entry.filename}", archive.read(entry)


def _zstd(data: bytes) -> bytes:
    with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as stream:
        return bytes(stream.read())


def _parquet(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every column as text, and the schema with its metadata."""
    table = pq.read_table(io.BytesIO(data))
    yield "parquet:schema", f"{table.schema!s} {table.schema.metadata!r}".encode()
    for name in table.column_names:
        column = table.column(name)
        yield f"parquet:{name}", _joined((column if pa.types.is_nested(column.type) else column.unique()).to_pylist())


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _pdf_text(data: bytes) -> bytes:
    """What a reader sees, and what stands beside it: letters are numbers of a font's own in the streams."""
    try:
        reader = PdfReader(io.BytesIO(data))
        shown = [page.extract_text() for page in reader.pages]
        return "\n".join([*shown, repr(reader.metadata), repr(reader.xmp_metadata)]).encode("utf-8", "replace")
    except (PyPdfError, KeyError, TypeError) as error:
        raise ValueError("no PDF that can be read") from error


def _texts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The same text without its escapes: JSON and Python, HTML, percent-encoded, base64."""
    if b"\\u" in data or b"\\x" in data:
        plain = _ESCAPED.sub(lambda m: chr(int(m[1], 16)).encode("utf-8", "surrogatepass"), data)
        plain = _HEX.sub(lambda m: bytes.fromhex(re.sub(rb"\\+x", b"", m[0]).decode()), plain)
        if plain != data:
            yield "escapes", plain
    if b"&#" in data or b"&amp;" in data:
        text = data.decode("utf-8", "replace")
        if (plain_text := html.unescape(text)) != text:
            yield "html", plain_text.encode("utf-8", "replace")
    if re.search(rb"%[0-9a-fA-F]{2}", data) and (unquoted := unquote_to_bytes(data)) != data:
        yield "percent", unquoted
    for n, run in enumerate(_BASE64.findall(data)):
        if inner := _decoded(run):
            yield f"base64:{n}", inner


def _decoded(run: bytes) -> bytes:
    """What a run of base64 holds where it is a container or text; its plain marks are found by their encoded forms."""
    try:
        inner = base64.b64decode(run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/")) + b"===")
    except ValueError:
        return b""
    return inner if inner.startswith((*_BEGINS, *_ZLIB)) else b""


def _sqlite(connection: sqlite3.Connection, where: str, found: Found) -> None:
    """Every value of every table: text, and what stands inside blobs."""
    connection.text_factory = bytes
    found.opened["sqlite"] += 1
    schema = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    for name, statement in schema:
        _scan(statement or b"", f"{where}!{name.decode()} (schema)", found)
        if (statement or b"").startswith(b"CREATE VIRTUAL"):
            continue  # its shadow tables are read
        cursor = connection.execute(f'SELECT * FROM "{name.decode()}"')
        columns = [c[0] for c in cursor.description]
        _values(zip(*cursor.fetchall(), strict=True), columns, f"{where}!{name.decode()}", found)


def _postgresql(address: str, found: Found) -> None:
    """What a dump holds: COPY of every table as text, and every value, with what stands inside bytea."""
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        found.opened["postgresql"] += 1
        for schema, name in tables:
            table = sql.Identifier(schema, name)
            with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} TO STDOUT").format(table)) as copy:
                look(b"".join(copy), f"postgresql!{name} (copy)", found)
            cursor = connection.execute(sql.SQL("SELECT * FROM {}").format(table))
            columns = [c.name for c in cursor.description or ()]
            _values(zip(*cursor.fetchall(), strict=True), columns, f"postgresql!{name}", found)


def _values(columns: Iterable[Iterable[object]], names: list[str], where: str, found: Found) -> None:
    for name, values in zip(names, columns, strict=False):
        told = [bytes(v) if isinstance(v, memoryview) else v for v in values if isinstance(v, _TOLD)]
        blobs = {v for v in told if isinstance(v, bytes)}
        look(_joined(v for v in told if not isinstance(v, bytes)), f"{where}.{name}", found)
        look(b"\n".join([b"", *sorted(blobs)]), f"{where}.{name}", found)  # no container: that is the first
        for blob in blobs:
            if blob[:4] in (b"PK\x03\x04", _ZSTD) or blob[:2] in (*_ZLIB, b"\x1f\x8b", b"BZ", b"\x80\x04", b"\x80\x05"):
                found.opened["blob"] += 1
                _blob(blob, f"{where}.{name}", found)


def _blob(blob: bytes, where: str, found: Found) -> None:
    """A blob that begins like a container; keyed codes may by chance, so one that cannot be opened is no container."""
    unread = len(found.unread)
    look(blob, f"{where} (blob)", found)
    del found.unread[unread:]


def _joined(values: Iterable[object]) -> bytes:
    return "\n".join(v if isinstance(v, str) else repr(v) for v in values).encode("utf-8", "surrogatepass")


def _scan(data: bytes, where: str, found: Found) -> None:
    folded = data.lower()
    for needle in FOLDED:
        if (at := folded.find(needle)) >= 0:
            found.hits.setdefault(where, repr(data[max(0, at - 40) : at + 60]))
            return
    for needle in EXACT:
        if (at := data.find(needle)) >= 0:
            found.hits.setdefault(where, repr(data[max(0, at - 40) : at + 60]))
            return
