"""A release is written once, whole, and the same inputs give the same bytes."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.cli import main
from flows.publish import Published
from flows.release_runs import is_held
from flows.releases import ReleaseError, write_release
from flows.store.history import last_valid
from flows.store.judgement_tables import let_through
from flows.store.letting_through import RELEASE, note_let_through
from flows.store.runs import HELD, note_end, note_start
from flows.store.session import Store
from tests.builders import AS_OF, Desk, csv_table, desk, row, table

ROWS = [row(1, "Cải tiến máy dệt số 1"), row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa", secrecy="x"), row(3, "")]


def _bytes(release: Path) -> dict[str, bytes]:
    return {str(p.relative_to(release)): p.read_bytes() for p in release.rglob("*") if p.is_file()}


def test_the_same_inputs_give_the_same_bytes(a_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = desk(tmp_path_factory.mktemp("other"))
    data = table(ROWS)
    for one in (a_desk, other):
        one.send("LDLD-01", "a.xlsx", data)
        one.night()
    first, second = _bytes(a_desk.latest()), _bytes(other.latest())
    first.pop("run.json")
    second.pop("run.json")
    assert a_desk.latest().name == other.latest().name
    assert first == second


def test_the_manifest_names_every_file_with_its_hash(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table(ROWS))
    a_desk.night()
    files = _bytes(a_desk.latest())
    manifest = json.loads(files.pop("manifest.json"))
    files.pop("run.json")
    assert manifest["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    (receipt,) = manifest["receipts"]
    sent = (a_desk.submissions / "LDLD-01" / "a.csv").read_bytes()
    assert (receipt["path"], receipt["size"]) == ("a.csv", len(sent))
    assert receipt["sha256"] == hashlib.sha256(sent).hexdigest()
    assert manifest["as_of"] == "2021-05-31"


def test_an_identical_night_reuses_the_release_and_touches_nothing(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table(ROWS))
    a_desk.night()
    before = {p: p.stat().st_mtime_ns for p in a_desk.latest().rglob("*")}
    a_desk.night()
    assert {p: p.stat().st_mtime_ns for p in a_desk.latest().rglob("*")} == before
    assert len([p for p in a_desk.latest().parent.iterdir() if not p.is_symlink()]) == 1


def test_another_as_of_is_another_release_and_the_first_stands(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table(ROWS))
    a_desk.night(as_of=date(2021, 4, 20))
    first = a_desk.latest()
    before = _bytes(first)
    a_desk.night(as_of=date(2021, 4, 21))
    assert a_desk.latest() != first
    assert _bytes(first) == before
    link = first.parent / "latest"
    assert link.is_symlink()
    assert not link.readlink().is_absolute()


def test_what_a_crash_left_is_cleared_and_never_taken_for_a_release(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table(ROWS))
    folder = a_desk.settings.releases / a_desk.campaign_id
    (folder / ".unfinished-99").mkdir(parents=True)
    (folder / ".unfinished-99" / "manifest.json").write_text("{}")
    a_desk.night()
    assert sorted(p.name for p in folder.iterdir()) == sorted([a_desk.latest().name, "latest"])


def test_internal_parts_are_for_their_owner_alone(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table(ROWS))
    a_desk.night()
    for path in (a_desk.latest() / "internal").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert (a_desk.latest() / "internal").stat().st_mode & 0o077 == 0
    assert (a_desk.latest() / "public" / "index.html").stat().st_mode & 0o004


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ReleaseError, match="cannot be written"):
        write_release(tmp_path / "file" / "campaign", "r1", [("a", b"1")], {}, {})


_STRICT = {
    "federation_rise_pct": 400, "federation_fall_pct": 60, "federation_band_rows": 200, "national_drop_pct": 20,
    "national_duplicate_pct": 60, "suppress_below": 10, "file_bytes": 10_000_000,
    "parse_memory_bytes": 1_610_612_736, "parse_seconds": 30, "national_band_rows": 0, "national_rejected_pct": 10,
}  # fmt: skip


@pytest.fixture
def held(tmp_path: Path) -> tuple[Desk, Path, Published]:
    """A desk with a release that went out, and a newer one that a limit holds."""
    a_desk = desk(tmp_path, limits=_STRICT)
    a_desk.send("LDLD-01", "a.csv", csv_table(ROWS[:2]))
    a_desk.night()
    last = a_desk.latest()
    a_desk.send("LDLD-01", "a.csv", csv_table(ROWS))
    return a_desk, last, a_desk.night()[0]


def _let_through(a_desk: Desk, *more: str) -> int:
    workdir = a_desk.settings.workdir
    return main(["let-through", "--config", str(workdir.parent / "config.yaml"), "--workdir", str(workdir), *more])


def test_a_gate_holds_the_release_and_the_last_one_stands(held: tuple[Desk, Path, Published]) -> None:
    a_desk, last, published = held
    assert published.held_because[0].startswith("national_rejected: 33.3 %")
    assert a_desk.latest() == last
    assert published.folder is not None
    assert (published.folder / "internal" / "index.html").is_file()


def test_show_explain_and_status_say_that_a_release_is_held_and_who_let_it_through(
    held: tuple[Desk, Path, Published], capsys: pytest.CaptureFixture[str]
) -> None:
    a_desk, _, published = held
    workdir = a_desk.settings.workdir
    options = ["--config", str(workdir.parent / "config.yaml"), "--workdir", str(workdir)]
    store = Store(a_desk.settings.database_url)
    note_start(store, "run1", a_desk.campaign_id, AS_OF)
    note_end(store, "run1", HELD, published.release_id, published.held_because)
    store.close()

    def said(*command: str) -> str:
        assert main([*command, *options]) == 0
        return capsys.readouterr().out

    assert "HELD, not published: national_rejected" in said("show", published.release_id)
    assert "HELD" not in said("show", "latest")
    assert "đang bị giữ lại" in said("explain", "--release", published.release_id)
    assert "đang bị giữ lại" not in said("explain")
    assert " held  " in said("status")
    said("let-through", published.release_id, "--by", "Lê Thị Hoa", "--reason", "đã hỏi đơn vị")
    assert "let through by Lê Thị Hoa" in said("status")
    assert "let through though a gate held it: national_rejected" in said("show", "latest")
    assert "đang bị giữ lại" not in said("explain")


def test_a_named_person_lets_a_held_release_through(held: tuple[Desk, Path, Published]) -> None:
    a_desk, _, published = held
    assert published.folder is not None
    before = {p: p.read_bytes() for p in published.folder.rglob("*") if p.is_file()}
    assert _let_through(a_desk, published.release_id) == 2
    assert _let_through(a_desk, published.release_id, "--by", "Lê Thị Hoa") == 2
    assert _let_through(a_desk, published.release_id, "--by", "Lê Thị Hoa", "--reason", "đã hỏi đơn vị") == 0
    assert a_desk.latest() == published.folder.resolve()
    after = {p: p.read_bytes() for p in published.folder.rglob("*") if p.is_file()}
    assert {p for p in after if after[p] != before.get(p)} == {published.folder / "run.json"}
    assert not is_held(published.folder)
    store = Store(a_desk.settings.database_url)
    told = store.frame(sa.select(let_through)).iloc[0]
    assert (told["subject"], told["decided_by"], told["reason"]) == (
        published.release_id,
        "Lê Thị Hoa",
        "đã hỏi đơn vị",
    )
    assert last_valid(store, a_desk.campaign_id) == 2
    store.close()
    again, _ = a_desk.night()
    assert (again.release_id, again.held_because) == (published.release_id, ())


def test_what_was_not_held_or_is_overtaken_is_not_let_through(held: tuple[Desk, Path, Published]) -> None:
    a_desk, last, published = held
    decision = ("--by", "Lê Thị Hoa", "--reason", "x")
    assert _let_through(a_desk, last.name, *decision) == 2
    a_desk.send("LDLD-01", "a.csv", csv_table(ROWS[:1]))
    assert published.folder is not None
    run = published.folder / "run.json"
    run.write_text(run.read_text("utf-8").replace('"run_id"', '"started": "2021-05-01", "run_id"'), "utf-8")
    younger = last / "run.json"
    younger.write_text(younger.read_text("utf-8").replace('"run_id"', '"started": "2021-06-01", "run_id"'), "utf-8")
    assert _let_through(a_desk, published.release_id, *decision) == 2
    assert a_desk.latest() == last


def test_one_let_through_lets_no_other_release_through(held: tuple[Desk, Path, Published]) -> None:
    a_desk, last, _ = held
    store = Store(a_desk.settings.database_url)
    note_let_through(store, a_desk.campaign_id, RELEASE, "another", "Lê Thị Hoa", "x")
    note_let_through(store, "another", RELEASE, a_desk.latest().name, "Lê Thị Hoa", "x")
    store.close()
    assert a_desk.night()[0].held_because
    assert a_desk.latest() == last
