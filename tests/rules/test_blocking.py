"""Candidate pairs: what is alike meets, whatever one field says; nothing explodes; order does not matter."""

import numpy as np
import pandas as pd

from rules.blocking import RULES, candidate_pairs
from tests.rules.matching_rows import MODEL, Row, records

_MANY = 4_000


def pairs(rows: list[Row]) -> set[tuple[int, int]]:
    found = candidate_pairs(records(rows), MODEL)
    return set(zip(found["row_id_l"], found["row_id_r"], strict=True))


def test_each_way_of_being_alike_is_found_without_the_others() -> None:
    title = "Chế tạo bộ gá phay rãnh then cho trục cán nguội"
    alike = {
        "title only": (Row(title), Row(title.upper())),
        "author and a word": (Row(title, "Lê Văn Tám"), Row("Gá phay rãnh then kiểu mới", "Lê Văn Tám")),
        "initials and a word": (Row(title, "L.V. Tám"), Row("Gá phay rãnh then kiểu mới", "Lê Văn Tám")),
        "place and a word": (
            Row(title, "", "Nhà máy Sông Công"),
            Row("Gá phay rãnh then kiểu mới", "", "Nhà máy Sông Công"),
        ),
    }
    for name, (one, other) in alike.items():
        assert pairs([one, other]) == {(0, 1)}, name
    assert pairs([Row("Nuôi ong lấy mật"), Row("Hàn ống áp lực cao")]) == set()


def test_left_is_below_right_each_pair_once_and_says_what_found_it() -> None:
    rows = [Row(f"Cải tiến phanh tời số {i % 7}", f"Trần Văn {'ABCDE'[i % 5]}", "Mỏ than Vàng Danh") for i in range(60)]
    found = candidate_pairs(records(rows), MODEL)
    assert (found["row_id_l"] < found["row_id_r"]).all()
    assert not found.duplicated(["row_id_l", "row_id_r"]).any()
    assert ((found["rules"] > 0) & (found["rules"] < 1 << len(RULES))).all()


def test_one_title_borne_by_thousands_costs_few_pairs_and_loses_no_copy() -> None:
    people = [f"Nguyễn Thị {chr(65 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}" for i in range(_MANY)]
    rows = [Row("Cải tiến quy trình làm việc", person, f"Đơn vị {i % 37}") for i, person in enumerate(people)]
    rows += [Row("CẢI TIẾN QUY TRÌNH LÀM VIỆC", people[7], "Đơn vị 7, tỉnh Hà Nam")]
    found = candidate_pairs(records(rows), MODEL)
    assert len(found) <= 20 * len(rows)
    assert ((found["row_id_l"] == 7) & (found["row_id_r"] == _MANY)).any()


def test_rows_alike_in_everything_are_linked_to_each_other() -> None:
    rows = [Row("Sáng kiến tiết kiệm điện", "Lê Thị Hoa", "Trường Mầm non Sơn Ca")] * 300
    found = candidate_pairs(records(rows), MODEL)
    assert len(found) <= 20 * len(rows)
    label = np.arange(len(rows))
    for _ in range(len(rows)):
        for a, b in zip(found["row_id_l"], found["row_id_r"], strict=True):
            label[[a, b]] = label[[a, b]].min()
        if not label.any():
            break
    assert not label.any()


def test_the_order_of_rows_does_not_matter() -> None:
    authors = [f"Phạm Văn {'XYZ'[i % 3]}" for i in range(200)]
    rows = [Row(f"Giải pháp xử lý bụi lò {i % 9}", author, f"Xi măng {i % 4}") for i, author in enumerate(authors)]
    frame = records(rows)
    shuffled = frame.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(candidate_pairs(frame, MODEL), candidate_pairs(shuffled, MODEL))


def test_no_rows_no_pairs() -> None:
    assert candidate_pairs(records([Row("x")]).iloc[:0], MODEL).empty
    assert candidate_pairs(records([Row("Máy cắt"), Row("")]), MODEL).empty
