"""S3: signed with the given keys or not at all, verified, page by page, and never led away from its server."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.source_settings import Credentials
from flows.sources import Reason, pull
from tests.flows.conftest import Harbour, Place, reason, skipped
from tests.flows.server_web import start_web
from tests.flows.servers import server_tls

THREE = {"a.csv": b"one", "b.csv": b"two" * 30_000, "c.csv": b"three"}


@pytest.fixture
def place(harbour: Harbour) -> Place:
    return harbour.place("s3", THREE)


def _says(status: str, body: bytes = b"", **headers: str) -> Callable[[Any], Iterable[bytes]]:
    def answer(start_response: Any) -> Iterable[bytes]:
        start_response(status, [(name.replace("_", "-"), text) for name, text in headers.items()])
        return [body]

    return answer


def _fault(status: str, code: str) -> Callable[[Any], Iterable[bytes]]:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>m</Message></Error>".encode()
    return _says(status, body, Content_Type="application/xml", Content_Length=str(len(body)))


@pytest.mark.parametrize("wrong", ["access_key", "secret_key"])
def test_wrong_keys_are_tried_once(place: Place, wrong: str) -> None:
    source = place.source()
    assert reason(replace(source, credentials=replace(source.credentials, **{wrong: "AKIAWRONG"}))) is Reason.REFUSED
    assert len(place.harbour.bucket.asked) == 1


@pytest.mark.parametrize("missing", ["access_key", "secret_key"])
def test_half_a_pair_of_keys_is_not_tried(place: Place, missing: str) -> None:
    source = place.source()
    told = reason(replace(source, credentials=replace(source.credentials, **{missing: ""})))
    assert told is Reason.NO_CREDENTIALS
    assert place.harbour.bucket.asked == []


def test_keys_of_the_machines_user_are_never_used(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = place.source().credentials
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", given.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", given.secret_key)
    own = f"[default]\naws_access_key_id={given.access_key}\naws_secret_access_key={given.secret_key}\n"
    (tmp_path / "credentials").write_text(own)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    place.harbour.bucket.answers.append(_fault("403 Forbidden", "AccessDenied"))
    assert reason(replace(place.source(), credentials=Credentials())) is Reason.REFUSED
    assert place.harbour.bucket.signed == [""]


def test_a_certificate_of_an_unknown_authority_is_refused(place: Place) -> None:
    assert reason(replace(place.source(), ca_file="")) is Reason.CERTIFICATE
    assert place.harbour.bucket.asked == []


def test_a_prefix_is_a_folder(harbour: Harbour) -> None:
    place = harbour.place("s3", {"LDLD-01/a.csv": b"one", "LDLD-01/": b"", "LDLD-011/b.csv": b"two", "c.csv": b"x"})
    source = place.source()
    for ending in ("", "/"):
        below = replace(source, address=f"{source.address}/LDLD-01{ending}")
        assert {p.receipt.path: p.data for p in pull(below)} == {"a.csv": b"one"}
    assert list(pull(replace(source, address=f"{source.address}/LDLD-02"))) == []


def test_a_listing_of_more_than_a_page_is_read_to_its_end(harbour: Harbour) -> None:
    place = harbour.place("s3", {f"{n:04}.csv": b"x" for n in range(1100)})
    pulled = pull(place.source(files=1100))
    assert next(pulled).receipt.path == "0000.csv"
    pulled.close()
    assert len(harbour.bucket.asked) == 3
    assert reason(place.source(files=1099)) is Reason.TOO_MANY


@pytest.mark.parametrize(
    ("status", "code"),
    [("503 Slow Down", "SlowDown"), ("500 Internal Error", "InternalError"), ("429 Too Many", "TooManyRequests")],
)
def test_what_may_pass_is_asked_for_again(place: Place, status: str, code: str) -> None:
    place.harbour.bucket.answers += [_fault(status, code)] * 2
    assert {p.receipt.path: p.data for p in pull(place.source())} == THREE
    place.harbour.bucket.answers += [_fault(status, code)] * 3
    assert reason(place.source()) is Reason.UNREACHABLE
    assert place.harbour.bucket.answers == []


def test_a_redirect_is_not_followed(harbour: Harbour, place: Place, tmp_path: Path) -> None:
    other = start_web(harbour.background, tmp_path, server_tls(harbour.authority))
    for status in ("301 Moved", "302 Found", "307 Temporary Redirect"):
        answer = _says(status, Location=f"https://127.0.0.1:{other.port}/", x_amz_bucket_region="eu-west-1")
        harbour.bucket.answers.append(answer)
        assert reason(place.source()) is Reason.REDIRECTED
    assert other.faults.asked == []
    harbour.background.run(other.runner.cleanup())


def test_a_listing_without_end_is_not_held(place: Place) -> None:
    def endless(start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "application/xml")])
        while True:
            yield b"x" * 1_000_000

    place.harbour.bucket.answers.append(endless)
    assert reason(place.source()) is Reason.NOT_A_LISTING


@pytest.mark.parametrize("shown", ["9", "100000"])
def test_an_object_shorter_than_promised_is_fetched_again(place: Place, shown: str) -> None:
    source, bucket = place.source(), place.harbour.bucket
    pulled = pull(source)
    next(pulled)
    bucket.answers += [_says("200 OK", b"two", Content_Length=shown)] * 2
    assert [p.data for p in pulled] == [THREE["b.csv"], THREE["c.csv"]]
    pulled = pull(source)
    next(pulled)
    bucket.answers += [_says("200 OK", b"two", Content_Length=shown)] * 3
    assert [p.receipt.skipped for p in pulled] == ["unreadable", ""]


def test_keys_that_look_like_paths_lead_nowhere(harbour: Harbour) -> None:
    place = harbour.place("s3", {"../up.csv": b"x", "a//b.csv": b"x", "./c.csv": b"x", "d\\e.csv": b"y"})
    told = skipped(place.source())
    assert told == {"..": "unsafe_name", ".": "unsafe_name", "a/%00": "unsafe_name", "d\\e.csv": ""}
