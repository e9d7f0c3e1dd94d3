"""Who is put forward: the federation's mark, its award, a person's choice; quota, ties, one of a cluster."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.dossier.criteria import criteria
from rules.dossier_gates import (
    INCOMPLETE,
    LETTER,
    LONG_TITLE,
    NOTHING_VALID,
    REJECTED_FILE,
    TIED,
    TOO_MANY_CHOSEN,
    UNDER_REVIEW,
    federations_ready,
    files_answered,
    letter_complete,
    missing_fields,
    nominees_ready,
    remaining,
)  # fmt: skip
from rules.nomination import left_out, marked, nominate, rank
from schemas.config_dossier import Nomination, NominationRule
from schemas.dossier import Basis, Candidate, Choice, Head, Mark, Merit, Obstacle, OpenNominee, ShortNominee

RULE = Nomination()


def candidate(number: int, award: str = "", level: int | None = None, **more: object) -> Candidate:
    paper = OpenNominee(f"Máy số {number}", "Tăng năng suất", award, "Nguyễn Văn An", "Tổ trưởng", "Nhà máy A")
    facts = {"benefit_vnd": None, "registered_on": None, "pending_review": False, "paper": paper, **more}
    return Candidate(f"SK-{number:03d}", "LDLD-01", award_level=level, **facts)  # type: ignore[arg-type]


def test_the_federations_words_go_before_the_award_and_a_refusal_is_no_mark() -> None:
    found = nominate(
        [
            candidate(1, "Bằng khen TLĐ", 4),
            candidate(2, "Đề nghị tuyên dương SÁNG KIẾN XUẤT SẮC"),
            candidate(3, "sáng kiến tiêu biểu"),
            candidate(4, "chưa xét tiêu biểu"),
            candidate(5, "Giấy khen CĐCS", 1),
        ],
        RULE,
        20,
        {},
    )
    assert [(n.candidate.initiative_id, n.merit, n.basis) for n in found] == [
        ("SK-002", Merit.EXCELLENT, Basis.MARKED),
        ("SK-001", Merit.EXCELLENT, Basis.AWARD),
        ("SK-003", Merit.TYPICAL, Basis.MARKED),
    ]


def test_the_column_of_the_federation_goes_before_its_words_and_says_as_what_or_not() -> None:
    found = nominate(
        [
            candidate(1, mark=Mark.YES),
            candidate(2, "sáng kiến tiêu biểu", mark=Mark.EXCELLENT),
            candidate(3, "chưa khen", mark=Mark.TYPICAL),
            candidate(4, "Bằng khen TLĐ", 4, mark=Mark.NONE),
        ],
        Nomination(by=("mark",), marked_as="excellent"),
        20,
        {},
    )
    assert [(n.candidate.initiative_id, n.merit, n.basis) for n in found] == [
        ("SK-001", Merit.EXCELLENT, Basis.MARKED),
        ("SK-002", Merit.EXCELLENT, Basis.MARKED),
        ("SK-003", Merit.TYPICAL, Basis.MARKED),
    ]


def test_a_rule_of_the_config_wants_all_it_states_and_the_best_rule_holds() -> None:
    rules = (
        NominationRule(merit="typical", benefit_from_vnd=100),
        NominationRule(merit="excellent", benefit_from_vnd=100, award_from_level=2, sectors=("DN",)),
    )
    rule = Nomination(by=("rule",), rules=rules)
    found = nominate(
        [
            candidate(1, level=2, benefit_vnd=100.0, sector="DN"),
            candidate(2, level=2, benefit_vnd=100.0, sector="HCSN"),
            candidate(3, level=4, benefit_vnd=99.0, sector="DN"),
            candidate(4, level=4, mark=Mark.EXCELLENT),
        ],
        rule,
        20,
        {},
    )
    assert [(n.candidate.initiative_id, n.merit, n.basis) for n in found] == [
        ("SK-001", Merit.EXCELLENT, Basis.RULE),
        ("SK-002", Merit.TYPICAL, Basis.RULE),
    ]
    with pytest.raises(ValueError, match="states one of"):
        NominationRule(merit="typical")


def test_how_many_a_federation_marked_is_told_beyond_its_quota() -> None:
    every = [candidate(n, mark=Mark.YES, benefit_vnd=float(n)) for n in range(1, 8)] + [candidate(9, level=4)]
    assert marked(every, RULE) == 7
    assert len(nominate(every, RULE, 5, {})) == 5
    assert left_out(every, RULE, 5, {}) == 3


def test_the_criteria_on_paper_are_the_configs() -> None:
    text, numbers = criteria(Nomination(rules=(NominationRule(merit="excellent", benefit_from_vnd=2_000_000_000),)))
    assert "(b) đề cử của đơn vị" in text
    assert "(d) làm lợi từ 2\u00a0tỷ đồng: xuất sắc" in text
    assert [n.text for n in numbers] == ["2\u00a0tỷ đồng"]
    assert "đề cử của đơn vị" not in criteria(Nomination(by=("award",)))[0]


def test_a_persons_choice_puts_forward_and_takes_away() -> None:
    choices = {
        "SK-001": Choice("SK-001", None, "Trần B", "đã khen năm trước"),
        "SK-002": Choice("SK-002", Merit.TYPICAL, "Trần B", ""),
    }
    found = nominate([candidate(1, "Bằng khen TLĐ", 4), candidate(2)], RULE, 20, choices)
    assert [(n.candidate.initiative_id, n.merit, n.basis) for n in found] == [("SK-002", Merit.TYPICAL, Basis.CHOSEN)]


def test_a_tie_at_the_edge_of_the_quota_is_told_and_a_choice_ends_it() -> None:
    equal = [candidate(n, level=4) for n in range(1, 4)]
    found = nominate(equal, RULE, 2, {})
    assert [n.tied for n in found] == [True, True]
    assert left_out(equal, RULE, 2, {}) == 1
    assert [o.code for o in nominees_ready("LDLD-01", found, RULE, 2)] == [TIED]
    chosen = {f"SK-00{n}": Choice(f"SK-00{n}", Merit.EXCELLENT, "Trần B", "") for n in (1, 3)}
    settled = nominate(equal, RULE, 2, chosen)
    assert [n.candidate.initiative_id for n in settled] == ["SK-001", "SK-003"]
    assert not list(nominees_ready("LDLD-01", settled, RULE, 2))


def test_an_initiative_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        nominate([candidate(1, level=4), candidate(1, level=4)], RULE, 5, {})


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, 1, 2, 3, 4]),
            st.sampled_from(["", "xuất sắc", "tiêu biểu"]),
            st.none() | st.floats(0, 1e9),
            st.none() | st.dates(date(2021, 3, 10), date(2021, 5, 30)),
        ),
        max_size=40,
    ),
    st.integers(0, 12),
)
def test_never_more_than_the_quota_never_one_twice_and_none_left_out_ranks_higher(
    rows: list[tuple[int | None, str, float | None, date | None]], most: int
) -> None:
    every = [
        candidate(n, award, level, benefit_vnd=benefit, registered_on=day)
        for n, (level, award, benefit, day) in enumerate(rows)
    ]
    kept, all_ = nominate(every, RULE, most, {}), nominate(every, RULE, len(every), {})
    assert len(kept) == min(most, len(all_))
    assert len({n.candidate.initiative_id for n in kept}) == len(kept)
    names = {n.candidate.initiative_id for n in kept}
    rest = [n for n in all_ if n.candidate.initiative_id not in names]
    assert all(rank(k) <= rank(r) for k in kept for r in rest)
    tied = {n.candidate.initiative_id for n in kept if n.tied}
    assert tied == {n.candidate.initiative_id for n in kept if any(rank(n) == rank(r) for r in rest)}
    assert nominate(reversed(every), RULE, most, {}) == kept


def test_a_redacted_nominee_lacks_nothing_but_its_effect() -> None:
    short = nominate([candidate(1, level=4, paper=ShortNominee("Quy trình", "Tăng", ""))], RULE, 5, {})
    assert missing_fields(short[0], RULE) == []
    empty = nominate([candidate(1, level=4, paper=ShortNominee("Quy trình", "", ""))], RULE, 5, {})
    assert missing_fields(empty[0], RULE) == ["effect"]


def test_what_is_open_about_the_nominated_is_told_one_by_one() -> None:
    bare = OpenNominee("Máy", "", "", "", "", "Nhà máy A")
    long = OpenNominee("M" * 2000, "Tăng", "", "An", "", "Nhà máy A")
    found = nominate(
        [
            candidate(1, level=4, paper=bare),
            candidate(2, level=4, pending_review=True, benefit_vnd=5.0),
            candidate(3, level=3, paper=long),
        ],
        RULE,
        9,
        {},
    )
    told = {o.code: o.about for o in nominees_ready("LDLD-01", found, RULE, 9)}
    assert told == {UNDER_REVIEW: ("SK-002",), INCOMPLETE: ("SK-001: effect, authors",), LONG_TITLE: ("SK-003",)}


def test_more_chosen_than_the_quota_is_told() -> None:
    chosen = {f"SK-00{n}": Choice(f"SK-00{n}", Merit.EXCELLENT, "Trần B", "") for n in (1, 2)}
    found = nominate([candidate(1), candidate(2)], RULE, 2, chosen)
    assert [o.about for o in nominees_ready("LDLD-01", found, RULE, 1) if o.code == TOO_MANY_CHOSEN] == [("2", "1")]


def test_a_rejected_file_waits_for_an_answer_and_only_in_its_federation() -> None:
    receipts: list[dict[str, object]] = [
        {"federation_code": "LDLD-01", "path": "a.xlsx", "rejected_because": "FIL-006", "counted": False},
        {"federation_code": "LDLD-01", "path": "b.xlsx", "rejected_because": "", "counted": True},
        {"federation_code": "LDLD-02", "path": "c.xlsx", "rejected_because": "FIL-001", "counted": False},
    ]
    assert list(files_answered("LDLD-01", receipts, set())) == [Obstacle(REJECTED_FILE, "LDLD-01", ("a.xlsx",))]
    assert list(files_answered("LDLD-01", receipts, {"a.xlsx"})) == []


def test_a_letter_names_what_it_lacks() -> None:
    head = Head("", "LĐLĐ", "Số: /TTr-LĐLĐ", "", ("Chính phủ",), ("Như trên",), "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "")
    assert list(letter_complete("LDLD-01", {"to-trinh": head})) == [
        Obstacle(LETTER, "LDLD-01", ("to-trinh: signatory.name",))
    ]


def test_the_nation_waits_for_its_federations_unless_a_person_lets_it_through() -> None:
    open_ = {"LDLD-01": [Obstacle(NOTHING_VALID, "LDLD-01")], "LDLD-02": []}
    found = list(federations_ready(open_))
    assert found == [Obstacle("DOS-010", "", ("LDLD-01",))]
    assert remaining(found, let_through=False) == found
    assert remaining(found, let_through=True) == []
    form = [Obstacle(LETTER, "", ("to-trinh: signatory.name",))]
    assert remaining(form, let_through=True) == form
