"""Sheets as people really lay them out, drawn as text: each line a row, "|" between cells, and what becomes of it.

Letters: d counted row, c goes on with the row above, r rejected, h header, t title block, n numbering, s section,
T total, g signature, N note, e prepared line, i irrelevant. A row that shows nothing has no letter."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from schemas.parsed import ParsedFile
from schemas.submission import Sheet
from tests.builders import parsed, sheet_of

LETTERS = {
    "d": "counted", "c": "continuation", "h": "header", "t": "title_block", "n": "numbering", "s": "section",
    "T": "total", "g": "signature", "N": "note", "e": "empty_line", "i": "irrelevant", "x": "hidden_sheet",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One drawn sheet: `kinds` one letter a non-empty row, `fields` some columns that must be known, `told` and
    `untold` checks, `because` the file's rejection."""

    name: str
    drawn: str
    kinds: str
    fields: dict[str, str] = field(default_factory=dict)
    told: str = ""
    untold: str = "SHT-001 SHT-003 SHT-009"
    because: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def draw(text: str) -> list[list[Any]]:
    """Rows of a drawing: numbers as numbers, "\\" a line break within a cell."""
    return [[_cell(cell.strip()) for cell in line.split("|")] for line in text.strip("\n").split("\n")]


def _cell(text: str) -> Any:
    if text.replace(".", "", 1).isdigit() and not text.startswith("0") and not text.endswith("."):
        return float(text)
    return text.replace("\\", "\n")


def letters(file: ParsedFile, sheet_no: int = 0) -> str:
    """What became of each row, as letters."""
    told = {int(row): "d" for row in file.records.loc[file.records["sheet_no"] == sheet_no, "row"]}
    names = {name: letter for letter, name in LETTERS.items()}
    for row, kind, reason in file.lines.loc[file.lines["sheet_no"] == sheet_no, ["row", "kind", "reason"]].to_numpy():
        told[int(row)] = "r" if kind == "rejected" else names[reason]
    return "".join(told[row] for row in sorted(told))


BASE = """
STT | Tên sáng kiến | Tác giả | Đơn vị công tác
1 | Cải tiến đồ gá hàn khung xe tại xưởng hai | Nguyễn Văn An | Công ty May 10
2 | Máy ép | Trần Thị Bình | Công ty May 10
"""
COLUMNS = {"title": "B", "authors": "C", "workplace": "D"}

