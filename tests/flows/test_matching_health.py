"""What a run says of its own matching: planted pairs, possible copies, odd shares of duplicates; and what holds it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import flows.consolidate
from flows.cli import main
from flows.settings import load_model
from flows.weight_tables import weights_csv
from rules.planted import Planted
from tests.builders import CAMPAIGN, Desk, csv_table, desk, row

TITLE = "Cải tiến cơ cấu nạp phôi tự động cho máy dập khung nhôm"
EFFECT = "Tăng 12 khung mỗi giờ, giảm 2 người đứng máy"
OURS = {"authors": "Nguyễn Văn An", "workplace": "Công ty Nhôm Sông Lam", "effect": EFFECT, "secrecy": "không"}
THEIRS = OURS | {"authors": "Trần Thị Hoa", "workplace": "Nhà máy Cơ khí Đông Anh"}
WORKS = (
    "Cải tiến máy ép gỗ", "Mô hình trồng rau sạch", "Phần mềm tính lương", "Quy trình rửa chai", "Lò sấy mực",
    "Giàn phơi lưới",
)  # fmt: skip


def two_lists(made: Desk, **other: str) -> None:
    """One work at two federations, by other people."""
    for path in made.submissions.glob("*/*"):
        path.unlink()
    work = row(1, "Ủ phân hữu cơ từ lá thông", authors="Lê Văn Cường", secrecy="không")
    made.send("LDLD-01", "a.csv", csv_table([row(1, TITLE, **OURS)]))
    made.send("CDN-GD", "b.csv", csv_table([work, row(2, TITLE, **(THEIRS | other))]))


def broken_table() -> bytes:
    """The frozen table, but that the same people speak against the same initiative."""
    table = load_model(b"any").weights
    return weights_csv(
        replace(table, weights={**table.weights, "authors": dict.fromkeys(table.weights["authors"], -9)})
    )


def test_a_table_that_broke_holds_the_release_and_the_last_one_stands(tmp_path: Path) -> None:
    a_desk = desk(tmp_path)
    two_lists(a_desk)
    published, _ = a_desk.night()
    assert published.folder is not None
    last = a_desk.latest()
    (tmp_path / "broken.csv").write_bytes(broken_table())
    matching = {"accept_threshold": 4.0, "review_threshold": 1.5, "weights": "broken.csv"}
    published, _ = desk(tmp_path, matching=matching).night()
    assert [reason.split(":")[0] for reason in published.held_because] == ["planted_recall"]
    assert a_desk.latest() == last


def test_the_planted_pairs_are_told_by_run_status_page_and_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_desk = desk(tmp_path)
    two_lists(a_desk)
    options = ["--config", str(tmp_path / "config.yaml"), "--workdir", str(a_desk.settings.workdir)]
    published, _ = a_desk.night()
    night = flows.consolidate.Night("r1", (), published)
    from flows.commands.run import _told

    assert _told(night) == 0
    said = capsys.readouterr().out
    assert "planted pairs: recall 100.0 % (220 of 220), precision 100.0 % (220 accepted)" in said
    record = json.loads((a_desk.latest() / "run.json").read_text())
    assert record["planted"]["planted_same"] == 220
    manifest = json.loads((a_desk.latest() / "manifest.json").read_text())
    assert manifest["weights"] == a_desk.settings.weights.version
    page = (a_desk.latest() / "internal" / "index.html").read_text()
    assert "nhận ra 100,00\u00a0% số cặp trùng (220 trên 220)" in page

    from datetime import date

    from flows.nights import night_counts
    from flows.store.runs import MADE, note_end, note_start
    from flows.store.session import Store

    store = Store(a_desk.settings.database_url)
    note_start(store, "r1", CAMPAIGN, date(2021, 5, 31))
    note_end(store, "r1", MADE, published.release_id, (), night_counts(published, ()))
    store.close()
    assert main(["status", *options]) == 0
    assert "planted pairs: recall 100.0 %" in capsys.readouterr().out


def test_planted_rows_change_no_record_no_cluster_and_no_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TONGHOP_HMAC_KEY", "one key for both of the desks")
    with_them, without = desk(tmp_path / "a"), desk(tmp_path / "b")
    two_lists(with_them)
    with_them.night()
    monkeypatch.setattr("flows.matching_facts.score", lambda *_: Planted())
    two_lists(without)
    without.night()
    assert with_them.ledger().equals(without.ledger())
    assert with_them.records().equals(without.records())
    assert with_them.tallies() == without.tallies()


def test_a_title_of_other_people_elsewhere_is_told_to_both_by_the_federations_name(tmp_path: Path) -> None:
    a_desk = desk(tmp_path)
    two_lists(a_desk)
    a_desk.night()
    found = a_desk.findings().query("check_id == 'INI-041'")
    names = {f.code: f.name for f in a_desk.settings.config.federations}
    assert dict(zip(found["federation_code"], found["found"], strict=True)) == {
        "LDLD-01": names["CDN-GD"], "CDN-GD": names["LDLD-01"],
    }  # fmt: skip
    assert set(found["column"]) == {"B"}
    assert set(a_desk.ledger()["disposition"]) >= {"counted"}
    page = (a_desk.latest() / "internal" / "index.html").read_text()
    assert "1 cặp, không kể bí mật công nghệ" in page


def test_within_a_federation_the_other_row_is_named_by_its_place(tmp_path: Path) -> None:
    a_desk = desk(tmp_path)
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, TITLE, **OURS), row(2, TITLE, **THEIRS)]))
    a_desk.night()
    found = a_desk.findings().query("check_id == 'INI-041'").sort_values("row")["found"].tolist()
    assert ["dòng 3" in found[0], "dòng 2" in found[1]] == [True, True]


@pytest.mark.parametrize("secret", ["LDLD-01", "CDN-GD"])
def test_of_a_pair_with_a_secret_row_nothing_is_told(tmp_path: Path, secret: str) -> None:
    a_desk = desk(tmp_path)
    two_lists(a_desk, **({"secrecy": "bí mật công nghệ"} if secret == "CDN-GD" else {}))
    if secret == "LDLD-01":
        a_desk.send("LDLD-01", "a.csv", csv_table([row(1, TITLE, **(OURS | {"secrecy": "bí mật công nghệ"}))]))
    a_desk.night()
    assert a_desk.findings().query("check_id == 'INI-041'").empty


def test_a_federation_beyond_its_band_is_told_and_holds_nothing(tmp_path: Path) -> None:
    limits = desk(tmp_path).settings.config.limits.model_dump() | {"federation_band_rows": 2, "national_band_rows": 500}
    a_desk = desk(tmp_path, limits=limits)
    lines = [row(i, WORKS[0], **OURS) for i in range(1, 7)]
    a_desk.send("LDLD-01", "a.csv", csv_table(lines))
    published, _ = a_desk.night()
    assert published.folder is not None
    page = (a_desk.latest() / "internal" / "index.html").read_text()
    assert "83,33\u00a0% (5 trên 6 dòng)" in page


def test_a_jump_of_the_nations_share_holds_the_release(tmp_path: Path) -> None:
    limits = desk(tmp_path).settings.config.limits.model_dump() | {"national_band_rows": 1, "national_drop_pct": 100}
    limits |= {"national_duplicate_pct": 90}
    a_desk = desk(tmp_path, limits=limits)
    a_desk.send("LDLD-01", "a.csv", csv_table([row(i, title, **OURS) for i, title in enumerate(WORKS, start=1)]))
    a_desk.night()
    a_desk.send("LDLD-01", "a.csv", csv_table([row(i, WORKS[i // 3], **OURS) for i in range(6)]))
    published, _ = a_desk.night()
    assert published.held_because == ("duplicate_jump: 0.0 % -> 66.7 %",)


def test_when_a_copied_row_becomes_secret_later_no_past_release_names_its_federation(tmp_path: Path) -> None:
    a_desk = desk(tmp_path)
    two_lists(a_desk)
    a_desk.night()
    past = a_desk.latest()
    two_lists(a_desk, secrecy="bí mật công nghệ")
    a_desk.night()
    assert a_desk.latest() != past
    assert "INI-041" not in (a_desk.latest() / "internal" / "findings.csv").read_text("utf-8-sig")
    name = next(f.name for f in a_desk.settings.config.federations if f.code == "CDN-GD")
    for told in ("findings.csv", "federations/LDLD-01/findings.json", "federations/LDLD-01/report.html"):
        text = (past / "internal" / told).read_text("utf-8-sig")
        assert "INI-041" in text
        assert name not in text
