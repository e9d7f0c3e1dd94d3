"""The pictures of docs/huong-dan, taken from a run on a small sample: `make pictures`. Wants Chromium, LibreOffice and
pdftoppm. Not run as a module of its own: the parsing children would load it again, each of them."""

import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from flows.cli import main
from flows.parsing import warm_parser
from flows.sample import write_sample
from flows.settings import load_settings
from tests.builders import AS_OF, CAMPAIGN, ROOT, Desk

FOLDER = ROOT / "docs" / "huong-dan" / "hinh"
CHROMIUM = "/usr/bin/chromium"
ROWS, SEED = 2_000, 2021
MOST_BYTES = 150_000


@dataclass(frozen=True)
class Cut:
    """A part of a page of a workbook's print: page, dots an inch, and (x, y, width, height) in dots."""

    page: int
    dots: int
    area: tuple[int, int, int, int]


def take() -> None:
    """Take all pictures anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("TONGHOP_HMAC_KEY", "a key for pictures, no secret at all")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        release = _night(place)
        federation, returned = _most_telling(release)
        pages = release / "internal"
        _page(pages / "index.html", "buoi-sang", (1000, 760))
        _page(pages / "federations" / federation / "report.html", "bao-cao", (900, 900))
        (place / "tra-lai.xlsx").write_bytes(returned.read_bytes())
        cuts = {"tom-tat": Cut(1, 100, (40, 60, 800, 560)), "bang-tra-lai": Cut(2, 125, (760, 80, 1170, 400))}
        _workbook(place / "tra-lai.xlsx", cuts)
        mold = place / "mau.xlsx"
        main(["template", "--config", str(ROOT / "config.yaml"), "--federation", federation, "--out", str(mold)])
        _workbook(mold, {"mau": Cut(1, 165, (90, 100, 1200, 330))})
    for picture in sorted(FOLDER.glob("*.png")):
        assert picture.stat().st_size < MOST_BYTES, f"{picture.name}: {picture.stat().st_size} bytes"
        print(picture.relative_to(ROOT), picture.stat().st_size)


def _night(place: Path) -> Path:
    """Two nights on the sample, so that there is a trend: the folder of the last release."""
    settings = load_settings(ROOT / "config.yaml", place / "var")
    write_sample(settings.config, CAMPAIGN, ROWS, SEED, place / "submissions", lambda rows: None)
    with warm_parser(settings.config.limits):
        desk = Desk(settings, place / "submissions")
        desk.night(as_of=date(2021, 5, 30))
        desk.night(as_of=AS_OF)
    return desk.latest()


def _most_telling(release: Path) -> tuple[str, Path]:
    """The federation whose returned workbook shows the most kinds of faults, a rejected row among them."""
    found = pd.read_csv(release / "internal" / "findings.csv", keep_default_na=False, encoding="utf-8-sig")
    found = found[found["file"].str.endswith(".xlsx") & ~found["file"].str.contains("/") & (found["row"] > 0)]
    by_file = found.groupby(["federation_code", "file"])
    kinds = by_file["check_id"].nunique() + 10 * by_file["severity"].apply(lambda s: s.eq("REJECT_RECORD").any())
    code, file = kinds.sort_values(ascending=False, kind="stable").index[0]
    return str(code), release / "internal" / "federations" / str(code) / "returned" / str(file)


def _page(path: Path, name: str, size: tuple[int, int]) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": size[0], "height": size[1]}, offline=True)
        page.goto(path.as_uri())
        page.screenshot(path=str(FOLDER / f"{name}.png"))
        browser.close()


def _workbook(path: Path, cuts: Mapping[str, Cut]) -> None:
    command = ["soffice", f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, "pdf", path.name], cwd=path.parent, capture_output=True, timeout=120, check=True)
    for name, cut in cuts.items():
        x, y, width, height = map(str, cut.area)
        page = ["-f", str(cut.page), "-l", str(cut.page), "-r", str(cut.dots)]
        area = ["-x", x, "-y", y, "-W", width, "-H", height]
        source = str(path.with_suffix(".pdf"))
        subprocess.run(["pdftoppm", "-png", "-singlefile", *page, *area, source, str(FOLDER / name)], check=True)
