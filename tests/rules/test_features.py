"""Features of a row: keyed, the same for the same people and places however they are typed, and nothing else."""

import hmac
import unicodedata
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.features import CONTENT_CODES, Coder, pack, row_features, unpack
from rules.vietnamese import fold
from rules.workplaces import place_words, read_place

_WORDS = st.lists(st.sampled_from(("cải", "tiến", "máy", "bơm", "nước", "lò", "hơi", "băng", "tải")), max_size=60)


def coder() -> Coder:
    return Coder(b"k")


def test_a_code_is_the_first_eight_bytes_of_the_hmac() -> None:
    expected = hmac.new(b"k", b"author\0nguyen van an", sha256).digest()[:8]
    assert coder().code("author", "nguyen van an") == int.from_bytes(expected, "big")


@given(st.lists(st.text(), max_size=5))
def test_keys_are_the_codes_as_sixteen_digits(texts: list[str]) -> None:
    assert coder().keys("row", texts) == [f"{coder().code('row', text):016x}" for text in texts]


def test_another_key_or_kind_gives_another_code() -> None:
    assert len({coder().code("a", "x"), coder().code("b", "x"), Coder(b"other").code("a", "x")}) == 3


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        Coder(b"")


def test_what_is_not_stated_has_no_code() -> None:
    assert row_features(coder(), "", "", "") == ((), (), 0, (), ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn An\nTrần Thị Hoà", "TRẦN THỊ HÒA; Ông Nguyễn Văn An"),
        ("Lê Thị Thuý", unicodedata.normalize("NFD", "Lê Thị Thúy")),
    ],
)
def test_authors_have_the_same_codes_in_any_order_case_and_form(one: str, other: str) -> None:
    assert coder().authors(one) == coder().authors(other)


def test_initials_meet_the_full_name() -> None:
    assert coder().authors("N.V. An")[1] == coder().authors("Nguyễn Văn An")[1]
    assert coder().authors("N.V. An")[0] == ()


def test_a_workplace_is_its_telling_words() -> None:
    one = coder().workplace("Cty TNHH MTV Đại Phát")[1]
    assert one == coder().workplace("Công ty trách nhiệm hữu hạn một thành viên Đại Phát")[1]
    assert one != coder().workplace("Công ty TNHH Hưng Thịnh")[1]


def test_kinds_tell_two_places_of_one_name_apart() -> None:
    assert place_words(fold("Trường Tiểu học Lê Lợi")) == ("tiểu_học", "lê", "lợi")
    assert place_words(fold("Trường THCS Lê Lợi")) == ("trung_học_cơ_sở", "lê", "lợi")


@given(_WORDS)
def test_content_codes_are_few_sorted_and_never_zero(words: list[str]) -> None:
    codes = coder().content(" ".join(words))
    assert len(codes) <= CONTENT_CODES
    assert list(codes) == sorted(set(codes))
    assert 0 not in codes
    assert bool(codes) == bool(words)


def test_contents_share_codes_as_they_share_wording() -> None:
    text = "thay phớt cơ khí bằng phớt tết chèn để giảm rò rỉ dầu ở bơm cấp nước lò hơi số hai của phân xưởng động lực"
    other = coder().content("trẻ mẫu giáo làm quen với chữ cái qua trò chơi dân gian")
    same = coder().content(text.upper())
    assert same == coder().content(text)
    assert not set(same) & set(other)


@given(st.lists(st.integers(min_value=1, max_value=2**64 - 1)).map(tuple))
def test_packed_codes_come_back(codes: tuple[int, ...]) -> None:
    assert unpack(pack(codes)) == codes


def test_torn_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="8"):
        unpack(b"123")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Trường TH Lê Lợi, H. Tân Châu, tỉnh Bến Tre",
            (("tiểu_học", "lê", "lợi"), "lê lợi", ("tân châu",), ("bến tre",)),
        ),
        (
            "Trường Mầm non Sơn Ca huyện Tân Châu tỉnh An Giang",
            (("mầm_non", "sơn", "ca"), "sơn ca", ("tân châu",), ("an giang",)),
        ),
        (
            "Sở NN&PTNT tỉnh Quảng Bình",
            (("nông", "nghiệp", "phát", "triển", "nông", "thôn"), "nông thôn", (), ("quảng bình",)),
        ),
        ("Than Sơn Đông - TKV", (("than", "sơn", "đông", "tkv"), "sơn đông", (), ())),
        ("", ((), "", (), ())),
    ],
)
def test_a_workplace_is_read_in_parts(text: str, expected: tuple[object, ...]) -> None:
    place = read_place(text)
    assert (place.words, place.proper, place.districts, place.provinces) == expected


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("NMXLK Trần Phú", "Nhà máy Xử lý khí Trần Phú"),
        ("NHCSXH - PGD Yên Sơn", "Ngân hàng Chính sách xã hội - Phòng giao dịch Yên Sơn"),
        ("Đội QLVH LĐCT Tân An", "Đội Quản lý vận hành lưới điện cao thế Tân An"),
    ],
)
def test_an_abbreviation_is_the_initials_of_what_it_stands_for(short: str, long: str) -> None:
    assert read_place(short).short == read_place(long).short != ""


def test_the_union_above_tells_the_district_too() -> None:
    above = set(coder().workplace("", "LĐLĐ huyện Tân Châu")[1])
    assert above & set(coder().workplace("Trường THCS Lê Lợi, huyện Tân Châu")[1])
