"""The national portal against the submissions: what is missing where, whose it is, and what its marks do."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.cli import main
from flows.store.portal import PortalCounts, portal_counts, portal_units
from flows.store.session import Store
from tests.builders import AS_OF, CAMPAIGN, HEADERS, Desk, csv_table, row, workbook
from tests.flows.test_operations_status import options

UNIT = "Đơn vị gửi"
HANOI, HAGIANG = "LĐLĐ TP. Hà Nội", "Liên đoàn Lao động tỉnh Hà Giang"
LOOM, BOILER, INK, CRANE = (
    "Cải tiến máy dệt kim loại thoi số 1", "Lò hơi đốt trấu tự động", "Quy trình pha mực in lụa", "Xe nâng chạy điện",
)  # fmt: skip
PEOPLE = {
    LOOM: ("Trần Thị Mai", "Công ty Dệt Nam Định"),
    BOILER: ("Lê Văn Ba", "Nhà máy Gạch Tiên Sơn"),
    INK: ("Vũ Đình Khoát", "Công ty In Tiến Bộ"),
    CRANE: ("Ngô Bá Hải", "Cảng Đoạn Xá"),
}


def _row(number: int, title: str, **fields: object) -> list[object]:
    authors, workplace = PEOPLE.get(title, ("Hà Thị Út", "Trường Tiểu học Kim Đồng"))
    return row(number, title, **({"authors": authors, "workplace": workplace} | fields))


def _export(path: Path, rows: list[tuple[str, list[object]]], headers: tuple[str, ...] = HEADERS) -> Path:
    body = [[unit, *values[: len(headers)]] for unit, values in rows]
    path.write_bytes(workbook({"Cổng": [[UNIT, *headers], *body]}))
    return path


def _compared(desk: Desk, export: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["portal", *options(desk), str(export), "--out", str(out)]) == 0
    return capsys.readouterr().out


def _lists(path: Path) -> dict[str, list[list[object]]]:
    return {s.title: [[c.value for c in r] for r in s.iter_rows(min_row=5)] for s in load_workbook(path)}


@pytest.fixture
def sent(a_desk: Desk) -> Desk:
    a_desk.send(
        "LDLD-01",
        "a.csv",
        csv_table([_row(1, LOOM, award="Giấy khen CĐCS"), _row(2, BOILER, award="Bằng khen LĐLĐ tỉnh"), _row(3, INK)]),
    )
    a_desk.night()
    return a_desk


def test_what_is_missing_only_there_and_different_is_told_to_its_federation(
    sent: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = _export(
        tmp_path / "cong.xlsx",
        [
            (HANOI, _row(1, LOOM, award="Bằng khen LĐLĐ tỉnh", benefit=90)),
            (HANOI, _row(2, LOOM, award="Bằng khen LĐLĐ tỉnh", benefit=90)),
            (HAGIANG, _row(3, CRANE)),
            ("đơn vị lạ", _row(4, "Sơ đồ tư duy lớp 4")),
        ],
    )
    _compared(sent, export, tmp_path / "out", capsys)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "toan-quoc.xlsx", "LDLD-01.xlsx", "LDLD-02.xlsx", "khong-ro-don-vi.xlsx",
    }  # fmt: skip
    hanoi, hagiang = _lists(tmp_path / "out" / "LDLD-01.xlsx"), _lists(tmp_path / "out" / "LDLD-02.xlsx")
    assert [line[1] for line in hanoi["Chưa có trên Cổng"]] == [BOILER]  # INK was not honoured
    assert {(line[1], line[2]) for line in hanoi["Khác nhau"]} == {
        (LOOM, "cấp khen thưởng"), (LOOM, "giá trị làm lợi"),
    }  # fmt: skip
    assert len(hanoi["Ghi nhiều lần trên Cổng"]) == 1
    assert [line[0] for line in hagiang["Chỉ có trên Cổng"]] == [CRANE]
    store = Store(sent.settings.database_url)
    assert portal_counts(store, CAMPAIGN, AS_OF) == PortalCounts(4, 2, 1, 2, 2)
    assert portal_units(store, CAMPAIGN, AS_OF) == {
        "": PortalCounts(1, 0, 0, 1, 0),
        "LDLD-01": PortalCounts(2, 2, 1, 0, 2),
        "LDLD-02": PortalCounts(1, 0, 0, 1, 0),
    }
    store.close()


@pytest.mark.both_databases
def test_portal_rows_stand_beside_the_national_number_and_are_not_counted(
    sent: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sent.tallies()["valid", "", "", ""]
    _compared(sent, _export(tmp_path / "cong.xlsx", [(HAGIANG, _row(1, CRANE))]), tmp_path / "out", capsys)
    sent.night()
    assert sent.tallies()["valid", "", "", ""] == before
    assert sent.tallies()["portal_only", "", "", ""] == 1
    page = (sent.latest() / "public" / "index.html").read_text("utf-8")
    assert "1 sáng kiến chỉ có trên Cổng" in page


@pytest.mark.both_databases
def test_a_mark_on_the_portal_makes_the_same_initiative_secret_for_good(
    sent: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _compared(
        sent, _export(tmp_path / "c.xlsx", [(HANOI, _row(1, BOILER, secrecy="x"))]), tmp_path / "out", capsys
    )
    assert "1 rows withheld; 1 releases changed" in told
    records = sent.records()
    assert records.loc[records["title"] == BOILER, ["authors", "workplace"]].to_numpy().tolist() == [["", ""]]
    changed = [_row(1, LOOM), _row(2, BOILER, award="Bằng khen LĐLĐ tỉnh"), _row(3, "Một dòng mới thêm vào")]
    sent.send("LDLD-01", "a.csv", csv_table(changed))
    sent.night()
    records = sent.records()
    assert records.loc[records["title"] == BOILER, "is_redacted"].tolist() == [True]
    assert records.loc[records["title"] == LOOM, "is_redacted"].tolist() == [False]
    for file in (sent.latest() / "public").iterdir():
        assert "Gạch Tiên Sơn".encode() not in file.read_bytes()


def test_of_a_secret_initiative_the_lists_name_the_title_alone(
    sent: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(HANOI, _row(1, LOOM, secrecy="x", benefit=77, award="Bằng khen LĐLĐ tỉnh"))]
    _compared(sent, _export(tmp_path / "c.xlsx", rows), tmp_path / "out", capsys)
    (line,) = _lists(tmp_path / "out" / "LDLD-01.xlsx")["Khác nhau"]
    assert line[1:6] == [LOOM, "bí mật công nghệ: chỉ nêu tên", None, None, None]


def test_an_export_without_a_secrecy_column_marks_nothing_and_is_told_by_titles(
    sent: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = HEADERS[: HEADERS.index("Bí mật công nghệ")]
    export = _export(tmp_path / "c.xlsx", [(HANOI, _row(1, LOOM, benefit=77)), (HAGIANG, _row(2, CRANE))], headers)
    told = _compared(sent, export, tmp_path / "out", capsys)
    assert "withheld" not in told
    assert not sent.records()["is_redacted"].any()
    (line,) = _lists(tmp_path / "out" / "LDLD-02.xlsx")["Chỉ có trên Cổng"]
    assert line[:2] == [CRANE, None]


def test_an_export_that_is_no_list_is_refused(sent: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = tmp_path / "c.xlsx"
    export.write_bytes(b"no workbook")
    assert main(["portal", *options(sent), str(export)]) == 1
    assert "cannot be read as a list of initiatives" in capsys.readouterr().err


def test_authors_workplace_and_title_are_told_where_they_are_others(
    sent: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    longer, (who, where) = f"{LOOM} ở xưởng dệt", PEOPLE[LOOM]
    rows = [
        (HANOI, _row(1, BOILER, authors="LÊ VĂN BA; Đỗ Thị Tơ", award="Bằng khen LĐLĐ tỉnh")),
        (HANOI, _row(2, INK, workplace="Cty In Tiến Bộ")),  # the same place, written shorter
        (HANOI, _row(3, longer, authors=who, workplace=where, award="Giấy khen CĐCS")),
    ]
    _compared(sent, _export(tmp_path / "c.xlsx", rows), tmp_path / "out", capsys)
    lines = _lists(tmp_path / "out" / "LDLD-01.xlsx")["Khác nhau"]
    assert [line[1:5] for line in lines] == [
        [BOILER, "tác giả", "Lê Văn Ba", "LÊ VĂN BA; Đỗ Thị Tơ"],
        [LOOM, "tên sáng kiến", LOOM, longer],
    ]


def test_what_differs_is_told_of_the_counted_row_and_not_of_another_of_the_initiative(
    sent: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = _row(4, INK, registered="25/06/2021", benefit=99)  # not eligible: registered after as-of
    sent.send("LDLD-01", "a.csv", csv_table([late, _row(1, LOOM), _row(2, BOILER), _row(3, INK)]))
    sent.night()
    same_as_late = _row(1, INK, registered="25/06/2021", benefit=99)
    _compared(sent, _export(tmp_path / "c.xlsx", [(HANOI, same_as_late)]), tmp_path / "out", capsys)
    told = {line[2]: (line[3], line[4]) for line in _lists(tmp_path / "out" / "LDLD-01.xlsx")["Khác nhau"]}
    assert told["ngày đăng ký"] == ("15/03/2021", "25/06/2021")
    assert set(told) == {"ngày đăng ký", "giá trị làm lợi"}


def test_of_a_row_that_stands_for_another_unit_the_unit_alone_is_told(
    sent: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _compared(sent, _export(tmp_path / "c.xlsx", [(HAGIANG, _row(1, INK, benefit=99))]), tmp_path / "out", capsys)
    (line,) = _lists(tmp_path / "out" / "LDLD-01.xlsx")["Khác nhau"]
    assert line[1:5] == [INK, "đơn vị", "LĐLĐ TP. Hà Nội", "LĐLĐ tỉnh Hà Giang"]
