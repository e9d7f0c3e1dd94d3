"""What the web and S3 share: a session that verifies, stays on its host, holds no more than it may, and its faults."""

import ssl
from collections.abc import Mapping
from typing import Any, Protocol

import aiohttp

from flows.source_settings import Source
from flows.sources.patience import trouble_of as trouble_of_system
from flows.sources.places import Trouble
from flows.sources.receipts import Reason

LONGEST_PAGE = 8 * 1024 * 1024  # bytes of a listing
_CHUNK = 256 * 1024
_MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 509, 529})
_REFUSED = frozenset({401, 403, 407})
_ABSENT = frozenset({404, 410})


class Stream(Protocol):
    """A body that comes in pieces."""

    async def read(self, n: int) -> bytes:
        """At most so many bytes, b"" at its end."""


class TooMuch(Exception):
    """More bytes than were bargained for."""


def new_session(source: Source, headers: Mapping[str, str] | None = None, **options: Any) -> aiohttp.ClientSession:
    """A session of one pull: certificates verified, no redirect followed, no cookies, no proxy, no .netrc."""
    rules = source.rules
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=_tls(source.ca_file), limit=4),
        timeout=aiohttp.ClientTimeout(
            total=None,
            connect=rules.connect_seconds,
            sock_connect=rules.connect_seconds,
            sock_read=rules.silence_seconds,
        ),
        headers=headers,
        middlewares=(_stay,),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,  # a small answer could unpack into an endless one
        **options,
    )


async def read_at_most(stream: Stream, most: int) -> bytes:
    """All of a body; TooMuch when it is longer than `most`, of which one byte more is held at the most."""
    held = bytearray()
    while len(held) <= most:
        piece = await stream.read(min(_CHUNK, most + 1 - len(held)))
        if not piece:
            return bytes(held)
        held += piece
    raise TooMuch


def trouble_of(error: BaseException) -> Trouble:
    """What an exception of a web session means."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError | ssl.SSLCertVerificationError):
        return Trouble(Reason.CERTIFICATE)
    if isinstance(error, TooMuch):
        return Trouble(Reason.NOT_A_LISTING)
    if isinstance(error, aiohttp.ClientConnectionError | aiohttp.ClientPayloadError):
        reason = Reason.TIMEOUT if isinstance(error, TimeoutError) else Reason.UNREACHABLE
        return Trouble(reason, passing=True)
    return trouble_of_system(error)


def trouble_of_status(status: int) -> Trouble:
    """What an HTTP status means that is no success."""
    if status in _REFUSED:
        return Trouble(Reason.REFUSED)
    if status in _ABSENT:
        return Trouble(Reason.NOT_FOUND)
    if 300 <= status < 400:
        return Trouble(Reason.REDIRECTED)
    return Trouble(Reason.UNREACHABLE, passing=status in _MAY_PASS)


async def _stay(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """A redirect is an answer like another: it may lead into the house's own network, credentials and all."""
    response = await handler(request)
    if 300 <= response.status < 400:
        response.close()
        raise Trouble(Reason.REDIRECTED)
    return response


def _tls(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError):
            raise Trouble(Reason.CERTIFICATE) from None
    return context
