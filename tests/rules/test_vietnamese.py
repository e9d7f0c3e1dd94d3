"""Text repair gives back what the author wrote, and keys for comparison do not depend on how it was written."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.folding import ABBREVIATIONS
from rules.legacy_encodings import TCVN3, VNI, from_tcvn3, from_vni
from rules.syllables import CANONICAL, SYLLABLES, WRITTEN, is_syllable
from rules.vietnamese import bare, fold, looks_vietnamese, one_line, repair

TITLES = (
    "Một số biện pháp nâng cao chất lượng giảng dạy",
    "Cải tiến hệ thống điều khiển máy dệt",
    "Ứng dụng công nghệ thông tin vào công tác chỉnh lý tài liệu lưu trữ tại trường CĐKT TPHCM",
    "Giải pháp phục hồi thông mạch rơ-le F87B trạm Vũng Áng",
    "Áp dụng mô hình lớp học đảo ngược (flipped classroom) trong môn Luyện dịch 2",
    "Kết hợp google Meet, Power point trong việc xây dựng video e-learning chủ đề passive voice",
    "Xử lý việc chọn nguồn tự dùng của nhà máy Pleikrông",
    "Khai thác TBA 110 kV Nhà máy Thủy điện Đak Đoa cấp điện cho phụ tải Bắc huyện Chư Pah",
    "Đổi mới phương pháp kể chuyện cho trẻ 5 – 6 tuổi",
    "Quản lý nợ thuế, khoanh nợ và xoá nợ",
)
SHARED = Path(__file__).parents[3] / "shared" / "data"
_VNI_TYPED = {meant: seen for seen, meant in VNI.items() if len(seen) == 1 or seen[0].isupper() == seen[1].isupper()}
_TCVN3_TYPED = {chr(meant): chr(code) for code, meant in TCVN3.items()}


def as_vni(text: str) -> str:
    return "".join(_VNI_TYPED.get(c, c) for c in text)


def as_tcvn3(text: str) -> str:
    return text.translate(str.maketrans(_TCVN3_TYPED))


def typeable_in_tcvn3(text: str) -> str:
    """TCVN3 has no toned capitals: people type the small letter."""
    return "".join(c if c in _TCVN3_TYPED else c.lower() if c.lower() in _TCVN3_TYPED else c for c in text)


def shared(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


syllables = st.sampled_from(sorted(SYLLABLES))
texts = st.lists(
    syllables | st.sampled_from(["GD&ĐT", "TP.HCM", "22kV", "9001:2015", "CĐ", "-", "Quizizz", "C.ty", "II"])
).map(" ".join)


@pytest.mark.parametrize("title", TITLES)
def test_good_text_is_left_alone(title: str) -> None:
    assert repair(title) == (title, "")


@pytest.mark.parametrize("title", TITLES)
def test_every_wrong_way_of_reading_a_title_is_undone(title: str) -> None:
    assert repair(as_vni(title)) == (title, "vni")
    small = typeable_in_tcvn3(title)
    assert repair(as_tcvn3(small)) == (small, "tcvn3")
    assert repair(title.encode().decode("latin-1")) == (title, "double_decoded")
    assert repair(unicodedata.normalize("NFD", title)) == (title, "")


def test_real_titles_survive_and_come_back_from_every_encoding() -> None:
    for row in shared("titles.csv"):
        title = " ".join(row["title"].split())
        if "\u0421" in title:  # the one with a Cyrillic look-alike
            continue
        small = typeable_in_tcvn3(title)
        assert repair(row["title"]) == (title, "")
        assert repair(as_vni(title)).text == title
        assert repair(as_tcvn3(small)).text == small
        assert repair(title.encode().decode("latin-1")).text == title


def test_the_tables_agree_with_the_published_ones() -> None:
    for row in shared("legacy_encodings.csv"):
        decode = from_tcvn3 if row["encoding"] == "TCVN3" else from_vni
        assert decode(row["seen_as_latin1"]) == row["unicode_char"]


@pytest.mark.parametrize(
    ("broken", "meant", "assumed"),
    [
        ("Hä vµ tªn", "Họ và tên", "tcvn3"),
        ("T¸c gi¶", "Tác giả", "tcvn3"),
        ("Gi¸", "Giá", "tcvn3"),
        ("Hµ Tri Oanh", "Hà Tri Oanh", "tcvn3"),
        ("Taï Danh Nam", "Tạ Danh Nam", "vni"),
        ("Hoàng Sinh Thoâng", "Hồng Sinh Thông", "vni"),
        ("NguyÔn ThÞ Mü H¹nh", "Nguyễn Thị Mỹ Hạnh", "tcvn3"),
        ("toμn ngμnh, đ−ợc", "toàn ngành, được", "tcvn3"),
        ("Coâng taùc", "Công tác", "vni"),
        ("QUảN Lý HOạT ĐộNG", "QUẢN LÝ HOẠT ĐỘNG", "tcvn3_capitals"),
        ("TRƢỜNG, ngƣời", "TRƯỜNG, người", "hooked_letters"),
        ("GIA\n\u0301 O DỤC", "GIÁO DỤC", ""),
        ("LIÊN ÐOÀN LAO ÐỘNG", "LIÊN ĐOÀN LAO ĐỘNG", ""),
        ("Сải tạo bơm ngầm ЭЦВ6-6,3", "Cải tạo bơm ngầm ЭЦВ6-6,3", ""),
        ("\ufeffSáng\u200b kiến\u00a0 mới\x07 ", "Sáng kiến mới", ""),
        ("Dòng một \r\n\r\n  dòng\thai_x000D_\n", "Dòng một\ndòng hai", ""),
        ("giải\u00adpháp", "giảipháp", ""),
    ],
)
def test_damage_met_in_real_files_is_repaired(broken: str, meant: str, assumed: str) -> None:
    assert repair(broken) == (meant, assumed)


@pytest.mark.parametrize(
    "broken",
    [
        "Mét sè biÖn ph \u0327p n©ng cao chÊt l\u00adîng gi¶ng d1y",
        "đợc, t duy, chơng trình",
        "moọt soỏ bieọn phaựp",
        "Chuyờn ngành giỏo dục, Mó số",
        "lónh vực, vò trí, kó năng",
        "T?NG LIÊN ĐOÀN LAO Đ?NG",
    ],
)
def test_what_cannot_be_repaired_is_kept_and_told(broken: str) -> None:
    assert repair(broken) == (broken, "unsure")


@pytest.mark.parametrize(
    "text",
    [
        "µm",
        "5 µm",
        "Microsoft® Excel",
        "© 2021",
        "São Paulo",
        "Müller",
        "hòan thiện",
        "m² ½",
        "Ø20",
        "25°C ±2",
        "vai trò",
        "Trò chơi «Rung chuông vàng»",
        "HĐND, LĐLĐ",
        "50Kđ",
        "http://a.vn/?x=y",
        "Kế-hoạch/hòa bình",
    ],
)
def test_signs_and_foreign_words_are_no_old_encoding(text: str) -> None:
    assert repair(text) == (text, "")


def test_the_font_decides_where_the_letters_do_not() -> None:
    assert repair("vò trí", "VNI-Times") == ("vị trí", "vni")
    assert repair("Sè TT", ".VnTime") == ("Số TT", "tcvn3")
    assert repair("liªn ®oµn", ".VnTimeH") == ("LIÊN ĐOÀN", "tcvn3_capitals")
    assert repair("Hà Nội", ".VnTime") == ("Hà Nội", "")
    assert repair("Nam", "Times New Roman") == ("Nam", "")


@given(st.text())
def test_repair_never_fails_and_leaves_nothing_invisible(text: str) -> None:
    repaired = repair(text)
    if repaired.assumed != "unsure":
        assert all(line == " ".join(line.split()) for line in repaired.text.split("\n"))
        assert repaired.text.replace("\n", "").isprintable()
        assert unicodedata.is_normalized("NFC", repaired.text)


@given(texts)
def test_repair_keeps_every_vietnamese_text(text: str) -> None:
    assert repair(" ".join(text.split())).text == " ".join(text.split())


@given(texts)
def test_fold_is_idempotent_and_blind_to_case_and_form(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert fold(text.upper()) == key
    assert fold(unicodedata.normalize("NFD", text)) == key


@given(st.text())
def test_fold_of_any_text_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert bare(bare(text)) == bare(text) or not text.isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà bình", "Hòa bình"),
        ("hòan thiện", "hoàn thiện"),
        ("Kĩ thuật", "Kỹ thuật"),
        ("Quí", "Quý"),
        ("lí luận", "lý luận"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("TPHCM", "Tp. Hồ Chí Minh"),
        ("GD-ĐT", "Giáo dục và Đào tạo"),
        ("CTCP May 10", "Công ty cổ phần May 10"),
        ("Trường CĐ Kinh tế", "Trường Cao đẳng Kinh tế"),
        ("CĐ ngành Y tế", "Công đoàn ngành Y tế"),
        ("Covid-19", "COVID 19"),
        ("“Cờ vua”", "cờ vua."),
    ],
)
def test_spellings_of_one_thing_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lớp 4", "lớp 5"),
        ("máy số 1", "máy số 2"),
        ("má", "mạ"),
        ("Quizizz", "Blooket"),
        ("lai", "lay"),
        ("Đỗ", "Dỗ"),
        ("II", "III"),
    ],
)
def test_different_things_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_keys_keep_numbers_and_lose_diacritics_only_in_bare() -> None:
    assert fold("Máy 22kV theo ISO 9001:2015") == "máy 22 kv theo iso 9001 2015"
    assert bare("Đơn vị công tác (ĐVT: 1.000đ)") == "don vi cong tac dvt 1 000 d"


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ('"Xây dựng mô hình".', "Xây dựng mô hình"),
        ("Xây dựng\nmô hình...", "Xây dựng mô hình"),
        ('Trò chơi "Ai nhanh hơn"', 'Trò chơi "Ai nhanh hơn"'),
        ("“Một” và “hai”", "“Một” và “hai”"),
        ('"Một số giải pháp', "Một số giải pháp"),
        ('""', ""),
    ],
)
def test_one_line_trims_stops_and_stray_quotes(title: str, line: str) -> None:
    assert one_line(title) == line


@given(st.text(alphabet="ab \"'“”.;\n«»"))
def test_one_line_is_idempotent(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    assert "\n" not in one_line(text)


def test_syllables_follow_the_rules_of_spelling() -> None:
    assert all(map(is_syllable, ("nghiêng", "khuỷu", "giếng", "quyết", "thuở", "gì", "yêu", "hoà", "hòa", "khoẻ")))
    assert not any(map(is_syllable, ("kó", "lónh", "moät", "giỏo", "đợc", "chơng", "ngê", "cin", "hòan", "tưc")))
    assert SYLLABLES < WRITTEN
    assert not set(CANONICAL.values()) & set(CANONICAL)
    assert not {w for words in ABBREVIATIONS.values() for w in words.split()} & set(ABBREVIATIONS)


def test_looks_vietnamese_is_a_share() -> None:
    assert looks_vietnamese("Cải tiến máy dệt ABC") == 1
    assert looks_vietnamese("") == 1
    assert looks_vietnamese("moät löôïng") == 0
