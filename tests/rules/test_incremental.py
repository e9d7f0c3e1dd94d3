"""Only what changed is compared, and the answer is that of a run from nothing, whatever came before."""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rules.incremental
import rules.kept_pairs
import rules.scoring
from rules.changed_blocking import unpacked_pairs
from rules.corpus import Corpus
from rules.decisions import Thresholds
from rules.incremental import match_and_keep
from rules.kept import Kept, KeptStateOdd
from rules.matching import Matched, Matcher, match_and_relate
from rules.scoring import compare
from tests.rules.matching_rows import MODEL, Row, records

_LIMITS = Thresholds(4.0, 0.0)
_MATCHER = Matcher(MODEL, _LIMITS)
_FEDERATIONS = ("LDLD-01", "LDLD-02", "CDN-01")
_TITLES = (
    "Cải tiến quy trình làm việc",
    "Chế tạo bộ gá phay rãnh then cho trục cán nguội",
    "Chế tạo bộ gá phay rãnh then cho trục cán nóng",
    "Giải pháp thu hồi nhiệt thải lò nung clinker số 2",
    "Giải pháp thu hồi nhiệt thải lò nung clinker số 3",
    "Giải pháp thu hồi nhiệt thải lò nung",
    "Ứng dụng Quizizz trong dạy học môn Sinh học lớp 7",
    "Phần mềm theo dõi hồ sơ tiêm chủng mở rộng tại trạm y tế",
)
_PEOPLE = ("", "Trần Văn Bình", "Lê Thị Hoa", "Phạm Minh Đức; Hồ Thị Nga", "Hồ Thị Nga", "T.V. Bình")
_PLACES = ("", "Công ty Cổ phần Cơ khí Sông Công", "Nhà máy Sông Công, huyện Phú Bình", "Trạm y tế xã Hòa Thắng")
_TOLD = ("", "Hàn đắp hai lớp bằng dây lõi thuốc rồi tiện tinh và mài lại")


def _row(rng: Random, federation: str) -> Row:
    few = rng.random() < 0.5  # groups must grow past what a rule compares in full
    return Row(
        _TITLES[0] if few else rng.choice(_TITLES) + rng.choice(("", "", f" máy {rng.randrange(4)}")),
        rng.choice(_PEOPLE),
        rng.choice(_PLACES[:2] if few else _PLACES),
        rng.choice(_TOLD),
        federation,
        effect=rng.choice(("", "Giảm 12% chi phí, 30 giờ")),
        field=rng.choice(("", "a", "b")),
        benefit=rng.choice((float("nan"), 5e6)),
    )


def _keyed(sent: dict[str, list[Row]]) -> pd.DataFrame:
    """A frame in which the key of a row rests on federation, title and turn, as flows.reconcile makes it."""
    rows = [row for code in sorted(sent) for row in sent[code]]
    turns: Counter[tuple[str, str]] = Counter()
    keys: list[str] = []
    for row in rows:
        keys.append(f"{hash_of(row.federation, row.title.lower(), str(turns[row.federation, row.title])):016x}")
        turns[row.federation, row.title] += 1
    return records(rows, keys)


def hash_of(*texts: str) -> int:
    from rules.hashing import word_hash

    return word_hash("|".join(texts))


def _changed(rng: Random, sent: dict[str, list[Row]]) -> None:
    """What a night brings: a federation sends more, less, other rows, the same in another order, or nothing."""
    code = rng.choice(_FEDERATIONS)
    rows = sent[code]
    many = rng.randrange(1, 12)
    match rng.randrange(7):
        case 0:
            rows.extend(_row(rng, code) for _ in range(many))
        case 1:
            del rows[: rng.randrange(len(rows) + 1)]
        case 2:
            rows[:] = [_row(rng, code) if rng.random() < 0.2 else row for row in rows]
        case 3:
            rng.shuffle(rows)
        case 4:
            rows.extend(rng.choices(rows, k=many) if rows else [])
        case 6:  # what no blocking rule reads
            rows[:] = [
                replace(row, benefit=rng.choice((5e6, 7e6)), field="b") if rng.random() < 0.5 else row for row in rows
            ]
        case 5:
            rows[:] = rows[::-1][: max(0, len(rows) - many)]


def _same(one: Matched, other: Matched) -> None:
    pd.testing.assert_frame_equal(one.pairs, other.pairs)
    pd.testing.assert_frame_equal(one.copies, other.copies)
    assert one.relations == other.relations


def _by_key(kept: Kept) -> dict[tuple[int, int], tuple[int, int]]:
    """Every candidate pair with its groups and its relation, by the keys of its rows."""
    left, right = (kept.keys[side].tolist() for side in unpacked_pairs(kept.pairs))
    pairs = [(min(a, b), max(a, b)) for a, b in zip(left, right, strict=True)]
    assert len(pairs) == len(set(pairs))
    return dict(zip(pairs, zip(kept.times.tolist(), kept.related.tolist(), strict=True), strict=True))


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_every_night_of_any_sequence_answers_as_a_run_from_nothing(seed: int, nights: int) -> None:
    rng = Random(seed)
    sent = {code: [_row(rng, code) for _ in range(rng.randrange(30))] for code in _FEDERATIONS}
    _, kept = match_and_keep(_keyed(sent), _MATCHER)
    with pytest.MonkeyPatch.context() as patch, pytest.MonkeyPatch.context() as parts:
        parts.setattr(rules.kept_pairs, "_PAIRS_A_STEP", 1 + seed % 50)
        patch.setattr(rules.incremental, "_from_nothing", _refused)
        for _ in range(nights):
            _changed(rng, sent)
            frame = _keyed(sent)
            found, kept = match_and_keep(frame, _MATCHER, kept)
            _same(found, match_and_relate(frame, MODEL, _LIMITS))
            assert kept is not None
            patch.undo()
            _, expected = match_and_keep(frame, _MATCHER)
            patch.setattr(rules.incremental, "_from_nothing", _refused)
            assert expected is not None
            assert _by_key(kept) == _by_key(expected)
            assert _speakers(kept) == _speakers(expected)


