"""Secret is what is marked in any way (RULES.md 13, "Fail closed"): each way alone does it, a plain no never."""

from typing import Any

import pytest

from schemas.submission import Sheet
from tests.builders import HEADERS, parsed, row, sheet_of

FLAG, NOTE, TITLE = HEADERS.index("Bí mật công nghệ"), HEADERS.index("Ghi chú"), 1
INFO = "Những thông tin cần được bảo mật (nếu có)"


def reasons(sheet: Sheet, **about: Any) -> list[str]:
    """Why each data row is secret, in sheet order; "" for an open one."""
    records = parsed(sheet, **about).records
    return [str(r) for r in records.sort_values("row")["secret_reason"]]


def three(second: Any = "", **facts: Any) -> Sheet:
    """Three rows, the second with this in its secrecy column."""
    return sheet_of([HEADERS, row(1, "Máy ép"), row(2, "Máy dệt", secrecy=second), row(3, "Máy cắt")], **facts)


def noted(**fields: Any) -> Sheet:
    """Three rows, the second with these fields."""
    return sheet_of([HEADERS, row(1, "Máy ép"), row(2, **({"title": "Máy dệt"} | fields)), row(3, "Máy cắt")])


@pytest.mark.parametrize(
    "mark",
    [
        "x",
        "X",
        "có",
        "Mật",
        "1",
        1.0,
        True,
        "?",
        "✓",
        "không rõ",
        "N/A",
        "Không/Có",
        "bí mật",
        "một phần",
        "đ/c An biết",
    ],
)
def test_whatever_is_not_plainly_no_is_a_mark(mark: Any) -> None:
    assert reasons(three(mark)) == ["", "secrecy_column", ""]


@pytest.mark.parametrize(
    "no", ["", " ", "không", "KHÔNG", "ko", "0", 0.0, 0, "-", "không bí mật", "chưa", "no", "\u00a0"]
)
def test_a_plain_no_leaves_the_row_open(no: Any) -> None:
    assert reasons(three(no)) == ["", "", ""]


@pytest.mark.parametrize(
    "second", ["Bí mật", "Độ mật", "Cần giữ bí mật?", "Nội dung không công bố", "Ghi chú (ghi rõ nếu thuộc bí mật)"]
)
def test_a_mark_in_any_of_several_secrecy_columns(second: str) -> None:
    rows = [row(1, "Máy ép", secrecy="x"), row(2, "Máy dệt"), row(3, "Máy cắt")]
    rows = [[*r, extra] for r, extra in zip(rows, ["", "x", ""], strict=True)]
    assert reasons(sheet_of([[*HEADERS, second], *rows])) == ["secrecy_column", "secrecy_column", ""]


def test_a_column_of_goods_is_no_secrecy_column() -> None:
    rows = [[*row(1, "Máy ép"), "áo sơ mi"]]
    assert reasons(sheet_of([[*HEADERS, "Tên mặt hàng"], *rows])) == [""]


@pytest.mark.parametrize(
    ("column", "text"), [(FLAG, "x"), (FLAG, "không rõ"), (NOTE, "bí mật công nghệ"), (TITLE + 1, "(không công bố)")]
)
def test_a_mark_merged_over_rows_marks_all_of_them(column: int, text: str) -> None:
    rows = [HEADERS, row(1, "Máy ép"), row(2, "Máy dệt"), row(3, "Máy cắt"), row(4, "Máy may")]
    rows[2][column] = text
    assert [bool(r) for r in reasons(sheet_of(rows, merged=(((3, column), (4, column)),)))] == [
        False,
        True,
        True,
        False,
    ]


def test_a_plain_no_merged_over_rows_marks_none() -> None:
    assert reasons(three("không", merged=(((3, FLAG), (4, FLAG)),))) == ["", "", ""]


@pytest.mark.parametrize(
    "title", ["Máy dệt (bí mật công nghệ)", "Máy dệt - không công bố", "BMCN: máy dệt", "Máy dệt (Mật)"]
)
def test_a_mark_in_the_title(title: str) -> None:
    assert reasons(noted(title=title)) == ["", "title_mark", ""]


