"""`tonghop dedupe`: a table in, its clusters and the reasons out."""

import csv
from pathlib import Path

import pytest
import yaml

from flows.cli import main
from tests.builders import small_config

ROOT = Path(__file__).parent.parent.parent
SHEET = """Danh sách sáng kiến,,,,
STT,Tên sáng kiến,Tác giả,Đơn vị,Năm
1,Cải tiến đồ gá hàn khung xe tải P-101 tại phân xưởng 2,Nguyễn Văn Quyết,Công ty CP Ô tô Trường Hải,2021
2,Cải tiến đồ gá hàn khung xe tải P-101 tại phân xưởng 2.,Ông Nguyễn Văn Quyết,Cty CP ô tô Trường Hải,
3,Một số biện pháp rèn kỹ năng đọc cho học sinh lớp 4,Trần Thị Hoa,Trường TH Lê Lợi,2021
4,Một số biện pháp rèn kỹ năng đọc cho học sinh lớp 5,Trần Thị Hoa,Trường TH Lê Lợi,2021
5,=1+1,,,
6,,Trần Thị Hoa,Trường TH Lê Lợi,không rõ
"""
COLUMNS = ["--title", "tên sáng kiến", "--authors", "Tác giả", "--workplace", "Đơn vị", "--year", "Năm"]


def _dedupe(folder: Path, *options: str) -> int:
    (folder / "in.csv").write_text(SHEET, "utf-8")
    common = ["--config", str(ROOT / "config.yaml"), "--workdir", str(folder / "var")]
    return main(["dedupe", str(folder / "in.csv"), *options, "-o", str(folder / "out.csv"), *common])


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_one_initiative_typed_twice_is_found_and_two_grades_are_two(tmp_path: Path) -> None:
    assert _dedupe(tmp_path, *COLUMNS) == 0
    rows = _read(tmp_path / "out.csv")
    assert [row["cluster"] for row in rows] == ["3", "3", "5", "6", "7", "8"]  # rows of the sheet
    assert [row["canonical"] for row in rows] == ["true", "false", "true", "true", "true", "true"]
    assert rows[4]["Tên sáng kiến"] == "'=1+1"
    pairs = _read(tmp_path / "out_pairs.csv")
    assert [(p["row_l"], p["row_r"], p["decision"]) for p in pairs if p["decision"] != "reject"] == [
        ("3", "4", "accept")
    ]
    assert "tên: giống hệt" in pairs[0]["reasons"]
    assert not (tmp_path / "var").exists()  # nothing is stored


def test_a_table_of_other_things_by_settings(tmp_path: Path) -> None:
    chosen = tmp_path / "chosen.yaml"
    chosen.write_text("columns:\n  Tên sáng kiến: text\n  Tác giả: names\n", "utf-8")
    assert _dedupe(tmp_path, "--settings", str(chosen)) == 0
    rows = _read(tmp_path / "out.csv")
    assert rows[0]["cluster"] == rows[1]["cluster"]
    assert rows[0]["cluster"] != rows[2]["cluster"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--title", "Tên gì đó"], "found STT, Tên sáng kiến"),
        (["--authors", "Tác giả"], "expected --title"),
        ([], "expected --title"),
        (["--title", "Tên sáng kiến", "--sheet", "Hai"], "no sheet of this name"),
        (["--settings", "nowhere.yaml"], "No such file"),
    ],
)
def test_wrong_usage_is_told_and_nothing_written(
    tmp_path: Path, options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _dedupe(tmp_path, *options) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_what_is_no_table_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / "odd.xlsx"
    odd.write_bytes(b"PK\x03\x04 broken")
    common = ["--config", str(ROOT / "config.yaml"), "-o", str(tmp_path / "out.csv")]
    assert main(["dedupe", str(odd), "--title", "A", *common]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("kept", "utf-8")
    assert _dedupe(tmp_path, *COLUMNS) == 2
    assert (tmp_path / "out.csv").read_text("utf-8") == "kept"


def test_a_file_that_takes_more_than_its_child_may_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = small_config(tmp_path / "config.yaml")
    tight = yaml.safe_load(config.read_text("utf-8"))
    tight["limits"]["parse_memory_bytes"] = 1_000_000
    config.write_text(yaml.safe_dump(tight, allow_unicode=True), "utf-8")
    (tmp_path / "in.csv").write_text("Tên sáng kiến\n" + "Cải tiến máy dệt kim tròn\n" * 200_000, "utf-8")
    asked = ["dedupe", str(tmp_path / "in.csv"), "--title", "Tên sáng kiến", "-o", str(tmp_path / "out.csv")]
    assert main([*asked, "--config", str(config), "--workdir", str(tmp_path / "var")]) == 1
    assert "is too large or too intricate" in capsys.readouterr().err
