"""One contract for every kind of source: the same files give the same receipts, and nothing else stays anywhere."""

import hashlib
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fsspec.registry import get_filesystem_class

from flows.sources import Pulled, Reason, pull
from tests.flows.conftest import LARGEST, Harbour, reason

KINDS = ("folder", "sftp", "https", "s3")
FILES = {
    "b.xlsx": b"second",
    "a.csv": b"first",
    "Quận 1/Đơn vị A/danh sách (mới) #1 100%.xlsx": b"deep",
    "Quận 1/c&d + e=f.csv": b"amp",
    "~$b.xlsx": b"user",
    "Thumbs.db": b"\x00\x01",
    "$RECYCLE.BIN/b.xlsx": b"thrown away",
    "to.xlsx": b"x" * (LARGEST + 1),
    "vừa.xlsx": b"x" * LARGEST,
    "trống.xlsx": b"",
}


def _told(files: list[Pulled]) -> dict[str, tuple[int, str, str]]:
    return {p.receipt.path: (p.receipt.size, p.receipt.sha256, p.receipt.skipped) for p in files}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_files_give_the_same_receipts(harbour: Harbour, kind: str) -> None:
    before = datetime.now(UTC)
    pulled = list(pull(harbour.place(kind, FILES).source()))
    expected = {
        path: (len(data), hashlib.sha256(data).hexdigest(), "")
        for path, data in FILES.items()
        if path not in ("~$b.xlsx", "Thumbs.db", "$RECYCLE.BIN/b.xlsx", "to.xlsx", "trống.xlsx")
    }
    expected |= {"~$b.xlsx": (4, "", "lock_file"), "Thumbs.db": (2, "", "leftover"), "trống.xlsx": (0, "", "empty")}
    expected |= {"to.xlsx": (LARGEST + 1, "", "too_large"), "$RECYCLE.BIN": (0, "", "leftover")}
    told = _told(pulled)
    told["$RECYCLE.BIN"] = (0, *told["$RECYCLE.BIN"][1:])  # the size of a folder is its file system's own
    assert told == expected
    assert [p.receipt.path for p in pulled] == sorted(expected)
    assert {p.receipt.path: p.data for p in pulled} == {
        path: FILES[path] if not expected[path][2] else b"" for path in expected
    }
    for receipt in (p.receipt for p in pulled if p.receipt.sha256):
        assert before <= receipt.fetched <= datetime.now(UTC)
        assert receipt.modified
        assert abs((receipt.modified - before).total_seconds()) < 60


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_night_sees_what_is_new_changed_and_gone(harbour: Harbour, kind: str) -> None:
    place = harbour.place(kind, {"a.csv": b"one", "b.csv": b"two", "x/c.csv": b"three"})
    list(pull(place.source()))
    place.put("a.csv", b"changed")
    place.put("x/d.csv", b"new")
    place.remove("b.csv")
    assert {p.receipt.path: p.data for p in pull(place.source())} == {
        "a.csv": b"changed",
        "x/c.csv": b"three",
        "x/d.csv": b"new",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_folder_is_not_an_empty_one(harbour: Harbour, kind: str) -> None:
    place = harbour.place(kind, {})
    assert list(pull(place.source())) == []
    assert reason(place.source(missing=True)) is Reason.NOT_FOUND


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_goes_between_listing_and_reading_is_told(harbour: Harbour, kind: str) -> None:
    place = harbour.place(kind, {"a.csv": b"one", "b.csv": b"two", "c.csv": b"three"})
    pulled = pull(place.source())
    first = next(pulled)
    place.remove("b.csv")
    assert [(p.receipt.path, p.receipt.skipped) for p in (first, *pulled)] == [
        ("a.csv", ""),
        ("b.csv", "vanished"),
        ("c.csv", ""),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_source_with_too_many_files_is_not_taken_in_by_halves(harbour: Harbour, kind: str) -> None:
    place = harbour.place(kind, {f"{n}.csv": b"x" for n in range(4)} | {"x/4.csv": b"x"})
    assert len(list(pull(place.source(files=6)))) == 5
    assert reason(place.source(files=5)) is Reason.TOO_MANY
    assert reason(place.source(files=3)) is Reason.TOO_MANY


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_without_a_bottom_is_left(harbour: Harbour, kind: str) -> None:
    assert reason(harbour.place(kind, {"a/" * 40 + "b.csv": b"x"}).source()) is Reason.TOO_MANY


@pytest.mark.parametrize("kind", KINDS)
def test_a_pull_leaves_nothing_on_disk_and_nothing_cached(
    harbour: Harbour, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(tmp_path)
    list(pull(harbour.place(kind, FILES).source()))
    assert list(tmp_path.rglob("*")) == []
    for cls in _family(get_filesystem_class({"folder": "file"}.get(kind, kind))):
        assert "127.0.0.1" not in "".join(repr((i.storage_args, i.storage_options)) for i in cls._cache.values())


def _family(cls: type) -> list[type]:
    return [cls, *(further for below in cls.__subclasses__() for further in _family(below))]


def test_three_federations_at_once_get_each_its_own(harbour: Harbour) -> None:
    places = [harbour.place(kind, {f"{kind}/{n}.csv": f"{kind} {n}".encode() for n in range(8)}) for kind in KINDS]
    got: dict[int, dict[str, bytes]] = {}

    def work(number: int) -> None:
        got[number] = {p.receipt.path: p.data for p in pull(places[number % len(places)].source())}

    threads = [threading.Thread(target=work, args=(n,)) for n in range(3 * len(places))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(len(threads)):
        kind = KINDS[number % len(places)]
        assert got[number] == {f"{kind}/{n}.csv": f"{kind} {n}".encode() for n in range(8)}


@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_server_that_is_not_there_is_asked_again_and_told(harbour: Harbour, kind: str) -> None:
    with socket.socket() as taken:  # bound and not listening: whoever knocks is turned away
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        source = harbour.place(kind, {}).source()
        host = f"127.0.0.1:{port}"
        address = source.address if kind == "s3" else f"{kind}://{host}/x"
        gone = replace(source, address=address, endpoint_url=f"https://{host}" if kind == "s3" else "")
        assert reason(gone) is Reason.UNREACHABLE
