"""A backup that is brought back holds nothing that was erased or forgotten since (RULES.md 17)."""

from pathlib import Path

import pytest

from flows.cli import main
from tests.builders import CAMPAIGN, Desk, row, small_config, table
from tests.databases import new_database
from tests.flows.byte_search import Found, search
from tests.flows.marks import mark
from tests.flows.test_no_secret_gets_out_joined import releases, whole

A, B = "LDLD-01", "LDLD-02"
WHO = {"authors": f"Nguyễn {mark(1)} An", "workplace": f"Công ty {mark(2)}"}
NAME = f"Lê {mark(3)} Quên"
HAND = {"authors": f"Đỗ {mark(4)} Tư", "workplace": f"Xưởng {mark(5)}"}


def tonghop(desk: Desk, *arguments: str) -> int:
    folder = desk.settings.workdir.parent
    return main([*arguments, "--config", str(folder / "config.yaml"), "--workdir", str(desk.settings.workdir)])


def backed_up(desk: Desk, out: Path) -> Path:
    desk.send(A, "a.xlsx", table([row(1, "Công thức men", **WHO), row(2, "Máy ép nước", authors=NAME)]))
    desk.send(B, "b.xlsx", table([row(1, "Khuôn đúc hai nửa", **HAND)]))
    desk.night()
    out.mkdir()
    assert tonghop(desk, "backup", "--out", str(out)) == 0
    (made,) = out.glob("*.tar.gz")
    # The clock gives the names; the next one is to be later.
    return made.rename(out / "tonghop-20210101-000000.tar.gz")


def erase(desk: Desk) -> None:
    desk.send(A, "a.xlsx", table([row(1, "Công thức men", **WHO, secrecy="x"), row(2, "Máy ép nước", authors=NAME)]))
    desk.night()
    assert tonghop(desk, "withhold", "--federation", B, "--by", "B") == 0
    assert tonghop(desk, "forget", "--name", NAME, "--by", "B") == 0


def restored(desk: Desk, folder: Path, backup: Path, *more: str) -> Found:
    postgresql = desk.settings.database_url.startswith("postgresql")
    place = folder / "new"
    place.mkdir()
    url = new_database() if postgresql else ""
    config = small_config(place / "config.yaml", **({"database": {"url": url}} if postgresql else {}))
    assert main(["restore", str(backup), *more, "--config", str(config), "--workdir", str(place / "var")]) == 0
    for release in (place / "var" / "releases" / CAMPAIGN).iterdir():
        if not release.is_symlink():
            whole(release)
    return search([place / "var"], [url] if postgresql else [])


@pytest.mark.both_databases
@pytest.mark.parametrize("lists", ["working directory", "newer backup", "none"])
def test_what_was_erased_since_is_erased_again(
    a_desk: Desk, tmp_path: Path, lists: str, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = backed_up(a_desk, tmp_path / "backups")
    erase(a_desk)
    assert len(releases(a_desk)) == 2
    more: tuple[str, ...] = ()
    if lists == "newer backup":  # beside the older one: found by itself
        assert tonghop(a_desk, "backup", "--out", str(backup.parent)) == 0
    elif lists == "working directory":
        more = ("--erasures", str(a_desk.settings.workdir))
    capsys.readouterr()
    found = restored(a_desk, tmp_path, backup, *more)
    if lists == "none":
        assert found.hits
        assert "is not known here" in capsys.readouterr().out
    else:
        assert not found, {**found.hits, "unread": found.unread}


def test_a_place_without_lists_is_refused_and_nothing_is_left(a_desk: Desk, tmp_path: Path) -> None:
    backup = backed_up(a_desk, tmp_path / "backups")
    config = str(a_desk.settings.workdir.parent / "config.yaml")
    ask = ("restore", str(backup), "--erasures", str(tmp_path / "backups"), "--config", config)
    assert main([*ask, "--workdir", str(tmp_path / "new")]) == 2
    assert not (tmp_path / "new").exists()


@pytest.mark.file_of_sqlite
def test_without_the_key_nothing_is_brought_back(a_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = backed_up(a_desk, tmp_path / "backups")
    monkeypatch.delenv("TONGHOP_HMAC_KEY")
    config = str(a_desk.settings.workdir.parent / "config.yaml")
    ask = ("restore", str(backup), "--erasures", str(a_desk.settings.workdir), "--config", config)
    assert main([*ask, "--workdir", str(tmp_path / "new")]) == 2
    assert not (tmp_path / "new").exists()
