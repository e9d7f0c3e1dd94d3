"""A folder of a web server that shows an index page. Redirects and links to other hosts are never followed."""

from base64 import b64encode
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import aiohttp
from fsspec.asyn import sync
from fsspec.implementations.http import HTTPFileSystem
from yarl import URL

from flows.source_settings import Source
from flows.sources.connection import LONGEST_PAGE, TooMuch, new_session, read_at_most, trouble_of, trouble_of_status
from flows.sources.index_page import children
from flows.sources.places import Content, Entry, Trouble, moment
from flows.sources.receipts import Reason

_PAGES = frozenset({"text/html", "application/xhtml+xml"})


class WebPlace:
    """Files below an address of https://, found by the links of its index pages."""

    def __init__(self, source: Source) -> None:
        self._source = source
        parts = urlsplit(source.address)
        path = quote(unquote(parts.path).rstrip("/") + "/")
        self._root = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
        self._server: HTTPFileSystem | None = None

    def entries(self, folder: str, seconds: float) -> list[Entry]:
        """The folder's files and folders by the links of its page."""
        server = self._connected()
        return sync(server.loop, self._list, server, folder, timeout=seconds)  # type: ignore[no-any-return]

    async def _list(self, server: HTTPFileSystem, folder: str) -> list[Entry]:
        address = self._address(folder + "/" if folder else "")
        session = await server.set_session()
        async with session.get(URL(address, encoded=True)) as answer:
            _refuse_unless_plain(answer)
            if answer.content_type not in _PAGES:
                raise Trouble(Reason.NOT_A_LISTING)
            page = await read_at_most(answer.content, LONGEST_PAGE)
        entries = []
        for name, is_folder in children(page, address):
            entries.append(Entry(name, "folder" if is_folder else "file"))
            if len(entries) > self._source.rules.files:
                break
        return entries

    def read(self, path: str, most: int, seconds: float) -> Content:
        """The file's bytes; another look at its headers tells whether it changed meanwhile."""
        server = self._connected()
        return sync(server.loop, self._get, server, path, most, timeout=seconds)  # type: ignore[no-any-return]

    async def _get(self, server: HTTPFileSystem, path: str, most: int) -> Content:
        address = URL(self._address(path), encoded=True)
        session = await server.set_session()
        async with session.get(address) as answer:
            _refuse_unless_plain(answer)
            modified, size = _modified(answer), answer.content_length
            if size is not None and size > most:
                return Content(b"", size, modified)
            try:
                data = await read_at_most(answer.content, most)
            except TooMuch:
                return Content(b"", most + 1, modified)
        async with session.head(address) as after:
            steady = after.status != 200 or _mark(after) == _mark(answer)
        return Content(data, len(data), modified, steady)

    def trouble_of(self, error: Exception) -> Trouble:
        """As the session tells it."""
        return trouble_of(error)

    def drop(self) -> None:
        """Close the session."""
        server, self._server = self._server, None
        if server is not None and server._session is not None:
            with suppress(Exception):
                sync(server.loop, server._session.close, timeout=5)

    def _connected(self) -> HTTPFileSystem:
        if self._server is None:
            self._server = HTTPFileSystem(
                get_client=self._session, encoded=True, use_listings_cache=False, skip_instance_cache=True
            )
        return self._server

    async def _session(self, **_: object) -> aiohttp.ClientSession:
        return new_session(self._source, {"Accept-Encoding": "identity"} | _authorization(self._source))

    def _address(self, below: str) -> str:
        return self._root + quote(below.encode("utf-8", "surrogateescape"))


def _authorization(source: Source) -> dict[str, str]:
    given = source.credentials
    if given.token:
        return {"Authorization": f"Bearer {given.token}"}
    if given.user:
        return {"Authorization": "Basic " + b64encode(f"{given.user}:{given.password}".encode()).decode()}
    return {}


def _refuse_unless_plain(answer: aiohttp.ClientResponse) -> None:
    if answer.status != 200:
        raise trouble_of_status(answer.status)
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Trouble(Reason.UNREACHABLE)  # it was asked not to: what comes would be no file


def _mark(answer: aiohttp.ClientResponse) -> tuple[str, ...]:
    """What tells one version of a file from another."""
    tag = answer.headers.get("ETag")
    return (tag,) if tag else (answer.headers.get("Last-Modified", ""), answer.headers.get("Content-Length", ""))


def _modified(answer: aiohttp.ClientResponse) -> datetime | None:
    try:
        return moment(parsedate_to_datetime(answer.headers["Last-Modified"]))
    except (KeyError, ValueError, TypeError):
        return None
