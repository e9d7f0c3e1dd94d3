"""Servers that several source tests share: started once, emptied of faults for each test."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
import trustme

from flows.source_settings import Credentials, Source
from flows.sources import Reason, SourceUnreachable, pull
from schemas.config import Sources
from tests.flows.server_bucket import Bucket, start_bucket
from tests.flows.server_web import WebServer, start_web
from tests.flows.servers import PASSWORD, USER, Background, Faults, SftpServer, server_tls, start_sftp

LARGEST = 200_000
RULES = Sources(
    connect_seconds=5,
    silence_seconds=5,
    pull_seconds=20,
    attempts=3,
    backoff_seconds=0.001,
    files=2000,
    ca_file="",
    known_hosts="",
    s3_endpoint_url="",
)


@dataclass
class Harbour:
    """All servers of the source tests, one of each kind, and sources that lead to new folders on them."""

    authority: trustme.CA
    ca_file: Path
    background: Background
    sftp: SftpServer
    web: WebServer
    folders: Path
    _bucket: list[Bucket] = field(default_factory=list)

    @property
    def bucket(self) -> Bucket:
        """The S3 server, started when it is first needed."""
        if not self._bucket:
            self._bucket.append(start_bucket(server_tls(self.authority)))
        return self._bucket[0]

    def place(self, kind: str, files: dict[str, bytes]) -> "Place":
        """A new folder of that kind that holds these files."""
        name = f"Nộp {uuid4().hex[:8]}"
        place = Place(kind, self, name, self.bucket.fill(files) if kind == "s3" else "")
        for path, data in files.items():
            place.put(path, data)
        if kind != "s3":
            (self.folders / name).mkdir(exist_ok=True)
        return place


@dataclass
class Place:
    """A folder with files on one of the servers."""

    kind: str
    harbour: Harbour
    name: str
    bucket: str

    def put(self, path: str, data: bytes) -> None:
        """Put a file there."""
        if self.kind == "s3":
            self.harbour.bucket.put(self.bucket, path, data)
            return
        target = self.harbour.folders / self.name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def remove(self, path: str) -> None:
        """Remove a file."""
        if self.kind == "s3":
            self.harbour.bucket.delete(self.bucket, path)
        else:
            (self.harbour.folders / self.name / path).unlink()

    def source(self, *, missing: bool = False, **rules: object) -> Source:
        """The source of this folder with the right credentials, or of one that is not there."""
        name, harbour = self.name + ("-khong-co" if missing else ""), self.harbour
        address, credentials = {
            "folder": lambda: (str(harbour.folders / name), Credentials()),
            "sftp": lambda: (
                f"sftp://127.0.0.1:{harbour.sftp.port}/{name}",
                Credentials(user=USER, password=PASSWORD),
            ),
            "https": lambda: (
                f"https://127.0.0.1:{harbour.web.port}/{name}",
                Credentials(user=USER, password=PASSWORD),
            ),
            "s3": lambda: (
                f"s3://{self.bucket}{'-missing' if missing else ''}",
                Credentials(access_key=harbour.bucket.access_key, secret_key=harbour.bucket.secret_key),
            ),
        }[self.kind]()
        return Source(
            federation_code="LDLD-01",
            address=address,
            rules=RULES.model_copy(update=rules),
            largest=LARGEST,
            credentials=credentials,
            ca_file=str(harbour.ca_file),
            known_hosts=str(harbour.sftp.known_hosts),
            endpoint_url=f"https://127.0.0.1:{harbour.bucket.server.port}" if self.kind == "s3" else "",
        )


def reason(source: Source) -> Reason:
    """Why a source cannot be read; that it cannot is expected."""
    with pytest.raises(SourceUnreachable) as caught:
        list(pull(source))
    return caught.value.reason


def skipped(source: Source) -> dict[str, str]:
    """What was skipped and why, "" for a file that was read."""
    return {p.receipt.path: p.receipt.skipped for p in pull(source)}


@pytest.fixture(scope="session")
def _harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    root, background, authority = tmp_path_factory.mktemp("harbour"), Background(), trustme.CA()
    (root / "files").mkdir()
    (root / "keys").mkdir()
    authority.cert_pem.write_to_path(root / "ca.pem")
    sftp = start_sftp(background, root / "files", root / "keys")
    web = start_web(background, root / "files", server_tls(authority), opens="basic")
    harbour = Harbour(authority, root / "ca.pem", background, sftp, web, root / "files")
    yield harbour
    sftp.acceptor.close()
    background.run(web.runner.cleanup())
    background.close()
    for bucket in harbour._bucket:
        bucket.server.shutdown()


@pytest.fixture
def harbour(_harbour: Harbour) -> Harbour:
    """The servers, without faults."""
    for faults in (_harbour.sftp.faults, _harbour.web.faults):
        faults.__dict__.update(Faults().__dict__)
    _harbour.sftp.names_tried.clear()
    for bucket in _harbour._bucket:
        bucket.answers.clear()
        bucket.asked.clear()
        bucket.signed.clear()
    return _harbour
