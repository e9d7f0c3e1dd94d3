"""The three pages: escaping, sums, secrets of nobody, the same bytes; the numbers told are the numbers given."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from reports.numbers import number
from reports.places import place
from reports.public_page import public_page
from reports.staff_page import staff_page
from reports.validation_report import SHOWN_CASES, validation_report
from reports.wording_checks import CHECKS
from schemas.finding import FINDING_COLUMNS
from schemas.release import FederationFacts, ReleaseFacts
from schemas.validated import Validated
from tests.reports import believable as made


def _public(facts: ReleaseFacts) -> str:
    return public_page(facts, made.tallies()).decode("utf-8")


def _staff(facts: ReleaseFacts) -> str:
    return staff_page(facts, made.tallies(), made.findings_summary(), made.waiting()).decode("utf-8")


def _validation(facts: ReleaseFacts) -> str:
    found = made.findings(120)
    found.loc[found.index[:60], ["file", "sheet", "found", "proposed"]] = made.HOSTILE
    return validation_report(facts, Validated(facts.federations[0], made.counts(), found)).decode("utf-8")


PAGES = {"public": _public, "staff": _staff, "validation": _validation}
Page = Callable[[ReleaseFacts], str]


@pytest.fixture(params=list(PAGES.values()), ids=list(PAGES))
def page(request: pytest.FixtureRequest) -> Page:
    return request.param  # type: ignore[no-any-return]


def test_text_from_outside_never_becomes_markup(page: Page) -> None:
    html = page(made.facts(hostile=True, held=(made.HOSTILE,)))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_a_page_names_no_address_and_allows_none(page: Page) -> None:
    html = page(made.facts())
    assert "http" not in html.replace("http-equiv", "")
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    own = (
        r"tallies\.(?:csv|xlsx)|initiatives\.csv|dictionary\.html|findings\.csv|numbers\.html(?:#way)?|"
        r"federations/[A-Za-z0-9_-]+/report\.html|ledger/[A-Za-z0-9_-]+\.xlsx"
    )
    assert not re.findall(rf'(?:src|href)="(?!#|data:,|(?:{own})")', html)


def test_the_same_release_gives_the_same_page(page: Page) -> None:
    assert page(made.facts()) == page(made.facts())


def test_the_headline_and_its_sum_are_the_tallies() -> None:
    html = _public(made.facts())
    frame = made.tallies()
    nation = frame[(frame["scope"] == "national") & (frame["breakdown"] == "")].set_index("measure")["value"]
    assert nation["entered"] == nation[["valid", "duplicate", "ineligible", "rejected"]].sum()
    told = "{entered} đã cập nhật = {valid} hợp lệ + {duplicate} trùng lặp + {ineligible} không hợp lệ"
    assert told.format(**{m: number(v) for m, v in nation.items()}) in html
    assert f"nằm trong khoảng {number(nation['valid_low'])} - {number(nation['valid'])}" in html
    foot = f'<td class="n">{number(nation["valid"])}</td>'
    assert html.count(foot) == 4 + 1  # four breakdowns and the days


def test_what_stands_apart_is_told_apart() -> None:
    html = _public(made.facts())
    assert "1.204 sáng kiến đã kết thúc áp dụng" in html
    assert "chưa gồm sáng kiến thuộc bí mật công nghệ." in html
    assert "31,5\u00a0tỷ" not in html  # the sum of the secret ones is the staff's alone


def test_the_public_page_is_small_and_ranks_every_federation() -> None:
    html = _public(made.facts())
    assert len(html.encode()) < 1_000_000
    ranking = html[html.index("Xếp hạng theo") :]
    assert ranking.count('<th scope="row">') == len(made.BLOCKS)


def test_an_empty_release_still_makes_its_pages() -> None:
    none = made.tallies().iloc[:0]
    alone = replace(made.facts(), federations=())
    assert b"0" in public_page(alone, none)
    nothing = made.findings_summary().iloc[:0], made.waiting().iloc[:0]
    assert "Không có việc nào đang chờ" in staff_page(made.facts(), none, *nothing).decode()
    report = validation_report(made.facts(), Validated(made.federations()[33], {}, made.findings(0))).decode()
    assert "Chưa nhận được tệp nào" in report
    assert "Không có lỗi nào phải sửa" in report


def test_a_federation_without_a_known_place_gets_a_tile() -> None:
    new = FederationFacts("NEW-1", "Công đoàn mới", "nganh", made.federations()[0].state, 1, 0)
    html = _public(replace(made.facts(), federations=(*made.federations(), new)))
    assert html.count("Công đoàn mới") == 3  # in its tile, in the table behind the tiles, in the ranking


def test_the_staff_page_links_every_federation_once_and_says_what_holds() -> None:
    html = _staff(made.facts(held=("national_drop: 23,5 %",)))
    links = re.findall(r'href="federations/([^/]+)/report\.html" aria-label="Báo cáo', html)
    assert sorted(links) == sorted(str(b["code"]) for b in made.BLOCKS)
    assert "Chưa phát hành" in html
    assert "23,5 %" in html
    assert "Chưa phát hành" not in _staff(made.facts())


def test_the_staff_page_counts_cases_by_check() -> None:
    summary = made.findings_summary()
    html = _staff(made.facts())
    for check_id, n in summary.groupby("check_id")["n"].sum().items():
        assert re.search(rf"<b>{check_id}</b>.*data-l=\"Số trường hợp\"><a [^>]*>{re.escape(number(n))}<", html)


def test_the_report_shows_the_first_cases_and_counts_the_rest() -> None:
    found = made.findings(SHOWN_CASES + 7, checks=("INI-006",))
    html = validation_report(made.facts(), Validated(made.federations()[1], made.counts(), found)).decode()
    assert html.count("quý gần nhất") == SHOWN_CASES
    assert "và 7 trường hợp nữa, xem findings.csv" in html


def test_the_report_adds_up_its_rows() -> None:
    entered = sum(n for code, n in made.counts().items() if code != "not_data")
    html = _validation(made.facts())
    assert f'<th scope="row">Cộng các dòng dữ liệu</th><td class="n">{number(entered)}</td>' in html
    assert f"1.482 trên {number(entered)} dòng" in html


def test_a_column_of_blanks_is_not_shown() -> None:
    facts, federation = made.facts(), made.federations()[1]
    blank = validation_report(
        facts, Validated(federation, made.counts(), made.findings(3, checks=("INI-005",)))
    ).decode()
    filled = validation_report(
        facts, Validated(federation, made.counts(), made.findings(3, checks=("INI-018",)))
    ).decode()
    assert "<th>Đang ghi</th>" not in blank
    assert "<th>Đang ghi</th>" in filled


def test_rejections_come_before_questions() -> None:
    html = _validation(made.facts())
    assert html.index('id="INI-001"') < html.index('id="FIL-001"')
    assert all(f'id="{check}"' in html for check in CHECKS)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "told"),
    [
        ("Sheet1", 12, "C", "Sheet1!C12"),
        ("Danh sách", 12, "C", "'Danh sách'!C12"),
        ("Q'1", 3, "AA", "'Q''1'!AA3"),
        ("Sheet1", 0, "K", "Sheet1!K:K"),
        ("Sheet1", 12, "", "Sheet1, dòng 12"),
        ("Sheet1", 0, "", "trang Sheet1"),
        ("", 7, "C", "dòng 7, cột C"),
        ("", 0, "", "cả tệp"),
    ],
)
def test_a_place_is_written_as_excel_writes_it(sheet: str, row: int, column: str, told: str) -> None:
    assert place(sheet, row, column) == told


@pytest.mark.parametrize(
    ("received", "told"),
    [(date(2021, 4, 20), "đúng hạn"), (date(2021, 4, 23), "quá hạn 3 ngày"), (None, "Đã nhận")],
)
def test_the_report_says_whether_it_came_in_time(received: date | None, told: str) -> None:
    html = validation_report(
        made.facts(), Validated(made.federations()[1], made.counts(), made.findings(0), received)
    ).decode()
    assert told in html


def test_control_and_direction_marks_are_made_visible() -> None:
    found = made.findings(1, checks=("INI-006",)).assign(found="a\x00b\u202ec")
    html = validation_report(made.facts(), Validated(made.federations()[1], made.counts(), found)).decode()
    assert "a\ufffdb\ufffdc" in html


def test_ten_thousand_findings_are_quick() -> None:
    found = made.findings(10_000)
    start = time.process_time()
    validation_report(made.facts(), Validated(made.federations()[1], made.counts(), found))
    assert time.process_time() - start < 1.5


def test_the_order_of_findings_does_not_matter() -> None:
    found = made.findings(500)
    mixed = found.sample(frac=1, random_state=3)
    ways = [validation_report(made.facts(), Validated(made.federations()[1], made.counts(), f)) for f in (found, mixed)]
    assert ways[0] == ways[1]
    assert list(pd.DataFrame(found).columns) == list(FINDING_COLUMNS)
