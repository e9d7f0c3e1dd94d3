"""What opens a source stands nowhere: no log, exception, receipt, record or file of ours holds it."""

import logging
import traceback
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from flows.source_settings import Credentials, Source
from flows.sources import SourceUnreachable, pull
from schemas.release import FederationState
from tests.builders import Desk, csv_table, desk, row
from tests.flows.conftest import RULES, Harbour
from tests.flows.server_web import start_web
from tests.flows.servers import PASSPHRASE, PASSWORD, TOKEN, USER, server_tls

_LIBRARIES = (
    "paramiko", "paramiko.transport", "paramiko.transport.sftp", "aiohttp", "aiohttp.client", "botocore",
    "botocore.auth", "botocore.endpoint", "botocore.httpsession", "botocore.hooks", "aiobotocore", "s3fs", "fsspec",
    "fsspec.http", "fsspec.sftp", "asyncio", "urllib3",
)  # fmt: skip


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """All that anyone but the servers logs, with every library told to tell everything."""
    lines: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.name.partition(".")[0] not in ("moto", "asyncssh", "werkzeug"):
                lines.append(f"{record.name}: {self.format(record)} {record.args!r}")

    ear, loggers = Ear(logging.DEBUG), [logging.getLogger(name) for name in ("", *_LIBRARIES)]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.addHandler(ear)
    yield lines
    for logger, level, propagate in before:
        logger.removeHandler(ear)
        logger.setLevel(level)
        logger.propagate = propagate


def _needles(harbour: Harbour) -> dict[str, bytes]:
    given = {
        "user": USER,
        "password": PASSWORD,
        "token": TOKEN,
        "passphrase": PASSPHRASE,
        "access key": harbour.bucket.access_key,
        "secret key": harbour.bucket.secret_key,
        "basic": b64encode(f"{USER}:{PASSWORD}".encode()).decode(),
    }
    shapes = {
        "as it is": str,
        "escaped": lambda t: ascii(t)[1:-1],
        "quoted": quote,
        "of bytes": lambda t: repr(t.encode()),
    }
    return {f"{name} {shape}": make(text).encode() for name, text in given.items() for shape, make in shapes.items()}


def _holds(harbour: Harbour, text: bytes) -> set[str]:
    return {name for name, needle in _needles(harbour).items() if needle in text}


def _sources(harbour: Harbour) -> Iterator[Source]:
    """For each kind one that works and those that fail with credentials in hand."""
    files = {"a.csv": b"one", "b.csv": b"two" * 30_000}
    for kind in ("sftp", "https", "s3"):
        source = harbour.place(kind, files).source()
        yield source
        yield harbour.place(kind, files).source(missing=True)
        yield replace(source, ca_file="", known_hosts="")
        wrong = replace(source.credentials, user=USER + "x" if source.credentials.user else "")
        yield replace(source, credentials=replace(wrong, secret_key=source.credentials.secret_key and "wrong"))
        closed = source.address.replace(f":{harbour.web.port}", ":1").replace(f":{harbour.sftp.port}", ":1")
        yield replace(source, address=closed, endpoint_url=source.endpoint_url and "https://127.0.0.1:1")
    sftp = harbour.place("sftp", files).source()
    key = Credentials(user=USER, password=PASSWORD, key_file=str(harbour.sftp.key_file), key_passphrase=PASSPHRASE)
    yield replace(sftp, credentials=key)
    yield replace(sftp, credentials=replace(key, key_passphrase=PASSPHRASE + "x"))
    yield replace(harbour.place("https", files).source(), credentials=Credentials(token=TOKEN))


def _end(source: Source) -> list[str]:
    """All that is told of a pull: its receipts, or its exception with what stood in each frame below this one."""
    try:
        return [repr(p) for p in pull(source)]
    except SourceUnreachable as error:
        parts: list[BaseException] = [e for e in (error, error.__context__, error.__cause__) if e]
        traces = [
            traceback.TracebackException(type(e), e, e.__traceback__ and e.__traceback__.tb_next, capture_locals=True)
            for e in parts
        ]
        return [str(error), repr(error.__dict__), *("".join(t.format()) for t in traces), f"{len(parts)} in all"]


def test_nothing_that_is_told_holds_what_opens_a_source(
    harbour: Harbour, heard: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("botocore.auth").debug("%s", harbour.bucket.secret_key)
    assert "secret key as it is" in _holds(harbour, "\n".join(heard).encode())  # the ear hears
    heard.clear()
    ends: list[str] = []
    for source in _sources(harbour):
        harbour.sftp.faults.dropped = {"b.csv": 1}
        ends += [*_end(source), repr(source)]
    assert not [end for end in ends if end.endswith(" in all") and end != "1 in all"]
    assert sum("the source cannot be read" in end for end in ends) > 10
    assert sum(end.startswith("Pulled") for end in ends) >= 8
    everything = "\n".join((*ends, *heard, *capfd.readouterr())).encode("utf-8", "backslashreplace")
    assert _holds(harbour, everything) == set()


def test_a_night_over_the_net_keeps_nothing_of_what_opened_it(
    harbour: Harbour, heard: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(n, f"Cải tiến máy dệt số {n}", authors=f"Nguyễn Văn {chr(64 + n)}") for n in range(1, 4)]
    server = start_web(harbour.background, harbour.folders, server_tls(harbour.authority), opens="bearer")
    sftp = harbour.place("sftp", {"a.csv": csv_table(rows)}).source()
    addresses = {
        "LDLD-01": sftp.address,
        "LDLD-02": f"https://127.0.0.1:{server.port}/",
        "CDN-GD": "s3://nowhere-at-all",
    }
    for name, text in {
        "TONGHOP_SOURCE_LDLD_01_USER": USER,
        "TONGHOP_SOURCE_LDLD_01_PASSWORD": PASSWORD,
        "TONGHOP_SOURCE_LDLD_02_TOKEN": TOKEN + "x",
        "TONGHOP_SOURCE_ACCESS_KEY": harbour.bucket.access_key,
        "TONGHOP_SOURCE_SECRET_KEY": harbour.bucket.secret_key,
        "TONGHOP_SOURCES_CA_FILE": str(harbour.ca_file),
    }.items():
        monkeypatch.setenv(name, text)
    rules = RULES.model_dump() | {
        "known_hosts": str(harbour.sftp.known_hosts),
        "s3_endpoint_url": f"https://127.0.0.1:{harbour.bucket.server.port}",
    }
    made = desk(tmp_path, sources=rules)
    federations = tuple(f.model_copy(update={"source": addresses[f.code]}) for f in made.settings.config.federations)
    settings = replace(made.settings, config=made.settings.config.model_copy(update={"federations": federations}))
    a_desk = Desk(settings, None)  # type: ignore[arg-type]
    _, outcomes = a_desk.night()
    assert outcomes["LDLD-01"].state is FederationState.ACCEPTED
    found = a_desk.findings()
    told = found[found["check_id"] == "FIL-001"].set_index("federation_code")["found"].to_dict()
    assert set(told) == {"LDLD-02", "CDN-GD"}
    assert "không cho phép truy cập" in told["LDLD-02"]
    assert told["CDN-GD"] == "không có thư mục này"
    assert "federation LDLD-02: the source cannot be read: refused" in "\n".join(heard)
    files = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert len(files) > 10
    assert {p.name: _holds(harbour, data) for p, data in files.items() if _holds(harbour, data)} == {}
    assert _holds(harbour, ("\n".join(heard) + repr(settings)).encode("utf-8", "backslashreplace")) == set()
    harbour.background.run(server.runner.cleanup())
