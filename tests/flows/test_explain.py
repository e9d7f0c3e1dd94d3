"""A number is followed down to its rows, and an initiative to the decisions behind it; nothing withheld is told."""

import re
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from openpyxl import load_workbook

from flows.cli import main
from flows.store.session import Store
from reports.wording_follow import LEDGER_SHEETS
from schemas.waterfall import FOLLOWED
from tests.builders import CAMPAIGN, Desk, csv_table, desk, row
from tests.flows.test_operations_status import options

LOOM = "Cải tiến máy dệt kim loại thoi số 1"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One initiative by two roads, one that was refused, one secret, one row without a title."""
    ours = [
        row(1, LOOM, authors="Trần Thị Mai", workplace="Công ty Dệt Nam Định"),
        row(2, "Lò hơi đốt trấu tự động", award="không công nhận", note="không được công nhận"),
        row(3, "Quy trình pha mực in", authors="Vũ Đình Khoát", workplace="Công ty In Tiến Bộ", secrecy="x"),
        row(4, "", authors="Lê Văn Ba"),
    ]
    theirs = [
        row(1, LOOM, authors="Trần Thị Mai", workplace="Công ty Dệt Nam Định", registered="20/03/2021"),
        row(
            2, "Quy trình pha mực in", authors="Vũ Đình Khoát", workplace="Công ty In Tiến Bộ", registered="21/03/2021"
        ),
    ]
    made = desk(tmp_path_factory.mktemp("explained"))
    made.send("LDLD-01", "a.csv", csv_table(ours))
    made.send("CDN-GD", "b.csv", csv_table(theirs))
    made.night()
    return made


def _asked(desk: Desk, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = main(["explain", *options(desk), *more])
    return code, capsys.readouterr().out


@pytest.mark.parametrize("measure", sorted(FOLLOWED))
@pytest.mark.parametrize("federation", ["", "LDLD-01", "LDLD-02"])
def test_every_number_ends_in_the_published_one(
    made: Desk, capsys: pytest.CaptureFixture[str], federation: str, measure: str
) -> None:
    scope = ["--federation", federation] if federation else []
    code, said = _asked(made, capsys, *scope, "--measure", measure)
    assert code == 0
    published = made.tallies()[measure, federation, "", ""]
    assert f"= {published:.0f}. Khớp với số đã công bố." in said
    assert "LỆCH" not in said


def test_a_published_number_that_the_rows_do_not_give_is_told(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    path = made.latest() / "public" / "tallies.csv"
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("valid,federation,LDLD-01,,,", "valid,federation,LDLD-01,,,9"), "utf-8-sig")
    code, said = _asked(made, capsys, "--federation", "LDLD-01")
    path.write_text(text, "utf-8-sig")
    assert code == 1
    assert "LỆCH" in said


def test_the_rows_of_a_number_are_written(made: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    code, _said = _asked(made, capsys, "--measure", "rejected", "--rows", str(out))
    assert code == 0
    rows = pd.read_csv(out, encoding="utf-8-sig", keep_default_na=False)
    assert rows[["federation_code", "row", "reason"]].to_numpy().tolist() == [["LDLD-01", 5, "INI-001"]]
    assert _asked(made, capsys, "--rows", str(out))[0] == 2


def _id_of(desk: Desk, title: str) -> str:
    records = desk.records()
    return str(records.loc[records["title"] == title, "initiative_id"].iloc[0])


def test_an_initiative_tells_its_rows_and_why_they_are_one(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = _asked(made, capsys, "--initiative", _id_of(made, LOOM))
    assert code == 0
    assert "a.csv, dòng 2" in said
    assert "b.csv, dòng 2" in said
    assert "Hợp lệ, được tính" in said
    assert "Trùng, đã tính ở đơn vị khác" in said
    assert "Dòng 1 và dòng 2: máy kết luận là một sáng kiến" in said
    assert "tác giả: trùng nhau" in said


def test_of_a_secret_initiative_only_what_may_be_shown_is_told(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = _asked(made, capsys, "--initiative", _id_of(made, "Quy trình pha mực in"))
    assert code == 0
    assert "Quy trình pha mực in" in said
    assert "bí mật công nghệ" in said
    for withheld in ("Khoát", "Tiến Bộ", "tác giả:", "đơn vị công tác:", "21/03/2021", "máy kết luận"):
        assert withheld not in said


def test_a_former_id_leads_to_the_initiative_of_today(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlalchemy as sa

    from flows.store.tables import initiative

    now = _id_of(made, LOOM)
    store = Store(made.settings.database_url)
    with store.transaction() as connection:
        former = {"campaign_id": CAMPAIGN, "initiative_id": "SK-0123", "current_id": now}
        connection.execute(sa.insert(initiative), [former])
    store.close()
    code, said = _asked(made, capsys, "--initiative", "SK-0123")
    assert code == 0
    assert f"Mã cũ SK-0123 nay là {now}." in said


def test_an_unknown_initiative_is_told(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert _asked(made, capsys, "--initiative", "SK-none")[0] == 1
    assert _asked(made, capsys, "--initiative", "SK-none", "--measure", "valid")[0] == 2


def _sheets(desk: Desk, code: str) -> dict[str, list[list[object]]]:
    book = load_workbook(desk.latest() / "internal" / "ledger" / f"{code}.xlsx")
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_each_step_of_the_ledgers_workbook_has_as_many_rows_as_its_number(made: Desk) -> None:
    tallies = made.tallies()
    for code in ("LDLD-01", "CDN-GD"):
        sheets = _sheets(made, code)
        for measure, sheet in (("valid", "counted"), ("rejected", "rejected"), ("ineligible", "ineligible")):
            rows = sheets.get(LEDGER_SHEETS[sheet], [[]] * 3)[3:]
            assert len(rows) == tallies[measure, code, "", ""]


def test_a_duplicate_names_the_other_federation_alone_and_a_secret_one_not_even_that(made: Desk) -> None:
    told = {
        row[3]: row[6]
        for code in ("LDLD-01", "CDN-GD")
        for row in _sheets(made, code).get(LEDGER_SHEETS["duplicate_across_federations"], [[]] * 3)[3:]
    }
    assert set(told) == {LOOM, "Quy trình pha mực in"}
    assert told["Quy trình pha mực in"] == "đã được tính ở đơn vị khác"
    assert told[LOOM].startswith(("Liên đoàn Lao động", "Công đoàn"))
    assert ".csv" not in told[LOOM]


def test_every_link_of_the_internal_pages_leads_to_something(made: Desk) -> None:
    internal = made.latest() / "internal"
    for page in ("index.html", "numbers.html"):
        links = re.findall(r'href="([^"]+)"', (internal / page).read_text("utf-8"))
        followed = [unquote(link).partition("#")[0] for link in links if not link.startswith(("#", "data:"))]
        assert any(link.startswith("ledger/") for link in followed)
        assert [link for link in followed if not (internal / link).exists()] == []


def test_a_workbook_forgets_what_becomes_secret(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    before = made.latest()
    assert main(["withhold", *options(made), "--federation", "LDLD-01", "--by", "Phạm Bình"]) == 0
    sheets = _sheets(made, "CDN-GD")
    assert made.latest() == before
    told = {row[3]: row[7] for sheet, rows in sheets.items() if sheet != "Tổng hợp" for row in rows[3:]}
    assert told[LOOM] == "bí mật công nghệ"
