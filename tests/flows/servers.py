"""Real servers on loopback for the source tests: the faults they may have, and SFTP (asyncssh).

HTTPS stands in `server_web.py`, S3 in `server_bucket.py`.
"""

import asyncio
import logging
import os
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import asyncssh
import trustme

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
