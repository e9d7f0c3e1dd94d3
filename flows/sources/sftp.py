"""An SFTP server. Its host key has to be known: fsspec's own file system would take any key that is shown to it."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from threading import Timer
from typing import Any
from urllib.parse import unquote, urlsplit

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem
from paramiko.sftp import CMD_CLOSE, CMD_OPENDIR, CMD_READDIR

from flows.source_settings import Source
from flows.sources.patience import trouble_of
from flows.sources.places import Content, Entry, Kind, Trouble, moment
from flows.sources.receipts import Reason


class SftpPlace:
    """Files below a folder of an SFTP server. Links are told and not followed."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._root = unquote(urlsplit(source.address).path).rstrip("/") or "/"
        self._server: _VerifiedSFTP | None = None

    def entries(self, folder: str, seconds: float) -> list[Entry]:
        """The folder's files and folders, links as links."""
        with self._connected(seconds) as channel:
            found = islice(channel.names(self._path(folder)), self._source.rules.files + 1)
            return [
                Entry(name.decode("utf-8", "surrogateescape"), _kind(about), about.st_size, moment(about.st_mtime))
                for name, about in found
            ]

    def read(self, path: str, most: int, seconds: float) -> Content:
        """The file's bytes, with its size and time before and after."""
        with self._connected(seconds) as channel, channel.open(self._path(path), "rb") as file:
            before = file.stat()
            size = before.st_size or 0
            # The size is the server's word alone, so one byte more than the limit is asked for.
            data = file.read(most + 1) if size <= most else b""
            after = file.stat()
        steady = (before.st_size, before.st_mtime) == (after.st_size, after.st_mtime)
        whole = size > most or len(data) == size
        return Content(data, max(size, len(data)), moment(after.st_mtime), steady and (whole or len(data) > most))

    def trouble_of(self, error: Exception) -> Trouble:
        """A wrong key, password or host key will not pass; a broken connection may."""
        if isinstance(error, paramiko.BadHostKeyException):
            return Trouble(Reason.HOST_KEY)
        if isinstance(error, paramiko.AuthenticationException):
            return Trouble(Reason.REFUSED)
        if isinstance(error, paramiko.SSHException | paramiko.SFTPError):
            return Trouble(Reason.UNREACHABLE, passing=True)
        return trouble_of(error)

    def drop(self) -> None:
        """Close the connection."""
        server, self._server = self._server, None
        if server:
            with suppress(Exception):
                server.client.close()

    @contextmanager
    def _connected(self, seconds: float) -> Iterator["_Channel"]:
        """The open channel, cut off after these seconds: a server that sends byte by byte is never silent."""
        if self._server is None:
            self._server = _VerifiedSFTP(self._source, seconds)
        server = self._server
        try:
            with _cut_off(server.client, seconds):
                yield server.ftp
        except Exception as error:
            if self.trouble_of(error).passing:  # half an answer may still be under way: the next question starts anew
                self.drop()
            raise

    def _path(self, below: str) -> bytes:
        return f"{self._root.rstrip('/')}/{below}".encode("utf-8", "surrogateescape") if below else self._root.encode()


class _VerifiedSFTP(SFTPFileSystem):  # type: ignore[misc]
    """fsspec's SFTP with host keys verified, no key or agent of the machine's user, and time limits."""

    cachable = False

    def __init__(self, source: Source, seconds: float) -> None:
        self._source, self._seconds = source, seconds
        super().__init__(urlsplit(source.address).hostname, skip_instance_cache=True)

    def _connect(self) -> None:
        source, rules = self._source, self._source.rules
        self.client = paramiko.SSHClient()
        _load_known_hosts(self.client, source.known_hosts)
        self.client.set_missing_host_key_policy(_Unknown())
        try:
            with _cut_off(self.client, self._seconds):
                self.client.connect(
                    self.host,
                    port=urlsplit(source.address).port or 22,
                    timeout=rules.connect_seconds,
                    banner_timeout=rules.connect_seconds,
                    auth_timeout=rules.silence_seconds,
                    channel_timeout=rules.silence_seconds,
                    allow_agent=False,
                    look_for_keys=False,
                    **_identity(source),
                )
                self.ftp = _channel(self.client, rules.silence_seconds)
        except BaseException:
            self.client.close()
            raise


class _Channel(paramiko.SFTPClient):
    """An SFTP client whose listings keep names as bytes: a single name that is no UTF-8 would cost the folder."""

    def names(self, folder: bytes) -> Iterator[tuple[bytes, paramiko.SFTPAttributes]]:
        """Name and facts of each line of a folder, as they come."""
        _, answer = self._request(CMD_OPENDIR, folder)  # type: ignore[attr-defined]
        handle = answer.get_binary()
        try:
            while True:
                _, answer = self._request(CMD_READDIR, handle)  # type: ignore[attr-defined]
                for _ in range(answer.get_int()):
                    name, _ = answer.get_binary(), answer.get_binary()
                    about = paramiko.SFTPAttributes._from_msg(answer)  # type: ignore[attr-defined]
                    if name not in (b".", b".."):
                        yield name, about
        except EOFError:
            return
        finally:
            with suppress(Exception):
                self._request(CMD_CLOSE, handle)  # type: ignore[attr-defined]


class _Unknown(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, *_: Any) -> None:
        raise Trouble(Reason.HOST_KEY)


def _load_known_hosts(client: paramiko.SSHClient, path: str) -> None:
    try:
        client.load_host_keys(path)
    except Exception:  # absent, unreadable, or a line that is none: no server is known then
        raise Trouble(Reason.HOST_KEY) from None


def _identity(source: Source) -> dict[str, Any]:
    """User name with key or password; without them nothing is tried."""
    given = source.credentials
    if not given.user or not (given.password or given.key_file):
        raise Trouble(Reason.NO_CREDENTIALS)
    key = None
    if given.key_file:
        try:
            # Bytes: with text, paramiko cannot open an encrypted key.
            key = paramiko.PKey.from_path(given.key_file, given.key_passphrase.encode() or None)  # type: ignore[arg-type]
        except Exception:  # absent, encrypted otherwise, or no key: the library's words may quote the file
            raise Trouble(Reason.NO_CREDENTIALS) from None
    return {"username": given.user, "password": given.password or None, "pkey": key}


def _channel(client: paramiko.SSHClient, silence: float) -> _Channel:
    transport = client.get_transport()
    if transport is None:
        raise EOFError
    channel = transport.open_session()
    channel.settimeout(silence)
    channel.invoke_subsystem("sftp")
    return _Channel(channel)


@contextmanager
def _cut_off(client: paramiko.SSHClient, seconds: float) -> Iterator[None]:
    timer = Timer(seconds, client.close)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _kind(about: paramiko.SFTPAttributes) -> Kind:
    mode = about.st_mode or 0
    if stat.S_ISDIR(mode):
        return "folder"
    return "link" if stat.S_ISLNK(mode) else "file" if stat.S_ISREG(mode) or not mode else "other"
