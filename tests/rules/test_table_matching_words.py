"""Slips and torn words are found among all words of a column as by setting every two beside each other."""

from hypothesis import given
from hypothesis import strategies as st

from rules.table_matching_words import Words, is_slip

_WORD = st.one_of(
    st.text("abc", min_size=1, max_size=6),
    st.text("ab", min_size=8, max_size=12),
    st.text("ab1", min_size=23, max_size=29),
)


@given(st.sets(_WORD, max_size=12), st.sets(_WORD, max_size=12))
def test_found_as_by_comparing_every_two(left: set[str], right: set[str]) -> None:
    words, among = Words(left | right), sorted(right)
    near = {word: next((other for other in among if other != word and is_slip(word, other)), None) for word in left}
    other = {word: [w for w in among if w != word] for word in left}
    assert {word: words.slip_of(word, other[word]) for word in left} == near
    torn = {word: [at for at in range(1, len(word)) if {word[:at], word[at:]} <= left | right] for word in left}
    assert {word: list(words.cuts(word)) for word in left if len(word) >= 6} == {
        w: t for w, t in torn.items() if len(w) >= 6
    }
    only_left, only_right = left - right, right - left
    if any(is_slip(a, b) for a in only_left for b in only_right):
        assert words.meet(only_left, only_right)
