"""A held text of a secret row is published when a named person agrees to it, and not before (INI-040)."""

import pytest
import sqlalchemy as sa

from flows.cli import main
from flows.store.session import Store
from flows.store.tables import operator_action
from tests.builders import CAMPAIGN, HEADERS, Desk, row, workbook
from tests.flows.test_operations_status import options

A, B = "LDLD-01", "LDLD-02"
AUTHOR = "Phan Thị Mật Danh"
TITLE = f"Men rạn cổ của {AUTHOR}"
CONTENT = "Trộn ba phần đất sét trắng với một phần tro trấu rồi nung kín"
EFFECT = f"Bền hơn nhờ {CONTENT.lower()}"
BY = ("--by", "Lê Thị B", "--reason", "tác giả đồng ý")


def _sent(secrecy: str) -> bytes:
    made = row(1, TITLE, authors=AUTHOR, workplace="Xưởng Gốm Kín", effect=EFFECT, secrecy=secrecy)
    return workbook({"DS": [[*HEADERS, "Nội dung"], [*made, CONTENT]]})


def _said(desk: Desk, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["explanations", *options(desk), *arguments]) == 0
    return capsys.readouterr().out


def _shown(desk: Desk) -> dict[str, tuple[str, str]]:
    records = desk.records()
    assert records["is_redacted"].all()
    return {c: (t, e) for c, t, e in zip(*(records[n] for n in ("federation_code", "title", "effect")), strict=True)}


def _held(desk: Desk, capsys: pytest.CaptureFixture[str], field: str) -> list[str]:
    lines = _said(desk, capsys, "--held").splitlines()[1:]
    return [line.split()[0] for line in lines if f", {field}: " in line]


def test_the_effect_of_a_joined_row_is_searched_for_its_content_too(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", _sent(""))
    a_desk.night()
    assert a_desk.records()["effect"].tolist() == [EFFECT]
    a_desk.send(B, "b.xlsx", _sent("x"))
    a_desk.night()
    assert _shown(a_desk) == {
        A: ("Men rạn cổ của [...]", "[...]"), B: ("Men rạn cổ của [...]", "Bền hơn nhờ [...]")
    }  # fmt: skip
    for release in sorted((a_desk.settings.releases / CAMPAIGN).iterdir()):
        listed = (release / "public" / "initiatives.csv").read_text("utf-8")
        assert "đất sét trắng" not in listed
        assert AUTHOR not in listed


@pytest.mark.both_databases
def test_a_person_agrees_to_one_held_text_and_it_alone_is_published(
    a_desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    a_desk.send(A, "a.xlsx", _sent(""))
    a_desk.send(B, "b.xlsx", _sent("x"))
    a_desk.night()
    effects = _held(a_desk, capsys, "effect")
    assert len(effects) == len(_held(a_desk, capsys, "title")) == 2
    places = options(a_desk)
    assert main(["explanations", *places, "--publish", effects[0], "--by", "Lê Thị B"]) == 2
    assert main(["explanations", *places, "--publish", effects[0], "--reason", "x"]) == 2
    assert main(["explanations", *places, "--publish", "0" * 16, *BY]) == 2
    _said(a_desk, capsys, "--publish", effects[0], *BY)
    a_desk.night()
    assert _shown(a_desk) == {A: ("Men rạn cổ của [...]", EFFECT), B: ("Men rạn cổ của [...]", "Bền hơn nhờ [...]")}
    titles = _held(a_desk, capsys, "title")
    _said(a_desk, capsys, "--publish", titles[0], "--publish", titles[1], *BY)
    a_desk.night()
    (last,) = _held(a_desk, capsys, "effect")  # its id is of the title as it is shown now
    _said(a_desk, capsys, "--publish", last, *BY)
    done, _ = a_desk.night()
    assert _shown(a_desk) == {A: (TITLE, EFFECT), B: (TITLE, EFFECT)}
    assert _said(a_desk, capsys, "--held") == "0 texts are held\n"
    assert a_desk.night()[0].release_id == done.release_id
    store = Store(a_desk.settings.database_url)
    told = store.frame(sa.select(operator_action).where(operator_action.c.action == "publish_held"))
    store.close()
    assert set(zip(told["done_by"], told["reason"], strict=True)) == {("Lê Thị B", "tác giả đồng ý")}
    assert set(told["about"]) == {effects[0], *titles, last}
    assert "Xưởng Gốm Kín" not in a_desk.records().to_string()
