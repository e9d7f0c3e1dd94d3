"""Real servers on loopback for the source tests: SFTP (asyncssh), HTTPS (aiohttp), and the faults they may have.

The S3 server stands in `server_bucket.py`.
"""

import asyncio
import logging
import os
import ssl
import threading
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from email.utils import formatdate
from html import escape
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import asyncssh
import trustme
from aiohttp import web

USER, PASSWORD, TOKEN, PASSPHRASE = "nguoi-keo-7f3a", "mat-khau-91be-ữ", "the-bai-c0ffee-5d2", "cum-mat-khau-33aa"
_T = TypeVar("_T")


@dataclass
class Faults:
    """What a server does wrong. Names are those of files; `statuses` and `dropped` are used up."""

    statuses: list[int] = field(default_factory=list)  # answered before anything else
    gone: dict[str, int] = field(default_factory=dict)  # name -> status
    dropped: dict[str, int] = field(default_factory=dict)  # cut in the middle, so many times
    endless: set[str] = field(default_factory=set)
    slow: set[str] = field(default_factory=set)  # answer later than anyone waits
    dripping: set[str] = field(default_factory=set)  # byte by byte
    moving: set[str] = field(default_factory=set)  # other bytes and another time at each look
    redirects: dict[str, str] = field(default_factory=dict)  # path -> elsewhere
    page: Callable[[str], bytes] | None = None  # instead of the index page
    headers: dict[str, str] = field(default_factory=dict)
    names: list[bytes] = field(default_factory=list)  # further lines of each SFTP listing
    asked: list[str] = field(default_factory=list)  # paths, as they were asked for
    looks: int = 0


class Background:
    """An event loop in a thread of its own, for the servers."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, _T]) -> _T:
        """Run to the end in the loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(20)

    def close(self) -> None:
        """Stop the loop and what still runs in it."""

        async def stop() -> None:
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self.run(stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)


def server_tls(authority: trustme.CA, *hosts: str) -> ssl.SSLContext:
    """The server's side of TLS with a certificate of that authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(hosts or ("127.0.0.1", "localhost"))).configure_cert(context)
    return context


@dataclass
class SftpServer:
    """A running SFTP server: `known_hosts` and `key_file` are what a client needs."""

    port: int
    known_hosts: Path
    key_file: Path
    folder: Path
    faults: Faults
    names_tried: list[str]
    acceptor: asyncssh.SSHAcceptor


def start_sftp(background: Background, folder: Path, keys: Path) -> SftpServer:
    """Serve a folder; its host key goes to `keys/known_hosts`, the user's encrypted key to `keys/id`."""
    logging.getLogger("asyncssh").setLevel(logging.CRITICAL)  # a server's log is no business of the client's tests
    host_key, user_key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    user_key.write_private_key(keys / "id", passphrase=PASSPHRASE, rounds=50)
    faults, tried = Faults(), []

    class Door(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            tried.append(username)
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

        def public_key_auth_supported(self) -> bool:
            return True

        def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
            return username == USER and key.public_data == user_key.public_data

    async def start() -> asyncssh.SSHAcceptor:
        shelf = _shelf(folder, faults)
        return await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Door, server_host_keys=[host_key], sftp_factory=shelf
        )

    acceptor = background.run(start())
    port = acceptor.get_port()
    known = keys / "known_hosts"
    known.write_text(f"[127.0.0.1]:{port} {host_key.export_public_key().decode()}")
    return SftpServer(port, known, keys / "id", folder, faults, tried, acceptor)


def _shelf(folder: Path, faults: Faults) -> Callable[[asyncssh.SSHServerChannel], asyncssh.SFTPServer]:
    class Shelf(asyncssh.SFTPServer):
        def __init__(self, channel: asyncssh.SSHServerChannel) -> None:
            super().__init__(channel, chroot=os.fsencode(folder))

        async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
            faults.asked.append(os.fsdecode(path))
            async for name in super().scandir(path):
                yield name
            for extra in faults.names:
                yield asyncssh.SFTPName(extra, attrs=asyncssh.SFTPAttrs(permissions=0o100644, size=1))

        async def read(self, file_obj: Any, offset: int, size: int) -> bytes:
            name = os.fsdecode(os.path.basename(file_obj.name))
            faults.asked.append(name)
            if name in faults.endless:
                return b"x" * size
            if name in faults.slow:
                await asyncio.sleep(30)
            if offset and faults.dropped.get(name, 0) > 0:
                faults.dropped[name] -= 1
                self.channel.get_connection().abort()
            data = super().read(file_obj, offset, size)
            if name in faults.moving and data:
                faults.looks += 1
                data = b"%08d" % faults.looks + data[8:]
            return data  # type: ignore[no-any-return]

        def fstat(self, file_obj: Any) -> Any:
            about = asyncssh.SFTPAttrs.from_local(super().fstat(file_obj))
            if os.fsdecode(os.path.basename(file_obj.name)) in faults.moving:
                faults.looks += 1
                about.mtime = faults.looks
            return about

    return Shelf


