"""A mark that was given once holds, whatever else of the row is changed, and what holds it can be released."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.features import Coder
from rules.once_marked import REASON, Mark, Once, Row, answers_to, bare_title, keep_secret, was_marked
from schemas.rows import Rows

CODER = Coder(b"a key for tests")
CODES = st.frozensets(st.integers(1, 6), max_size=3)
ROWS = st.builds(Row, st.integers(1, 5), CODES, st.integers(0, 3), CODES)
MARKS = st.lists(st.builds(Mark, ROWS, st.integers(0, 5), st.booleans()), max_size=4).map(tuple)
TITLES = st.frozensets(st.integers(1, 5))


@given(ROWS, MARKS, TITLES, TITLES)
def test_the_same_title_of_the_same_people_is_never_open(
    row: Row, marks: tuple[Mark, ...], still: frozenset[int], here: frozenset[int]
) -> None:
    once = Once((*marks, Mark(row)), here, frozenset({(row.title, row.authors)}))
    assert was_marked(row, once, still, here)


@given(ROWS, MARKS, TITLES, TITLES, TITLES)
def test_what_holds_a_row_can_be_released(
    row: Row, marks: tuple[Mark, ...], still: frozenset[int], here: frozenset[int], standing: frozenset[int]
) -> None:
    left, rounds = list(marks), 0
    while was_marked(row, Once(tuple(left)), still, here):
        held = answers_to(row, left, standing)
        assert held
        left = [mark for at, mark in enumerate(left) if at not in held]
        rounds += 1
    assert rounds <= len(marks)


@given(ROWS, st.lists(ROWS, max_size=4))
def test_without_a_mark_nothing_is_held(row: Row, others: list[Row]) -> None:
    assert not was_marked(row, Once((), frozenset(r.title for r in others)), (), ())


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Men xanh (bí mật công nghệ)", "Men xanh"),
        ("[MẬT] Men xanh", "Men xanh"),
        ("Men xanh - bí mật công nghệ", "Men xanh"),
        ("Men xanh (đợt 2)", ""),
        ("An toàn bảo mật mạng", ""),
    ],
)
def test_a_title_without_its_mark(title: str, bare: str) -> None:
    assert bare_title(title) == bare


def test_a_row_that_bears_a_mark_keeps_its_own_reason() -> None:
    columns = ("title", "authors", "workplace", "content", "superior_union", "secret_reason")
    rows = Rows.of(columns, [("Men xanh", "Lê Văn Ba", "", "", "", r) for r in ("title_mark", "")])
    once = Once((Mark(Row(CODER.code("title", "men xanh"), frozenset(), 0, frozenset())),))
    assert keep_secret(rows, once, CODER)["secret_reason"] == ["title_mark", REASON]


FILES = st.lists(st.tuples(ROWS, st.booleans()), max_size=5).map(tuple)


@given(MARKS, FILES, FILES)
def test_only_where_nothing_changed_under_its_titles_a_mark_is_not_asked(
    marks: tuple[Mark, ...], before: tuple[tuple[Row, bool], ...], after: tuple[tuple[Row, bool], ...]
) -> None:
    left = Once(marks, rows_before=before).changed_by(after).marks

    def under(file: tuple[tuple[Row, bool], ...], mark: Mark) -> list[tuple[int, list[str]]]:
        return sorted((row.title, sorted(map(str, (row, marked)))) for row, marked in file if row.title in mark.titles)

    for mark in marks:
        unchanged = under(before, mark) and under(before, mark) == under(after, mark)
        assert (mark not in left) == bool(unchanged)
    assert Once(marks, rows_before=before).changed_by(before[::-1]).marks == tuple(
        m for m in marks if not under(before, m)
    )


def test_a_row_sent_again_beside_a_marked_one_stays_as_it_was() -> None:
    """Open, since the marked one is another's; the same row twice is one too many, and a mark that is gone holds."""
    columns = ("title", "authors", "workplace", "content", "superior_union", "secret_reason")
    title = CODER.code("title", "men xanh")
    ours = Row(title, frozenset(CODER.authors("Lê Văn Ba")[0]), CODER.workplace("", "")[0], frozenset())
    theirs = Row(title, frozenset(CODER.authors("Lê Văn Ba, Lê Thị Hoa")[0]), 0, frozenset())
    once = Once((Mark(theirs),), frozenset({title}), frozenset({(title, ours.authors)}), ((ours, False),))
    row = ("Men xanh", "Lê Văn Ba", "", "", "", "")
    assert keep_secret(Rows.of(columns, [row]), once, CODER)["secret_reason"] == [""]
    assert keep_secret(Rows.of(columns, [row, row]), once, CODER)["secret_reason"] == [REASON, REASON]
    here = replace(once, marks=(Mark(theirs, here=True),), rows_before=((ours, False), (theirs, True)))
    assert keep_secret(Rows.of(columns, [row]), here, CODER)["secret_reason"] == [REASON]
