"""Two or three fields in one column: named by its header only, and of a secret row no person stands in the title."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.combined import is_name, part_of
from tests.builders import column_table, parsed, sheet_of

APW = ("authors", "position", "workplace")


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Tên tác giả, chức vụ, đơn vị", APW),
        ("HỌ VÀ TÊN - CHỨC VỤ - ĐƠN VỊ CÔNG TÁC", APW),
        ("Họ tên - đơn vị", ("authors", "workplace")),
        ("Họ và tên\nĐơn vị", ("authors", "workplace")),
        ("Tác giả (chức vụ, đơn vị công tác)", APW),
        ("Tác giả (ghi rõ chức vụ, đơn vị)", APW),
        ("Tên sáng kiến/ tác giả", ("title", "authors")),
        ("Tên sáng kiến\nTác giả", ("title", "authors")),
        ("Tên sáng kiến, tác giả, đơn vị", ("title", "authors", "workplace")),
        ("Tác giả/ tên sáng kiến", ("authors", "title")),
        ("Đơn vị công tác, chức vụ", ("workplace", "position")),
        ("Tác giả và đơn vị công tác", ("authors", "workplace")),
        ("Chức vụ, đơn vị công tác", ()),
        ("Tác giả/nhóm tác giả", ()),
        ("Tên đề tài/sáng kiến", ()),
        ("Chức vụ\nTác giả", ()),
        ("Tác giả\nSáng kiến", ()),
        ("Đơn vị - Người lập", ()),
        ("Họ và tên: Nguyễn Văn An - Đơn vị: Phòng A", ()),
        ("Tên sáng kiến (ghi đầy đủ)", ()),
    ],
)
def test_a_header_of_several_fields(header: str, fields: tuple[str, ...]) -> None:
    assert column_table().parts_of(header) == fields


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Khen thưởng - CĐCS", "award_1"), ("Khen thưởng (CĐCS)", "award_1"), ("Khen thưởng: Cấp tỉnh", "award_3"),
        ("Hình thức khen thưởng - TLĐ", "award_4"), ("Khen thưởng (nếu có)", "award"), ("CĐCS", "workplace"),
        ("Công đoàn - CĐCS", "workplace"), ("Khen thưởng - Ghi chú", "note"),
    ],
)  # fmt: skip
def test_a_flattened_header_of_a_group(header: str, name: str) -> None:
    assert column_table().field_of(header) == name


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Nguyễn Văn An, Tổ trưởng, Công ty May 10", ("Nguyễn Văn An", "Tổ trưởng", "Công ty May 10")),
        ("Nguyễn Văn An - Giáo viên - Trường THCS Lê Lợi", ("Nguyễn Văn An", "Giáo viên", "Trường THCS Lê Lợi")),
        ("Nguyễn Văn An\nTổ trưởng\nCông ty May 10", ("Nguyễn Văn An", "Tổ trưởng", "Công ty May 10")),
        ("Nguyễn Văn An (Tổ trưởng, Công ty May 10)", ("Nguyễn Văn An", "Tổ trưởng", "Công ty May 10")),
        ("Nguyễn Văn An, Công ty May 10", ("Nguyễn Văn An", "", "Công ty May 10")),
        ("Nguyễn Văn An, Tổ trưởng", ("Nguyễn Văn An", "Tổ trưởng", "")),
        ("Nguyễn Văn An", ("Nguyễn Văn An", "", "")),
        ("Nguyễn Văn An, Phó phòng, Phòng Kỹ thuật, Công ty May 10",
         ("Nguyễn Văn An", "Phó phòng", "Phòng Kỹ thuật, Công ty May 10")),
        ("Nguyễn Văn An, Tổ trưởng, Công ty A\nTrần Thị Bình, Công nhân, Công ty A",
         ("Nguyễn Văn An\nTrần Thị Bình", "Tổ trưởng", "Công ty A")),
        ("Nguyễn Văn An, Trần Thị Bình, Công nhân, Công ty A",
         ("Nguyễn Văn An\nTrần Thị Bình", "Công nhân", "Công ty A")),
    ],
)  # fmt: skip
def test_a_person_with_position_and_workplace(text: str, parts: tuple[str, ...]) -> None:
    assert tuple(part_of(text, APW, field) for field in APW) == parts


@pytest.mark.parametrize(
    ("text", "title", "authors"),
    [
        ("Cải tiến máy dệt\nNguyễn Văn An", "Cải tiến máy dệt", "Nguyễn Văn An"),
        ("Cải tiến\nmáy dệt\nNguyễn Văn An\nTrần Thị Bình", "Cải tiến máy dệt", "Nguyễn Văn An\nTrần Thị Bình"),
        ("Cải tiến máy dệt/ Nguyễn Văn An", "Cải tiến máy dệt", "Nguyễn Văn An"),
        ("Cải tiến máy dệt - tiết kiệm điện - Nguyễn Văn An", "Cải tiến máy dệt - tiết kiệm điện", "Nguyễn Văn An"),
        ("Cải tiến máy dệt (Nguyễn Văn An)", "Cải tiến máy dệt", "Nguyễn Văn An"),
        ("Cải tiến máy dệt. Tác giả: Nguyễn Văn An", "Cải tiến máy dệt.", "Tác giả: Nguyễn Văn An"),
        ("Cải tiến máy dệt, máy may", "Cải tiến máy dệt, máy may", ""),
        ("Cải tiến máy dệt\nY Moan Êban", "Cải tiến máy dệt", "Y Moan Êban"),
    ],
)
def test_a_title_with_its_author(text: str, title: str, authors: str) -> None:
    fields = ("title", "authors")
    assert (part_of(text, fields, "title"), part_of(text, fields, "authors")) == (title, authors)


@pytest.mark.parametrize(
    "name", ["Nguyễn Văn An", "TRẦN THỊ BÌNH", "ThS. Lê Văn Cường", "1. Phạm Thị D", "Y Moan Êban"]
)
def test_a_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "text", ["Cải tiến máy dệt", "Công ty May 10", "An", "", "Phòng Kỹ thuật", "máy dệt", "Lê 5 C"]
)
def test_no_name(text: str) -> None:
    assert not is_name(text)


NAMES = st.sampled_from(["Nguyễn Văn An", "TRẦN THỊ BÌNH", "Lê Hoàng Cường", "Phạm Thị Dung"])
TITLES = st.sampled_from(["Cải tiến máy dệt", "Nâng cao chất lượng giờ dạy, lớp 4", "Xây dựng tủ 22kV/0,4kV", "Số hóa"])
MARKS = st.sampled_from(["\n", "/ ", " / ", " - ", "; ", " (", "\nTác giả: ", ", "])


@given(TITLES, MARKS, st.lists(NAMES, min_size=1, max_size=3, unique=True), st.sampled_from(["\n", ", ", "; "]))
def test_no_author_stays_in_a_title(title: str, mark: str, names: list[str], between: str) -> None:
    text = title + mark + between.join(names)
    published = part_of(text, ("title", "authors"), "title")
    assert published == title
    assert all(name in part_of(text, ("title", "authors"), "authors") for name in names)


def test_combined_columns_from_sheet_to_record() -> None:
    head = ["STT", "Tên sáng kiến/ tác giả", "Tên tác giả, chức vụ, đơn vị", "Bí mật công nghệ"]
    rows: list[list[Any]] = [
        [1, "Cải tiến máy dệt\nLê Văn Cường", "Nguyễn Văn An, Tổ trưởng, Công ty May 10", ""],
        [2, "Men gốm\nLê Văn Cường", "Trần Thị Bình, Công nhân, Công ty Sứ", "x"],
    ]
    file = parsed(sheet_of([head, *rows]))
    assert file.records["title"].tolist() == ["Cải tiến máy dệt", "Men gốm"]
    assert file.details.values.tolist() == [
        [0, 2, "Lê Văn Cường; Nguyễn Văn An", "Tổ trưởng", "Công ty May 10"]
    ]  # fmt: skip
    assert not {"SHT-004", "SHT-007", "INI-003", "INI-004"} & set(file.findings["check_id"])
