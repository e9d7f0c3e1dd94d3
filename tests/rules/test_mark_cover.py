"""A comment within a merged cell speaks of all its rows, wherever in it the comment is anchored."""

import pytest

from rules.mark_cover import commented_rows
from tests.builders import sheet_of

MERGED = (((3, 0), (5, 2)), ((3, 4), (3, 6)), ((8, 1), (9, 1)))


@pytest.mark.parametrize(
    ("spot", "rows"),
    [((3, 0), {3, 4, 5}), ((4, 1), {3, 4, 5}), ((5, 2), {3, 4, 5}), ((4, 3), {4}), ((3, 5), {3}), ((8, 1), {8, 9}),
     ((6, 0), {6})],
)  # fmt: skip
def test_a_comment_covers_the_rows_of_its_merged_cell(spot: tuple[int, int], rows: set[int]) -> None:
    sheet = sheet_of([[""] * 7] * 10, merged=MERGED, comments={spot: "bí mật công nghệ", (1, 0): "đã kiểm tra"})
    assert commented_rows(sheet) == rows
