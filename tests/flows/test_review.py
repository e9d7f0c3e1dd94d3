"""The queue goes out as a workbook, decisions come back, and the figures follow (RULES.md 11, 13, 17)."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.cli import main
from flows.store.judgements import judgements
from flows.store.session import Store
from reports.review_workbook import DECIDED_BY, DECISION, REASON, REFERENCE
from reports.wording_review import DECISIONS, DOUBTS
from tests.builders import CAMPAIGN, Desk, csv_table, desk, row
from tests.flows.test_secrecy import MARK, everything_written

TITLE = "Cải tiến cơ cấu nạp phôi tự động cho máy dập khung nhôm"
ONE = {
    "authors": "Nguyễn Văn An",
    "workplace": "Công ty Nhôm Sông Lam",
    "effect": "Tăng 12 khung mỗi giờ",
    "benefit": 237,
}
OTHER = ONE | {"authors": "Trần Thị Hoa", "workplace": ""}


@pytest.fixture
def asked(a_desk: Desk) -> Desk:
    """A desk with one pair that only a person can decide."""
    send(a_desk)
    return a_desk


def send(made: Desk, other: dict = OTHER, name: str = "b.csv", **marks: str) -> None:
    """Both rows, the second one below another work; then a night."""
    for path in made.submissions.glob("*/*"):
        path.unlink()
    made.send("LDLD-01", "a.csv", csv_table([row(1, TITLE, **ONE, secrecy="không")]))
    work = row(1, "Ủ phân hữu cơ từ lá thông", authors="Lê Văn Cường", secrecy="không")
    made.send("CDN-GD", name, csv_table([work, row(2, TITLE, **({"secrecy": "không"} | other | marks))]))
    made.night()


def review(made: Desk, *arguments: str) -> int:
    folder = made.settings.workdir
    return main(
        [
            "review",
            arguments[0],
            "--config",
            str(folder.parent / "config.yaml"),
            "--workdir",
            str(folder),
            *arguments[1:],
        ]
    )


def exported(made: Desk) -> Path:
    path = made.settings.workdir.parent / "review.xlsx"
    path.unlink(missing_ok=True)
    assert review(made, "export", "--out", str(path)) == 0
    return path


def filled(path: Path, fill: Callable[[list], None]) -> Path:
    """The workbook with its first pair's line changed."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    (line,) = [cells for cells in sheet.iter_rows() if str(cells[REFERENCE].value).startswith("CAP-")]
    fill(line)
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())
    return path


def decided(made: Desk, value: str, reason: str = "") -> int:
    def fill(line: list) -> None:
        line[DECISION].value, line[REASON].value = DECISIONS[value].lower(), reason

    return review(made, "import", str(filled(exported(made), fill)), "--by", "Lan")


def stored(made: Desk) -> list:
    store = Store(made.settings.database_url)
    try:
        return judgements(store, CAMPAIGN)
    finally:
        store.close()


def valid(made: Desk) -> float:
    return made.tallies()["valid", "", "", ""]


