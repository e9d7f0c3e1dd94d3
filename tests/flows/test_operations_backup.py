"""A backup brings everything back, into the other database too; half a restore is never left."""

import io
import tarfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.cli import main
from flows.restoring import restore
from flows.settings import load_config, load_settings
from flows.store.copying import NotEmpty, table_names
from flows.store.session import Store
from flows.store.tables import metadata
from tests.builders import SQLITE, Desk, csv_table, row, small_config, table
from tests.databases import new_database
from tests.flows.test_operations_status import noted_night, options


def _sent(desk: Desk) -> Desk:
    secret = row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa", secrecy="x")
    desk.send("LDLD-01", "a.xlsx", table([row(1, "Cải tiến máy dệt số 1"), secret, row(3, "")]))
    desk.send("LDLD-02", "b.csv", csv_table([row(1, "Cải tiến máy dệt số 1"), row(2, "Xe nâng", benefit="12,5")]))
    noted_night(desk, "night")
    return desk


def _backed_up(desk: Desk, folder: Path) -> Path:
    out = folder / "b.tar.gz"
    assert main(["backup", "--out", str(out), *options(desk)]) == 0
    return out


def _rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    store = Store(url)
    frames = {n: store.frame(sa.select(metadata.tables[n])) for n in table_names()}
    store.close()
    return {n: sorted(tuple(map(repr, r)) for r in f.itertuples(index=False)) for n, f in frames.items()}


def _restored(desk: Desk, tmp_path: Path, out: Path, kind: str) -> Desk:
    """The backup in a new place, in a database of that kind."""
    place = tmp_path / "new"
    place.mkdir()
    changes = {"database": {"url": new_database() if kind == "postgresql" else SQLITE}}
    config = small_config(place / "config.yaml", **changes)
    assert main(["restore", str(out), "--config", str(config), "--workdir", str(place / "var")]) == 0
    return Desk(load_settings(config, place / "var"), desk.submissions)


@pytest.mark.both_databases
def test_a_backup_brings_back_every_row_and_release_into_either_database(a_desk: Desk, tmp_path: Path) -> None:
    out = _backed_up(_sent(a_desk), tmp_path)
    assert out.stat().st_mode & 0o777 == 0o600
    other = "sqlite" if a_desk.settings.database_url.startswith("postgresql") else "postgresql"
    again = _restored(a_desk, tmp_path, out, other)
    assert _rows(again.settings.database_url) == _rows(a_desk.settings.database_url)
    parts = {p.relative_to(a_desk.settings.releases) for p in a_desk.settings.releases.rglob("*")}
    assert {p.relative_to(again.settings.releases) for p in again.settings.releases.rglob("*")} == parts
    for part in parts:
        was, now = a_desk.settings.releases / part, again.settings.releases / part
        assert now.is_dir() or now.read_bytes() == was.read_bytes()
        assert now.stat().st_mode == was.stat().st_mode
    # A new file gets a number of its own, whichever database gives it.
    again.send("CDN-GD", "c.csv", csv_table([row(1, "Giáo án điện tử")]))
    published, _ = again.night()
    assert published.headline["valid"] == 4


def test_after_a_restore_the_same_night_gives_the_same_release(a_desk: Desk, tmp_path: Path) -> None:
    out = _backed_up(_sent(a_desk), tmp_path)
    again = _restored(a_desk, tmp_path, out, "sqlite")
    published, outcomes = again.night()
    assert published.release_id == a_desk.latest().name
    assert outcomes["LDLD-01"].unchanged == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restore_stopped_when_the_database_was_filled_goes_on_from_there(
    a_desk: Desk, tmp_path: Path, kind: str
) -> None:
    out = _backed_up(_sent(a_desk), tmp_path)
    changes = {"database": {"url": new_database() if kind == "postgresql" else SQLITE}}
    config, workdir = small_config(tmp_path / "new.yaml", **changes), tmp_path / "new"
    settings = load_config(config)[0]

    def killed(beside: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(settings, out, workdir, killed)
    assert not workdir.exists()
    if kind == "postgresql":  # rows of one backup and files of another would be half done
        with pytest.raises(NotEmpty):
            restore(settings, out, tmp_path / "elsewhere")
    restore(settings, out, workdir)
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]
    assert not [p for p in workdir.iterdir() if p.name.startswith(".")]
    again = load_settings(config, workdir)
    assert _rows(again.database_url) == _rows(a_desk.settings.database_url)
    assert {p.name for p in again.releases.rglob("*")} == {p.name for p in a_desk.settings.releases.rglob("*")}


@pytest.mark.file_of_sqlite
def test_it_refuses_a_place_that_is_not_empty(a_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = _backed_up(_sent(a_desk), tmp_path)
    before = _rows(a_desk.settings.database_url)
    assert main(["restore", str(out), *options(a_desk)]) == 2
    assert "is not empty" in capsys.readouterr().err
    full = small_config(tmp_path / "full.yaml", database={"url": a_desk.settings.database_url})
    assert main(["restore", str(out), "--config", str(full), "--workdir", str(tmp_path / "else")]) == 1
    assert "is there already" in capsys.readouterr().err
    assert not (tmp_path / "else").exists()
    assert _rows(a_desk.settings.database_url) == before
    assert main(["backup", "--out", str(out), *options(a_desk)]) == 2


def _repacked(out: Path, change: str) -> Path:
    """The same archive with one byte of a member changed, a member lost, or one too many."""
    target = out.with_name(f"{change}.tar.gz")
    with tarfile.open(out) as old, tarfile.open(target, "w:gz") as new:
        for info in old:
            data = old.extractfile(info).read() if info.isfile() else b""  # type: ignore[union-attr]
            ours = info.name.endswith("ledger.parquet")
            if ours and change == "lost":
                continue
            if ours and change == "changed":
                data = data[:-1] + bytes([data[-1] ^ 1])
            new.addfile(info, io.BytesIO(data))
        if change in ("more", "out"):
            info = tarfile.TarInfo("releases/x" if change == "more" else "../x")
            new.addfile(info)
    return target


@pytest.mark.parametrize("change", ["changed", "lost", "more", "out", "cut"])
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_left(
    a_desk: Desk, tmp_path: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = _backed_up(_sent(a_desk), tmp_path)
    if change == "cut":
        broken = tmp_path / "cut.tar.gz"
        broken.write_bytes(out.read_bytes()[: out.stat().st_size // 2])
    else:
        broken = _repacked(out, change)
    place = tmp_path / "new"
    place.mkdir()
    assert main(["restore", str(broken), *options(a_desk)[:2], "--workdir", str(place / "var")]) == 1
    assert str(broken) in capsys.readouterr().err
    assert list(place.iterdir()) == []


@pytest.mark.file_of_sqlite
def test_the_key_is_in_it_only_where_it_is_the_working_directorys(
    tmp_path: Path, a_desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _backed_up(_sent(a_desk), tmp_path)
    assert "the key is not in it" in capsys.readouterr().out
    monkeypatch.delenv("TONGHOP_HMAC_KEY")
    own = tmp_path / "own"
    own.mkdir()
    config = str(options(a_desk)[1])
    assert main(["backup", "--config", config, "--workdir", str(own), "--out", str(tmp_path / "k.tar.gz")]) == 0
    assert "guard the file" in capsys.readouterr().out
    there = tmp_path / "there"
    assert main(["restore", str(tmp_path / "k.tar.gz"), "--config", config, "--workdir", str(there)]) == 0
    assert (there / "hmac.key").read_bytes() == (own / "hmac.key").read_bytes()
    assert (there / "hmac.key").stat().st_mode & 0o777 == 0o600
