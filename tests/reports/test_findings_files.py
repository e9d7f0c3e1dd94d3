"""The findings of a federation as workbook and as JSON: the same facts, every case, the same bytes."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading.workbooks import read_workbook
from reports.findings_json import FORMAT, findings_json
from reports.findings_workbook import findings_workbook
from reports.validation_report import validation_report
from reports.wording_checks import CHECKS
from rules.layout import lay_out
from schemas.finding import FINDING_COLUMNS
from schemas.release import FederationScore, ReleaseFacts
from schemas.submission import Sheet
from schemas.validated import Validated
from tests.builders import ROOT, column_table
from tests.reports import believable as made

SCORE = FederationScore(
    92.4, 100.0, 78.25, 96.5, 88.7, 84.2, ((date(2021, 4, 1), 84.2), (date(2021, 4, 8), 88.7)), 31, 4
)
RECEIVED = date(2021, 4, 19)


def _about(n: int = 300, score: FederationScore | None = SCORE) -> tuple[ReleaseFacts, Validated]:
    return made.facts(), Validated(made.federations()[1], made.counts(), made.findings(n), RECEIVED, score)


def _sheets(n: int = 300) -> dict[str, Sheet]:
    return {s.name: s for s in read_workbook(findings_workbook(*_about(n)))}


def _json(n: int = 300) -> dict[str, object]:
    return json.loads(findings_json(*_about(n)))  # type: ignore[no-any-return]


def test_the_workbook_has_three_sheets_that_no_reader_takes_for_a_submission() -> None:
    sheets = _sheets()
    assert list(sheets) == ["Tóm tắt", "Theo lỗi", "Chi tiết"]
    assert all(lay_out(s, column_table()).tables == () for s in sheets.values())


def test_every_case_is_told_in_both_with_its_place() -> None:
    found, rows = made.findings(300), _sheets()["Chi tiết"].rows[3:]
    cases = _json()["findings"]
    assert isinstance(cases, list)
    assert len(rows) == len(cases) == len(found)
    assert sorted(c["check_id"] for c in cases) == sorted(found["check_id"]) == sorted(str(r[0]) for r in rows)
    assert [(c["check_id"], c["place"]) for c in cases] == [(r[0], r[3]) for r in rows]
    assert any(c["place"] == "'Danh sách SK'!C85" or "!" in c["place"] for c in cases)


TEXTS = st.text(st.one_of(st.sampled_from('"\\\n\r\t\x00\x1f\u2028</ấ'), st.characters(codec="utf-8")), max_size=12)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(0, 10**6)), max_size=4))
def test_the_json_is_laid_out_as_pythons_own_writer_lays_it_out(cells: list[tuple[str, str, int]]) -> None:
    facts, told = _about(len(cells))
    findings = told.findings.assign(
        found=pd.Series([c[0] for c in cells], dtype=object),
        proposed=pd.Series([c[1] for c in cells], dtype=object),
        row=[c[2] for c in cells],
    )
    data = findings_json(facts, replace(told, findings=findings))
    plain = json.dumps(json.loads(data), ensure_ascii=False, indent=1) + "\n"
    assert data == plain.encode()
    said = {(c["found"], c["proposed"], c["row"]) for c in json.loads(data)["findings"]}
    assert said == set(cells)


def test_the_checks_add_up_to_the_cases() -> None:
    told = _json()
    assert sum(c["cases"] for c in told["checks"]) == len(told["findings"])  # type: ignore[attr-defined,index,arg-type]
    rows = _sheets()["Theo lỗi"].rows[3:]
    assert [(r[0], r[3]) for r in rows] == [(c["check_id"], c["cases"]) for c in told["checks"]]  # type: ignore[attr-defined]
    assert {str(r[0]) for r in rows} == set(CHECKS)


def test_the_summary_tells_the_facts_and_the_score() -> None:
    told = dict(list(row)[:2] for row in _sheets()["Tóm tắt"].rows[3:])
    assert told["Cộng các dòng dữ liệu"] == 1728
    assert told["Ngày nhận tệp mới nhất"] == RECEIVED
    assert told["Điểm chung"] == 88.7
    assert told["Trường hợp phải sửa"] + told["Trường hợp đề nghị kiểm tra"] == 300


def test_the_shape_of_the_json_is_the_one_written_down() -> None:
    told = _json()
    words = (ROOT / "docs" / "findings-json.md").read_text(encoding="utf-8")
    assert told["format"] == FORMAT
    assert FORMAT in words
    inner = [told["release"], told["federation"], told["score"], told["checks"][0], told["findings"][0]]  # type: ignore[index]
    for block in (told, *inner):
        assert all(f"`{key}`" in words for key in block), [k for k in block if f"`{k}`" not in words]


def test_the_order_of_findings_does_not_matter_and_nothing_is_lost_without_a_score() -> None:
    facts, told = _about()
    mixed = replace(told, findings=told.findings.sample(frac=1, random_state=5))
    nothing = Validated(told.federation, {}, told.findings.iloc[:0])
    for make in (findings_workbook, findings_json):
        assert make(facts, told) == make(facts, mixed)
        assert make(facts, nothing)
    assert json.loads(findings_json(facts, nothing))["score"] is None


def test_hostile_text_stays_text() -> None:
    found = made.findings(2, checks=("INI-006",)).assign(found="=HYPERLINK(1)", proposed="<r>x</r>")
    facts, told = _about()
    data = findings_workbook(facts, Validated(told.federation, told.counts, found))
    rows = read_workbook(data)[2].rows
    assert (rows[3][6], rows[3][8]) == ("=HYPERLINK(1)", "<r>x</r>")
    assert list(found.columns) == list(FINDING_COLUMNS)


@pytest.mark.parametrize(("previous", "told"), [(84.2, "Tăng 4,5 điểm"), (90.0, "Giảm 1,3 điểm"), (88.7, "Bằng lần")])
def test_the_page_tells_how_the_score_moved(previous: float, told: str) -> None:
    score = FederationScore(92.4, 100, 78.25, 96.5, 88.7, previous, SCORE.history, 31, 4)
    html = validation_report(*_about(score=score)).decode()
    assert told in html
    assert "đã hết 31 lỗi và điểm cần kiểm tra, mới có 4" in html
    assert "<polyline" in html


def test_a_first_score_has_no_trend() -> None:
    html = validation_report(*_about(score=FederationScore(1, 2, 3, 4, 5))).decode()
    assert "Chưa có điểm của lần tổng hợp trước" in html
    assert "<polyline" not in html


def test_what_lies_beside_the_page_is_linked() -> None:
    beside = [("returned", "returned/a b&<1>.xlsx"), ("findings_xlsx", "findings.xlsx"), ("returned", "javascript:x")]
    html = validation_report(*_about(score=None), attached=beside).decode()
    assert 'href="returned/a%20b%26%3C1%3E.xlsx"' in html
    assert "Bảng trả lại để sửa: a b&amp;&lt;1&gt;.xlsx" in html
    assert 'href="findings.xlsx"' in html
    assert "javascript:x" not in html.replace("sửa: javascript:x", "")
    assert "Sửa ngay trên bảng trả lại" in html
