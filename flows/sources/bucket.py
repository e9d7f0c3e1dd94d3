"""An S3 bucket, or what lies in it below a prefix. Keys come from the environment; without, it is asked unsigned."""

from contextlib import suppress
from typing import Any

import aiohttp
from aiobotocore.httpsession import AIOHTTPSession
from botocore.exceptions import ClientError, ConnectTimeoutError, HTTPClientError, ReadTimeoutError
from fsspec.asyn import sync
from s3fs import S3FileSystem

from flows.source_settings import Source
from flows.sources import connection
from flows.sources.connection import LONGEST_PAGE, TooMuch, new_session, read_at_most
from flows.sources.places import Content, Entry, Kind, Trouble, moment
from flows.sources.receipts import Reason


class BucketPlace:
    """Objects of a bucket; a slash in a key divides folders."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._bucket, _, prefix = source.address.partition("://")[2].partition("/")
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self._server: _OneAttempt | None = None

    def entries(self, folder: str, seconds: float) -> list[Entry]:
        """The objects and common prefixes right below a folder. A prefix that nothing has is an empty folder."""
        server = self._connected()
        return sync(server.loop, self._list, server, folder, timeout=seconds)  # type: ignore[no-any-return]

    async def _list(self, server: S3FileSystem, folder: str) -> list[Entry]:
        prefix = self._prefix + (folder + "/" if folder else "")
        start = len(f"{self._bucket}/{prefix}")
        entries = []
        async for info in server._iterdir(self._bucket, delimiter="/", prefix=prefix):
            name = info["name"][start:]
            kind: Kind = "folder" if info["type"] == "directory" else "file"
            if name or kind == "folder":  # an object named as the folder only marks it
                entries.append(Entry(name, kind, info["size"], moment(info.get("LastModified"))))
            if len(entries) > self._source.rules.files:
                break
        return entries

    def read(self, path: str, most: int, seconds: float) -> Content:
        """The object's bytes. One answer is one version of it."""
        server = self._connected()
        return sync(server.loop, self._get, server, path, most, timeout=seconds)  # type: ignore[no-any-return]

    async def _get(self, server: S3FileSystem, path: str, most: int) -> Content:
        answer = await server._call_s3("get_object", Bucket=self._bucket, Key=self._prefix + path)
        size, modified = int(answer.get("ContentLength") or 0), moment(answer.get("LastModified"))
        async with answer["Body"] as body:
            if size > most:
                return Content(b"", size, modified)
            try:
                data = await read_at_most(body, most)
            except TooMuch:
                return Content(b"", most + 1, modified)
        return Content(data, len(data), modified)

    def trouble_of(self, error: Exception) -> Trouble:
        """By the status of an answer; where there was none, by what broke below it."""
        for cause in _causes(error):
            if isinstance(cause, ClientError):
                status = cause.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
                return connection.trouble_of_status(int(status))
            trouble = connection.trouble_of(cause)
            if trouble.reason is not Reason.UNREACHABLE:
                return trouble
            if isinstance(cause, ConnectTimeoutError | ReadTimeoutError):
                return Trouble(Reason.TIMEOUT, passing=True)
        passing = any(isinstance(c, HTTPClientError) or connection.trouble_of(c).passing for c in _causes(error))
        return Trouble(Reason.UNREACHABLE, passing)

    def drop(self) -> None:
        """Close the session."""
        server, self._server = self._server, None
        if server is not None and server._s3 is not None:
            with suppress(Exception):
                sync(server.loop, server._s3.close, timeout=5)

    def _connected(self) -> "_OneAttempt":
        if self._server is None:
            self._server = _OneAttempt(
                **_identity(self._source),
                endpoint_url=self._source.endpoint_url or None,
                use_listings_cache=False,
                skip_instance_cache=True,
                config_kwargs={
                    "http_session_cls": type("_Session", (_VerifiedSession,), {"source": self._source}),
                    "retries": {"total_max_attempts": 1},
                    "proxies": {},
                    "s3": {"addressing_style": "path" if self._source.endpoint_url else "auto"},
                },
            )
        return self._server


class _OneAttempt(S3FileSystem):  # type: ignore[misc]
    """s3fs that asks once: how often is the pull's own matter."""

    cachable = False
    retries = 1


class _VerifiedSession(AIOHTTPSession):  # type: ignore[misc]
    """The library's way to the network over a session of ours: it would follow redirects and hold any answer whole."""

    source: Source

    async def _get_session(self, proxy_url: object) -> aiohttp.ClientSession:
        if None not in self._sessions:
            session = new_session(self.source, skip_auto_headers={"Content-Type"})
            self._sessions[None] = await self._exit_stack.enter_async_context(session)
        return self._sessions[None]  # type: ignore[no-any-return]

    async def send(self, request: Any) -> Any:
        is_file, request.stream_output = request.stream_output, True
        answer = await super().send(request)
        if not is_file or answer.status_code >= 300:
            answer._content = await read_at_most(answer.raw.content, LONGEST_PAGE)
        return answer


def _identity(source: Source) -> dict[str, Any]:
    """The pair of keys, or none; never what the machine's user has in ~/.aws or its cloud hands out."""
    key, secret = source.credentials.access_key, source.credentials.secret_key
    if bool(key) != bool(secret):
        raise Trouble(Reason.NO_CREDENTIALS)
    return {"key": key, "secret": secret} if key else {"anon": True}


def _causes(error: BaseException | None) -> list[BaseException]:
    """An exception and what the libraries wrapped in it, outermost first."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        inner = getattr(error, "kwargs", {}).get("error")
        error = inner if isinstance(inner, BaseException) else error.__cause__
    return found
