"""Secrecy fails closed: only the closed list is a no, and a mark anywhere is found."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.flags import PLAIN_NO, is_plainly_no, is_refused, secrecy_mark_in_text
from rules.folding import fold

PLAIN = [
    "",
    " ",
    "\u00a0",
    "không",
    "Không",
    "KHÔNG",
    "ko",
    "K",
    "0",
    "0.0",
    "0,0",
    "no",
    "N",
    "False",
    "-",
    "--",
    "–",
    "—",
    "…",
    "không có",
    "không bí mật",
    "Không mật",
    "không phải bí mật",
    "chưa",
    "Không.",
    "(không)",
    "khong",
]
MARKS = [
    "x",
    "X",
    "có",
    "mật",
    "1",
    "1.0",
    "?",
    "✓",
    "☒",
    "☐",
    "√",
    "+",
    "*",
    "bí mật",
    "không rõ",
    "không biết",
    "có, không công bố",
    "Không công bố",
    "N/A",
    "●",
    "BMCN",
    "một phần",
    "-x",
    "không?",
    "Không/Có",
    "không, có",
    "#N/A",
    "#REF!",
    "00x",
    "không công khai",
]


@pytest.mark.parametrize("text", PLAIN)
def test_the_closed_list_is_no(text: str) -> None:
    assert is_plainly_no(text)
    assert is_plainly_no(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("text", MARKS)
def test_all_else_is_a_mark(text: str) -> None:
    assert not is_plainly_no(text)


@given(st.text())
def test_nothing_outside_the_list_is_ever_no(text: str) -> None:
    if is_plainly_no(text):
        assert fold(text) in PLAIN_NO or not any(c.isalnum() and c != "0" for c in text)


def test_the_list_is_folded() -> None:
    assert all(fold(no) == no for no in PLAIN_NO)


@pytest.mark.parametrize(
    "mark",
    [
        "(bí mật công nghệ)",
        "BMCN",
        "(mật)",
        "TỐI MẬT",
        "- không công bố",
        "cần bảo mật",
        "(secret)",
        "Confidential",
        "đề nghị bảo mật nội dung",
        "bi mat cong nghe",
        "đề nghị không tiết lộ",
        "(bí-mật)",
        "BÍ  MẬT",
        "thuộc diện bí mật",
        "[Mật]",
        "bí mât",
    ],
)
def test_a_mark_is_found_alone_and_in_a_title(mark: str) -> None:
    assert secrecy_mark_in_text(mark)
    assert secrecy_mark_in_text(f"Cải tiến máy dệt {mark}")
    assert secrecy_mark_in_text(unicodedata.normalize("NFD", mark))


@pytest.mark.parametrize(
    "name",
    ["Mật", "Danh sách mật", "Sheet mật", "DS bí mật", "BIMAT", "secret", "Sáng kiến bảo mật", "bí mật nhà nước"],
)
def test_a_sheet_name_can_be_the_mark(name: str) -> None:
    assert secrecy_mark_in_text(name)


@pytest.mark.parametrize(
    "title",
    [
        "Giải pháp bảo mật thông tin mạng",
        "An toàn bảo mật dữ liệu",
        "Hệ thống bảo mật camera",
        "Mật độ trồng",
        "Nuôi ong lấy mật",
        "Mật ong",
        "Đổi mật khẩu",
        "Nội soi đường mật",
        "Không phải bí mật công nghệ",
        "Không bí mật",
        "Công bố kết quả",
        "Công khai tài chính",
        "Giải pháp tăng cường bảo mật hệ thống mạng",
        "format",
        "mặt bằng",
        "mất điện",
        "Nước mắt",
        "",
    ],
)
def test_works_about_secrecy_and_denials_are_no_mark(title: str) -> None:
    assert not secrecy_mark_in_text(title)


@pytest.mark.parametrize(
    "text",
    [
        "không công nhận",
        "Không đạt",
        "KHÔNG ĐƯỢC CÔNG NHẬN",
        "Loại",
        "từ chối",
        "không xét",
        "Bị loại do trùng",
        "Không công nhận vì chưa áp dụng",
    ],
)
def test_an_outright_refusal(text: str) -> None:
    assert is_refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "chưa xét",
        "Chưa công nhận",
        "Đạt",
        "Công nhận",
        "Loại A",
        "Xếp loại: Tốt",
        "loại khá",
        "Đang xem xét",
        "Không",
    ],
)
def test_no_refusal(text: str) -> None:
    assert not is_refused(text)