def test_a_mark_in_a_note_and_in_any_other_text() -> None:
    assert reasons(noted(note="đề nghị bảo mật")) == ["", "note_mark", ""]
    assert reasons(noted(workplace="Công ty A (bí mật)")) == ["", "text_mark", ""]
    long = "Giảm thời gian gá đặt từ mười phút xuống hai phút cho mỗi ca. "
    assert reasons(noted(effect=long + "Thuộc bí mật công nghệ của công ty chúng tôi nên không nêu rõ")) == [
        "",
        "text_mark",
        "",
    ]
    assert reasons(noted(effect=long + "Không công bố.")) == ["", "text_mark", ""]


def test_a_work_about_security_is_no_secret() -> None:
    assert (
        reasons(noted(title="Giải pháp bảo mật mạng", effect="Hệ thống chạy nhanh hơn; bảo mật; dễ dùng cho người mới"))
        == [""] * 3
    )


@pytest.mark.parametrize(
    "heading",
    [
        ["I", "Sáng kiến thuộc bí mật công nghệ"],
        ["II. Nhóm bí mật"],
        ["", "Các sáng kiến bí mật công nghệ"],
    ],
)
def test_a_mark_in_a_section_row_marks_all_rows_below_it(heading: list[str]) -> None:
    rows = [
        HEADERS,
        ["I", "Công đoàn A"],
        row(1, "Máy ép"),
        heading,
        row(2, "Máy dệt"),
        row(3, "Máy cắt"),
        ["III", "Công đoàn B"],
        row(4, "Máy may"),
    ]
    assert [bool(r) for r in reasons(sheet_of(rows))][:3] == [False, True, True]


@pytest.mark.parametrize(("letter", "following"), ["AB", "CD"])
def test_a_marked_heading_covers_its_sub_headings_and_ends_at_its_like(letter: str, following: str) -> None:
    secret = [[letter, "Phần bí mật"], row(1, "Máy ép"), ["I", "Công đoàn A"], row(2, "Máy dệt")]
    rows = [HEADERS, *secret, [following, "Phần công khai"], row(3, "Máy cắt")]
    assert reasons(sheet_of(rows)) == ["section_mark", "section_mark", ""]


@pytest.mark.parametrize("name", ["Mật", "DS bí mật", "BMCN"])
def test_a_mark_in_the_sheet_name(name: str) -> None:
    assert reasons(Sheet(name, True, three().rows, range(1, 5))) == ["sheet_name_mark"] * 3


@pytest.mark.parametrize(
    "file", ["Danh sach bi mat.xlsx", "ds_bimat.xlsx", "Bí mật/ds.xlsx", "2021/Sáng kiến (mật).xlsx"]
)
def test_a_mark_in_the_name_of_the_file_or_its_folder(file: str) -> None:
    assert reasons(three(), file=file) == ["file_name_mark"] * 3


@pytest.mark.parametrize("line", ["MẬT", "DANH SÁCH SÁNG KIẾN THUỘC BÍ MẬT CÔNG NGHỆ NĂM 2021 CỦA CÔNG ĐOÀN NGÀNH"])
def test_a_mark_around_the_table_covers_the_sheet(line: str) -> None:
    assert reasons(sheet_of([[line], *three().rows])) == ["title_block_mark"] * 3
    assert reasons(sheet_of([*three().rows, [f"Ghi chú: {line}"]])) == ["title_block_mark"] * 3


def test_an_instruction_above_the_table_is_no_mark() -> None:
    assert reasons(sheet_of([["Đánh dấu x nếu là bí mật công nghệ"], *three().rows])) == ["", "", ""]


def test_a_comment_marks_its_row_its_merged_cell_and_what_its_heading_covers() -> None:
    assert reasons(three(comments={(3, 1): "Bí mật công nghệ"})) == ["", "comment_mark", ""]
    assert reasons(three(comments={(3, 3): "bí mật"}, merged=(((3, 3), (4, 3)),))) == [
        "",
        "comment_mark",
        "comment_mark",
    ]
    assert reasons(three(comments={(3, 1): "Kiểm tra lại năm sinh"})) == ["", "", ""]
    assert reasons(three(comments={(1, 1): "Cả danh sách là bí mật"})) == ["comment_mark"] * 3
    headed = sheet_of(
        [HEADERS, ["I", "Công đoàn A"], row(1, "Máy ép"), ["II", "Công đoàn B"], row(2, "Máy dệt")],
        comments={(4, 1): "mật"},
    )
    assert reasons(headed) == ["", "section_mark"]