def test_a_workbook_without_a_decision_changes_nothing(asked: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    path = exported(asked)
    first = path.read_bytes()
    assert "1 pairs wait, 1 of them" in capsys.readouterr().out
    assert review(asked, "import", str(path), "--by", "Lan") == 0
    assert stored(asked) == []
    assert exported(asked).read_bytes() == first


@pytest.mark.both_databases
def test_a_decision_moves_the_figures_and_survives_moves_and_lapses_with_a_key(
    asked: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (valid(asked), asked.tallies()["under_consideration", "", "", ""]) == (3, 2)
    assert decided(asked, "SAME", "cùng một máy") == 0
    said = capsys.readouterr().out
    assert "valid, nation: 3 -> 2" in said
    assert "LDLD-01: 1 -> 0" in said
    asked.night()
    assert (valid(asked), asked.tallies()["under_consideration", "", "", ""]) == (2, 0)
    send(asked, name="gửi lại.csv")
    assert valid(asked) == 2
    send(asked, OTHER | {"authors": "Trần Thị Hòa"})
    assert (valid(asked), asked.tallies()["under_consideration", "", "", ""]) == (3, 2)
    assert "Kết luận cũ cần xem lại" in (asked.latest() / "internal" / "index.html").read_text(encoding="utf-8")
    told = [str(c.value) for cells in load_workbook(exported(asked)).worksheets[0].iter_rows() for c in cells]
    assert any(c.startswith("CÙNG MỘT SÁNG KIẾN, Lan") and "cùng một máy. Dữ liệu đã đổi" in c for c in told)


def test_a_stale_workbook_and_formulas_and_wrong_words_are_refused(asked: Desk) -> None:
    def fill(line: list) -> None:
        line[DECISION].value = DECISIONS["SAME"]

    def formula(line: list) -> None:
        line[DECIDED_BY].value = "=A1"

    def wrong(line: list) -> None:
        line[DECISION].value = "giống"

    for how in (formula, wrong):
        assert review(asked, "import", str(filled(exported(asked), how)), "--by", "Lan") == 1
    old = filled(exported(asked), fill).read_bytes()
    send(asked, OTHER | {"authors": "Trần Thị Hòa"})
    path = asked.settings.workdir.parent / "old.xlsx"
    path.write_bytes(old)
    assert review(asked, "import", str(path), "--by", "Lan") == 1
    assert stored(asked) == []


@pytest.mark.both_databases
def test_two_people_who_disagree_are_told(asked: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    path = exported(asked)

    def fill(value: str, by: str) -> Path:
        def line(cells: list) -> None:
            cells[DECISION].value, cells[DECIDED_BY].value = DECISIONS[value], by

        return filled(path, line)

    assert review(asked, "import", str(fill("DIFFERENT", "Lan")), "--by", "x") == 0
    assert review(asked, "import", str(fill("SAME", "Hoa")), "--by", "x") == 1
    assert "Lan said DIFFERENT" in capsys.readouterr().err
    assert review(asked, "import", str(fill("SAME", "Lan")), "--by", "x") == 0
    assert [j.value for j in stored(asked)] == ["DIFFERENT", "SAME"]


def test_of_a_secret_pair_nothing_withheld_is_shown_or_kept(asked: Desk) -> None:
    send(asked, OTHER | {"authors": f"Trần {MARK} Hoa", "secrecy": "x", "note": MARK})
    path = exported(asked)
    told = everything_written(path.parent)
    assert TITLE.encode() in told
    line = [str(c.value) for cells in load_workbook(path).worksheets[0].iter_rows() for c in cells if c.value]
    assert not any("Sông Lam" in words or "Nguyễn Văn An" in words for words in line)
    assert decided(asked, "SAME", f"cùng là của {MARK}") == 0
    assert [j.reason for j in stored(asked)] == [""]
    path.unlink()
    for file in asked.submissions.glob("*/*"):
        file.unlink()
    assert MARK.encode() not in everything_written(asked.settings.workdir)


@pytest.mark.both_databases
def test_a_reason_goes_when_its_pair_becomes_secret(asked: Desk) -> None:
    assert decided(asked, "UNSURE", f"hỏi {MARK}") == 0
    assert [j.reason for j in stored(asked)] == [f"hỏi {MARK}"]
    send(asked, OTHER | {"secrecy": "x"})
    assert [j.reason for j in stored(asked)] == [""]


def test_two_withheld_fields_give_the_same_workbook(asked: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    twin = desk(tmp_path_factory.mktemp("twin"), ("LDLD-01", "CDN-GD"))
    send(twin, OTHER | {"authors": "Phạm Minh Đức", "secrecy": "x"})
    send(asked, OTHER | {"secrecy": "x"})
    assert exported(asked).read_bytes() == exported(twin).read_bytes()


def joined(made: Desk, **marks: str) -> None:
    """Two rows that the machine takes for one; then a night."""
    send(made, ONE | marks)


@pytest.mark.both_databases
def test_a_pair_that_the_machine_joined_can_be_parted(asked: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    joined(asked)
    assert valid(asked) == 2
    path = asked.settings.workdir.parent / "accepted.xlsx"
    assert review(asked, "export", "--accepted", "--out", str(path)) == 0
    assert "1 pairs were joined by the machine, 1 of them" in capsys.readouterr().out

    def fill(line: list) -> None:
        line[DECISION].value = DECISIONS["DIFFERENT"]

    assert review(asked, "import", str(filled(path, fill)), "--by", "Lan") == 0
    assert "valid, nation: 2 -> 3" in capsys.readouterr().out
    asked.night()
    assert valid(asked) == 3
    path.unlink()
    assert review(asked, "export", "--accepted", "--out", str(path)) == 0
    assert "0 pairs were joined by the machine" in capsys.readouterr().out


def test_a_same_that_parts_what_the_machine_joined_is_foretold_and_told(
    a_desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere, there = ONE | {"workplace": ""}, ONE
    rows = [row(1, TITLE, **nowhere, secrecy="không"), row(2, TITLE, **there, secrecy="không")]
    a_desk.send("LDLD-01", "a.csv", csv_table(rows))
    elsewhere = ONE | {"authors": "Trần Thị Hoa", "workplace": "Mỏ than Vàng Danh"}
    a_desk.send("CDN-GD", "b.csv", csv_table([row(1, TITLE, **elsewhere, secrecy="không")]))
    a_desk.night()
    assert valid(a_desk) == 2
    written = [str(cell) for line in load_workbook(exported(a_desk)).worksheets[0].values for cell in line if cell]
    assert any(words.startswith("Nếu là một, 1 dòng máy đã gộp") for words in written)
    assert any("số hợp lệ của cả nước không đổi" in words for words in written)
    assert any(f"vẫn hỏi vì {DOUBTS['people']}." in words for words in written)
    capsys.readouterr()
    assert decided(a_desk, "SAME") == 0
    told = capsys.readouterr().out
    assert "valid, nation: 2 -> 2" in told
    assert told.count("joined by the machine until now, parted by SAME of others: SK-") == 1
    a_desk.night()
    assert valid(a_desk) == 2


def test_the_pairs_of_one_initiative(asked: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    joined(asked)
    ledger = asked.ledger()
    ids = ledger.loc[ledger["disposition"] == "duplicate_across_federations", "initiative_id"].tolist()
    for n, (initiative, expected) in enumerate(((ids[0], 1), ("SK-0000000000000000", 0))):
        path = str(asked.settings.workdir.parent / f"one{n}.xlsx")
        assert review(asked, "export", "--accepted", "--initiative", initiative, "--out", path) == 0
        assert f"{expected} pairs were joined" in capsys.readouterr().out


def test_two_withheld_fields_give_the_same_workbook_of_joined_pairs(
    asked: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The second author of a secret row moves the weight of a pair, not its cluster."""
    books = []
    for authors in ("Nguyễn Văn An", "Nguyễn Văn An; Phạm Minh Đức"):
        twin = desk(tmp_path_factory.mktemp("twin"), ("LDLD-01", "CDN-GD"))
        joined(twin, authors=authors, secrecy="x")
        assert valid(twin) == 2
        path = twin.settings.workdir.parent / "accepted.xlsx"
        assert review(twin, "export", "--accepted", "--out", str(path)) == 0
        books.append(path.read_bytes())
    assert books[0] == books[1]
    assert "CAP-" in str([c.value for row in load_workbook(io.BytesIO(books[0])).worksheets[0] for c in row])