SHAPES = [
    Shape("plain", BASE, "hdd", COLUMNS),
    Shape(
        "letterhead of two bodies, title over the table",
        """
LĐLĐ TỈNH HÀ GIANG | | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CÔNG ĐOÀN NGÀNH GIÁO DỤC | | Độc lập - Tự do - Hạnh phúc
Số: 05/BC-CĐN | | Hà Giang, ngày 20 tháng 4 năm 2021

DANH SÁCH SÁNG KIẾN NĂM 2021
(Kèm theo Tờ trình số 05/TTr-LĐLĐ ngày 20/4/2021)
""" + BASE.strip("\n"),
        "ttttthdd", COLUMNS,
    ),
    Shape("header in row 35", "\n".join(["Căn cứ kế hoạch"] * 34) + BASE.rstrip("\n"), "t" * 34 + "hdd", COLUMNS),
    Shape(
        "when it was applied in two columns under one heading",
        """
        TT | Tên sáng kiến | Tác giả | Thời gian áp dụng |
        | | | Từ ngày | Đến ngày
        1 | Cải tiến lò hơi | Nguyễn Văn An | 10/03/2021 | 20/03/2021
        """,
        "hhd",
        fields={"applied": "D", "applied_end": "E"},
        untold="INI-005 SHT-004",
        facts={"merged": (((1, 0), (2, 0)), ((1, 1), (2, 1)), ((1, 2), (2, 2)), ((1, 3), (1, 4)))},
    ),
    Shape(
        "a second header line of which nothing is a column that is known",
        """
TT | Tên sáng kiến | Tác giả | Đơn vị | Khối | |
| | | | HCSN | DN | CBCĐ
1 | Cải tiến lò hơi | Nguyễn Văn An | Nhà máy Z176 | x | |
2 | Máy ép | Trần Thị Bình | Nhà máy Z176 | | x |
""",
        "hhdd",
        {"title": "B", "sector": "E"},
        untold="INI-001",
    ),
    Shape(
        "two header rows with groups",
        """
STT | Tên sáng kiến | Tác giả | | Kết quả | | Khen thưởng | |
| | Họ và tên | Chức vụ | Hiệu quả | Giá trị làm lợi (triệu đồng) | CĐCS | LĐLĐ tỉnh | TLĐ
1 | Cải tiến đồ gá hàn | Nguyễn Văn An | Tổ trưởng | Giảm phế phẩm | 15 | x | | x
2 | Máy ép | Trần Thị Bình | Công nhân | Giảm phế phẩm | 5 | | x |
""",
        "hhdd",
        {"title": "B", "authors": "C", "position": "D", "effect": "E", "benefit": "F", "award_1": "G", "award_3": "H",
         "award_4": "I"},
    ),
    Shape(
        "the same with merges as the file tells them",
        """
STT | Tên sáng kiến | Tác giả | | Khen thưởng | |
| | Họ và tên | Chức vụ | CĐCS | LĐLĐ tỉnh | TLĐ
(1) | (2) | (3) | (4) | (5) | (6) | (7)
1 | Cải tiến đồ gá hàn | Nguyễn Văn An | Tổ trưởng | x | | x
""",
        "hhnd", {"authors": "C", "position": "D", "award_1": "E", "award_4": "G"},
        facts={"merged": (((1, 0), (2, 0)), ((1, 1), (2, 1)), ((1, 2), (1, 3)), ((1, 4), (1, 6)))},
    ),
    Shape("numbering row", BASE.strip("\n").replace("\n", "\n(1) | (2) | (3) | (4)\n", 1), "hndd", COLUMNS),
    Shape("number as text", BASE.replace("\n1 |", "\n01. |").replace("\n2 |", "\n02. |"), "hdd", COLUMNS),
    Shape("blank columns A and B", BASE.replace("\n", "\n | | ").rstrip(" |"), "hdd",
          {"title": "D", "authors": "E", "workplace": "F"}),
    Shape("header on each page", BASE.strip("\n") + BASE.rstrip("\n"), "hddhdd", COLUMNS),
    Shape(
        "totals in the middle and notes between",
        BASE.strip("\n") + """
Cộng | | | 2
Ghi chú: các sáng kiến dưới đây nộp bổ sung
3 | Máy cắt | Lê Văn Cường | Công ty Dệt
TỔNG CỘNG | | | 3
""",
        "hddTNdT", COLUMNS,
    ),
    Shape("ALL CAPS with stops and instructions",
          BASE.replace("Tên sáng kiến", "TÊN SÁNG KIẾN (ghi đầy đủ, không viết tắt).")
          .replace("Tác giả", "TÁC GIẢ\\(họ và tên)").replace("STT", "SỐ\\TT"), "hdd", COLUMNS),
    Shape("typed with blanks and line breaks",
          BASE.replace("Tên sáng kiến", " Tên\\sáng  kiến :").replace("Đơn vị công tác", "Đơn vị\\công tác"), "hdd",
          COLUMNS),
    Shape(
        "English headers",
        """
No. | Initiative title | Author | Workplace | Field | Effect | Note
1 | Cải tiến đồ gá hàn | Nguyễn Văn An | Công ty May 10 | CN | Tốt |
""",
        "hd", {"title": "B", "authors": "C", "workplace": "D", "field": "E", "effect": "F", "note": "G"},
    ),
    Shape(
        "English words in brackets",
        BASE.replace("Tên sáng kiến", "Tên sáng kiến (Initiative)").replace("Tác giả", "Tác giả/Author"), "hdd",
        {"title": "B", "authors": "C"},
    ),
    Shape(
        "wide sheet of 60 columns, little understood",
        "STT | Tên sáng kiến | Tác giả | " + " | ".join(f"Chỉ số {chr(97 + i % 26)}{i}" for i in range(57)) + "\n"
        "1 | Cải tiến đồ gá hàn | Nguyễn Văn An | " + " | ".join("0" for _ in range(57)),
        "hd", {"title": "B", "authors": "C"}, told="SHT-004",
    ),
    Shape(
        "sums below with a header of two columns",
        BASE.strip("\n") + """

Tổng hợp theo đơn vị:
Đơn vị | Số lượng
Công ty May 10 | 2
Công ty Dệt | 0
Tổng cộng | 2
| NGƯỜI LẬP BIỂU | | CHỦ TỊCH
""",
        "hddhhiiTg", COLUMNS,
    ),
    Shape(
        "sums below in the title's column",
        BASE.strip("\n") + """

 | BẢNG TỔNG HỢP
 | Khối | Số sáng kiến
 | Doanh nghiệp | 2
 | Hành chính sự nghiệp | 0
""",
        "hddhhii", COLUMNS,
    ),
    Shape(
        "sums of four columns and two header lines",
        BASE.strip("\n") + """

STT | Đơn vị | Kết quả |
| | Số đăng ký | Số lượng được công nhận
1 | LĐLĐ huyện A | 15 | 12
2 | LĐLĐ huyện B | 9 | 3
""",
        "hddhiii", COLUMNS,
    ),
    Shape(
        "the list goes on below its sums",
        BASE.strip("\n") + """
Đơn vị | Số lượng
Công ty May 10 | 2
3 | Máy cắt vải tự động | Lê Văn Cường | Công ty Dệt
""",
        "hddhid", COLUMNS,
    ),
    Shape(
        "a list without numbers directly above its sums",
        """
Tên sáng kiến | Tác giả | Đơn vị công tác
Máy ép | Nguyễn Văn An | Công ty May 10
Máy dệt | Trần Thị Bình | Công ty Dệt
Đơn vị | Số lượng
Công ty May 10 | 1
""",
        "hddhi",
        {"title": "A"},
    ),
    Shape(
        "two names and two notes are no two lists",
        """
STT | Tên sáng kiến | Ghi chú | Tên giải pháp | Ghi chú
1 | Máy ép | a | Thay trục | b
""",
        "hd",
        told="SHT-007",
    ),
    Shape(
        "a second list of two columns",
        BASE.strip("\n") + """

TT | Tên sáng kiến
1 | Máy cắt
2 | Máy may
""",
        "hddhdd", COLUMNS, told="SHT-002",
    ),
    Shape(
        "a second list with other columns",
        BASE.strip("\n") + """

TT | Họ và tên | Tên giải pháp | Ngày đăng ký
1 | Lê Văn Cường | Máy cắt | 15/03/2021
""",
        "hddhd", COLUMNS, told="SHT-002",
    ),
    Shape(
        "a second list without a title column",
        BASE.strip("\n") + """

TT | Họ và tên | Công việc đã làm | Đơn vị công tác
1 | Lê Văn Cường | Lắp thêm bộ đếm cho máy cắt vải tự động | Công ty Dệt
""",
        "hrrhr", told="SHT-003", untold="", because="SHT-003",
    ),
    Shape(
        "lists side by side",
        """
STT | Tên sáng kiến | Tác giả | | STT | Tên sáng kiến | Tác giả
1 | Máy ép | Nguyễn Văn An | | 1 | Máy cắt | Lê Văn Cường
2 | Máy dệt | Trần Thị Bình | | | |
""",
        "hrr", told="SHT-009", untold="", because="SHT-009",
    ),
    Shape(
        "lists side by side without numbers",
        """
Tên sáng kiến | Tác giả | Tên sáng kiến | Tác giả
Máy ép | Nguyễn Văn An | Máy cắt | Lê Văn Cường
""",
        "hr", told="SHT-009", untold="", because="SHT-009",
    ),
    Shape(
        "a prepared list at the right without rows is no second list",
        """
STT | Tên sáng kiến | Tác giả | | STT | Tên sáng kiến | Tác giả
1 | Máy ép | Nguyễn Văn An | | | |
""",
        "hd", {"title": "B"}, told="SHT-007",
    ),
    Shape(
        "two names of one initiative are no two lists",
        """
STT | Tên sáng kiến | Tên giải pháp | Tác giả
1 | Máy ép | Thay trục | Nguyễn Văn An
""",
        "hd", {"title": "B"}, told="SHT-007",
    ),
    Shape(
        "sums at the right of the list",
        """
STT | Tên sáng kiến | Tác giả | | Đơn vị | Số lượng
1 | Máy ép | Nguyễn Văn An | | Công ty May 10 | 2
2 | Máy dệt | Trần Thị Bình | | Công ty Dệt | 1
""",
        "hdd", {"title": "B", "authors": "C"},
    ),
    Shape(
        "Roman numbers and titles only",
        """
STT | Tên sáng kiến | Tác giả
I | Cải tiến đồ gá hàn
II | Máy ép
III | Máy dệt
""",
        "hddd", {"title": "B"},
    ),
    Shape(
        "Roman headings with lettered ones above them",
        """
STT | Tên sáng kiến | Tác giả
A | KHỐI DOANH NGHIỆP
I | Công đoàn các KCN
1 | Máy ép | Nguyễn Văn An
II | Công đoàn huyện Hoài Đức
1 | Máy dệt | Trần Thị Bình
B | KHỐI HÀNH CHÍNH
I | Phòng Giáo dục
1 | Dạy học | Lê Văn Cường
""",
        "hssdsdssd", {"title": "B"},
    ),
    Shape(
        "Roman headings of units without rows",
        """
STT | Tên sáng kiến | Tác giả
I | Công đoàn các KCN
II | Công đoàn huyện Hoài Đức
1 | Máy dệt | Trần Thị Bình
III | Công đoàn huyện Ba Vì
""",
        "hssds", {"title": "B"},
    ),
    Shape(
        "authors one below the other under merged cells",
        """
STT | Tên sáng kiến | Tác giả | Chức vụ | Đơn vị công tác
1 | Máy ép | Nguyễn Văn An | Tổ trưởng | Công ty May 10
| | Trần Thị Bình | Công nhân |
| | Lê Văn Cường | Công nhân |
2 | Máy dệt | Phạm Thị Dung | Công nhân | Công ty Dệt
""",
        "hdccd", COLUMNS | {"workplace": "E"}, untold="INI-001 INI-004",
        facts={"merged": (((2, 0), (4, 0)), ((2, 1), (4, 1)), ((2, 4), (4, 4)))},
    ),
    Shape(
        "a title that its header only half names",
        """
TT | Tên các công trình lao động sáng tạo | Cá nhân có sáng tạo | Đơn vị công tác
1 | Cải tiến đồ gá hàn khung xe | Nguyễn Văn An | Công ty May 10
2 | Lắp thêm bộ đếm cho máy cắt | Trần Thị Bình | Công ty May 10
3 | Máy ép nhựa chạy bằng khí nén | Lê Văn Cường | Công ty Dệt
""",
        "hddd", COLUMNS, told="SHT-010",
    ),
    Shape(
        "long texts under a header of something else are no titles",
        """
TT | Nội dung công việc đã cải tiến | Họ và tên | Đơn vị công tác
1 | Cải tiến đồ gá hàn khung xe | Nguyễn Văn An | Công ty May 10
2 | Lắp thêm bộ đếm cho máy cắt | Trần Thị Bình | Công ty May 10
3 | Máy ép nhựa chạy bằng khí nén | Lê Văn Cường | Công ty Dệt
""",
        "hrrr", told="SHT-003", untold="SHT-010", because="SHT-003",
    ),
    Shape(
        "transposed: each initiative a column",
        """
STT | 1 | 2 | 3
Tên sáng kiến | Máy ép | Máy dệt | Máy cắt
Tác giả | Nguyễn Văn An | Trần Thị Bình | Lê Văn Cường
Đơn vị công tác | Công ty A | Công ty B | Công ty C
""",
        "rrrr", told="SHT-001", untold="", because="SHT-001",
    ),
    Shape(
        "a pivot only",
        """
Đơn vị | Số lượng sáng kiến | Tỷ lệ
LĐLĐ huyện A | 12 | 40
LĐLĐ huyện B | 18 | 60
Tổng cộng | 30 | 100
""",
        "rrrr", told="SHT-001", untold="", because="SHT-001",
    ),
    Shape(
        "flattened award headers",
        """
STT | Tên sáng kiến | Tác giả | Khen thưởng - CĐCS | Khen thưởng - TLĐ
1 | Máy ép | Nguyễn Văn An | x |
""",
        "hd", {"award_1": "D", "award_4": "E"}, untold="SHT-004",
    ),
    Shape(
        "person, position and workplace in one column",
        """
STT | Tên sáng kiến | Tên tác giả, chức vụ, đơn vị | Ghi chú
1 | Máy ép | Nguyễn Văn An, Tổ trưởng, Công ty May 10 |
""",
        "hd", {"authors": "C", "position": "C", "workplace": "C"}, untold="SHT-004 INI-003 INI-004",
    ),
    Shape(
        "prepared lines and a signature with names",
        BASE.strip("\n") + """
3 | | |
4 | | |

 | | | Hà Nội, ngày 20 tháng 4 năm 2021
 | NGƯỜI LẬP | | TM. BAN CHẤP HÀNH
 | | | CHỦ TỊCH

 | Trần Văn Bình | | Nguyễn Thị Hoa
""",
        "hddeegggg", COLUMNS,
    ),
    Shape(
        "unit headings in merged cells, numbers begin anew",
        """
STT | Tên sáng kiến | Tác giả | Đơn vị công tác
1. CÔNG ĐOÀN CÔNG TY MAY 10
1 | Máy ép | Nguyễn Văn An | Công ty May 10
2. CÔNG ĐOÀN CÔNG TY DỆT
1 | Máy dệt | Trần Thị Bình | Công ty Dệt
""",
        "hsdsd", COLUMNS, facts={"merged": (((2, 0), (2, 3)), ((4, 0), (4, 3)))},
    ),
    Shape("a file without numbers", """
Tên sáng kiến | Tác giả | Đơn vị công tác | Hiệu quả
Máy ép | Nguyễn Văn An | Công ty May 10 | Giảm phế phẩm
Máy dệt | Trần Thị Bình | Công ty May 10 | Giảm phế phẩm
""", "hdd", {"title": "A", "authors": "B"}),
    Shape("a list of titles alone", "Tên sáng kiến\nMáy ép nhựa\nMáy dệt kim", "hdd", {"title": "A"}),
    Shape("short words in the header", """
TT | Tên SK | Họ tên | ĐV | Lợi ích | BMCN
1 | Máy ép | Nguyễn Văn An | Công ty May 10 | Giảm phế phẩm | x
""", "hd", {"title": "B", "authors": "C", "workplace": "D", "effect": "E", "secrecy": "F"}),
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_sheet_is_understood_or_sent_back_with_one_clear_reason(shape: Shape) -> None:
    file = parsed(sheet_of(draw(shape.drawn), **shape.facts), holds_no_secrets=True)
    checks = set(file.findings["check_id"])
    assert (file.rejected_because, letters(file)) == (shape.because, shape.kinds)
    tables = file.sheets[0].tables
    assert shape.fields.items() <= (tables[0].columns.items() if tables else {}.items())
    assert set(shape.told.split()) <= checks
    assert not set(shape.untold.split()) & checks


def test_a_sheet_of_sums_beside_the_list_rejects_nothing() -> None:
    sums = "TT | Đơn vị | Khối | Số lượng sáng kiến\n1 | LĐLĐ huyện A | DN | 12\n2 | LĐLĐ huyện B | DN | 3"
    file = parsed(sheet_of(draw(BASE), "Danh sách"), sheet_of(draw(sums), "Tổng hợp"))
    assert (file.rejected_because, letters(file), letters(file, 1)) == ("", "hdd", "iii")
    assert set(file.findings.loc[file.findings["check_id"] == "SHT-008", "sheet"]) == {"Tổng hợp"}


def test_each_sheet_that_was_searched_in_vain_is_named() -> None:
    sheets = [sheet_of([["Kính gửi"], ["a", "b"]], name) for name in ("Một", "Hai")]
    hidden = Sheet("Ẩn", False, draw(BASE), range(1, 4))
    findings = parsed(*sheets, hidden).findings
    assert findings.loc[findings["check_id"] == "SHT-001", "sheet"].tolist() == ["Một", "Hai"]


def test_a_mark_below_a_table_of_sums_is_still_read() -> None:
    text = BASE.strip("\n") + "\nĐơn vị | Số lượng\nCông ty May 10 | 2\nCác sáng kiến trên thuộc bí mật công nghệ"
    assert parsed(sheet_of(draw(text)), holds_no_secrets=True).details.empty


def test_what_is_not_understood_is_named_with_what_it_would_be() -> None:
    text = """
STT | Tên sáng kiến | Người thực hiện chính | Tên đơn vị cơ sở | Ngày bắt đầu thử | Kinh phí | Màu
1 | Máy ép | Nguyễn Văn An | Công ty A | 15/03/2021 | 12.000.000đ | đỏ
2 | Máy dệt | Trần Thị Bình | Công ty B | 16/03/2021 | 9 triệu | xanh
3 | Máy cắt | Lê Văn Cường | Công ty C | 17/03/2021 | 15 triệu | tím
"""
    unknown = {u.column: (u.would_be, u.likeness > 0) for u in parsed(sheet_of(draw(text))).sheets[0].unknown_columns}
    assert unknown["E"] == ("applied", True)
    assert unknown["G"] == ("", False)
    assert not set(unknown) & {"A", "B"}


def test_columns_of_a_rejected_file_are_named_too() -> None:
    text = "STT | Việc đã làm | Tác giả | Đơn vị\n1 | Máy ép | Nguyễn Văn An | Công ty A"
    file = parsed(sheet_of(draw(text)))
    assert file.rejected_because == "SHT-003"
    assert [u.header for u in file.sheets[0].unknown_columns] == ["Việc đã làm"]
