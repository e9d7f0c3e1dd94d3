"""A new key: nothing that was withheld, forgotten or marked is lost on the way, or the change is refused."""

import os
from pathlib import Path

import pytest

from flows.cli import main
from flows.settings import load_settings
from tests.builders import CAMPAIGN, Desk, row, table
from tests.flows.marks import mark
from tests.flows.test_no_secret_gets_out import written

A, B = "LDLD-01", "LDLD-02"
TITLE = "Công thức phối liệu men"
WHO = {"authors": f"Nguyễn {mark(1)} An", "workplace": f"Công ty {mark(2)}"}
NAME = f"Lê {mark(3)} Quên"
OTHER_KEY = "another key for tests, no secret at all"


def tonghop(desk: Desk, *arguments: str) -> int:
    folder = desk.settings.workdir.parent
    places = ("--config", str(folder / "config.yaml"), "--workdir", str(desk.settings.workdir))
    return main([*arguments, *places, "--campaign", CAMPAIGN])


def with_key(desk: Desk, monkeypatch: pytest.MonkeyPatch, key: str) -> Desk:
    monkeypatch.setenv("TONGHOP_HMAC_KEY", key)
    folder = desk.settings.workdir.parent
    return Desk(load_settings(folder / "config.yaml", desk.settings.workdir), desk.submissions)


@pytest.mark.both_databases
def test_what_was_withheld_forgotten_and_marked_is_known_under_the_new_key(
    a_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = os.environ["TONGHOP_HMAC_KEY"]
    marked = table([row(1, TITLE, **WHO, secrecy="x"), row(2, "Máy ép nước", authors=NAME)])
    a_desk.send(A, "a.xlsx", marked)
    a_desk.send(B, "b.xlsx", table([row(1, TITLE, **WHO), row(2, "Xe nâng", authors="Trần Thị Hoa")]))
    a_desk.night()
    assert tonghop(a_desk, "forget", "--name", NAME, "--by", "B") == 0
    before = a_desk.tallies()
    other = with_key(a_desk, monkeypatch, OTHER_KEY)
    assert tonghop(other, "forget", "--name", "Người Nào Đó", "--by", "B") == 1
    assert tonghop(other, "rekey", "--by", "B") == 2
    monkeypatch.setenv("TONGHOP_HMAC_KEY_BEFORE", old)
    assert tonghop(other, "rekey", "--by", "B") == 2  # a name is forgotten and not told
    names = tmp_path / "names.txt"
    names.write_text(f"{NAME}\n", encoding="utf-8")
    assert tonghop(other, "rekey", "--forgotten", str(names), "--by", "B") == 0
    names.unlink()
    assert tonghop(other, "rekey", "--by", "B") == 2  # the store is of the new key already
    other.night()
    assert other.tallies() == before
    found = written(other)
    assert not found, {**found.hits, "unread": found.unread}
    # The mark is taken away, the marked row goes: what was marked and what was joined stays secret.
    other.send(A, "a.xlsx", table([row(1, TITLE, **WHO), row(2, "Máy ép nước", authors=NAME)]))
    other.night()
    other.send(A, "a.xlsx", table([row(2, "Máy ép nước", authors=NAME)]))
    other.send(B, "b.xlsx", table([row(1, TITLE, **WHO, note="gửi lại"), row(2, "Xe nâng", authors="Trần Thị Hoa")]))
    other.night()
    found = written(other)
    assert not found, {**found.hits, "unread": found.unread}
    assert other.records().set_index(["federation_code", "title"])["is_redacted"].to_dict() == {
        (A, "Máy ép nước"): False, (B, TITLE): True, (B, "Xe nâng"): False,
    }  # fmt: skip


def test_a_withheld_title_that_stands_nowhere_any_more_holds_the_change(
    a_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rejected = table([row(1, TITLE, **WHO, secrecy="x")])
    a_desk.send(A, "a.xlsx", rejected)
    a_desk.night()
    a_desk.send(A, "a.xlsx", table([row(1, "Việc khác", authors="Đỗ Thị Tư")]))
    a_desk.night()
    for release in (a_desk.settings.releases / CAMPAIGN).iterdir():
        if release.is_dir() and not release.is_symlink() and release != a_desk.latest():
            for path in sorted(release.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            release.rmdir()
    monkeypatch.setenv("TONGHOP_HMAC_KEY_BEFORE", os.environ["TONGHOP_HMAC_KEY"])
    other = with_key(a_desk, monkeypatch, OTHER_KEY)
    assert tonghop(other, "rekey", "--by", "B") == 2
    assert tonghop(other, "rekey", "--drop-unknown", "--by", "B") == 0
    other.night()
    assert other.tallies()["valid", "", "", ""] == 1
