"""What becomes secret after it was published is withheld in every release that stands, whatever becomes of the next one
(RULES.md 17, 18)."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from flows.cli import main
from flows.store.initiatives import current_initiative
from flows.store.session import Store
from flows.withholding import withhold_again
from tests.builders import CAMPAIGN, HEADERS, Desk, row, table, workbook
from tests.flows.marks import mark
from tests.flows.test_no_secret_gets_out import with_limits, written

A, B = "LDLD-01", "LDLD-02"
WHO = {"authors": f"Nguyễn {mark(1)} An", "workplace": f"Công ty {mark(2)}", "benefit": f"chưa rõ {mark(3)}"}
TITLE = "Công thức phối liệu men"
NAMED = f"{TITLE} của Nguyễn {mark(1)} An"


def sent(secrecy: str = "", title: str = TITLE, told: str = mark(4)) -> bytes:
    other = row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa", workplace="Xưởng dệt", benefit="không rõ")
    section = [f"I. Tổ {mark(5)}"]
    first = [*row(1, title, **WHO, secrecy=secrecy), told]
    return workbook({"DS": [[*HEADERS, "GIẢI TRÌNH"], section, first, ["II. Tổ khác"], other]})


def releases(desk: Desk) -> list[Path]:
    folder = desk.settings.releases / CAMPAIGN
    return sorted(p for p in folder.iterdir() if not p.is_symlink())


def whole(release: Path) -> None:
    """Every file stands in the manifest with its hash, and none beside them."""
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    files = {str(p.relative_to(release)): p for p in release.rglob("*") if p.is_file()}
    assert set(files) == {*manifest["files"], "manifest.json", "run.json"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest


def tallied(release: Path) -> dict[tuple[str, ...], float]:
    frame = pd.read_csv(release / "public" / "tallies.csv", encoding="utf-8-sig", keep_default_na=False)
    keys = frame[["measure", "scope_code", "breakdown", "breakdown_code"]].itertuples(index=False, name=None)
    return dict(zip(keys, frame["value"], strict=True))


@pytest.mark.both_databases
def test_a_row_that_joins_a_secret_one_is_withheld_in_the_store_and_in_every_release(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", sent())
    a_desk.night()
    assert written(a_desk).hits
    (old,) = releases(a_desk)
    before = tallied(old)
    a_desk.send(B, "b.xlsx", table([row(1, TITLE, **WHO, secrecy="x")]))
    a_desk.night()
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
    assert len(releases(a_desk)) == 2
    for release in releases(a_desk):
        whole(release)
    (note,) = json.loads((old / "manifest.json").read_text("utf-8"))["rerendered"]
    assert (note["because"], note["rows"]) == ("secrecy", 1)
    after = tallied(old)
    assert after["valid", "", "", ""] == before["valid", "", "", ""] == 2
    assert after["valid", "", "sector", "secret"] == 1
    assert after["valid", "", "sector", "DN"] == before["valid", "", "sector", "DN"] - 1
    public = pd.read_csv(old / "public" / "initiatives.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert {n: v for n, v in public.iloc[-1].items() if v} == {"title": TITLE, "effect": "Tăng năng suất"}
    records = pd.read_parquet(old / "internal" / "records.parquet").set_index("title")
    assert records.loc["Đổi mới lò hơi", "authors"] == "Trần Thị Hoa"
    assert records.loc[TITLE, "authors"] == ""


def test_a_name_in_the_title_goes_with_the_rest(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", sent(title=NAMED))
    a_desk.night()
    a_desk.send(B, "b.xlsx", table([row(1, NAMED, **WHO, secrecy="x")]))
    a_desk.night()
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
    assert set(a_desk.records()["title"]) == {f"{TITLE} của [...]", "Đổi mới lò hơi"}


def test_a_night_that_withholds_by_a_join_comes_to_what_the_next_one_finds(a_desk: Desk) -> None:
    """The title that was shortened is what the row is known by and compared by, at once and not a night later."""
    works = ("Công thức phối liệu men", "Cải tiến lò hơi đốt trấu", "Máy ép gạch không nung", "Quy trình nhuộm chàm")
    named = [row(n, f"{work} của {WHO['authors']}", **WHO) for n, work in enumerate(works, start=1)]
    a_desk.send(A, "a.xlsx", workbook({"DS": [HEADERS, ["I. Công đoàn Khu công nghiệp"], *named]}))
    opened, _ = a_desk.night()
    before = a_desk.ledger()
    a_desk.send(B, "b.xlsx", table([[*one[:11], "x", one[12]] for one in named]))
    first, _ = a_desk.night()
    ledger, records = a_desk.ledger(), a_desk.records()
    again, _ = a_desk.night()
    assert again.release_id == first.release_id != opened.release_id
    assert a_desk.ledger().equals(ledger)
    assert a_desk.records().equals(records)
    store = Store(a_desk.settings.database_url)
    known = set(ledger["initiative_id"])
    for former in before["initiative_id"]:
        assert former in known or current_initiative(store, CAMPAIGN, former) in known
    store.close()


def test_a_mark_reaches_latest_though_the_next_release_is_held(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", sent())
    a_desk.night()
    a_desk.send(A, "a.xlsx", sent("x"))
    a_desk.send(B, "b.xlsx", table([row(n, "") for n in range(1, 5)]))
    strict = with_limits(a_desk, national_rejected_pct=0, national_band_rows=0)
    held, _ = strict.night()
    assert held.held_because
    for one in releases(a_desk):  # what went out, and what is held
        whole(one)
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}


@pytest.mark.parametrize("how", ["without a title column", "beyond the band"])
def test_a_mark_in_a_file_that_is_not_accepted_reaches_latest(a_desk: Desk, how: str) -> None:
    a_desk.send(A, "a.xlsx", sent())
    a_desk.night()
    if how == "without a title column":
        marked = [HEADERS, row(1, TITLE, secrecy="x")]
        a_desk.send(
            A, "a.xlsx", workbook({"DS": marked, "KQ": [["STT", "Tác giả", "Đơn vị", "Khối"], [1, "A B", "C", "DN"]]})
        )
        a_desk.night()
    else:
        strict = with_limits(a_desk, federation_band_rows=0, federation_fall_pct=1)
        strict.send(A, "a.xlsx", table([row(1, TITLE, secrecy="x")]))
        strict.night()
    assert {"FIL-010", "FIL-011"} & set(a_desk.findings()["check_id"])
    assert len(a_desk.records()) == 2
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}


def test_a_mark_in_the_title_finds_what_the_title_was_before(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", sent())
    a_desk.night()
    a_desk.send(A, "a.xlsx", sent(title=f"{TITLE} (bí mật công nghệ)"))
    a_desk.night()
    assert not written(a_desk).hits


def withhold(desk: Desk, *more: str) -> int:
    folder = desk.settings.workdir.parent
    places = ("--config", str(folder / "config.yaml"), "--workdir", str(desk.settings.workdir))
    return main(["withhold", "--federation", A, "--by", "Lê Thị B", *more, *places, "--campaign", CAMPAIGN])


def test_a_file_is_withheld_by_hand_at_once_and_in_its_next_version(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", sent())
    a_desk.night()
    assert withhold(a_desk, "--file", "a.xlsx") == 0
    assert not written(a_desk)
    whole(a_desk.latest())
    assert a_desk.records()["is_redacted"].all()
    a_desk.send(A, "a.xlsx", sent(told="thêm"))
    a_desk.night()
    assert not written(a_desk)
    assert withhold(a_desk, "--file", "khác.xlsx") == 2


@pytest.mark.file_of_sqlite
def test_what_was_withheld_is_withheld_again_in_a_store_that_is_brought_back(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", sent())
    a_desk.night()
    database = a_desk.settings.workdir / "tonghop.db"
    old = {p: p.read_bytes() for p in a_desk.latest().rglob("*") if p.is_file()}
    assert withhold(a_desk) == 0
    for path, data in old.items():
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert written(a_desk).hits
    store = Store(f"sqlite:///{database}")
    assert withhold_again(a_desk.settings, store, a_desk.settings.config.campaign(CAMPAIGN)) == 1
    store.close()
    assert not written(a_desk)
