"""A name of a file or a sheet that repeats what is withheld of a secret row is shown with a code in its place."""

import unicodedata

import pytest

from rules.features import Coder
from rules.names_in_paths import shown_path
from tests.builders import HEADERS, parsed, row, sheet_of

SECRET = {"authors": "Nguyễn Văn Ánh", "workplace": "Công ty TNHH Gốm Phù Lãng", "note": "pha theo mẫu XR250 của tổ"}
CODER = Coder(b"a key for tests")


def shown(file: str, sheet: str = "DS", secrecy: str = "x", **fields: str) -> tuple[str, str]:
    made = row(1, "Men gốm chịu nhiệt", **(SECRET | fields), secrecy=secrecy)
    found = parsed(sheet_of([HEADERS, made], sheet), file=file)
    (receipt,) = found.sheets
    assert set(found.findings["file"]) <= {found.file}
    assert set(found.findings["sheet"]) <= {receipt.name, ""}
    return found.file, receipt.name


@pytest.mark.parametrize(
    ("file", "gone"),
    [
        ("Danh sách Nguyễn Văn Ánh.xlsx", "Nguyễn"),
        ("DS_nguyen_van_anh_2021.xlsx", "nguyen"),
        ("NguyenVanAnh.xlsx", "Nguyen"),
        ("nguyenvananh.csv", "nguyenvananh"),
        ("Sáng kiến Gốm Phù Lãng.xlsx", "Lãng"),
        ("SK mau XR250.xlsx", "XR250"),
        ("Gom Phu Lang/danh sach.xlsx", "Lang"),
        (unicodedata.normalize("NFD", "Sáng kiến của Nguyễn Văn Ánh.xlsx"), "Nguye"),
    ],
)
def test_what_a_file_name_repeats_is_replaced(file: str, gone: str) -> None:
    path, _ = shown(file)
    assert gone not in path
    assert "(" in path
    assert path.endswith(file[-4:])
    assert path.count("/") == file.count("/")


@pytest.mark.parametrize(
    "file", ["Danh sách sáng kiến 2021.xlsx", "Khoi HCSN/Bieu tong hop SK.xlsx", "Men gốm chịu nhiệt.xlsx", "Văn.xlsx"]
)
def test_what_repeats_nothing_withheld_stays(file: str) -> None:
    assert shown(file, "Sheet1") == (file, "Sheet1")


def test_names_that_repeat_an_open_row_stay() -> None:
    assert shown("Nguyễn Văn Ánh.xlsx", "Gốm Phù Lãng", secrecy="") == ("Nguyễn Văn Ánh.xlsx", "Gốm Phù Lãng")


def test_a_sheet_name_is_shown_in_the_same_way() -> None:
    _, sheet = shown("a.xlsx", "Tổ Gốm Phù Lãng")
    assert "Lãng" not in sheet
    assert sheet.startswith("Tổ (")


def test_a_sheet_or_file_that_marks_itself_shows_nothing_else() -> None:
    file, sheet = shown("Bí mật lò tuy nen/Tổ lò.xlsx", "Bí mật lò nung", secrecy="")
    assert "tuy" not in file
    assert "nung" not in sheet
    assert "lò" not in (file + sheet)
    assert shown("a.xlsx", "Bí mật công nghệ", secrecy="")[1] == "Bí mật công nghệ"


def test_two_names_never_become_one() -> None:
    assert shown("Nguyễn Văn Ánh.xlsx")[0] != shown("Nguyen Van Anh.xlsx")[0]


def test_a_file_that_could_not_be_read_shows_nothing_of_a_name_that_marks_itself() -> None:
    assert "nung" not in shown_path("Bí mật lò nung.xlsx", (), CODER)
    assert shown_path("Lò nung.xlsx", (), CODER) == "Lò nung.xlsx"


def test_the_names_of_a_rejected_file_are_judged_by_its_marked_rows() -> None:
    headers = ["STT", "Tác giả", "Đơn vị công tác", "Khối", "Lĩnh vực", "Bí mật công nghệ"]
    rows = [headers, [1, "Nguyễn Văn Ánh", "Gốm Phù Lãng", "DN", "", "x"], [2, "Lê Ba", "May 10", "DN", "", ""]]
    found = parsed(sheet_of(rows), file="Nguyễn Văn Ánh.xlsx")
    assert found.rejected_because
    assert "Ánh" not in found.file
