"""Judgements stand on keys: they survive moves, lapse with a key, and come to the same in any order (RULES.md 11)."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.clustering import cluster, secrecy_components
from rules.features import Coder, pack, row_features
from rules.judgements import resolve, sides_of
from rules.normalise import title_key
from rules.review_answers import check_answers
from schemas.judgement import Judgement, Question, Side
from schemas.linkage import PAIR_COLUMNS, JudgementValue
from schemas.review import Answer

CODER = Coder(b"a key for tests")
_SAME, _DIFFERENT, _UNSURE = JudgementValue.SAME, JudgementValue.DIFFERENT, JudgementValue.UNSURE
_NO_PAIRS = pd.DataFrame({n: pd.Series(dtype=bool if n in ("contradicted", "apart") else float) for n in PAIR_COLUMNS})
_TITLE = "Cải tiến bộ gá hàn khung xe máy số {}"
Typed = tuple[str, str, str, str]  # federation, title, authors, workplace


def side_of(frame: pd.DataFrame, row: int) -> Side:
    return sides_of(frame, [row], CODER)[row]


def rows(*typed: Typed) -> pd.DataFrame:
    turns: dict[tuple[str, str], int] = {}
    made = []
    for code, title, authors, workplace in typed:
        turn = turns[code, title] = turns.get((code, title), -1) + 1
        features = row_features(CODER, authors, workplace, "")
        made.append(
            {
                "federation_code": code,
                "title": title,
                "row_key": f"{CODER.code('row', f'{code}|{title_key(title)}|{turn}'):016x}",
                "title_code": CODER.code("title", title_key(title)),
                "author_codes": pack(features[0]),
                "author_initial_codes": pack(features[1]),
                "workplace_code": features[2],
            }
        )
    frame = pd.DataFrame(made).astype({"title_code": "uint64", "workplace_code": "uint64"})
    return frame.assign(row_id=range(len(frame)))


def said(frame: pd.DataFrame, left: int, right: int, value: JudgementValue, number: int = 1) -> Judgement:
    sides = (side_of(frame, row) for row in (left, right))
    return Judgement(number, *sides, value, "Lan", "2021-05-01T00:00:00+00:00")


A = ("LDLD-01", _TITLE.format(1), "Nguyễn Văn An", "Công ty Sông Lam")
B = ("CDN-GD", _TITLE.format(2), "Trần Thị Bình", "Công ty Sông Mã")
C = ("LDLD-02", _TITLE.format(3), "Lê Văn Cường", "Công ty Sông Đà")


def test_a_judgement_finds_its_rows_wherever_they_stand_now() -> None:
    judgement = said(rows(A, B), 0, 1, _SAME)
    assert resolve(rows(C, B, A), [judgement], CODER).judged == ((1, 2, _SAME),)


def test_when_a_key_changes_the_pair_is_asked_again_and_neither_joins_nor_parts() -> None:
    for value in JudgementValue:
        judgement = said(rows(A, B), 0, 1, value)
        for changed in ((*A[:2], "Nguyễn Văn Ân", A[3]), (*A[:3], "Xí nghiệp 5"), (A[0], A[1] + " và 2", *A[2:])):
            standing = resolve(rows(changed, B), [judgement], CODER)
            assert standing.judged == ((0, 1, _UNSURE),)
            assert standing.asked == {(0, 1): judgement}
            assert standing.lapsed == {(0, 1)}
        assert resolve(rows(A, B), [judgement], CODER).lapsed == frozenset()


def test_a_lapsed_judgement_never_takes_secrecy_away() -> None:
    for value in (_SAME, _DIFFERENT):
        frame = rows((*A[:3], "Xí nghiệp 5"), B)
        judged = resolve(frame, [said(rows(A, B), 0, 1, value)], CODER).judged
        labels = cluster(2, _NO_PAIRS, judged)
        assert labels.tolist() == [0, 1]
        assert len(set(secrecy_components(2, labels, _NO_PAIRS, judged).tolist())) == 1


def test_a_row_that_is_gone_takes_its_judgement_along() -> None:
    assert resolve(rows(B, C), [said(rows(A, B), 0, 1, _SAME)], CODER).judged == ()


def test_rows_without_people_and_place_are_not_taken_for_each_other() -> None:
    nameless = ("LDLD-01", "Cải tiến quy trình làm việc", "", "")
    frame = rows(nameless, nameless, nameless, B)
    assert resolve(frame, [said(frame, 1, 3, _SAME)], CODER).judged == ((1, 3, _SAME),)


def test_the_last_word_on_a_pair_stands() -> None:
    frame = rows(A, B)
    words = [said(frame, 0, 1, _DIFFERENT, 1), said(frame, 1, 0, _SAME, 2)]
    assert resolve(frame, words[::-1], CODER).judged == ((0, 1, _SAME),)


def test_contradictions_that_arise_later_lapse_together_and_are_named() -> None:
    frame = rows(A, B, C)
    words = [said(frame, 0, 1, _SAME, 1), said(frame, 1, 2, _SAME, 2), said(frame, 0, 2, _DIFFERENT, 3)]
    standing = resolve(frame, words, CODER)
    assert [value for _, _, value in standing.judged] == [_UNSURE] * 3
    assert standing.disputed == (tuple(words),)


_TYPED = [
    (code, _TITLE.format(n), name, place)
    for n, (code, name, place) in enumerate([A[:1] + A[2:], B[:1] + B[2:], C[:1] + C[2:], A[:1] + A[2:], B[:1] + B[2:]])
]
_WORDS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(list(JudgementValue))).filter(
        lambda word: word[0] != word[1]
    ),
    max_size=9,
)


def _entered(frame: pd.DataFrame, words: list[tuple[int, int, JudgementValue]]) -> tuple[list[Judgement], int]:
    """Each word as one answer of its own, as people would enter them; how many were refused."""
    given: list[Judgement] = []
    refused = 0
    for a, b, value in words:
        question = Question("CAP", side_of(frame, a), side_of(frame, b))
        checked = check_answers([Answer(5, "CAP", value.value, "Lan", "")], {"CAP": question}, given, frame, CODER)
        refused += bool(checked.faults)
        given += checked.judgements
    return given, refused


@settings(max_examples=60, deadline=None)
@given(_WORDS, st.permutations(range(5)), st.randoms(use_true_random=False))
def test_any_sequence_of_judgements_keeps_the_clusters_consistent(words: list, order: list[int], chance) -> None:
    frame = rows(*_TYPED)
    given_, _ = _entered(frame, words)
    standing = resolve(frame, given_, CODER)
    labels = cluster(5, _NO_PAIRS, standing.judged)
    assert standing.disputed == ()
    for a, b, value in standing.judged:
        assert value is _UNSURE or (labels[a] == labels[b]) == (value is _SAME)
    shuffled = list(given_)
    chance.shuffle(shuffled)
    moved = rows(*(_TYPED[i] for i in order))
    again = cluster(5, _NO_PAIRS, resolve(moved, shuffled, CODER).judged)
    ours = {frozenset(np.flatnonzero(labels == one).tolist()) for one in labels}
    assert {frozenset(order[i] for i in np.flatnonzero(again == one)) for one in again} == ours


def _questions(frame: pd.DataFrame, *pairs: tuple[int, int]) -> dict[str, Question]:
    return {f"CAP-{a}{b}": Question(f"CAP-{a}{b}", side_of(frame, a), side_of(frame, b)) for a, b in pairs}


def test_contradicting_answers_are_refused_and_every_one_is_named() -> None:
    frame = rows(A, B, C)
    asked = _questions(frame, (0, 1), (1, 2), (0, 2))
    answers = [
        Answer(5, "CAP-01", "SAME", "Lan", ""),
        Answer(9, "CAP-12", "SAME", "Lan", ""),
        Answer(13, "CAP-02", "DIFFERENT", "Hoa", ""),
    ]
    checked = check_answers(answers, asked, [], frame, CODER)
    assert checked.judgements == ()
    ((_, wrong),) = checked.faults
    assert all(f"CAP-{pair}, line {line}" in wrong for pair, line in (("01", 5), ("12", 9), ("02", 13)))


def test_two_deciders_who_disagree_are_refused_and_an_unsure_one_is_no_disagreement() -> None:
    frame = rows(A, B)
    asked = _questions(frame, (0, 1))
    answer = Answer(5, "CAP-01", "SAME", "Hoa", "")
    for value, refused in ((_DIFFERENT, True), (_UNSURE, False), (_SAME, False)):
        checked = check_answers([answer], asked, [said(frame, 0, 1, value)], frame, CODER)
        assert bool(checked.faults) == refused
    own = check_answers([replace(answer, decided_by="Lan")], asked, [said(frame, 0, 1, _DIFFERENT)], frame, CODER)
    assert [j.value for j in own.judgements] == [_SAME]
    both = check_answers([answer, replace(answer, line=9, decision="DIFFERENT")], asked, [], frame, CODER)
    assert both.faults


def test_an_unknown_pair_and_a_stale_one_are_refused() -> None:
    frame = rows(A, B)
    unknown = check_answers([Answer(5, "CAP-99", "SAME", "Lan", "")], {}, [], frame, CODER)
    stale = check_answers(
        [Answer(5, "CAP-01", "SAME", "Lan", "")], _questions(frame, (0, 1)), [], rows(A, (*B[:3], "Nơi khác")), CODER
    )
    assert [line for line, _ in (*unknown.faults, *stale.faults)] == [5, 5]


def test_the_same_word_of_the_same_person_is_kept_once() -> None:
    frame = rows(A, B)
    answer = Answer(5, "CAP-01", "SAME", "Lan", "")
    assert check_answers([answer], _questions(frame, (0, 1)), [said(frame, 0, 1, _SAME)], frame, CODER).judgements == ()
