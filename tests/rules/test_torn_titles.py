"""A row torn before its number is asked about where it may belong to two works, and joined where to one only."""

from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules.chains
from rules.changed_blocking import packed_pairs
from rules.decisions import Thresholds
from rules.matching import match
from rules.review_reasons import asked_because
from rules.torn_titles import torn_between
from schemas.linkage import Decision
from schemas.review import PARTED_GROUP
from tests.rules.matching_rows import MODEL, Row, records

_TORN = "Sử dụng Microsoft Teams trong kiểm tra, đánh giá môn Tiếng Việt"
_WHO = ("Huỳnh Thị Hiệp", "Trường Tiểu học Việt Hưng, huyện Thanh Thủy")
_LIMITS = Thresholds(4.0, 1.5)


def _decided(titles: list[str], order: list[int] | None = None) -> tuple[pd.DataFrame, dict[tuple[str, str], str]]:
    rows = [Row(title, *_WHO, federation=f"LDLD-0{n % 2 + 1}") for n, title in enumerate(titles)]
    frame = records(rows)
    frame = frame if order is None else frame.iloc[order].assign(row_id=range(len(rows)))
    pairs = match(frame, MODEL, _LIMITS)
    told = frame["title"].tolist()
    sides = zip(pairs["row_id_l"], pairs["row_id_r"], pairs["decision"], strict=True)
    return pairs, {tuple(sorted((told[a], told[b]))): decision for a, b, decision in sides}


@pytest.mark.parametrize("component", [60, 2])
def test_asked_where_two_works_go_on_with_different_grades(component: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules.chains, "_LARGEST_COMPONENT", component)
    first, second = f"{_TORN} cho học sinh lớp 1", f"{_TORN} cho học sinh lớp 2"
    _, alone = _decided([_TORN, first])
    assert alone[_TORN, first] == Decision.ACCEPT.value
    pairs, both = _decided([_TORN, first, second])
    assert both == _decided([_TORN, first, second], [2, 0, 1])[1]
    assert {both[_TORN, first], both[_TORN, second]} == {Decision.REVIEW.value}
    if component > 2:
        asked = np.flatnonzero(pairs["decision"] == Decision.REVIEW.value)
        assert all(PARTED_GROUP in because for because in asked_because(pairs, asked.tolist(), [False] * len(asked)))


def test_joined_where_both_that_go_on_are_one_work() -> None:
    once, again = f"{_TORN} cho học sinh lớp 1", f"{_TORN} cho hs lớp 1"
    _, found = _decided([_TORN, once, again])
    assert set(found.values()) == {Decision.ACCEPT.value}


@given(st.integers(0, 2**32))
def test_found_as_by_looking_at_every_row(seed: int) -> None:
    rng = Random(seed)
    pairs = np.array([(a, b) for a in range(9) for b in range(a + 1, 9)])
    links, against = (pairs[[rng.random() < share for _ in pairs]] for share in (0.3, 0.2))
    parted = {tuple(pair) for pair in against.tolist()}
    beside = {row: {a + b - row for a, b in links.tolist() if row in (a, b)} for row in range(9)}
    torn = {row for row, others in beside.items() if any((a, b) in parted for a in others for b in others)}
    found = torn_between(links[:, 0], links[:, 1], packed_pairs(against[:, 0], against[:, 1]))
    assert found.tolist() == [a in torn or b in torn for a, b in links.tolist()]
