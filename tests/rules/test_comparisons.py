"""Every comparison: the level people would give, the same from both sides."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import comparisons as by
from rules.corpus import Corpus, corpus
from rules.features import Coder
from rules.matching import compare
from rules.weights import LEVELS
from tests.rules.matching_rows import MODEL, TERMS, Row, records

_SAID = "cải tiến máy bơm nước số 2 3 lớp 4 quizizz blooket tại trường mầm non hoa sen 2021 môn toán học sinh"
_TITLE_WORDS = _SAID.split()


def levels(one: Row, other: Row) -> dict[str, str]:
    known: Corpus = corpus(records([one, other], keys=["0" * 16, "1" * 16]), TERMS, MODEL.common_names)
    found = compare(known, np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)).levels
    return {kind: LEVELS[kind][found[kind][0]] for kind in LEVELS}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Chế tạo bộ gá phay rãnh then cho trục cán", "CHẾ TẠO BỘ GÁ PHAY RÃNH THEN CHO TRỤC CÁN.", "exact_rare"),
        ("Chế tạo bộ gá phay rãnh then cho trục cán", "Che tao bo ga phay ranh then cho truc can", "exact_rare"),
        ("Chế tạo bộ gá phay rãnh then cho trục cán", "Chế tạo bộ gá phay rãnh thhen cho trục cán", "small_typo"),
        ("Chế tạo bộ gá phay rãnh then cho trục cán", "Chế tạo bộgá phay rãnh then cho trục cán", "small_typo"),
        ("Giải pháp xử lý bụi lò nung clinker", "Một số biện pháp xử lý bụi lò nung clinker", "same_but_frames"),
        ("Chế tạo bộ gá phay rãnh then cho trục cán", "Chế tạo bộ gá phay rãnh then", "one_side_residual"),
        (
            "Chế tạo bộ gá phay rãnh then",
            "Chế tạo bộ gá phay rãnh then tại Nhà máy cán thép Lưu Xá",
            "one_side_residual",
        ),
        ("SKKN: Chế tạo bộ gá phay rãnh then", "Chế tạo bộ gá phay rãnh then (đề tài sáng kiến)", "exact_rare"),
        ("Cải tiến HT xử lý nước thải lò nung", "Cải tiến hệ thống xử lý nước thải lò nung", "small_typo"),
        ("Giúp học sinh vẽ bản đồ tư duy môn Sinh học", "Giúp học sinh vẽ bản đồ tư duy môn Ngữ văn", "close_long"),
        ("Tiết kiệm điện", "Tiết kiệm điện", "same_generic"),
        ("Chế tạo bộ gá phay rãnh then cho trục cán", "Nuôi dưỡng trẻ suy dinh dưỡng bằng sữa hạt", "different"),
    ],
)
def test_titles(one: str, other: str, level: str) -> None:
    assert levels(Row(one), Row(other))["title"] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Dạy toán lớp 4", "Dạy toán lớp 5", "differ"),
        ("Dạy toán lớp 4", "Dạy toán lớp 04", "equal"),
        ("Dạy toán lớp bốn", "Dạy toán lớp 4", "equal"),
        ("Dạy toán lớp 4", "Dạy toán", "cut_off"),
        ("Lớp 4 học toán có lời văn", "Học toán có lời văn", "one_lacks"),
        ("Chế tạo xe nâng 5 tấn", "Chế tạo xe nâng 7.5 tấn", "differ"),
        ("Chế tạo xe nâng 7,5 tấn", "Chế tạo xe nâng 7.5 tấn", "equal"),
        ("Vẽ Cabri 3D cho trẻ 3 - 4 tuổi", "Vẽ Cabri 3D cho trẻ 4 - 5 tuổi", "differ"),
        ("Bơm cấp nước máy số II", "Bơm cấp nước máy số 2", "equal"),
        ("Bơm cấp nước máy A", "Bơm cấp nước máy B", "differ"),
        ("Trạm 35kV Phú Thọ", "Trạm 110 kV Phú Thọ", "differ"),
        ("Tiết kiệm điện năm 2021", "Tiết kiệm điện", "one_lacks_year"),
        ("Tiết kiệm điện năm 2020", "Tiết kiệm điện năm 2021", "differ"),
        ("Ứng dụng Quizizz dạy toán", "Ứng dụng Blooket dạy toán", "products_differ"),
        ("Thay khuôn cánh xoắn TMD", "Thay khuôn cánh xoắn TMP", "products_differ"),
        ("Ứng dụng Quizizz dạy toán", "Ứng dụng Quizzizz dạy toán", "none"),
        ("Ứng dụng PowerPoint dạy toán", "Ứng dụng Power Point dạy toán", "none"),
        ("Chống dịch Covid-19 ở xưởng may", "Chống dịch Covid ở xưởng may", "none"),
    ],
)
def test_numbers_and_products(one: str, other: str, level: str) -> None:
    assert levels(Row(one), Row(other))["numbers"] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Nguyễn Văn An", "NGUYỄN VĂN AN", "same_set"),
        ("Nguyễn Văn An\nLê Thị Hoa", "Lê Thị Hoa; Nguyễn Văn An", "same_set"),
        ("Nguyễn Văn An\nLê Thị Hoa", "Nguyễn Văn An", "subset"),
        ("Nguyễn Văn An\nLê Thị Hoa", "Nguyễn Văn An\nVũ Minh Đức", "overlap"),
        ("Nguyễn Văn An", "N.V. An", "initials"),
        ("Nguyễn Văn An", "Ngô Viết An", "namesakes"),
        ("Nguyễn Văn An", "Trần Văn Bình", "disjoint"),
        ("Nguyễn Văn An", "", "missing"),
    ],
)
def test_authors(one: str, other: str, level: str) -> None:
    assert levels(Row("x", one), Row("x", other))["authors"] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Trường Tiểu học Lê Lợi", "Trường TH Lê Lợi", "same"),
        ("Trường Tiểu học Lê Lợi", "Trường TH Lê Lợi, huyện Cư Jút, tỉnh Đắk Nông", "same"),
        ("Trường Tiểu học Lê Lợi", "Trường THCS Lê Lợi", "related"),
        ("Trường Tiểu học Lê Lợi", "Nhà máy Xi măng Bút Sơn", "different"),
        ("", "Nhà máy Xi măng Bút Sơn", "missing"),
        ("Trường THCS Lê Lợi, H. Tân Châu", "Trường Trung học cơ sở Lê Lợi, huyện Tân Châu, An Giang", "same_there"),
        ("Trường THCS Lê Lợi, huyện Tân Châu", "Trường THCS Lê Lợi, huyện Cư Jút", "elsewhere"),
        ("Nhà máy Xử lý khí Dinh Cố", "NMXLK Dinh Cố", "same"),
        ("Ngân hàng Chính sách xã hội - Phòng giao dịch Yên Sơn", "NHCSXH - PGD Yên Sơn", "same"),
        ("Công ty Cổ phần Than Vàng Danh - Vinacomin", "Than Vàng Danh - TKV", "overlap"),
        ("Công ty Cổ phần Cơ khí Tân Phú", "Công ty Cổ phần Cơ khí Tân Bình", "related"),
    ],
)
def test_workplaces(one: str, other: str, level: str) -> None:
    assert levels(Row("x", "", one), Row("x", "", other))["workplace"] == level


def test_contents() -> None:
    text = "thay phớt cơ khí bằng phớt tết chèn để giảm rò rỉ dầu ở bơm cấp nước lò hơi số hai của phân xưởng động lực"
    other = "trẻ mẫu giáo làm quen với chữ cái qua trò chơi dân gian vào mỗi buổi sáng trong tuần"
    assert levels(Row("x", content=text), Row("x", content=text + " và ghi sổ"))["content"] == "high"
    assert levels(Row("x", content=text), Row("x", content=other))["content"] == "low"
    assert levels(Row("x", content=text), Row("x"))["content"] == "missing"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_TITLE_WORDS), max_size=12), st.lists(st.sampled_from(_TITLE_WORDS), max_size=12))
def test_both_sides_see_the_same(one: list[str], other: list[str]) -> None:
    left, right = Row(" ".join(one), "Lê Văn A", "Mỏ B"), Row(" ".join(other), "L.V. A", "Mỏ B, Hà Nam")
    assert levels(left, right) == levels(right, left)


def test_levels_and_comparisons_name_the_same_things() -> None:
    assert set(LEVELS["title"]) == set(by.TITLE_LEVELS)
    assert all(len(set(names)) == len(names) for names in LEVELS.values())


@pytest.mark.parametrize(
    ("kind", "one", "other", "level"),
    [
        ("authors", Row("x", "Nguyễn Phước\nTuấn Trực"), Row("x", "Nguyễn Phước Tuấn Trực"), "same_set"),
        (
            "superior",
            Row("x", superior="LĐLĐ huyện Kiến Xương"),
            Row("x", superior="Liên đoàn Lao động huyện Kiến Xương"),
            "same",
        ),
        ("superior", Row("x", superior="LĐLĐ huyện Kiến Xương"), Row("x", superior="Công đoàn ngành Y tế"), "differ"),
        ("superior", Row("x", superior="Sáng kiến xuất sắc"), Row("x", superior="Công đoàn ngành Y tế"), "missing"),
        (
            "workplace",
            Row("x", superior="LĐLĐ huyện Kiến Xương"),
            Row("x", "", "Trường X, huyện Kiến Xương"),
            "missing_there",
        ),
        (
            "effect",
            Row("x", effect="Giảm 12% phế phẩm, tiết kiệm 30 giờ."),
            Row("x", effect="giảm 12 % phế phẩm; tiết kiệm 30 giờ"),
            "same",
        ),
        (
            "effect",
            Row("x", effect="Giảm 12% phế phẩm và bớt 30 giờ công"),
            Row("x", effect="Phế phẩm giảm 12%, 30 giờ"),
            "numbers",
        ),
        ("effect", Row("x", effect="Giảm 12% phế phẩm"), Row("x", effect="Giảm 13% phế phẩm"), "differ"),
        ("benefit", Row("x", benefit=117_600_000), Row("x", benefit=100_000_000), "rounded"),
        ("benefit", Row("x", benefit=117_600_000), Row("x", benefit=117_600), "unit_slip"),
        ("benefit", Row("x", benefit=117_600_000), Row("x", benefit=250_000_000), "differ"),
        ("field", Row("x", field="GD"), Row("x", field="YT"), "differ"),
        ("federation", Row("x", federation="LDLD-01"), Row("x", federation="CDN-YT"), "two_roads"),
        ("federation", Row("x", federation="LDLD-01"), Row("x", federation="LDLD-02"), "two_provinces"),
        (
            "title",
            Row("Phục hồi trục cán nguội bằng hàn đắp tải"),
            Row("Phục hồi trục cán nguội bằng hàn đắp trải"),
            "small_typo",
        ),
        ("numbers", Row("Thay phớt bơm P-101"), Row("Sửa bơm P-101"), "equal_code"),
    ],
)
def test_other_evidence(kind: str, one: Row, other: Row, level: str) -> None:
    assert levels(one, other)[kind] == level == levels(other, one)[kind]


def test_a_name_that_many_bear_says_less_and_only_where_it_stands_alone() -> None:
    people, coder = ("Nguyễn Văn An", "Nguyễn Văn An; Tôn Nữ Diệu Huyền"), Coder(b"a key for tests")
    rows = records([Row("x", authors) for authors in (*people, *people)], keys=[f"{i:016x}" for i in range(4)])
    known = corpus(rows, TERMS, np.array([coder.name_code("nguyễn văn an")], dtype=np.uint64))
    found = compare(known, np.array([0, 0, 1], dtype=np.int32), np.array([2, 1, 3], dtype=np.int32)).levels["authors"]
    assert [by.AUTHORS_LEVELS[level] for level in found] == ["same_common", "subset_common", "same_set"]
