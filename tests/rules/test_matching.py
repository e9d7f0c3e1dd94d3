"""Deciding: real traps are not accepted, retyped rows are, a doubt is asked, and nothing depends on order or chunks."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rules.scoring
from flows.settings import load_terms
from flows.weight_tables import shipped_weights
from rules.clustering import cluster
from rules.decisions import Thresholds
from rules.matching import match, match_and_relate
from rules.model import Model
from rules.relations import Relation
from rules.weights import START, WeightTable
from schemas.linkage import MATCH_COLUMNS, PAIR_COLUMNS
from tests.rules.matching_rows import MODEL, Row, records

_LIMITS = Thresholds(4.0, 0.0)
_TRAPS = list(csv.DictReader((Path(__file__).parent / "near_duplicate_titles.csv").open(encoding="utf-8")))
_PEOPLE = ("Trần Văn Bình", "Lê Thị Hoa", "Phạm Minh Đức", "Hồ Thị Nga")
_WORKS = (
    "Chế tạo bộ gá phay rãnh then cho trục cán nguội",
    "Giải pháp thu hồi nhiệt thải lò nung clinker số 2",
    "Ứng dụng Quizizz trong dạy học môn Sinh học lớp 7",
    "Phần mềm theo dõi hồ sơ tiêm chủng mở rộng tại trạm y tế",
)
_WORDS = [f"{a}{b}nh" for a in ("Th", "Kh", "Tr", "B", "C", "D") for b in "aiueoyâêôăươ"]
_PLACE = "Công ty Cổ phần Cơ khí Sông Công"


def decision(one: Row, other: Row) -> str:
    found = match(records([one, other]), MODEL, _LIMITS)
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
    found = match(records(rows), MODEL, Thresholds(-50.0, -60.0))
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
    found = match(many(), MODEL, _LIMITS, lambda done, total: told.append((done, total)))
    assert tuple(found.columns) == PAIR_COLUMNS
    assert (found["row_id_l"] < found["row_id_r"]).all()
    assert not found.duplicated(["row_id_l", "row_id_r"]).any()
    assert told[-1][0] == told[-1][1] > 0
    assert not (found["contradicted"] & (found["decision"] != "reject")).any()


def test_neither_order_nor_chunks_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = many()
    expected = match(frame, MODEL, _LIMITS)
    monkeypatch.setattr(rules.scoring, "PAIRS_A_CHUNK", 37)
    pd.testing.assert_frame_equal(match(frame.sample(frac=1, random_state=5), MODEL, _LIMITS), expected)


def test_no_rows_no_pairs() -> None:
    assert tuple(match(many().iloc[:0], MODEL, _LIMITS).columns) == PAIR_COLUMNS


def test_the_frozen_table_knows_every_level_and_comes_back_from_its_lines() -> None:
    frozen = shipped_weights()
    assert WeightTable.from_rows(frozen.version, frozen.rows()) == frozen
    with pytest.raises(ValueError, match="every level"):
        WeightTable.from_rows("x", frozen.rows()[:-1])


@pytest.mark.parametrize("table", [START, shipped_weights()], ids=["start", "frozen"])
def test_more_agreement_never_weighs_less(table: WeightTable) -> None:
    for kind, order in {
        "title": ("different", "close", "one_side_long", "one_side_residual", "exact", "exact_rare"),
        "authors": ("disjoint", "overlap", "subset", "same_set"),
        "workplace": ("different", "related", "overlap", "same", "same_there"),
        "content": ("low", "some", "high"),
        "effect": ("differ", "missing", "same"),
        "benefit": ("differ", "missing", "same"),
    }.items():
        weights = [table.weights[kind][level] for level in order]
        assert weights == sorted(weights)


def test_what_differs_in_words_is_joined_only_where_sum_and_summary_are_the_same() -> None:
    one, other = "Ứng dụng mô hình lớp học đảo ngược", "Ứng dụng mô hình dạy học dự án"
    facts = {"effect": "Giảm 12% học sinh yếu, 30 giờ", "benefit": 12_345_000.0}
    for told, expected in (({}, "reject"), ({"effect": facts["effect"]}, "review"), (facts, "accept")):
        assert decision(*(Row(title, _PEOPLE[0], _PLACE, **told) for title in (one, other))) == expected


def test_a_row_without_workplace_bridges_no_two_places() -> None:
    title = "Mô hình một cửa thân thiện trong giải quyết thủ tục đăng ký kết hôn"
    places = ("Ủy ban nhân dân xã Hòa Thắng, huyện Bình Giang", "", "Ủy ban nhân dân xã Minh Tân, quận Bình Tân")
    rows = records([Row(title, "Nguyễn Thị Tâm", place) for place in places])
    labels = cluster(3, match(rows, MODEL, _LIMITS))
    assert labels[0] != labels[2]


def test_a_pair_scores_the_same_whichever_side_is_withheld() -> None:
    """What the matcher reads of a row is made before redaction: nothing in it tells an open row from a secret one."""
    assert not {"secret_reason", "authors", "workplace", "content"} & set(MATCH_COLUMNS)


_SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "near_duplicate_pairs.csv"


@pytest.mark.skipif(not _SHARED.exists(), reason="the shared data are not beside the repository")
def test_the_shared_pairs_read_by_people() -> None:
    model = Model(load_terms(), shipped_weights())
    for pair in csv.DictReader(_SHARED.open(encoding="utf-8")):
        authors = [
            "; ".join(f"Lê Văn {_WORDS[int(a.split()[1])]}" for a in pair[s].split("; ") if a)
            for s in ("author_a", "author_b")
        ]
        found = match(records([Row(pair["title_a"], authors[0]), Row(pair["title_b"], authors[1])]), model, _LIMITS)
        said = found["decision"].iloc[0] if len(found) else "reject"
        label = pair["label_by_reading"]
        assert said != "accept" or not label.startswith("different"), pair
        assert said in ("accept", "review") or not label.startswith("same"), pair


_KEPT = st.tuples(
    st.sampled_from(_WORKS), st.sampled_from(_PEOPLE), st.sampled_from(("", _PLACE, "Bệnh viện Bạch Mai"))
)


@settings(max_examples=25, deadline=None)
@given(st.lists(_KEPT, min_size=2, max_size=12), st.randoms(use_true_random=False), st.integers(1, 50))
def test_clusters_do_not_depend_on_the_order_of_rows_or_chunks(said: list, random, chunk: int) -> None:  # type: ignore
    frame = records([Row(*row) for row in said])
    moved = list(range(len(said)))
    random.shuffle(moved)

    def clusters(rows: pd.DataFrame) -> set[frozenset[str]]:
        keys = rows["row_key"].tolist()
        rank = np.argsort(np.argsort(np.array(keys)))
        labels = cluster(len(rows), match(rows, MODEL, _LIMITS), rank=rank)
        return {frozenset(keys[i] for i in np.flatnonzero(labels == label)) for label in set(labels.tolist())}

    again = frame.iloc[moved].assign(row_id=range(len(said)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules.scoring, "PAIRS_A_CHUNK", chunk)
        assert clusters(again) == clusters(frame)


def test_three_relations_are_told_apart() -> None:
    title, content = (
        "Phục hồi trục cán nguội bằng hàn đắp",
        "Hàn đắp hai lớp bằng dây lõi thuốc rồi tiện tinh và mài lại",
    )
    rows = [
        Row(title, _PEOPLE[0], _PLACE, content),
        Row(title.upper(), _PEOPLE[0], _PLACE, content),
        Row(title, _PEOPLE[1], "Nhà máy cán thép Lưu Xá", content),
        Row(title + " máy số 2", _PEOPLE[2], "Mỏ than Vàng Danh"),
        Row(title + " máy số 3", _PEOPLE[2], "Mỏ than Vàng Danh"),
    ]
    found = match_and_relate(records(rows), MODEL, _LIMITS)
    assert found.relations[Relation.SAME_INITIATIVE] == 1
    assert found.relations[Relation.SAME_AUTHOR_OTHER_WORK] == 1
    assert found.relations[Relation.SAME_TITLE_ELSEWHERE] >= 2
    assert list(zip(found.copies["row_id_l"], found.copies["row_id_r"], strict=True)) == [(0, 2), (1, 2)]
