"""Deciding: real traps are not accepted, retyped rows are, a doubt is asked, and nothing depends on order or chunks."""

import csv
from pathlib import Path

import pandas as pd
import pytest

import rules.matching
from rules.matching import match
from rules.weights import LEVELS, WEIGHTS, Thresholds, decide
from schemas.linkage import PAIR_COLUMNS
from tests.rules.matching_rows import TERMS, Row, records

_ACCEPT, _REVIEW = 6.0, 0.0
_TRAPS = list(csv.DictReader((Path(__file__).parent / "near_duplicate_titles.csv").open(encoding="utf-8")))
_PEOPLE = ("Trần Văn Bình", "Lê Thị Hoa", "Phạm Minh Đức", "Hồ Thị Nga")
_WORKS = (
    "Chế tạo bộ gá phay rãnh then cho trục cán nguội",
    "Giải pháp thu hồi nhiệt thải lò nung clinker số 2",
    "Ứng dụng Quizizz trong dạy học môn Sinh học lớp 7",
    "Phần mềm theo dõi hồ sơ tiêm chủng mở rộng tại trạm y tế",
)
_PLACE = "Công ty Cổ phần Cơ khí Sông Công"


def decision(one: Row, other: Row) -> str:
    found = match(records([one, other]), TERMS, _ACCEPT, _REVIEW)
    return str(found["decision"].iloc[0]) if len(found) else "reject"


@pytest.mark.parametrize("pair", _TRAPS, ids=lambda pair: pair["label"])
@pytest.mark.parametrize("place", ["", "Trường Cao đẳng Kinh tế"], ids=["no place", "same place"])
def test_works_that_people_told_apart_are_never_accepted(pair: dict[str, str], place: str) -> None:
    one, other = (Row(pair[f"title_{side}"], pair[f"authors_{side}"], place) for side in "ab")
    found = decision(one, other)
    assert pair["label"] != "different" or found != "accept"
    if pair["label"] == "same" and pair["authors_a"]:
        assert found in ("accept", "review")


@pytest.mark.parametrize("work", _WORKS)
@pytest.mark.parametrize(
    "retyped",
    [
        lambda row: Row(row.title.upper(), row.authors.upper(), row.workplace),
        lambda row: Row(row.title + ".", "Đ/c " + row.authors, "Cty CP Cơ khí Sông Công, tỉnh Thái Nguyên"),
        lambda row: Row(row.title, row.authors + "; Vũ Văn Thịnh", row.workplace),
        lambda row: Row(row.title, row.authors, ""),
        lambda row: Row(row.title + " năm 2021", row.authors, row.workplace),
        lambda row: Row(row.title.replace("ng", "n g", 1), row.authors, row.workplace),
    ],
)
def test_the_same_work_typed_again_is_accepted(work: str, retyped) -> None:  # type: ignore[no-untyped-def]
    row = Row(work, _PEOPLE[0], _PLACE)
    assert decision(row, retyped(row)) == "accept"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ứng dụng Quizizz trong dạy học môn Sinh học lớp 7", "Ứng dụng Blooket trong dạy học môn Sinh học lớp 7"),
        ("Ứng dụng Quizizz trong dạy học môn Sinh học lớp 7", "Ứng dụng Quizizz trong dạy học môn Sinh học lớp 8"),
        ("Ứng dụng Quizizz trong dạy học môn Sinh học lớp 7", "Ứng dụng Quizizz trong dạy học môn Địa lí lớp 7"),
        ("Cải tiến phanh tời máy số 1", "Cải tiến phanh tời máy số 2"),
        ("Thay phớt bơm P-101A", "Thay phớt bơm P-101B"),
        ("Sáng kiến 1", "Sáng kiến 2"),
    ],
)
def test_one_author_two_works(one: str, other: str) -> None:
    assert decision(Row(one, _PEOPLE[0], _PLACE), Row(other, _PEOPLE[0], _PLACE)) == "reject"


@pytest.mark.parametrize("title", ["Cải tiến quy trình làm việc", "Nâng cao chất lượng giảng dạy môn Toán lớp 5"])
def test_a_common_title_of_other_people_elsewhere_is_rejected(title: str) -> None:
    assert decision(Row(title, _PEOPLE[0], _PLACE), Row(title, _PEOPLE[1], "Bệnh viện Bạch Mai")) == "reject"
    assert decision(Row(title), Row(title)) == "reject"


def test_no_component_of_accepted_pairs_hides_a_contradiction() -> None:
    rows = [
        Row(f"Ứng dụng Quizizz dạy học môn Sinh học{tail}", _PEOPLE[0], _PLACE) for tail in (" lớp 7", "", " lớp 8")
    ]
    found = match(records(rows), TERMS, -50.0, -60.0)
    parted = found[found["contradicted"]]
    assert list(zip(parted["row_id_l"], parted["row_id_r"], strict=True)) == [(0, 2)]
    assert set(parted["decision"]) == {"reject"}


def many() -> pd.DataFrame:
    rows = [
        Row(
            f"{_WORKS[i % 4]} {'ABCDEFG'[i % 7] * (i % 3)}",
            _PEOPLE[i % 3],
            _PLACE if i % 2 else "",
            federation=f"F{i % 5}",
        )
        for i in range(120)
    ]
    return records(rows)


def test_the_frame_keeps_its_contract_and_tells_its_progress() -> None:
    told: list[tuple[int, int]] = []
    found = match(many(), TERMS, _ACCEPT, _REVIEW, lambda done, total: told.append((done, total)))
    assert tuple(found.columns) == PAIR_COLUMNS
    assert (found["row_id_l"] < found["row_id_r"]).all()
    assert not found.duplicated(["row_id_l", "row_id_r"]).any()
    assert told[-1][0] == told[-1][1] > 0
    assert not (found["contradicted"] & (found["decision"] != "reject")).any()


def test_neither_order_nor_chunks_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = many()
    expected = match(frame, TERMS, _ACCEPT, _REVIEW)
    monkeypatch.setattr(rules.matching, "_PAIRS_A_CHUNK", 37)
    pd.testing.assert_frame_equal(match(frame.sample(frac=1, random_state=5), TERMS, _ACCEPT, _REVIEW), expected)


def test_no_rows_no_pairs() -> None:
    assert tuple(match(many().iloc[:0], TERMS, _ACCEPT, _REVIEW).columns) == PAIR_COLUMNS


def test_every_level_has_its_weight_and_more_agreement_never_weighs_less() -> None:
    assert {kind: set(levels) for kind, levels in LEVELS.items()} == {
        kind: set(table) for kind, table in WEIGHTS.items()
    }
    for kind, order in {
        "title": ("different", "close", "one_side_long", "one_side_residual", "exact", "exact_rare"),
        "authors": ("disjoint", "missing", "namesakes", "overlap", "subset", "same_set"),
        "workplace": ("different", "related", "missing", "overlap", "same"),
        "content": ("low", "missing", "some", "high"),
    }.items():
        weights = [WEIGHTS[kind][level] for level in order]
        assert weights == sorted(weights)


def test_decide_reads_the_levels_of_a_frame() -> None:
    levels = {f"{kind}_level": [names[0]] for kind, names in LEVELS.items()}
    best = {"title": "exact_rare", "authors": "same_set", "workplace": "same"}
    pairs = pd.DataFrame({**levels, **{f"{kind}_level": [level] for kind, level in best.items()}})
    assert decide(pairs, Thresholds(_ACCEPT, _REVIEW))["decision"].tolist() == ["accept"]
    assert decide(pairs.assign(numbers_level="differ"), Thresholds(-99.0, -99.0))["decision"].tolist() == ["reject"]
