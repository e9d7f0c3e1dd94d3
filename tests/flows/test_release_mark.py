"""Taking a mark away needs the federation's new submission and a named person (RULES.md 13, 19)."""

import re

import pytest

from flows.cli import main
from flows.store.secrecy_events import released
from flows.store.session import Store
from tests.builders import CAMPAIGN, HEADERS, Desk, row, table, workbook
from tests.flows.marks import mark
from tests.flows.test_no_secret_gets_out import written

A, B = "LDLD-01", "LDLD-02"
TITLE = "Công thức phối liệu men"
WHO = {"authors": f"Nguyễn {mark(1)} An", "workplace": f"Công ty {mark(2)}"}
CONTENT = f"Trộn cao lanh với {mark(3)} theo tỷ lệ ba phần bảy rồi nung ở nhiệt độ cao trong hai ngày"


def sent(title: str = TITLE, secrecy: str = "", **who: str) -> bytes:
    first = [*row(1, title, **(WHO | who), secrecy=secrecy), CONTENT]
    other = [*row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa", workplace="Xưởng dệt"), ""]
    return workbook({"DS": [[*HEADERS, "Nội dung giải pháp"], first, other]})


def tonghop(desk: Desk, *arguments: str) -> int:
    folder = desk.settings.workdir.parent
    places = ("--config", str(folder / "config.yaml"), "--workdir", str(desk.settings.workdir))
    return main([*arguments, *places, "--campaign", CAMPAIGN])


def secrecy(desk: Desk) -> dict[str, bool]:
    records = desk.records()
    return dict(zip(records["title"], records["is_redacted"], strict=True))


def waiting(desk: Desk, capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    capsys.readouterr()
    assert tonghop(desk, "release-mark", "--federation", A, *more) == 0
    return re.findall(r"^  ([0-9a-f]{16}) ", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.both_databases
def test_a_mark_that_was_taken_away_holds_until_a_named_person_releases_it(
    a_desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    a_desk.send(A, "a.xlsx", sent(secrecy="x"))
    a_desk.night()
    assert waiting(a_desk, capsys) == []
    a_desk.send(A, "a.xlsx", sent())
    a_desk.night()
    assert secrecy(a_desk) == {TITLE: True, "Đổi mới lò hơi": False}
    assert "INI-045" in set(a_desk.findings()["check_id"])
    assert not written(a_desk)
    (row_id,) = waiting(a_desk, capsys)
    assert tonghop(a_desk, "release-mark", "--federation", A, "--row", row_id, "--reason", "hết bí mật") == 2
    assert tonghop(a_desk, "release-mark", "--federation", A, "--row", row_id, "--by", "Lê Thị B") == 2
    assert tonghop(a_desk, "release-mark", "--federation", A, "--row", "0" * 16, "--by", "B", "--reason", "x") == 2
    a_desk.night()
    assert secrecy(a_desk)[TITLE]
    ask = ("release-mark", "--federation", A, "--row", row_id, "--by", "Lê Thị B", "--reason", "đã công bố ở báo")
    assert tonghop(a_desk, *ask) == 0
    a_desk.night()
    assert not secrecy(a_desk)[TITLE]
    store = Store(a_desk.settings.database_url)
    (told,) = released(store, CAMPAIGN).to_dict("records")
    store.close()
    assert (told["done_by"], told["reason"], told["federation_code"]) == ("Lê Thị B", "đã công bố ở báo", A)
    # Marked again, it is secret again, in every release, and what was said before opens nothing.
    a_desk.send(A, "a.xlsx", sent(secrecy="có"))
    a_desk.night()
    a_desk.send(A, "a.xlsx", sent())
    a_desk.night()
    assert secrecy(a_desk)[TITLE]
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}


@pytest.mark.parametrize(
    "how",
    [
        {"title": "Phương pháp làm men gốm bền màu"},
        {"title": "Phương pháp làm men gốm bền màu", "authors": "Lê Văn Ba"},
        {"authors": "Lê Văn Ba", "workplace": "Nơi khác"},
    ],
)
def test_a_row_that_was_also_written_anew_is_known_by_what_it_kept(a_desk: Desk, how: dict[str, str]) -> None:
    a_desk.send(A, "a.xlsx", sent(secrecy="x"))
    a_desk.night()
    a_desk.send(A, "a.xlsx", sent(**how))
    a_desk.night()
    assert secrecy(a_desk) == {how.get("title", TITLE): True, "Đổi mới lò hơi": False}
    assert not written(a_desk)


def test_a_mark_in_the_title_is_taken_away_with_the_title(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", sent(f"{TITLE} (bí mật công nghệ)"))
    a_desk.night()
    a_desk.send(A, "tên khác.xlsx", sent())
    (a_desk.submissions / A / "a.xlsx").unlink()
    a_desk.night()
    assert secrecy(a_desk)[TITLE]
    assert not written(a_desk)


def test_a_common_title_of_other_people_stays_open(a_desk: Desk) -> None:
    rows = [row(1, TITLE, **WHO, secrecy="x"), row(2, TITLE, authors="Lê Văn Ba", workplace="Trường Lê Lợi")]
    a_desk.send(A, "a.xlsx", table(rows))
    a_desk.night()
    before = sorted(a_desk.records()["is_redacted"])
    a_desk.send(A, "a.xlsx", table([*rows, row(3, "Việc mới", authors="Đỗ Thị Tư")]))
    a_desk.night()
    assert sorted(a_desk.records().query("title != 'Việc mới'")["is_redacted"]) == before
    assert "INI-045" not in set(a_desk.findings()["check_id"])


def test_secrecy_by_default_ends_with_the_column_and_is_known_again_when_it_comes_back(a_desk: Desk) -> None:
    bare = [
        [v for v, h in zip(line, HEADERS, strict=True) if h != "Bí mật công nghệ"]
        for line in (HEADERS, row(1, TITLE, **WHO))
    ]
    a_desk.send(A, "a.xlsx", workbook({"DS": bare}))
    a_desk.night()
    assert secrecy(a_desk) == {TITLE: True}
    a_desk.send(A, "a.xlsx", sent(secrecy="không"))
    a_desk.night()
    assert not secrecy(a_desk)[TITLE]
    a_desk.send(A, "a.xlsx", sent(secrecy="x"))
    a_desk.night()
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}


def test_a_row_that_was_joined_stays_secret_when_the_marked_one_is_gone(
    a_desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    a_desk.send(A, "a.xlsx", sent())
    a_desk.send(B, "b.xlsx", table([row(1, TITLE, **WHO, secrecy="x")]))
    a_desk.night()
    assert secrecy(a_desk)[TITLE]
    a_desk.send(B, "b.xlsx", table([row(1, "Việc khác hẳn", authors="Đỗ Thị Tư", workplace="Xưởng may")]))
    a_desk.send(A, "a.xlsx", sent(secrecy="không"))
    a_desk.night()
    assert secrecy(a_desk) == {TITLE: True, "Đổi mới lò hơi": False, "Việc khác hẳn": False}
    assert not written(a_desk)
    (row_id,) = waiting(a_desk, capsys, "--joined")
    ask = (
        "release-mark",
        "--federation",
        A,
        "--joined",
        "--row",
        row_id,
        "--by",
        "Lê Thị B",
        "--reason",
        "là việc khác",
    )
    assert tonghop(a_desk, *ask) == 0
    a_desk.night()
    assert not secrecy(a_desk)[TITLE]


@pytest.mark.parametrize("content", [CONTENT, "Cách khác hẳn, kể lại từ đầu bằng những lời không ai đã viết trước đó"])
def test_a_row_that_is_marked_and_named_anew_at_once_is_withheld_in_past_releases(a_desk: Desk, content: str) -> None:
    a_desk.send(A, "a.xlsx", sent())
    a_desk.night()
    assert written(a_desk).hits
    new = [*row(1, "Phương pháp làm gốm bền màu", **WHO, secrecy="x"), content]
    other = [*row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa", workplace="Xưởng dệt"), ""]
    a_desk.send(A, "a.xlsx", workbook({"DS": [[*HEADERS, "Nội dung giải pháp"], new, other]}))
    a_desk.night()
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
    assert secrecy(a_desk) == {"Phương pháp làm gốm bền màu": True, "Đổi mới lò hơi": False}


def test_files_sent_again_as_they_were_are_as_they_were(a_desk: Desk) -> None:
    """Also where an open row stands under the title of a marked one of another file."""
    a_desk.send(A, "a.xlsx", sent(secrecy="x"))
    others = [row(1, TITLE, authors="", workplace="Xưởng dệt"), row(2, TITLE, authors=WHO["authors"], workplace="")]
    a_desk.send(A, "b.xlsx", table(others))
    a_desk.night()
    before = a_desk.records()
    a_desk.send(A, "b.xlsx", table(others, sheet="Sheet2"))
    a_desk.night()
    a_desk.send(A, "b.xlsx", table(others))
    a_desk.night()
    told = ["file", "row", "title", "is_redacted"]
    assert a_desk.records()[told].equals(before[told])
    assert a_desk.findings().query("check_id == 'INI-045'").empty


def test_a_row_that_was_secret_by_default_is_asked_about_when_its_sheet_tells(a_desk: Desk) -> None:
    """It was never open, so that it comes again as it was is no reason to open it."""
    plain = [HEADERS[:11], row(1, TITLE, **WHO)[:11], row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa")[:11]]
    a_desk.send(A, "b.xlsx", workbook({"DS": plain}))
    a_desk.send(A, "a.xlsx", sent(secrecy="x"))
    a_desk.night()
    (a_desk.submissions / A / "a.xlsx").unlink()
    a_desk.send(A, "b.xlsx", table([row(1, TITLE, **WHO), row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa")]))
    a_desk.night()
    assert secrecy(a_desk)[TITLE]
    assert not written(a_desk)