def _speakers(kept: Kept) -> dict[int, bool]:
    return dict(zip(kept.keys[kept.stands].tolist(), kept.speaks[kept.stands].tolist(), strict=True))


def _refused(*args: object) -> None:
    raise AssertionError("ran from nothing")


def test_the_order_of_rows_and_federations_does_not_matter() -> None:
    rng = Random(3)
    sent = {code: [_row(rng, code) for _ in range(30)] for code in _FEDERATIONS}
    _, kept = match_and_keep(_keyed(sent), _MATCHER)
    sent["CDN-01"].append(_row(rng, "CDN-01"))
    frame = _keyed(sent)
    moved = frame.sample(frac=1, random_state=2)
    expected = match_and_relate(frame, MODEL, _LIMITS)
    for kind in (frame, moved, moved.reset_index(drop=True)):
        _same(match_and_keep(kind, _MATCHER, kept)[0], expected)


def test_only_what_changed_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(5)
    sent = {code: [_row(rng, code) for _ in range(80)] for code in _FEDERATIONS}
    _, kept = match_and_keep(_keyed(sent), _MATCHER)
    compared: list[int] = []

    def counting(known, left, right):  # type: ignore[no-untyped-def]
        compared.append(len(left))
        return compare(known, left, right)

    monkeypatch.setattr(rules.scoring, "compare", counting)
    monkeypatch.setattr(rules.incremental, "compare", counting)
    match_and_keep(_keyed(sent), _MATCHER, kept)
    assert sum(compared) == 0
    sent["CDN-01"].append(Row("Nuôi ong lấy mật trong rừng keo lai", "Vũ Thị Mơ", "Hợp tác xã Ba Vì"))
    match_and_keep(_keyed(sent), _MATCHER, kept)
    assert sum(compared) == 0


def test_a_row_changed_in_every_federation_reads_those_rows_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(11)
    sent = {code: [_row(rng, code) for _ in range(80)] for code in _FEDERATIONS}
    for rows in sent.values():  # of a title of its own, or the turns of others would move
        rows[40] = replace(rows[40], title="Nuôi ong lấy mật trong rừng tràm")
    _, kept = match_and_keep(_keyed(sent), _MATCHER)
    for rows in sent.values():
        rows[40] = replace(rows[40], title="Nuôi ong lấy mật trong rừng keo lai")
    read: list[int] = []

    def counting(matcher: Matcher, chosen: pd.DataFrame) -> Corpus:
        read.append(len(chosen))
        return corpus(matcher, chosen)

    corpus = Matcher.corpus
    monkeypatch.setattr(Matcher, "corpus", counting)
    frame = _keyed(sent)
    found, _ = match_and_keep(frame, _MATCHER, kept)
    monkeypatch.undo()
    assert read[0] == len(_FEDERATIONS)
    _same(found, match_and_relate(frame, MODEL, _LIMITS))


def test_a_state_of_other_rows_is_refused_and_the_answer_stands() -> None:
    rng = Random(7)
    sent = {code: [_row(rng, code) for _ in range(30)] for code in _FEDERATIONS}
    frame = _keyed(sent)
    _, kept = match_and_keep(frame, _MATCHER)
    assert kept is not None
    other = kept.arrays() | {"lines": kept.lines[::-1].copy(), "times": np.zeros_like(kept.times)}
    sent["CDN-01"].pop()
    frame = _keyed(sent)
    found, _ = match_and_keep(frame, _MATCHER, Kept.from_arrays(other))
    _same(found, match_and_relate(frame, MODEL, _LIMITS))
    assert issubclass(KeptStateOdd, Exception)


def test_keys_that_are_no_numbers_leave_nothing() -> None:
    rng = Random(9)
    frame = records([_row(rng, "LDLD-01") for _ in range(5)], ["a", "b", "c", "d", "e"])
    found, kept = match_and_keep(frame, _MATCHER)
    assert kept is None
    _same(found, match_and_relate(frame, MODEL, _LIMITS))


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32))
def test_a_pair_weighs_the_same_whichever_row_stands_left(seed: int) -> None:
    rng = Random(seed)
    frame = _keyed({code: [_row(rng, code) for _ in range(12)] for code in _FEDERATIONS})
    known = _MATCHER.corpus(frame)
    left, right = (side.astype(np.int32).ravel() for side in np.meshgrid(np.arange(36), np.arange(36)))
    one, other = compare(known, left, right), compare(known, right, left)
    for kind, levels in one.levels.items():
        np.testing.assert_array_equal(levels, other.levels[kind], kind)