def test_a_mark_in_a_hidden_column_is_read_for_the_secrecy_decision() -> None:
    assert reasons(three("x", hidden_columns=frozenset({FLAG}))) == ["", "secrecy_column", ""]
    rows = [[*r, extra] for r, extra in zip(three().rows, ["Mã nội bộ", "", "tối mật", ""], strict=True)]
    assert reasons(sheet_of(rows, hidden_columns=frozenset({len(HEADERS)}))) == ["", "hidden_column_mark", ""]


def test_a_hidden_row_is_read_for_secrecy_too() -> None:
    assert reasons(three("x", hidden_rows=frozenset({3}))) == ["", "secrecy_column", ""]


def test_an_error_or_a_formula_without_a_value_in_the_secrecy_column() -> None:
    assert reasons(three(errors={(3, FLAG): "#REF!"})) == ["", "secrecy_error", ""]
    assert reasons(three(uncached=frozenset({(3, FLAG)}))) == ["", "secrecy_uncached", ""]
    assert reasons(three(errors={(3, NOTE): "#REF!"})) == ["", "", ""]


@pytest.mark.parametrize("text", ["Công thức pha", "Không", "-", "không có", 0])
def test_any_text_under_what_has_to_be_protected(text: Any) -> None:
    rows = [[*r, extra] for r, extra in zip(three().rows, [INFO, "", text, " "], strict=True)]
    assert reasons(sheet_of(rows)) == ["", "confidential_info", ""]


def test_without_a_secrecy_column_all_is_secret_until_the_config_says_otherwise() -> None:
    rows = [[*r[:FLAG], *r[FLAG + 1 :]] for r in three().rows]
    assert reasons(sheet_of(rows)) == ["no_secrecy_column"] * 3
    assert reasons(sheet_of(rows), holds_no_secrets=True) == ["", "", ""]
    rows[2][TITLE] += " (bí mật công nghệ)"
    assert reasons(sheet_of(rows), holds_no_secrets=True) == ["", "title_mark", ""]


@pytest.mark.parametrize(("mark", "asked"), [("x", False), ("có", False), ("một phần", True), ("?", True)])
def test_a_doubtful_mark_is_secret_and_asked_about(mark: str, asked: bool) -> None:
    found = parsed(three(mark)).findings
    assert ("INI-020" in set(found["check_id"])) is asked


@pytest.mark.parametrize("number", ["I", "", "II."])
def test_a_marked_heading_in_a_list_without_running_numbers_covers_what_follows(number: str) -> None:
    rows = [
        ["Mã ý tưởng", "Ý tưởng", "Người đề xuất", "Giải pháp", "Bí mật công nghệ"],
        ["SK-1", "Cải tiến máy dệt", "Lê Văn An", "Thay trục", ""],
        [number, "Sáng kiến thuộc bí mật công nghệ", "", "", ""],
        ["SK-2", "Công thức phối liệu men", "Trần Thị Bình", "Phối liệu", ""],
    ]
    made = parsed(sheet_of(rows))
    secret = made.records.set_index("row")["secret_reason"]
    assert secret[2] == ""
    assert secret[4] != ""
    assert made.details["row"].tolist() == [2]


def test_a_secrecy_header_merged_over_two_columns_has_its_mark_in_either() -> None:
    rows = [["STT", "Tên sáng kiến", "Tác giả", "Bí mật công nghệ", ""], [1, "Máy dệt", "Lê Văn An", "", "x"]]
    made = parsed(sheet_of(rows, merged=(((1, 3), (1, 4)),)))
    assert made.details.empty


@pytest.mark.parametrize("merged", [(), (((1, 3), (1, 4)),)], ids=["unmerged", "merged"])
@pytest.mark.parametrize("below", [("Không", "Có"), ("Có", "Không")])
def test_a_yes_and_a_no_under_one_secrecy_header_have_their_mark_in_either(
    below: tuple[str, str], merged: tuple[Any, ...]
) -> None:
    rows = [
        ["STT", "Tên sáng kiến", "Tác giả", "Bí mật công nghệ", ""],
        ["", "", "", *below],
        [1, "Máy dệt", "Lê Văn An", "", "x"],
        [2, "Máy ép", "Lê Văn Hai", "x", ""],
        [3, "Máy cắt", "Lê Văn Ba", "", ""],
    ]
    assert reasons(sheet_of(rows, merged=merged)) == ["secrecy_column", "secrecy_column", ""]


