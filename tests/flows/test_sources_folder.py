"""A folder of the machine: only its own plain files are read; links, pipes and devices are told."""

import os
from pathlib import Path

import pytest

from flows.source_settings import Source
from flows.sources import Reason, pull
from tests.flows.conftest import LARGEST, RULES, reason, skipped


def _source(folder: Path | str) -> Source:
    return Source("LDLD-01", str(folder), RULES, LARGEST)


def test_links_pipes_and_loops_are_told_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"one")
    (tmp_path / "out.csv").symlink_to("/etc/passwd")
    (tmp_path / "torn.csv").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.csv")
    assert skipped(_source(tmp_path)) == {
        "a.csv": "",
        "loop": "link",
        "out.csv": "link",
        "pipe.csv": "not_a_file",
        "torn.csv": "link",
    }


def test_a_file_replaced_by_a_link_or_a_pipe_after_the_listing_is_not_opened(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "c.csv", "d.csv"):
        (tmp_path / name).write_bytes(b"x")
    pulled = pull(_source(tmp_path))
    first = next(pulled)
    for name in ("b.csv", "c.csv"):
        (tmp_path / name).unlink()
    (tmp_path / "b.csv").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "c.csv")
    assert [p.receipt.skipped for p in (first, *pulled)] == ["", "unreadable", "unreadable", ""]


def test_a_source_that_is_itself_a_link_or_has_a_scheme_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.csv").write_bytes(b"one")
    (tmp_path / "link").symlink_to("real")
    for address in (tmp_path / "link", f"file://{tmp_path}/real", f"{tmp_path}/real/"):
        assert [p.data for p in pull(_source(address))] == [b"one"]


@pytest.mark.parametrize("name", ["a.csv", "nowhere", "a.csv/deeper"])
def test_what_is_no_folder_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.csv").write_bytes(b"one")
    assert reason(_source(tmp_path / name)) is Reason.NOT_FOUND


def test_a_name_that_is_no_utf8_is_told_readably(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"b\xff.csv")).write_bytes(b"one")
    assert [(p.receipt.path, p.data) for p in pull(_source(tmp_path))] == [("b\\udcff.csv", b"one")]
