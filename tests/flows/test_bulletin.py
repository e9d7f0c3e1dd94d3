"""The weekly bulletin: one page, beside the figures of a week before, in Friday's release and on command."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from flows.cli import main
from reports.bulletin import bulletin
from reports.bulletin_document import bulletin_document
from reports.bulletin_page import bulletin_page
from reports.figures import Figures, figures, standings
from schemas.bulletin import Bulletin
from schemas.release import FederationState, ReleaseFacts
from tests.builders import Desk, csv_table, row
from tests.flows.test_operations_status import options
from tests.reports import believable as made

FRIDAY, LATER = date(2021, 4, 2), date(2021, 4, 9)


def _texts(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [c.text for table in document.tables for r in table.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_fridays_release_has_it_against_the_friday_before(a_desk: Desk, tmp_path: Path) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, "Cải tiến máy dệt số 1")]))
    a_desk.night(as_of=FRIDAY)
    first = (a_desk.latest() / "internal" / "bulletin.html").read_text("utf-8")
    assert "kỳ đầu" in first.lower()
    a_desk.send("LDLD-02", "a.csv", csv_table([row(1, "Lò hơi đốt trấu", authors="Lê Thị Hoa"), row(2, "Xe nâng")]))
    a_desk.night(as_of=LATER)
    internal = a_desk.latest() / "internal"
    told = _texts((internal / "bulletin.docx").read_bytes())
    assert "so với ngày 02/04/2021" in told
    assert "Hợp lệ\n3\n1\n+2" in told
    assert "LĐLĐ tỉnh Hà Giang\n1\nLên 1 bậc\n2\n+2" in told
    assert "Công đoàn Giáo dục VN\nChưa gửi hồ sơ" in told
    for name in ("bulletin.html", "bulletin.docx"):
        assert f'href="{name}"' in (internal / "index.html").read_text("utf-8")
    a_desk.night(as_of=date(2021, 4, 10))
    assert not (a_desk.latest() / "internal" / "bulletin.html").exists()
    assert main(["bulletin", *options(a_desk), "--out", str(tmp_path / "out")]) == 0
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names == {"2021-04-10-bulletin.html", "2021-04-10-bulletin.docx"}


def test_a_release_of_months_ago_is_no_week_before(a_desk: Desk, tmp_path: Path) -> None:
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, "Cải tiến máy dệt số 1")]))
    for as_of, words in (
        (date(2021, 3, 26), "kỳ đầu, chưa có số liệu tuần trước"),
        (date(2021, 4, 9), "không có số liệu của tuần trước để so sánh (bản gần nhất là ngày 26/03/2021)"),
        (date(2021, 4, 16), "so với ngày 09/04/2021"),
    ):
        a_desk.night(as_of=as_of)
        internal = a_desk.latest() / "internal"
        assert words in (internal / "bulletin.html").read_text("utf-8").lower()
        assert words in _texts((internal / "bulletin.docx").read_bytes()).lower()


def _facts(as_of: date = date(2021, 4, 9)) -> ReleaseFacts:
    return replace(made.facts(), as_of=as_of)


def _told(faults: dict[str, int] | None = None) -> Bulletin:
    now = figures(made.tallies())
    values = {k: v * (0.5 if k[0] == "valid" and k[1] > "LDLD-3" else 1) for k, v in now.values.items()}
    ranks = sorted((k for k in values if k[0] == "rank"), key=lambda k: -values["valid", k[1], "", ""])
    values |= {k: float(n) for n, k in enumerate(ranks, start=1)}
    return bulletin(_facts(), now, (date(2021, 4, 2), Figures(values)), faults or {})


def test_the_longest_bulletin_is_one_page_of_a4(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        pytest.skip(f"no Chromium at {chromium}: the bulletin was not printed")
    told = _told(dict.fromkeys((f.code for f in _facts().federations), 40))
    assert len(told.up) == len(told.down) == 4
    assert len(told.calls) == 10
    (tmp_path / "b.html").write_bytes(bulletin_page(_facts(), told))
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 360, "height": 800}, offline=True)
        page.goto((tmp_path / "b.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
        browser.close()


def test_the_same_facts_give_the_same_bytes() -> None:
    told = _told()
    assert bulletin_document(told) == bulletin_document(told)
    with zipfile.ZipFile(io.BytesIO(bulletin_document(told))) as parts:
        assert {p.date_time for p in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_page_and_document_say_the_same() -> None:
    told = _told()
    page, document = bulletin_page(_facts(), told).decode(), _texts(bulletin_document(told))
    for mover in (*told.up, *told.down):
        assert mover.name in page
        assert mover.name in document
    for call in told.calls:
        assert call.name in page
        assert call.name in document


def test_whoever_sent_nothing_is_called_first_and_the_rest_is_counted() -> None:
    facts, told = _facts(), _told()
    silent = sum(f.state is FederationState.MISSING for f in facts.federations)
    assert silent
    assert all("chưa gửi hồ sơ" in call.reasons for call in told.calls[: min(silent, 10)])
    needing = len(told.calls) + told.more_calls
    assert needing <= len(facts.federations)
    assert silent <= needing


def test_a_rank_that_rose_is_told_as_risen() -> None:
    told, now = _told(), {s.facts.name: s for s in standings(_facts(), figures(made.tallies()))}
    assert now
    assert all(m.rank < m.before for m in told.up)
    assert all(m.rank > m.before for m in told.down)


def test_a_release_of_the_same_week_is_not_the_week_before(a_desk: Desk) -> None:
    from flows.bulletins import week_before

    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, "Cải tiến máy dệt số 1")]))
    a_desk.night(as_of=date(2021, 4, 6))
    folder = a_desk.settings.releases / a_desk.campaign_id
    assert week_before(folder, date(2021, 4, 12)) == (None, None)
    found = week_before(folder, date(2021, 4, 13))
    assert found[0] is not None
    assert found[0][0] == date(2021, 4, 6)
