"""What became secret, or is to be forgotten, stands in no dossier any more (RULES.md 17): made again in short form, or
withdrawn; and what stood open is named in the supplement by title, effect and award alone."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from flows.cli import main
from flows.dossier.rendering import Press
from flows.settings import load_settings
from tests.builders import CAMPAIGN, HEADERS, Desk, desk, small_config, table, workbook
from tests.flows.marks import mark
from tests.flows.test_dossier import AFTER, _parts, awarded, copied, dossier_block, plain, text_of, tonghop

pytestmark = pytest.mark.file_of_sqlite  # desks are copied with their database

TITLE, COMMON = "Công thức phối liệu men", "Đổi mới lò hơi"
WHO = {"authors": f"Nguyễn {mark(1)} An", "workplace": f"Công ty {mark(2)}"}
PASS = ("--let-through", "Lê Cho Qua", "--reason", "một đơn vị chưa gửi")


def first(**more: Any) -> bytes:
    other = plain(2, COMMON, authors="Trần Thị Hoa", workplace="Xưởng dệt", effect="Đỡ tốn than", **more)
    return table([awarded(1, TITLE, effect="Men bền", **WHO), other])


@pytest.fixture(scope="module")
def _printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release, its dossiers and a draft of one."""
    place = tmp_path_factory.mktemp("printed")
    made = desk(place, dossier=dossier_block())
    made.send("LDLD-01", "a.xlsx", first())
    made.send("LDLD-02", "b.xlsx", table([awarded(1, "Dạy chữ Nôm bằng tranh")]))
    made.night()
    assert tonghop(made, "--as-of", AFTER, *PASS) == 3
    assert tonghop(made, "--as-of", AFTER, "--draft", "--federation", "LDLD-01") == 0
    return place


@pytest.fixture
def made(_printed: Path, tmp_path: Path) -> Desk:
    return copied(_printed, tmp_path)


def tool(made: Desk, command: str, *options: str) -> int:
    config = made.settings.workdir.parent / "config.yaml"
    return main([command, *options, "--config", str(config), "--workdir", str(made.settings.workdir)])


def dossiers(made: Desk) -> Path:
    return made.settings.workdir / "dossiers" / CAMPAIGN


def test_the_position_is_the_releases_own(tmp_path: Path) -> None:
    made = desk(tmp_path, dossier=dossier_block())
    names = [*HEADERS, "Chức vụ"]
    rows = [[*awarded(1, TITLE), "Tổ trưởng"], [*awarded(2, COMMON, secrecy="x"), f"Quản đốc {mark(3)}"]]
    made.send("LDLD-01", "a.xlsx", workbook({"DS": [names, *rows]}))
    made.night()
    assert dict(zip(made.records()["title"], made.records()["position"], strict=True)) == {
        TITLE: "Tổ trưởng",
        COMMON: "",
    }
    made.send("LDLD-01", "a.xlsx", workbook({"DS": [names, [*awarded(1, TITLE), "Giám đốc"]]}))
    before = made.latest().name
    made.night()
    assert tonghop(made, "--as-of", AFTER, "--federation", "LDLD-01", "--release", before) == 0
    rows = Document(str(final(made, "LDLD-01") / "02-bang-tom-tat.docx")).tables[0].rows
    assert [[c.text for c in r.cells][3] for r in rows[1:]] == ["Tổ trưởng", ""]
    assert said_in(made, mark(3)) == set()


def said_in(made: Desk, *words: str) -> set[str]:
    """Which of the words stand anywhere in the dossiers, packed or not, or in a file's name."""
    found = set()
    for path in sorted(dossiers(made).rglob("*")):
        text = path.name
        if path.is_file():
            text += b"\n".join(_parts(path.read_bytes())).decode("utf-8", "ignore")
            text += text_of(path) if path.suffix == ".pdf" else ""
        found |= {word for word in words if word in text}
    return found


def final(made: Desk, code: str, number: str = "01") -> Path:
    (folder,) = (p for p in (dossiers(made) / code).glob(f"{number}-*") if p.is_dir())
    return folder


