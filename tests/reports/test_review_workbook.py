"""The review workbook says what agrees and what differs, and of a redacted pair nothing but what may be shown."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from reports.pair_words import account, own_words
from reports.review_workbook import DECISION, HEADER_ROW, review_workbook
from reports.wording_review import ACCOUNT, COMPARISONS, DECISIONS, LEVEL_WORDS
from reports.wording_review import DOUBTS as WORDS_OF_DOUBTS
from rules.weights import LEVELS
from schemas.linkage import JudgementValue
from schemas.review import DOUBTS, Evidence, FormerWord, ReviewFacts, ReviewPair, ShownSide

FACTS = ReviewFacts("75 nghìn sáng kiến", date(2021, 5, 31), 2, 9.0, 1.0)
LEFT = ShownSide("Cải tiến lò hơi số 1", "Giảm 5 % than", "", "Nguyễn Văn An", "Công ty ZQX", federation="LĐLĐ Hà Nội")
RIGHT = ShownSide("=Cải tiến lò hơi số 2", "Giảm 5 % than", "", "Trần Thị Bình", "Công ty ZQX", benefit_vnd=15e6)
SAID = (
    Evidence("title", "exact", 0.6),
    Evidence("numbers", "differ", -20.0),
    Evidence("authors", "disjoint", -8.7),
    Evidence("workplace", "same", 4.3),
    Evidence("effect", "same", 7.4),
)
PAIR = ReviewPair("CAP-1-1", LEFT, RIGHT, False, SAID, 2.5, 1)


def _cells(data: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]


def test_every_level_of_every_comparison_has_its_words() -> None:
    assert {kind: set(levels) for kind, levels in LEVEL_WORDS.items()} == {k: set(v) for k, v in LEVELS.items()}
    assert set(COMPARISONS) == set(LEVELS)
    assert set(DECISIONS) == {value.value for value in JudgementValue}
    assert tuple(WORDS_OF_DOUBTS) == DOUBTS


def test_the_account_tells_what_agrees_what_differs_and_how_much_each_weighs() -> None:
    agrees, differs, total = account(PAIR, FACTS).split("\n")
    assert agrees.startswith("Giống nhau: hiệu quả: trùng nhau (rất mạnh, nghiêng về giống); đơn vị công tác: trùng")
    assert "tác giả: không có ai chung (rất mạnh, nghiêng về khác)" in differs
    assert total == "Cộng lại +2,5 điểm; từ +9,0 điểm trở lên máy tự coi là một, từ +1,0 điểm thì hỏi người."


def test_why_a_person_is_asked_is_told_where_the_weight_would_do() -> None:
    sure = replace(PAIR, weight=FACTS.accept_threshold, because=("number", "group"))
    last = account(sure, FACTS).split("\n")[-1]
    assert last.startswith("Đủ điểm để máy tự coi là một, nhưng vẫn hỏi vì một tên có con số")
    assert last.endswith("; có dòng thứ ba giống một trong hai dòng này nhưng trái với dòng kia.")
    for other in (replace(sure, weight=8.9), replace(sure, redacted=True), replace(sure, because=())):
        assert "vẫn hỏi" not in account(other, FACTS)
    assert "vẫn hỏi" not in account(sure, replace(FACTS, accepted=True))


@pytest.mark.parametrize(
    ("moves", "leaves", "told"),
    [
        (1, 0, "Nếu là một, số hợp lệ của cả nước giảm 1."),
        (0, 2, "Nếu là một, 2 dòng máy đã gộp với một trong hai dòng sẽ tách ra, vì trái với dòng còn lại; "
               "tính chung, số hợp lệ của cả nước không đổi."),
        (-1, 2, "tính chung, số hợp lệ của cả nước tăng 1."),
        (1, 1, "tính chung, số hợp lệ của cả nước giảm 1."),
    ],
)  # fmt: skip
def test_the_forecast_in_words(moves: int, leaves: int, told: str) -> None:
    data = review_workbook(FACTS, [replace(PAIR, moves=moves, leaves=leaves)])
    assert any(str(cell).endswith(told) for row in _cells(data) for cell in row if cell)


def test_a_redacted_pair_tells_nothing_of_what_is_withheld_even_where_it_is_handed_in() -> None:
    hidden = ReviewPair("CAP-1-1", LEFT, RIGHT, True, SAID, 2.5, 1)
    told = account(hidden, FACTS)
    assert ACCOUNT["redacted"] in told
    assert not re.search(r"tác giả|đơn vị công tác:|\+2,5", told)
    data = review_workbook(FACTS, [hidden])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        written = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert not re.search("ZQX|Nguyễn Văn An|Trần Thị Bình|Hà Nội|15.triệu", written)
    assert "Giảm 5 % than" in written


def test_the_workbook_has_both_rows_side_by_side_and_a_list_to_choose_from() -> None:
    former = FormerWord("DIFFERENT", "Lan", date(2021, 5, 1), "khác máy", True)
    data = review_workbook(FACTS, [PAIR, ReviewPair("CAP-2-1", LEFT, RIGHT, False, (), None, 0, former)])
    assert data == review_workbook(FACTS, [PAIR, ReviewPair("CAP-2-1", LEFT, RIGHT, False, (), None, 0, former)])
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    first = [cell.value for cell in sheet[HEADER_ROW + 1]]
    assert first[:4] == ["CAP-1-1", "Cặp 1\nTên sáng kiến", LEFT.title, RIGHT.title]
    assert sheet.cell(HEADER_ROW + 1, 4).data_type != "f"
    (rule,) = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rule == '"CÙNG MỘT SÁNG KIẾN,KHÁC NHAU,CHƯA RÕ"'
    assert str(sheet.data_validations.dataValidation[0].sqref).startswith(f"{'ABCDEFGHI'[DECISION]}{HEADER_ROW + 1}")
    told = "\n".join(str(cell) for row in _cells(data) for cell in row if cell)
    assert "KHÁC NHAU, Lan, ngày 01/05/2021: khác máy. Dữ liệu đã đổi" in told
    assert "Nếu là một, số hợp lệ của cả nước giảm 1." in told


def test_words_that_stand_on_one_side_only_are_named() -> None:
    assert own_words("Cải tiến lò hơi", "Cải tiến Lò sấy") == "chỉ có ở dòng thứ nhất: hơi; chỉ có ở dòng thứ hai: sấy"
    assert own_words("Lò hơi", "lò hơi") == ""
