"""A release takes over what did not change, says the same as one made from nothing, and never brings withheld text
back."""

import io
import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from flows.releases import MADE_FROM, Kept, replace_release
from flows.reuse import Reuse, reuse_of
from tests.builders import Desk, desk, row, table

NEXT_DAY = date(2021, 6, 1)
NAME = "Hoàng Thị Mười Chín"
FAULTY = [row(1, "Cải tiến máy dệt số 1"), row(2, ""), row(3, "Đổi mới lò hơi đốt than", registered="31/06/2021")]
OTHER_ROW = row(4, "Bàn cắt vải tự động", sector="DN")
OTHER = [row(1, "Giá đỡ bình khí nén", benefit="mười lăm"), row(2, "Bàn cắt vải tự động", sector="DN")]

# Written once: a workbook holds the moment it was written, and its bytes are part of what a release is made from.
SENT, SENT_OTHER, SENT_AGAIN = table(FAULTY), table(OTHER), table([*FAULTY, OTHER_ROW])


def _said(release: Path) -> dict[str, bytes]:
    files = {str(p.relative_to(release)): p.read_bytes() for p in release.rglob("*") if p.is_file()}
    files.pop("run.json")
    return files


def _desk(folder: Path) -> Desk:
    folder.mkdir()
    made = desk(folder)
    made.send("LDLD-01", "a.xlsx", SENT)
    made.send("LDLD-02", "b.xlsx", SENT_OTHER)
    return made


def _second_nights(tmp_path: Path, first: str, then: str) -> tuple[Desk, Desk]:
    """Two desks after their first night; the second no longer knows what its files were made from, so it can take over
    nothing."""
    one, two = _desk(tmp_path / first), _desk(tmp_path / then)
    one.night()
    two.night()
    path = two.latest() / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({name: told for name, told in manifest.items() if name != MADE_FROM}), "utf-8")
    return one, two


def _returned(made: Desk, code: str) -> list[Path]:
    return sorted((made.latest() / "internal" / "federations" / code / "returned").glob("*.xlsx"))


def test_the_next_day_says_what_a_release_from_nothing_says(tmp_path: Path) -> None:
    one, two = _second_nights(tmp_path, "one", "two")
    for made in (one, two):
        made.night(as_of=NEXT_DAY)
    assert one.latest().name == two.latest().name
    assert _said(one.latest()) == _said(two.latest())
    assert _returned(one, "LDLD-01")
    assert _returned(one, "LDLD-02")
    made_from = json.loads((one.latest() / "manifest.json").read_text("utf-8"))[MADE_FROM]
    assert {"internal/ledger/LDLD-01.xlsx", "internal/ledger/LDLD-02.xlsx"} <= made_from.keys()


def test_one_federation_taken_in_again_says_what_a_whole_night_says(tmp_path: Path) -> None:
    one, two = _second_nights(tmp_path, "one", "two")
    for made in (one, two):
        made.send("LDLD-01", "a.xlsx", SENT_AGAIN)
    first = one.latest()
    one.night("LDLD-01")
    two.night()
    assert _said(one.latest()) == _said(two.latest())
    (before,), (after,) = ((r / "internal/federations/LDLD-02/returned").iterdir() for r in (first, one.latest()))
    assert before.samefile(after)
    assert not (first / "internal/ledger.parquet").samefile(one.latest() / "internal/ledger.parquet")


def test_the_order_of_the_federations_does_not_matter(tmp_path: Path) -> None:
    one, two = _desk(tmp_path / "one"), _desk(tmp_path / "two")
    one.night("LDLD-01")
    two.night("LDLD-02")
    for made in (one, two):
        shutil.rmtree(made.settings.releases)
        made.night()
    assert _said(one.latest()) == _said(two.latest())


def _texts(release: Path) -> bytes:
    """All that stands in a release, packed parts unpacked."""
    whole = b""
    for path in release.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        whole += data
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                whole += b"".join(map(book.read, book.namelist()))
    return whole


def test_what_was_withheld_is_not_taken_over(tmp_path: Path) -> None:
    made = desk(tmp_path)
    secret = "Quy trình sấy gỗ bằng hơi nước tuần hoàn khép kín"
    made.send("LDLD-01", "a.xlsx", table([row(1, secret, authors=NAME), row(2, ""), row(3, "Giá đỡ bình khí nén")]))
    made.night()
    assert NAME.encode() in _texts(made.latest())
    made.send("LDLD-02", "b.xlsx", table([row(1, secret, authors=NAME, secrecy="x"), *OTHER]))
    made.night()
    made.night(as_of=NEXT_DAY)
    for release in made.latest().parent.iterdir():
        assert NAME.encode() not in _texts(release)
    assert _returned(made, "LDLD-01")


def test_a_file_that_was_replaced_or_withdrawn_or_damaged_is_made_anew(tmp_path: Path) -> None:
    made = _desk(tmp_path / "one")
    made.night()
    release = made.latest()
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    changed, gone, damaged, whole = sorted(manifest[MADE_FROM])[:4]
    replace_release(release, [(changed, b"short")], frozenset({gone}), lambda: manifest)
    (release / damaged).write_bytes(b"not what was written")
    reuse = reuse_of(release.parent, made.settings.software_hash)
    for path in (changed, gone, damaged):
        assert reuse.file(path, manifest[MADE_FROM][path], lambda: b"anew") == b"anew"
    assert isinstance(reuse.file(whole, manifest[MADE_FROM][whole], lambda: b"anew"), Kept)
    assert reuse.file(whole, "another", lambda: b"anew") == b"anew"


def test_other_code_takes_over_nothing() -> None:
    one, two = (Reuse(None, {}, software) for software in ("1", "2"))
    assert one.digest("x") != two.digest("x")
    assert one.digest("ab", "c") != one.digest("a", "bc")


@pytest.mark.parametrize("public", ["public/initiatives.csv", "public/index.html"])
def test_what_is_public_can_still_be_read(tmp_path: Path, public: str) -> None:
    made = _desk(tmp_path / "one")
    made.night()
    made.night(as_of=NEXT_DAY)
    assert (made.latest() / public).stat().st_mode & 0o777 == 0o644
    assert all(p.stat().st_mode & 0o077 == 0 for p in (made.latest() / "internal").rglob("*"))
