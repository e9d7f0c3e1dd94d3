"""The workbook a federation may adopt: understood column by column, and without a finding once it is filled in."""

import io
import subprocess
from datetime import date
from pathlib import Path
from shutil import which

import openpyxl
import pytest

from flows.cli import main
from flows.reading.workbooks import read_workbook
from reports.template_workbook import HEADER_ROW
from reports.wording_template import COLUMNS
from rules.awards import award_level
from rules.flags import secrecy_mark_in_text
from rules.layout import lay_out
from rules.mark_cover import is_mark, marks_all
from rules.nomination_marks import mark_of
from rules.vocabulary import FIELDS, SECTORS, field_of, sector_of
from schemas.dossier import Mark
from schemas.parsed import ParsedFile
from schemas.submission import column_letters
from tests.builders import ROOT, column_table, parsed, small_config

FIELDS_OF_COLUMNS = (
    "row_no", "title", "authors", "position", "workplace", "superior_union", "sector", "field", "content", "effect",
    "benefit", "applied", "applied_end", "registered", "recognition", "award", "nomination", "secrecy",
    "note",
)  # fmt: skip
TITLES = (
    "Cải tiến đồ gá hàn khung xe", "Rút gọn quy trình cấp phát vật tư kho than", "Sổ tay số cho tổ trưởng công đoàn",
    "Thay vòi phun lò sấy gạo", "Dạy phân số bằng băng giấy màu", "Giảm hao hụt nước tưới vườn cam",
    "Phiếu theo dõi người bệnh sau mổ", "Cầu nâng tự chế cho xưởng sửa xe buýt", "Lưới chắn mảnh vỡ giàn giáo",
    "Tra cứu hồ sơ đất đai bằng mã vạch", "Đối chiếu công nợ tự động cuối ngày", "Bếp ăn ca không lãng phí",
    "Đồ chơi học chữ làm từ nắp chai",
)  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("template") / "mau.xlsx"
    assert main(["template", "--config", str(ROOT / "config.yaml"), "--federation", "LDLD-22", "--out", str(out)]) == 0
    return out.read_bytes()


