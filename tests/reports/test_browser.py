"""The pages in a real Chromium without network: no complaint on the console, no sideways scroll on a phone, legible."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from reports.public_page import public_page
from reports.staff_page import staff_page
from reports.validation_report import validation_report
from schemas.release import FederationScore
from schemas.validated import Validated
from tests.reports import believable as made

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}: the pages were not opened")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
RECEIVED = date(2021, 4, 23)
SCORE = FederationScore(92.4, 0.0, 100.0, 96.5, 72.2, 84.2, ((date(2021, 4, 1), 60.0), (date(2021, 4, 8), 84.2)), 3, 4)
BESIDE = [("returned", f"returned/danh sách sáng kiến {n}.xlsx") for n in range(4)] + [("findings_xlsx", "a.xlsx")]
CONTRAST = """() => {
  const lum = c => { const p = c.map(v => v/255).map(v => v <= .04045 ? v/12.92 : ((v+.055)/1.055)**2.4);
    return .2126*p[0] + .7152*p[1] + .0722*p[2]; };
  const rgb = s => s.match(/[0-9.]+/g).map(Number);
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  const poor = new Set();
  for (const e of document.querySelectorAll('body *:not(svg):not(svg *)')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(ground(e));
    if ((Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5)
      poor.add(e.className + ': ' + e.textContent.slice(0, 40));
  }
  return [...poor];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place, facts, long = tmp_path_factory.mktemp("pages"), made.facts(hostile=True), made.findings(300)
    long.loc[long.index[:40], "found"] = "mộttừrấtdàikhôngcókhoảngtrắng" * 12
    (place / "public.html").write_bytes(public_page(facts, made.tallies()))
    (place / "staff.html").write_bytes(staff_page(facts, made.tallies(), made.findings_summary(), made.waiting()))
    federation, counts = facts.federations[0], made.counts()
    full = validation_report(facts, Validated(federation, counts, long, RECEIVED, SCORE), BESIDE)
    (place / "validation.html").write_bytes(full)
    nothing = Validated(made.federations()[1], counts, made.findings(0), RECEIVED, SCORE)
    clean = validation_report(made.facts(), nothing, BESIDE)
    (place / "summary.html").write_bytes(clean)
    return place


@pytest.mark.parametrize("name", ["public", "staff", "validation"])
@pytest.mark.parametrize("width", [360, 1200])
def test_a_page_opens_offline_without_complaint(browser, folder: Path, name: str, width: int) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport={"width": width, "height": 800}, offline=True)
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / f"{name}.html").as_uri())
    assert told == []
    assert [url for url in asked if not url.startswith("data:")] == [(folder / f"{name}.html").as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.body.scrollWidth") <= width
    assert page.evaluate(CONTRAST) == []
    page.close()


def test_the_public_page_is_printed_on_at_most_three_pages(browser, folder: Path) -> None:  # type: ignore[no-untyped-def]
    (folder / "plain.html").write_bytes(public_page(made.facts(), made.tallies()))
    page = browser.new_page()
    page.goto((folder / "plain.html").as_uri())
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert 1 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 3


def test_a_federations_summary_is_printed_on_one_page(browser, folder: Path) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    counts = []
    for name in ("summary", "validation"):
        page.goto((folder / f"{name}.html").as_uri())
        if name == "validation":
            page.evaluate("document.querySelectorAll('#checks, #details').forEach(e => e.remove())")
        counts.append(len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))))
    page.close()
    assert counts == [1, 1]
