"""A block is known to be as it was only where every value of every row that the matcher reads is as it was."""

from dataclasses import replace

import pandas as pd
import pytest

from rules.features import pack
from rules.record_marks import blocks_of, row_digests
from tests.rules.matching_rows import Row, records

_ROWS = [
    Row("Máy gấp giấy", "Trần Văn Bình", "Nhà máy Sông Công", "Gấp đôi", effect="Giảm 12%", field="a", benefit=5e6),
    Row("Máy gấp giấy khổ A3", "Lê Thị Hoa; Hồ Thị Nga", "Trạm y tế xã Hòa Thắng", "Gấp ba tờ một lần"),
    Row("Máy cắt giấy", "", "", federation="CDN-01"),
]
_CODES = ("author_codes", "author_initial_codes", "workplace_token_codes", "content_codes")


def _digests(frame: pd.DataFrame) -> list[bytes]:
    return [block.digest for block in blocks_of(frame)]


@pytest.mark.parametrize("name", ["title", "authors", "workplace", "content", "effect", "field", "benefit"])
def test_every_value_counts(name: str) -> None:
    changed = replace(_ROWS[1], **{name: 7.0 if name == "benefit" else "khác hẳn"})
    keys = ["0" * 15 + digit for digit in "123"]
    before, after = (_digests(records([_ROWS[0], row, _ROWS[2]], keys)) for row in (_ROWS[1], changed))
    assert before[0] != after[0]
    assert before[1] == after[1]


@pytest.mark.parametrize("name", ["title", "authors", "workplace", "content", "effect", "field", "benefit"])
def test_a_row_is_known_by_every_value(name: str) -> None:
    changed = replace(_ROWS[1], **{name: 7.0 if name == "benefit" else "khác hẳn"})
    keys = ["0" * 15 + digit for digit in "123"]
    before, after = (row_digests(records([_ROWS[0], row, _ROWS[2]], keys)) for row in (_ROWS[1], changed))
    assert (before == after).tolist() == [True, False, True]
    assert len(set(before.tolist())) == 3


@pytest.mark.parametrize("name", _CODES)
def test_a_code_that_moves_to_the_next_row_counts(name: str) -> None:
    frame = records(_ROWS)
    other = frame.assign(**{name: [(1, 2), (3,), ()]})
    moved = frame.assign(**{name: [(1,), (2, 3), ()]})
    assert _digests(other)[0] != _digests(moved)[0]


def test_how_values_are_held_does_not_count() -> None:
    frame = records(_ROWS)
    packed = frame.assign(**{name: [pack(codes) for codes in frame[name]] for name in _CODES})
    texts = packed.assign(title=packed["title"].astype(object), effect=packed["effect"].astype("str"))
    assert _digests(frame) == _digests(packed) == _digests(texts)
    assert row_digests(frame).tolist() == row_digests(packed).tolist() == row_digests(texts).tolist()
