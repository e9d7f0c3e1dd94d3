"""A real HTTPS server on loopback for the source tests, with index pages as nginx makes them."""

import asyncio
import os
import ssl
from base64 import b64encode
from dataclasses import dataclass
from email.utils import formatdate
from html import escape
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from tests.flows.servers import PASSWORD, TOKEN, USER, Background, Faults


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
    if path.name not in faults.dripping:
        await response.write(data)
        return response
    for byte in data:
        if request.transport is None or request.transport.is_closing():
            break
        await response.write(bytes([byte]))
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