def whole(folder: Path) -> dict[str, Any]:
    """Every file has its hash in the manifest, and the zip is the folder."""
    told: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert {p.name for p in folder.iterdir()} == {*told["files"], "manifest.json"}
    for name, digest in told["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(folder.with_name(f"{folder.name}.zip")) as packed:
        assert {n.partition("/")[2]: packed.read(n) for n in packed.namelist()} == {
            p.name: p.read_bytes() for p in folder.iterdir()
        }
    return told


def test_what_is_withheld_by_hand_goes_from_every_dossier_at_once(
    made: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said_in(made, mark(1), mark(2), "Trần Thị Hoa") == {mark(1), mark(2), "Trần Thị Hoa"}
    before = {
        code: json.loads((final(made, code) / "manifest.json").read_text("utf-8")) for code in ("LDLD-01", "toan-quoc")
    }
    untouched = {p.name: p.read_bytes() for p in final(made, "LDLD-02").iterdir()}
    assert tool(made, "withhold", "--federation", "LDLD-01", "--by", "Lê Thị B") == 0
    assert said_in(made, mark(1), mark(2), "Trần Thị Hoa") == set()
    said = capsys.readouterr().out
    assert f"dossier LDLD-01/{final(made, 'LDLD-01').name}: made again in short form" in said
    assert "toan-quoc/01-" in said
    assert "LDLD-01/du-thao-" in said
    assert "WITHDRAWN" in said
    for code, rows in (("LDLD-01", 2), ("toan-quoc", 1)):
        told = whole(final(made, code))
        (note,) = told["remade"]
        assert (note["because"], len(note["rows"])) == ("secrecy", rows)
        assert told["release_sha256"] != before[code]["release_sha256"]
        same = ("dossier_id", "dated", "let_through", "through", "told", "nominated")
        assert [told[n] for n in same] == [before[code][n] for n in same]
        assert all(told["numbers"][n] == before[code]["numbers"][n] for n in ("hop_le", "de_nghi", "xuat_sac"))
        assert text_of(final(made, code) / "00-phieu-kiem-tra.docx").count("cho phép lập") == (code == "toan-quoc")
    assert {p.name: p.read_bytes() for p in final(made, "LDLD-02").iterdir()} == untouched
    (draft,) = (dossiers(made) / "LDLD-01").glob("du-thao-*")
    note = json.loads(draft.read_text("utf-8"))
    assert (note["because"], note["draft"]) == ("secrecy", True)
    assert "ngày 02 tháng 6 năm 2021" in text_of(final(made, "LDLD-01") / "01-to-trinh.docx")
    capsys.readouterr()
    assert tool(made, "status") == 0
    state = capsys.readouterr().out
    assert state.count("made again") == 2
    assert f"LDLD-01/{note['dossier_id']}: withdrawn" in state
    made.night()  # nothing more to do: each stands as it is
    assert len(whole(final(made, "LDLD-01"))["remade"]) == 1


def test_a_join_with_a_secret_row_reaches_the_dossiers_in_that_night(made: Desk) -> None:
    made.send("LDLD-02", "c.xlsx", table([plain(1, TITLE, secrecy="x", **WHO)]))
    made.night()
    assert said_in(made, mark(1), mark(2), "Trần Thị Hoa") == {"Trần Thị Hoa"}
    assert len(whole(final(made, "LDLD-01"))["remade"][0]["rows"]) == 1
    rows = [
        [c.text for c in r.cells] for r in Document(str(final(made, "LDLD-01") / "02-bang-tom-tat.docx")).tables[0].rows
    ]
    assert next(r for r in rows if r[1] == TITLE)[2:5] == ["", "", ""]
    assert next(r for r in rows if r[1] == COMMON)[2] == "Trần Thị Hoa"


def test_who_is_forgotten_stands_in_no_dossier(made: Desk) -> None:
    assert tool(made, "forget", "--name", "trần thị hoa", "--by", "Lê Thị B") == 0
    assert said_in(made, mark(1), "Trần Thị Hoa") == {mark(1)}
    told = whole(final(made, "LDLD-01"))
    assert [(n["because"], n["rows"]) for n in told["remade"]] == [("forgotten", [])]
    assert "remade" not in whole(final(made, "toan-quoc"))  # which never named her
    assert "(...)" in text_of(final(made, "LDLD-01") / "02-bang-tom-tat.docx")
    assert tool(made, "forget", "--name", "Lê Cho Qua", "--by", "Lê Thị B") == 0
    assert said_in(made, "Lê Cho Qua") == set()
    assert whole(final(made, "toan-quoc"))["let_through"]["by"] == "(...)"


def test_who_signs_is_no_author_of_the_same_name(made: Desk) -> None:
    assert tool(made, "forget", "--name", "Trần Văn Ký", "--by", "Lê Thị B") == 0
    assert "remade" not in whole(final(made, "LDLD-01"))


def test_a_dossier_that_cannot_be_made_again_is_withdrawn_and_its_number_is_not_given_twice(
    made: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    name = final(made, "LDLD-01").name
    path = made.settings.workdir.parent / "config.yaml"
    path.write_text(path.read_text("utf-8").replace("templates: ''", "templates: mau-da-mat"), encoding="utf-8")
    assert "mau-da-mat" in path.read_text("utf-8")
    assert tool(made, "withhold", "--federation", "LDLD-01", "--by", "Lê Thị B") == 0
    assert f"dossier LDLD-01/{name}: WITHDRAWN" in capsys.readouterr().out
    assert said_in(made, mark(1), mark(2), "Trần Thị Hoa", TITLE) == set()
    assert {p.name for p in (dossiers(made) / "LDLD-01").iterdir()} == {
        f"{name}.rut-lai.json",
        f"{name.replace('01-', 'du-thao-', 1)}.rut-lai.json",
    }
    note = json.loads((dossiers(made) / "LDLD-01" / f"{name}.rut-lai.json").read_text("utf-8"))
    assert "bí mật công nghệ" in note["said"]
    path.write_text(path.read_text("utf-8").replace("templates: mau-da-mat", "templates: ''"), encoding="utf-8")
    assert tonghop(made, "--as-of", AFTER, "--federation", "LDLD-01") == 0
    assert final(made, "LDLD-01", "02").is_dir()


def test_a_draft_whose_release_is_gone_goes_with_it(made: Desk) -> None:
    made.send("LDLD-02", "c.xlsx", table([plain(1, "Lọc nước giếng khoan")]))
    made.night()
    folder = made.settings.releases / CAMPAIGN
    (draft,) = (p for p in (dossiers(made) / "LDLD-01").glob("du-thao-*") if p.is_dir())
    shutil.rmtree(folder / draft.name.removeprefix("du-thao-"))
    made.night()
    assert not draft.exists()
    assert draft.with_name(f"{draft.name}.rut-lai.json").exists()


def test_what_is_withheld_while_a_dossier_is_made_is_not_in_it(
    made: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(dossiers(made))
    real, done = Press.documents, []

    def meanwhile(press: Press, *rest: Any) -> dict[str, bytes]:
        files = real(press, *rest)
        if not done:
            done.append(tool(made, "withhold", "--federation", "LDLD-01", "--by", "Lê Thị B"))
        return files

    monkeypatch.setattr(Press, "documents", meanwhile)
    assert tonghop(made, "--as-of", AFTER, "--federation", "LDLD-01") == 1
    assert done == [0]
    assert "changed meanwhile" in capsys.readouterr().err
    assert said_in(made, mark(1), mark(2), "Trần Thị Hoa") == set()
    assert tonghop(made, "--as-of", AFTER, "--federation", "LDLD-01") == 0
    assert said_in(made, mark(1), mark(2), "Trần Thị Hoa", TITLE) == {TITLE}


def test_a_supplement_names_every_row_that_became_secret_by_title_effect_and_award(made: Desk) -> None:
    assert tool(made, "withhold", "--federation", "LDLD-01", "--by", "Lê Thị B") == 0
    assert tonghop(made, "--as-of", AFTER, "--federation", "LDLD-01") == 0
    listed = final(made, "LDLD-01", "02") / "00-ban-ke-thay-doi.docx"
    rows = [[c.text for c in r.cells][1:] for r in Document(str(listed)).tables[0].rows]
    told = {r[0].rpartition(": ")[2]: r[1:] for r in rows if r[0].startswith("Nay thuộc bí mật công nghệ")}
    assert told == {
        TITLE: ["có nêu tác giả, đơn vị công tác", "Men bền; Bằng Lao động sáng tạo"],
        COMMON: ["có nêu tác giả, đơn vị công tác", "Đỡ tốn than"],
    }
    assert said_in(made, mark(1), mark(2), "Trần Thị Hoa") == set()
    assert tonghop(made, "--as-of", AFTER, "--federation", "LDLD-01") == 0
    assert not list((dossiers(made) / "LDLD-01").glob("03-*"))


def test_a_supplement_of_a_later_release_names_them_too(made: Desk) -> None:
    made.send("LDLD-01", "a.xlsx", first(secrecy="x"))
    made.night()
    assert tonghop(made, "--as-of", AFTER, "--federation", "LDLD-01", "--release", "latest") == 0
    text = text_of(final(made, "LDLD-01", "02") / "00-ban-ke-thay-doi.docx")
    assert f"thu hồi bản đã trình có nêu tác giả: {COMMON}" in text
    assert said_in(made, mark(1), "Trần Thị Hoa") == {mark(1)}


def test_a_backup_brings_dossiers_back_and_erases_in_them_what_was_erased_since(made: Desk, tmp_path: Path) -> None:
    out = tmp_path / "b.tar.gz"
    assert tool(made, "backup", "--out", str(out)) == 0
    place = tmp_path / "new"
    place.mkdir()
    config = small_config(place / "config.yaml", dossier=dossier_block())
    assert main(["restore", str(out), "--config", str(config), "--workdir", str(place / "var")]) == 0
    again = Desk(load_settings(config, place / "var"), made.submissions)
    files = {p.relative_to(dossiers(made)): p.read_bytes() for p in dossiers(made).rglob("*") if p.is_file()}
    assert {p.relative_to(dossiers(again)): p.read_bytes() for p in dossiers(again).rglob("*") if p.is_file()} == files
    releases = again.settings.releases / CAMPAIGN
    assert (releases / "frozen").resolve() == (releases / "latest").resolve()
    assert tool(made, "withhold", "--federation", "LDLD-01", "--by", "Lê Thị B") == 0
    shutil.rmtree(place / "var")
    since = ("--erasures", str(made.settings.workdir))
    assert main(["restore", str(out), *since, "--config", str(config), "--workdir", str(place / "var")]) == 0
    assert said_in(again, mark(1), mark(2), "Trần Thị Hoa", TITLE) == {TITLE}
    assert whole(final(again, "LDLD-01"))["remade"]
