"""SFTP: no host key is taken on trust, no password is tried twice, and no server can hurt more than its own files."""

from dataclasses import replace
from pathlib import Path

import pytest

from flows.source_settings import Credentials, Source
from flows.sources import Reason, pull
from tests.flows.conftest import Harbour, Place, reason, skipped
from tests.flows.servers import PASSPHRASE, PASSWORD, USER

THREE = {"a.csv": b"one", "b.csv": b"two" * 30_000, "c.csv": b"three"}


@pytest.fixture
def place(harbour: Harbour) -> Place:
    return harbour.place("sftp", THREE)


def _with(source: Source, **credentials: str) -> Source:
    return replace(source, credentials=Credentials(**credentials))


def test_a_key_opens_the_door_too(place: Place) -> None:
    key = str(place.harbour.sftp.key_file)
    source = _with(place.source(), user=USER, key_file=key, key_passphrase=PASSPHRASE)
    assert {p.receipt.path: p.data for p in pull(source)} == THREE


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"user": USER},
        {"password": PASSWORD},
        {"user": USER, "key_file": "nowhere"},
        {"user": USER, "key_file": "{key}"},
        {"user": USER, "key_file": "{key}", "key_passphrase": "not this"},
        {"user": USER, "key_file": "{known}"},
    ],
)
def test_without_whole_credentials_nothing_is_tried(place: Place, given: dict[str, str]) -> None:
    sftp = place.harbour.sftp
    given = {name: text.format(key=sftp.key_file, known=sftp.known_hosts) for name, text in given.items()}
    assert reason(_with(place.source(), **given)) is Reason.NO_CREDENTIALS
    assert sftp.names_tried == []


def test_a_wrong_password_is_tried_once(place: Place) -> None:
    assert reason(_with(place.source(), user=USER, password="wrong")) is Reason.REFUSED
    assert len(place.harbour.sftp.names_tried) == 1


@pytest.mark.parametrize("known", ["absent", "empty", "other", "torn"])
def test_an_unknown_or_changed_host_key_is_told_before_any_name_is_given(
    place: Place, tmp_path: Path, known: str
) -> None:
    port = place.harbour.sftp.port
    other = "AAAAC3NzaC1lZDI1NTE5AAAAIHnS0ymSdNTKp1mWHWfJJi4c4oMVOjVfMJGUT8lRmYnS"
    lines = {
        "empty": "",
        "other": f"[127.0.0.1]:{port} ssh-ed25519 {other}",
        "torn": f"[127.0.0.1]:{port} ssh-ed25519 x",
    }
    path = tmp_path / "known_hosts"
    if known in lines:
        path.write_text(lines[known] + "\n")
    assert reason(replace(place.source(), known_hosts=str(path))) is Reason.HOST_KEY
    assert place.harbour.sftp.names_tried == []
    assert not path.exists() or path.read_text() == lines[known] + "\n"


def test_a_connection_cut_in_the_middle_of_a_file_is_made_again(place: Place) -> None:
    place.harbour.sftp.faults.dropped = {"b.csv": 2}
    assert {p.receipt.path: p.data for p in pull(place.source())} == THREE


def test_a_file_that_always_breaks_costs_itself_alone(place: Place) -> None:
    place.harbour.sftp.faults.dropped = {"b.csv": 99}
    assert skipped(place.source()) == {"a.csv": "", "b.csv": "unreadable", "c.csv": ""}
    assert place.harbour.sftp.faults.dropped == {"b.csv": 96}


def test_a_silent_server_is_given_up(place: Place) -> None:
    place.harbour.sftp.faults.slow = {"b.csv"}
    source = place.source(silence_seconds=1, attempts=1)
    assert skipped(source) == {"a.csv": "", "b.csv": "unreadable", "c.csv": ""}


def test_when_the_time_of_the_pull_is_over_the_rest_is_told_and_not_asked_for(place: Place) -> None:
    place.harbour.sftp.faults.slow = {"b.csv"}
    source = place.source(silence_seconds=60, pull_seconds=2.5)
    assert skipped(source) == {"a.csv": "", "b.csv": "unreadable", "c.csv": "unreadable"}
    assert "c.csv" not in place.harbour.sftp.faults.asked


def test_a_file_without_end_is_too_large(place: Place) -> None:
    place.harbour.sftp.faults.endless = {"b.csv"}
    pulled = list(pull(place.source()))
    assert [(p.receipt.path, p.receipt.skipped, p.receipt.size) for p in pulled][1] == ("b.csv", "too_large", 200_001)
    assert pulled[1].data == b""


def test_a_file_that_changes_at_each_look_is_not_taken(place: Place) -> None:
    place.harbour.sftp.faults.moving = {"b.csv"}
    assert skipped(place.source()) == {"a.csv": "", "b.csv": "changing", "c.csv": ""}


def test_hostile_names_lead_nowhere(place: Place) -> None:
    place.harbour.sftp.faults.names = [b"../../etc/passwd", b"x/../../y", b"", b"n\0ul", b"\xff.csv", b"d" * 3000]
    told = skipped(place.source())
    assert told == dict.fromkeys(THREE, "") | {
        "..%2F..%2Fetc%2Fpasswd": "unsafe_name",
        "x%2F..%2F..%2Fy": "unsafe_name",
        "%00": "unsafe_name",
        "n%00ul": "unsafe_name",
        "d" * 1000: "unsafe_name",
        "\\udcff.csv": "vanished",
    }
    assert {"/", f"/{place.name}"} >= {a for a in place.harbour.sftp.faults.asked if a.startswith("/")}


def test_links_are_told_and_not_followed(place: Place) -> None:
    folder = place.harbour.folders / place.name
    (folder / "loop").symlink_to(".")
    (folder / "d.csv").symlink_to("a.csv")
    assert skipped(place.source()) == dict.fromkeys(THREE, "") | {"loop": "link", "d.csv": "link"}
