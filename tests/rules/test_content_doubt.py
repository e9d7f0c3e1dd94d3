"""Of a content there are codes alone: a text that repeats eight words of it is never taken for one that does not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.content_doubt import may_repeat
from rules.features import Coder

CODER = Coder(b"a key for tests")
WORDS = st.sampled_from([f"từ{n}" for n in range(400)])
SHORT = "Trộn ba phần đất sét trắng với một phần tro trấu rồi nung"


def doubted(text: str, content: str, title: str = "Máy ép") -> bool:
    return may_repeat(text, title, CODER.content(content), CODER)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=8, max_size=300), st.lists(WORDS, max_size=5), st.data())
def test_eight_words_of_the_content_are_always_doubted(
    content: list[str], before: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(content) - 8))
    assert doubted(" ".join([*before, *content[at : at + 8], *before]), " ".join(content))


def test_what_a_short_content_does_not_say_is_not_doubted() -> None:
    assert doubted(f"Bền hơn nhờ {SHORT}", SHORT)
    assert not doubted("Mỗi năm tiết kiệm được hai trăm triệu đồng tiền điện cho đơn vị", SHORT)
    assert not doubted("Trộn ba phần đất sét trắng với một", SHORT[20:])
    assert not doubted("Tăng năng suất", SHORT)
    assert not doubted(f"Bền hơn nhờ {SHORT}", "")


def test_what_the_title_says_may_be_said() -> None:
    assert not doubted(SHORT, SHORT, title=f"Cách {SHORT}")


def test_of_a_very_long_content_any_long_text_is_doubted() -> None:
    content = " ".join(f"chữ{n}" for n in range(900))
    assert doubted("Mỗi năm tiết kiệm được hai trăm triệu đồng tiền điện", content)
    assert doubted(" ".join(f"chữ{n}" for n in range(600, 612)), content)
