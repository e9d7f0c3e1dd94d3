"""The public page as a leader meets it: on a phone, by keyboard, on paper, by a screen reader."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from reports.bulletin_page import bulletin_page
from reports.data_package import dictionary_page
from reports.numbers_page import numbers_page
from reports.public_page import public_page
from reports.staff_page import staff_page
from reports.tally_workbook import tally_csv
from reports.validation_report import validation_report
from reports.wording import BREAKDOWN_TITLES, short_name
from reports.wording_public import QUALITY
from rules.waterfall import waterfall
from schemas.tally import TALLY_COLUMNS
from schemas.validated import Validated
from tests.flows.test_bulletin import _facts, _told
from tests.reports import believable as made

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}: the pages were not opened")
PAGES = ("public", "staff", "validation", "numbers", "bulletin", "dictionary")
MOST_BYTES = 1_000_000


def _with_trend() -> pd.DataFrame:
    """The believable tallies with what a release with a past tells."""
    told = {"valid_change_week": 1_234, "projected": 170_100, "projected_low": 160_200, "projected_high": 181_000}
    lines = [(m, "national", "", "", "", float(v), "initiatives") for m, v in {**told, "persons": 99_001}.items()]
    return pd.concat([made.tallies(), pd.DataFrame(lines, columns=list(TALLY_COLUMNS))], ignore_index=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place, facts, tallies = tmp_path_factory.mktemp("pages"), made.facts(), _with_trend()
    ledger = pd.DataFrame(
        [("counted", "", True), ("rejected", "INI-001", False), ("not_data", "header", False)],
        columns=["disposition", "reason", "pending_review"],
    )
    way = waterfall(ledger)
    pages = {
        "public": public_page(facts, tallies),
        "staff": staff_page(facts, tallies, made.findings_summary(), made.waiting(), True),
        "validation": validation_report(facts, Validated(facts.federations[1], made.counts(), made.findings(60))),
        "numbers": numbers_page(facts, way, {f.code: way for f in facts.federations}),
        "bulletin": bulletin_page(_facts(), _told()),
        "dictionary": dictionary_page(facts, {"tallies": tally_csv(tallies)}, tallies),
    }
    for name, data in pages.items():
        (place / f"{name}.html").write_bytes(data)
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def _open(browser, folder: Path, name: str, width: int = 1280):  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport={"width": width, "height": 800}, offline=True, bypass_csp=True)
    page.goto((folder / f"{name}.html").as_uri())
    return page


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_serious_fault(browser, folder: Path, name: str, width: int) -> None:  # type: ignore[no-untyped-def]
    page = _open(browser, folder, name, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(page).response["violations"]
    page.close()
    grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
    assert grave == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_at_360_pixels_without_a_sideways_scroll(browser, folder: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    page = _open(browser, folder, name, 360)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    small = page.evaluate(
        "[...document.querySelectorAll('body *:not(svg *)')].filter(e => [...e.childNodes].some(n => n.nodeType === 3"
        " && n.data.trim()) && parseFloat(getComputedStyle(e).fontSize) < 12).map(e => e.outerHTML.slice(0, 80))"
    )
    page.close()
    assert small == []


def test_the_page_is_walked_by_keyboard(browser, folder: Path) -> None:  # type: ignore[no-untyped-def]
    page = _open(browser, folder, "public")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        told = page.evaluate("[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]")
        if told[0] == "BODY":
            break
        reached.append(tuple(told))
    assert {tag for tag, _ in reached} == {"A", "SUMMARY"}
    assert {outline for _, outline in reached} == {"solid"}
    assert sum(tag == "SUMMARY" for tag, _ in reached) == len(page.query_selector_all("details"))
    page.keyboard.press("Shift+Tab")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('details').open")
    page.close()


def test_every_chart_has_its_table(browser, folder: Path) -> None:  # type: ignore[no-untyped-def]
    page = _open(browser, folder, "public")
    sections = page.query_selector_all("section:has(figure)")
    assert len(sections) == 3
    for section in sections:
        assert section.query_selector("details table tbody tr") is not None
        assert len(section.query_selector("figure").get_attribute("aria-label")) > 40
    page.close()


def test_no_table_is_cut_on_a4(browser, folder: Path) -> None:  # type: ignore[no-untyped-def]
    page = _open(browser, folder, "public")
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    read = pypdf.PdfReader(io.BytesIO(pdf))
    texts = [re.sub(r"\s+", " ", p.extract_text()) for p in read.pages]
    assert len(texts) <= 3
    width, height = (round(float(side) / 72 * 25.4) for side in read.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
    ranked = [short_name(f.name) for f in made.federations()]
    tables = {
        "ranking": [t for t in ranked if len(t) < 30],
        "quality": [QUALITY["rejected"][:20], QUALITY["no_day"][:12]],
    }
    tables["parts"] = [BREAKDOWN_TITLES[name] for name in ("sector", "field", "award_level", "phase")]
    for words in tables.values():
        on = [{n for n, text in enumerate(texts) if word in text} for word in words]
        assert set.intersection(*on), words


def test_the_page_is_small_and_tells_its_trend(folder: Path) -> None:
    data = (folder / "public.html").read_bytes()
    assert len(data) < MOST_BYTES
    text = data.decode()
    assert "Tăng 1.234 so với tuần trước." in text
    assert "khoảng 170.100 sáng kiến hợp lệ (160.200 - 181.000)" in text
    assert "99.001" in text