@pytest.mark.parametrize("mark", ['"', "”", "/", "( )", "\\"])
def test_a_ditto_sign_or_a_slash_is_no_plain_no(mark: str) -> None:
    rows = [["STT", "Tên sáng kiến", "Tác giả", "Bí mật công nghệ"], [1, "Máy dệt", "Lê Văn An", mark]]
    assert parsed(sheet_of(rows)).details.empty


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Thuộc diện BMCN", "x"), ("NDA", "x"), ("Không được công bố", "x"), ("Hạn chế công bố", "có"),
        ("Công khai", "Không"), ("Cho phép công bố", "không"),
    ],
)  # fmt: skip
def test_a_header_that_asks_in_other_words_is_a_secrecy_column(header: str, cell: str) -> None:
    rows = [["STT", "Tên sáng kiến", "Tác giả", header], [1, "Máy dệt", "Lê Văn An", cell]]
    assert parsed(sheet_of(rows), holds_no_secrets=True).details.empty


def test_a_row_whose_cells_may_have_slipped_is_secret() -> None:
    rows = [["STT", "Tên sáng kiến", "Tác giả", "Bí mật công nghệ"], [1, "Máy dệt", "Lê Văn An", ""]]
    assert parsed(sheet_of(rows, doubtful_rows=frozenset({2}))).details.empty
    assert parsed(sheet_of(rows, unplaced_mark=True)).details.empty
    assert parsed(sheet_of(rows, doubtful=frozenset({(2, 3)}))).details.empty
    assert len(parsed(sheet_of(rows)).details) == 1


def test_a_mark_beside_one_author_covers_the_whole_initiative() -> None:
    rows = [
        ["STT", "Tên sáng kiến", "Tác giả", "Ngày đăng ký", "Bí mật công nghệ"],
        [1, "Men gốm", "Lê Văn An", "15/03/2021", ""],
        ["", "", "Trần Thị Bình", "hôm qua", "x"],
        [2, "Máy dệt", "Phạm Văn Cường", "16/03/2021", ""],
    ]
    made = parsed(sheet_of(rows, merged=(((2, 1), (3, 1)),)))
    assert made.details["row"].tolist() == [4]
    assert (made.findings.loc[made.findings["row"].isin([2, 3]), "found"] == "").all()


@pytest.mark.parametrize("footnote", ["(*) Bí mật công nghệ", "Sáng kiến trên là bí mật công nghệ"])
def test_a_footnote_below_the_table_speaks_of_what_stands_above(footnote: str) -> None:
    rows = [
        ["STT", "Tên sáng kiến", "Tác giả", "Bí mật công nghệ"],
        [1, "Men gốm", "Lê Văn An", ""],
        [footnote, "", "", ""],
    ]
    assert parsed(sheet_of(rows)).details.empty


@pytest.mark.parametrize(
    "note",
    ["không đồng ý công khai", "không muốn công khai", "không dc công bố", "giữ kín", "b.m.c.n", "Bí mậtcông nghệ"],
)
def test_a_clerks_own_words_in_a_note_are_a_mark(note: str) -> None:
    rows = [["STT", "Tên sáng kiến", "Tác giả", "Bí mật công nghệ", "Ghi chú"], [1, "Men gốm", "Lê Văn An", "", note]]
    assert parsed(sheet_of(rows)).details.empty


@pytest.mark.parametrize("below", ["a) Công ty A", "Công ty A", "1.1 Phân xưởng 2"])
def test_a_subheading_does_not_end_what_a_marked_heading_covers(below: str) -> None:
    rows = [
        ["STT", "Tên sáng kiến", "Tác giả", "Bí mật công nghệ"],
        ["I. Sáng kiến bí mật công nghệ", "", "", ""],
        [below, "", "", ""],
        [1, "Men gốm", "Lê Văn An", ""],
        ["II. Sáng kiến khác", "", "", ""],
        [2, "Máy dệt", "Trần Thị Bình", ""],
    ]
    assert parsed(sheet_of(rows)).details["row"].tolist() == [6]


def test_a_marked_heading_with_something_beside_it_covers_what_follows() -> None:
    heading = ["I. Bí mật công nghệ của tổ pha chế", *[""] * 15, "xem sau"]
    assert all(reasons(sheet_of([HEADERS, heading, row(1, "Máy dệt"), row(2, "Máy cắt")])))