@dataclass
class WebServer:
    """A running HTTPS server that shows index pages."""

    port: int
    folder: Path
    faults: Faults
    runner: web.AppRunner


def start_web(background: Background, folder: Path, tls: ssl.SSLContext | None, opens: str = "") -> WebServer:
    """Serve a folder by index pages as nginx makes them. `opens`: "basic" or "bearer" asks for credentials."""
    faults = Faults()

    async def answer(request: web.Request) -> web.StreamResponse:
        faults.asked.append(f"{request.method} {request.raw_path}")
        return _refusal(request, faults, opens) or await _answer(request, folder, faults)

    async def start() -> tuple[web.AppRunner, int]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
        await site.start()
        return runner, runner.addresses[0][1]

    runner, port = background.run(start())
    return WebServer(port, folder, faults, runner)


def _refusal(request: web.Request, faults: Faults, opens: str) -> web.Response | None:
    wanted = {"basic": "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode(), "bearer": f"Bearer {TOKEN}"}.get(
        opens
    )
    if wanted and request.headers.get("Authorization") != wanted:
        return web.Response(status=401, text=f"no entry for {request.headers.get('Authorization')}")
    if faults.statuses:
        return web.Response(status=faults.statuses.pop(0))
    if elsewhere := faults.redirects.get(request.path):
        return web.Response(status=302, headers={"Location": elsewhere})
    return None


async def _answer(request: web.Request, folder: Path, faults: Faults) -> web.StreamResponse:
    path, name = folder / request.path.lstrip("/"), request.path.rstrip("/").rsplit("/", 1)[-1]
    if name in faults.gone:
        return web.Response(status=faults.gone[name])
    if request.path.endswith("/") and (faults.page or path.is_dir()):
        page = faults.page(request.path) if faults.page else index_page(path, request.path).encode()
        return web.Response(body=page, headers={"Content-Type": "text/html"} | faults.headers)
    if name in faults.endless:
        return await _endless(request)
    if not path.is_file():
        return web.Response(status=404)
    return await _file(request, path, faults)


async def _file(request: web.Request, path: Path, faults: Faults) -> web.StreamResponse:
    data, modified = path.read_bytes(), path.stat().st_mtime
    if path.name in faults.moving:
        faults.looks += 1
        data, modified = b"%08d" % faults.looks + data[8:], 1e9 + faults.looks
    response = web.StreamResponse(headers={"Last-Modified": formatdate(modified, usegmt=True), **faults.headers})
    response.content_length = len(data)
    await response.prepare(request)
    if request.method == "HEAD":
        return response
    if faults.dropped.get(path.name, 0) > 0:
        faults.dropped[path.name] -= 1
        await response.write(data[: len(data) // 2])
        request.transport.abort()  # type: ignore[union-attr]
        return response
    if path.name in faults.slow:
        await asyncio.sleep(30)
    for start in range(0, len(data), 1 if path.name in faults.dripping else 1 << 20):
        await response.write(data[start : start + (1 if path.name in faults.dripping else 1 << 20)])
        if path.name in faults.dripping:
            await asyncio.sleep(0.05)
    return response


async def _endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    while request.transport and not request.transport.is_closing():
        await response.write(b"x" * 65536)
        await asyncio.sleep(0)
    return response


def index_page(folder: Path, shown: str) -> str:
    """An index page as nginx makes it."""
    links = "".join(
        f'<a href="{quote(os.fsencode(p.name))}{"/" if p.is_dir() else ""}">{escape(ascii(p.name))}</a>  01-Jan-2021\n'
        for p in sorted(folder.iterdir())
    )
    title = escape(f"Index of {shown}")
    return (
        f'<html><head><title>{title}</title></head><body><h1>{title}</h1><a href="../">../</a>\n{links}</body></html>'
    )
