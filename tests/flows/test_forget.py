"""A person who is forgotten stands nowhere any more, and no count has changed."""

import pytest

from flows.cli import main
from tests.builders import CAMPAIGN, HEADERS, Desk, row, table, workbook
from tests.flows.marks import mark
from tests.flows.test_no_secret_gets_out import written
from tests.flows.test_no_secret_gets_out_joined import releases, tallied, whole

NAME = f"Nguyễn {mark(1)} Ánh"
pytestmark = pytest.mark.both_databases


def forget(desk: Desk, name: str) -> int:
    folder = desk.settings.workdir.parent
    places = ("--config", str(folder / "config.yaml"), "--workdir", str(desk.settings.workdir))
    return main(["forget", "--name", name, "--by", "Lê Thị B", *places, "--campaign", CAMPAIGN])


def test_a_name_is_gone_from_store_and_releases_and_from_what_comes_later(a_desk: Desk) -> None:
    rows = [
        [*row(1, f"Máy ép của {NAME.upper()}", authors=f"{NAME}; Lê Thị Ba", benefit=f"hỏi {NAME}"), f"theo {NAME}"],
        [*row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa"), ""],
    ]
    a_desk.send("LDLD-01", f"DS {NAME}.xlsx", workbook({f"Của {NAME}"[:30]: [[*HEADERS, "GIẢI TRÌNH"], *rows]}))
    a_desk.night()
    assert written(a_desk).hits
    before = tallied(a_desk.latest())
    assert forget(a_desk, NAME.lower()) == 0
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
    for release in releases(a_desk):
        whole(release)
    assert "Lê Thị Ba" in a_desk.records()["authors"].iloc[0]
    a_desk.night()
    assert tallied(a_desk.latest()) == before
    a_desk.send("LDLD-02", "b.xlsx", table([row(1, "Việc mới", authors=NAME)]))
    a_desk.night()
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
    assert forget(a_desk, "Ánh") == 2


def test_a_workplace_that_names_a_person_is_forgotten_too(a_desk: Desk) -> None:
    place = f"Hộ kinh doanh {mark(3)} Văn Quên, thôn Đông"
    rows = [row(1, f"Lò sấy ở {place}", workplace=place), row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa")]
    a_desk.send("LDLD-01", "a.xlsx", table([["I. " + place], *rows]))
    a_desk.night()
    before = tallied(a_desk.latest())
    folder = a_desk.settings.workdir.parent
    places = ("--config", str(folder / "config.yaml"), "--workdir", str(a_desk.settings.workdir))
    assert main(["forget", "--workplace", place.upper(), "--by", "Lê Thị B", *places]) == 0
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
    a_desk.night()
    assert tallied(a_desk.latest()) == before
    assert not written(a_desk)
    assert main(["forget", "--workplace", "Xưởng", "--by", "Lê Thị B", *places]) == 2


def test_a_name_is_gone_from_headers_that_no_one_knows_and_from_what_people_wrote(a_desk: Desk) -> None:
    header = [*HEADERS, f"Cột của {NAME}"]
    a_desk.send("LDLD-01", "a.xlsx", workbook({"DS": [header, [*row(1, "Máy ép"), "x1"], [*row(2, "Lò sấy"), "x2"]]}))
    a_desk.night()
    assert written(a_desk).hits
    assert forget(a_desk, NAME) == 0
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}
    a_desk.send("LDLD-01", "b.xlsx", workbook({"DS": [header, [*row(1, "Máy khoan"), "x1"]]}))
    a_desk.night()
    assert not written(a_desk)
