"""Numbers in Vietnamese words: as people say them, and read back by another way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.number_words import words

SPOKEN = {
    0: "không",
    5: "năm",
    10: "mười",
    11: "mười một",
    15: "mười lăm",
    21: "hai mươi mốt",
    24: "hai mươi bốn",
    35: "ba mươi lăm",
    101: "một trăm linh một",
    110: "một trăm mười",
    1_005: "một nghìn không trăm linh năm",
    75_000: "bảy mươi lăm nghìn",
    162_491: "một trăm sáu mươi hai nghìn bốn trăm chín mươi mốt",
    241_802: "hai trăm bốn mươi mốt nghìn tám trăm linh hai",
    1_000_000: "một triệu",
    2_033_667: "hai triệu không trăm ba mươi ba nghìn sáu trăm sáu mươi bảy",
    1_000_000_005: "một tỷ không trăm linh năm",
    33_000_000_000_000: "ba mươi ba nghìn tỷ",
}
_VALUES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9,
}  # fmt: skip


def read_back(text: str) -> int:
    """The number that a listener hears: digits wait for their unit, "tỷ" takes all that was said before it."""
    total = part = group = digit = 0
    for word in text.split():
        if word in _VALUES:
            digit = _VALUES[word]
        elif word == "linh":
            digit = 0
        elif word == "mười":
            group, digit = group + 10, 0
        elif word == "mươi":
            group, digit = group + 10 * digit, 0
        elif word == "trăm":
            group, digit = group + 100 * digit, 0
        elif word in ("nghìn", "triệu"):
            part += (group + digit) * (1_000 if word == "nghìn" else 1_000_000)
            group = digit = 0
        elif word == "tỷ":
            total = (total + part + group + digit) * 1_000_000_000
            part = group = digit = 0
        else:
            raise AssertionError(word)
    return total + part + group + digit


@pytest.mark.parametrize(("value", "said"), SPOKEN.items())
def test_as_people_say_it(value: int, said: str) -> None:
    assert words(value) == said


@given(st.integers(0, 10**15) | st.integers(0, 3_000))
def test_what_is_said_is_heard_again(value: int) -> None:
    assert read_back(words(value)) == value


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_two_numbers_never_sound_the_same(one: int, other: int) -> None:
    assert (words(one) == words(other)) == (one == other)


def test_below_zero() -> None:
    assert words(-5) == "âm năm"