def _filled(template: bytes, rows: list[dict[str, object]]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        for column, field in enumerate(FIELDS_OF_COLUMNS, start=1):
            sheet.cell(number, column).value = row.get(field)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _choices(template: bytes) -> dict[str, list[str]]:
    """Canonical column -> what its cells may be chosen from."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    found: dict[str, list[str]] = {}
    for rule in book.worksheets[0].data_validations.dataValidation:
        if rule.type == "list":
            column = openpyxl.utils.range_boundaries(str(rule.sqref))[0]
            sheet, _, cells = rule.formula1.rpartition("!")
            area = book[sheet.strip("='")][cells.replace("$", "")]
            found[FIELDS_OF_COLUMNS[column - 1]] = [str(line[0].value) for line in area]
    return found


def _rows(template: bytes) -> list[dict[str, object]]:
    """One row for every choice of every list."""
    choices = _choices(template)
    most = max(map(len, choices.values()))
    return [
        {
            "row_no": n, "title": TITLES[n - 1], "authors": "Nguyễn Văn An; Trần Thị Bình",
            "position": "Tổ trưởng", "workplace": "Công ty cổ phần Cơ khí Sông Lam",
            "superior_union": "Công đoàn các Khu công nghiệp", "content": "Đồ gá xoay.", "effect": "Giảm phế phẩm.",
            "benefit": 94.5 + n, "applied": date(2021, 3, 15), "registered": date(2021, 3, 20),
            "applied_end": date(2021, 4, 30) if n % 2 else None,
        } | {field: options[n % len(options)] for field, options in choices.items()}
        for n in range(1, most + 1)
    ]  # fmt: skip


def _taken_in(data: bytes) -> ParsedFile:
    return parsed(*read_workbook(data), file="mau.xlsx")


def test_every_column_is_understood_as_what_it_is_meant_for(template: bytes) -> None:
    (table,) = lay_out(read_workbook(template)[0], column_table()).tables
    assert tuple(c.field for c in table.columns) == FIELDS_OF_COLUMNS
    benefit = next(c for c in table.columns if c.field == "benefit")
    assert benefit.unit == 1e6


def test_filled_in_it_passes_without_a_finding(template: bytes) -> None:
    rows = _rows(template)
    got = _taken_in(_filled(template, rows))
    assert got.rejected_because == ""
    assert got.findings.to_dict("records") == []
    assert sorted(got.records["title"]) == sorted(str(r["title"]) for r in rows)
    secret = got.records[got.records["secret_reason"] != ""]
    assert sorted(secret["title"]) == sorted(str(r["title"]) for r in rows if r["secrecy"] == "Có")
    shown = got.records[got.records["secret_reason"] == ""]
    assert set(shown["sector"]) == set(SECTORS)
    assert set(got.records["award_level"].dropna()) == {1, 2, 3, 4}
    assert shown["benefit_vnd"].min() > 90e6


def test_every_choice_is_understood(template: bytes) -> None:
    choices = _choices(template)
    assert [sector_of(words) for words in choices["sector"]] == list(SECTORS)
    assert [field_of(words) for words in choices["field"]] == list(FIELDS)
    assert all(award_level(words).known for words in choices["award"])
    assert [award_level(words).level for words in choices["award"]] == [1, 2, 3, 3, 3, 4, 4, 4]
    assert [mark_of(words) for words in choices["nomination"]] == [Mark.EXCELLENT, Mark.TYPICAL]
    assert choices["secrecy"] == ["Không", "Có"]


def test_an_empty_one_has_no_row_and_its_other_sheets_are_no_tables(template: bytes) -> None:
    sheets = read_workbook(template)
    assert [s.name for s in sheets] == ["Danh sách sáng kiến", "Hướng dẫn", "Danh mục"]
    assert all(lay_out(s, column_table()).tables == () for s in sheets[1:])
    assert len(_taken_in(template).records) == 0


def test_what_one_types_is_checked_in_vietnamese_within_the_window(template: bytes) -> None:
    rules = openpyxl.load_workbook(io.BytesIO(template)).worksheets[0].data_validations.dataValidation
    told = {str(r.sqref).rstrip("0123456789:").split("$")[-1][:1]: r for r in rules}
    assert all(r.prompt and r.error for r in rules)
    at = {field: column_letters(i) for i, field in enumerate(FIELDS_OF_COLUMNS)}
    applied, registered, benefit = (told[at[f]] for f in ("applied", "registered", "benefit"))
    assert (applied.type, registered.type, benefit.type) == ("date", "date", "decimal")
    assert "01/02/2021" in applied.error
    assert "30/05/2021" in registered.error
    assert "triệu đồng" in benefit.error
    day = (date(2021, 2, 1) - date(1899, 12, 30)).days
    assert (int(applied.formula1), applied.errorStyle) == (day, "warning")


def test_no_note_or_message_reads_as_a_mark_of_secrecy(template: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(template)).worksheets[0]
    notes = [c.comment.text for row in sheet.iter_rows() for c in row if c.comment]
    rules = sheet.data_validations.dataValidation
    messages = [t for r in rules for t in (r.prompt, r.promptTitle, r.error, r.errorTitle) if t]
    assert len(notes) == len(COLUMNS)
    for text in notes + messages:
        assert not secrecy_mark_in_text(text)
        assert not is_mark(text)
        assert not marks_all(text)
        assert "mật" not in text.lower()
    assert all(len(r.prompt) <= 255 and len(r.promptTitle) <= 32 and len(r.error) <= 225 for r in rules)


@pytest.mark.skipif(not which("soffice"), reason="no LibreOffice: the template was not saved in another format")
def test_saved_in_the_old_format_it_still_passes(template: bytes, tmp_path: Path) -> None:
    rows = [r for r in _rows(template) if r["secrecy"] == "Không"]
    (tmp_path / "mau.xlsx").write_bytes(_filled(template, rows))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, "xls", "mau.xlsx"], cwd=tmp_path, capture_output=True, timeout=120, check=True)
    got = _taken_in((tmp_path / "mau.xls").read_bytes())
    assert len(got.records) == len(rows)
    assert got.findings.to_dict("records") == []
    assert set(got.records["secret_reason"]) == {""}


def test_the_same_template_has_the_same_bytes_and_names_its_federation(template: bytes, tmp_path: Path) -> None:
    again = tmp_path / "mau.xlsx"
    assert (
        main(["template", "--config", str(ROOT / "config.yaml"), "--federation", "LDLD-22", "--out", str(again)]) == 0
    )
    assert again.read_bytes() == template
    assert "QUẢNG NINH" in str(read_workbook(template)[0].rows[1][0])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--federation", "KHÔNG", "--out", "a.xlsx"), "no federation"),
        (("--out", "a.xls"), "ends in .xlsx"),
        (("--out", "there.xlsx"), "is there already"),
    ],
)
def test_misuse_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...],
    told: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    small_config(tmp_path / "config.yaml")
    (tmp_path / "there.xlsx").write_bytes(b"filled in")
    assert main(["template", *arguments]) == 2
    assert told in capsys.readouterr().err
    assert (tmp_path / "there.xlsx").read_bytes() == b"filled in"
