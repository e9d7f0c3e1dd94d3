"""The submission dossier from real releases: numbers, secrecy, drafts, freezing, supplements, faults."""

import base64
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from flows.alone import alone
from flows.cli import main
from flows.dossier import office
from flows.dossier.composing import Desk as ComposingDesk
from flows.dossier.composing import national_nominees, paper_figures
from flows.dossier.freezing import release_for
from flows.dossier.gathering import gather
from flows.dossier.making import DossierOrder, make_dossiers
from flows.dossier.printing import Printers
from flows.dossier.rendering import Press
from flows.faults import UnexpectedError
from flows.settings import load_settings
from flows.store.session import Store
from tests.builders import CAMPAIGN, HEADERS, ROOT, Desk, desk, row, table, workbook
from tests.reports.test_number_words import read_back

AFTER, BEFORE = "2021-06-02", "2021-04-20"
SECRET = ("Phan Thị Mật Danh", "Xưởng Kín Bưng", "Ghi chú kín bưng")
NUMBER = re.compile(r"-?\d+(?:\.\d{3})*(?:,\d+)?")
OWN = (
    "nominated",
    "put_forward",
    "federations",
    "valid_running",
    "nomination_quota",
    "nomination_marked",
    "nomination_left_out",
    "rows",
)  # the dossier's own counts

pytestmark = pytest.mark.file_of_sqlite  # desks are copied with their database
NO_NUMBERS = (
    r"\d{2}/\d{2}/\d{4}", r"ngày \d{2} tháng \d{1,2} năm \d{4}", r"Số:\s*\d*/\S+", r"Chương trình “[^”]*”",
    r"Bản phát hành \S+ · SHA-256 \w+", r"Kèm theo \S+ \S+ số[^)]*", r"^\s*\d\. ", r"40 ngày cao điểm", r"Giai đoạn 2",
    r"Biểu đồ\s+\d\.", r"bắt\s+đầu\s+ngày\s+\d{2}/\d{2}(?!/)",
)  # fmt: skip


def dossier_block(**changes: Any) -> dict[str, Any]:
    """The project's own block, with names of those who sign, and letters by the bundled engine."""
    block: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))["dossier"]
    block["letters_by"] = "typst"
    for letter in (block["national"], *block["national"]["petitions"], block["federation"]):
        if "signatory" in letter:
            letter["signatory"] = {**letter["signatory"], "name": "Trần Văn Ký"}
    return {**block, **changes}


def plain(number: int, title: str, **more: Any) -> list[Any]:
    """A row with no digit but in its title."""
    return row(number, title, **{"workplace": "Nhà máy Sao Mai", **more})


def awarded(number: int, title: str, **more: Any) -> list[Any]:
    return plain(number, title, **{"award": "Bằng Lao động sáng tạo", **more})


def submit(made: Desk) -> None:
    """Two federations with something valid, one with nothing; no digit in any text, but in two titles."""
    made.send(
        "LDLD-01",
        "ds.xlsx",
        table(
            [
                awarded(1, "Cải tiến máy ép gạch 500 tấn"),
                awarded(2, "Quy trình nhuộm kín", authors=SECRET[0], workplace=SECRET[1], note=SECRET[2], secrecy="x"),
                plain(3, "Giảm tiếng ồn quạt lò", award="Sáng kiến tiêu biểu", benefit=1500, registered="28/03/2021"),
                plain(4, "Thay dầu máy nén khí ban đêm", sector="HCSN"),
                plain(5, "Thay dầu máy nén khí ban đêm", sector="HCSN"),
            ]
        ),
    )
    made.send("LDLD-02", "ds.xlsx", table([awarded(1, "Dạy chữ Nôm bằng tranh cho lớp 4", sector="HCSN")]))


@pytest.fixture(scope="module")
def _night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One release, to be copied."""
    place = tmp_path_factory.mktemp("night")
    made = desk(place, dossier=dossier_block())
    submit(made)
    made.night()
    return place


def copied(night: Path, place: Path) -> Desk:
    shutil.copytree(night, place, symlinks=True, dirs_exist_ok=True)
    return Desk(load_settings(place / "config.yaml", place / "var"), place / "submissions")


@pytest.fixture
def submitted(_night: Path, tmp_path: Path) -> Desk:
    return copied(_night, tmp_path)


@pytest.fixture(scope="module")
def printed(_night: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dossiers of a release, the national one let through; read only."""
    place = tmp_path_factory.mktemp("dossier")
    made = copied(_night, place)
    assert tonghop(made, "--as-of", AFTER, "--let-through", "Lê Cho Qua", "--reason", "một đơn vị chưa gửi") == 3
    return place


def tonghop(made: Desk, *options: str) -> int:
    config = made.settings.workdir.parent / "config.yaml"
    return main(["dossier", "--config", str(config), "--workdir", str(made.settings.workdir), *options])


def of(place: Path, code: str) -> Path:
    """The newest folder of a federation's dossiers."""
    folders = [p for p in (place / "var" / "dossiers" / CAMPAIGN / code).iterdir() if p.is_dir()]
    return sorted(folders)[-1]


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    document = Document(str(path))
    return "\n".join(_docx_lines(document))


def _docx_lines(owner: Any) -> Iterator[str]:
    for part in owner.iter_inner_content():
        if hasattr(part, "rows"):
            for line in part.rows:
                for cell in {id(c._tc): c for c in line.cells}.values():
                    yield from _docx_lines(cell)
        else:
            yield part.text


def numbers_in(text: str) -> Counter[str]:
    for pattern in NO_NUMBERS:
        text = re.sub(pattern, " ", text, flags=re.MULTILINE)
    return Counter(NUMBER.findall(text))


def bound(folder: Path) -> dict[str, list[dict[str, str]]]:
    """so-lieu.csv by document."""
    lines = csv.DictReader(io.StringIO((folder / "so-lieu.csv").read_text(encoding="utf-8-sig")))
    found: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        found.setdefault(line["document"], []).append(line)
    return found


def tallies(place: Path) -> dict[tuple[str, str, str, str], float]:
    path = place / "var" / "releases" / CAMPAIGN / "latest" / "public" / "tallies.csv"
    lines = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return {(d["measure"], d["scope_code"], d["breakdown"], d["breakdown_code"]): float(d["value"]) for d in lines}


def as_written(measure: str, value: float) -> str:
    """An own way of writing a number as Vietnamese readers do."""
    if measure.endswith("_pct"):
        return f"{value:.2f}".replace(".", ",") + "\u00a0%"
    if measure == "benefit_vnd":
        value, unit = (value / 1e9, "tỷ đồng") if value >= 1e9 else (value / 1e6, "triệu đồng")
        return f"{value:.1f}".removesuffix(".0").replace(".", ",") + "\u00a0" + unit
    return f"{value:,.0f}".replace(",", ".")


def test_every_named_number_is_the_tally_of_its_name(printed: Path) -> None:
    known, seen = tallies(printed), 0
    for code in ("LDLD-01", "LDLD-02", "toan-quoc"):
        for lines in bound(of(printed, code)).values():
            for n in lines:
                key = (n["measure"], n["scope_code"], n["breakdown"], n["breakdown_code"])
                if n["value"] and key in known:
                    assert float(n["value"]) == known[key], key
                    assert n["text"] == as_written(n["measure"], known[key]), key
                    seen += 1
                else:
                    assert n["measure"] in OWN or n["text"] in ("—", "0"), key
    assert seen > 60
    own = {(n["measure"], n["breakdown_code"]): n["text"] for n in bound(of(printed, "LDLD-01"))["04-so-lieu"]}
    assert [own["nominated", code] for code in ("", "excellent", "typical")] == ["3", "2", "1"]


@pytest.mark.parametrize("kind", [".docx", ".pdf"])
@pytest.mark.parametrize("code", ["LDLD-01", "LDLD-02", "toan-quoc"])
def test_every_number_of_the_paper_is_bound_to_its_tally(printed: Path, code: str, kind: str) -> None:
    folder, named = of(printed, code), bound(of(printed, code))
    titles = Counter({"500": 1, "4": 1})
    checked = 0
    for path in sorted(folder.glob(f"0[1-9]*{kind}")):
        text = text_of(path)
        texts = [n["text"] for n in named.get(path.stem, [])]
        allowed = Counter(x for t in texts for x in NUMBER.findall(t))
        pages = len(PdfReader(path).pages) if kind == ".pdf" else 0
        tables = Document(str(path.with_suffix(".docx"))).tables if not path.name.startswith("01") else []
        orders = Counter(r.cells[0].text for t in tables for r in t.rows)  # STT
        shown = numbers_in(text) - (titles if path.name[:6] in ("02-ban", "03-dan", "03-ban", "05-dan") else Counter())
        left = shown - orders - Counter(str(n) for n in range(2, pages + 1))
        assert set(left) <= set(allowed), f"{path.name}: {set(left) - set(allowed)}"
        if not path.name.startswith(("01", "02-bao-cao")):  # a letter may name a number it does not come to say
            assert not allowed - shown, f"{path.name}: {allowed - shown}"
            assert not left - allowed, f"{path.name}: {left - allowed}"
        checked += sum(left.values())
    assert checked > 10


def test_a_report_without_an_address_goes_to_whom_the_petitions_go(printed: Path) -> None:
    text = text_of(of(printed, "toan-quoc") / "02-bao-cao.docx")
    copies = text[text.index("Nơi nhận:") :]
    assert "- Chính phủ;" in copies
    assert "- Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam;" in copies
    assert "Như trên" not in copies


def test_the_numbers_of_the_charts_are_tallies_and_stand_in_their_annex(printed: Path) -> None:
    folder, known = of(printed, "toan-quoc"), tallies(printed)
    named = bound(folder)
    drawn = {(n["measure"], n["scope_code"], n["breakdown"], n["breakdown_code"]) for n in named["02-bao-cao"]}
    behind = {(n["measure"], n["scope_code"], n["breakdown"], n["breakdown_code"]) for n in named["07-so-lieu-bieu-do"]}
    for breakdown in ("sector", "field"):
        every = {key for key in known if key[0] == "valid" and key[1] == "" and key[2] == breakdown}
        assert every
        assert every <= behind & drawn
    weeks = sorted(key[3] for key in known if key[:3] == ("valid", "", "week") and key[3] not in ("unknown", "secret"))
    told = {n["breakdown_code"]: float(n["value"]) for n in named["07-so-lieu-bieu-do"] if n["breakdown"] == "week"}
    assert len(weeks) >= 2
    assert told == {w: sum(known["valid", "", "week", x] for x in weeks if x <= w) for w in weeks}
    assert {key for key in behind if key[0] == "valid_running"} <= drawn
    pictures = [p for p in zipfile.ZipFile(folder / "02-bao-cao.docx").namelist() if p.startswith("word/media/")]
    assert len(pictures) == 4


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    for path in sorted((ROOT / "reports" / "dossier" / "templates").glob("[bt]*.docx")):
        headings = [p for p in Document(str(path)).paragraphs if re.match(r"(?:[IVX]+|\d)\. |Biểu đồ \d", p.text)]
        assert len(headings) >= 2
        assert all(p.paragraph_format.keep_with_next for p in headings), path.name


@pytest.mark.parametrize("code", ["LDLD-01", "toan-quoc"])
def test_words_and_figures_of_a_number_agree(printed: Path, code: str) -> None:
    said = 0
    for path in sorted(of(printed, code).glob("0[12]-*o*.docx")):
        for figures, spoken in re.findall(r"([\d.]+) sáng kiến \(bằng chữ: (.+?) sáng kiến\)", text_of(path)):
            assert read_back(spoken) == int(figures.replace(".", ""))
            said += 1
    assert said >= 2


def test_the_words_of_the_seventy_five_thousand(printed: Path) -> None:
    text = text_of(of(printed, "toan-quoc") / "01-to-trinh-chinh-phu.docx")
    assert "mục tiêu 75.000 sáng kiến (bằng chữ: bảy mươi lăm nghìn sáng kiến)" in text


def test_the_letter_is_of_the_form(printed: Path) -> None:
    text = text_of(of(printed, "LDLD-01") / "01-to-trinh.docx").replace("\u00a0", " ")
    for part in (
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI", "/TTr-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 02 tháng 6 năm 2021",
        "TỜ TRÌNH", "Kính gửi:", "./.", "Nơi nhận:", "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Trần Văn Ký", "- Lưu: VT, CSPL.",
    ):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize("engine", ["typst", "libreoffice"])
def test_a_letter_that_fits_one_page_is_signed_on_it(printed: Path, engine: str) -> None:
    letters = {str(p): p for p in (printed / "var" / "dossiers").rglob("01-to-trinh*.docx")}
    assert len(letters) == 4
    made = {name: path.with_suffix(".pdf").read_bytes() for name, path in letters.items()}
    if engine == "libreoffice":
        made = office.office_pdfs({name: path.read_bytes() for name, path in letters.items()})
        if not made:
            pytest.skip("LibreOffice has no Writer here")
    for name, data in made.items():
        (page,) = PdfReader(io.BytesIO(data)).pages
        assert "Trần Văn Ký" in page.extract_text(), name


def test_no_byte_of_a_dossier_holds_what_is_withheld_and_open_rows_are_named(printed: Path) -> None:
    open_seen = 0
    for path in sorted((printed / "var" / "dossiers").rglob("*")):
        if not path.is_file():
            continue
        found = b"\n".join(_parts(path.read_bytes())).decode("utf-8", "ignore")
        found += text_of(path) if path.suffix == ".pdf" else ""
        for secret in SECRET:
            assert secret not in found, path
        open_seen += "Nguyễn Văn An" in found
    assert open_seen >= 8
    rows = Document(str(of(printed, "LDLD-01") / "03-danh-sach-de-nghi.docx")).tables[0].rows
    kin = next([c.text for c in r.cells] for r in rows if "kín" in r.cells[1].text)
    assert kin[1:7] == ["Quy trình nhuộm kín", "", "", "", "Tăng năng suất", "Bằng Lao động sáng tạo"]
    exhibited = text_of(of(printed, "toan-quoc") / "05-danh-sach-trien-lam.docx")
    assert "kín" not in exhibited
    assert "Cải tiến máy ép gạch" in exhibited


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as made:
            for name in made.namelist():
                yield from _parts(made.read(name))


def test_never_two_rows_of_a_cluster_and_the_sum_row_is_the_nations_number(printed: Path) -> None:
    rows = [
        [c.text for c in r.cells] for r in Document(str(of(printed, "LDLD-01") / "02-bang-tom-tat.docx")).tables[0].rows
    ]
    assert [r[1] for r in rows].count("Thay dầu máy nén khí ban đêm") == 1
    assert len(rows) == 1 + tallies(printed)["valid", "LDLD-01", "", ""]
    sheet = load_workbook(of(printed, "toan-quoc") / "04-ket-qua-theo-don-vi.xlsx").worksheets[0]
    last = next(r for r in sheet.iter_rows(values_only=True) if r[1] == "Cộng")
    assert last[6] == tallies(printed)["valid", "", "", ""]


def test_the_manifest_tells_the_release_the_engine_the_hashes_and_who_let_it_through(printed: Path) -> None:
    folder = of(printed, "toan-quoc")
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    release = printed / "var" / "releases" / CAMPAIGN / "latest"
    assert told["release_id"] == release.resolve().name
    assert told["release_sha256"] == hashlib.sha256((release / "manifest.json").read_bytes()).hexdigest()
    assert told["let_through"] == {"by": "Lê Cho Qua", "reason": "một đơn vị chưa gửi"}
    assert "typst" in told["engine"]["letters"]
    for name, digest in told["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(folder.with_name(f"{folder.name}.zip")) as made:
        assert {n.partition("/")[2] for n in made.namelist()} == {*told["files"], "manifest.json"}
    for name in told["files"]:
        if name.endswith((".docx", ".pdf")):
            path = folder / name
            parts = _parts(path.read_bytes()) if name.endswith(".docx") else [text_of(path).encode()]
            assert told["release_sha256"].encode() in b"".join(parts).replace(b"\n", b""), name


def test_the_fonts_of_a_pdf_are_embedded_and_the_engines_own(printed: Path) -> None:
    for path in of(printed, "LDLD-01").glob("*.pdf"):
        fonts = [f.get_object() for p in PdfReader(path).pages for f in p["/Resources"]["/Font"].values()]
        for font in fonts:
            inner = font["/DescendantFonts"][0].get_object()
            assert "LibertinusSerif" in inner["/BaseFont"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())


def test_a_federation_with_nothing_valid_is_told_and_holds_nobody_else(
    printed: Path, submitted: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tonghop(submitted, "--as-of", AFTER) == 3
    said = capsys.readouterr().out
    assert re.search(r"CDN-GD: held\n\s+DOS-005", said)
    assert re.search(r"toan-quoc|Toàn quốc: held\n\s+DOS-010 [^\n]*CDN-GD", said)
    assert len(re.findall(r"LDLD-0\d: made", said)) == 2


def test_before_the_deadline_only_drafts_and_they_say_so_on_every_page(
    submitted: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    place = submitted.settings.workdir.parent
    assert tonghop(submitted, "--as-of", BEFORE) == 2
    assert "only --draft" in capsys.readouterr().err
    assert not (place / "var" / "dossiers").exists()
    tonghop(submitted, "--as-of", BEFORE, "--draft", "--federation", "LDLD-01")
    folder = of(place, "LDLD-01")
    assert folder.name.startswith("du-thao-")
    for path in folder.glob("*.pdf"):
        assert all("DỰ THẢO" in page.extract_text() for page in PdfReader(path).pages), path.name
    for path in folder.glob("*.docx"):
        section = Document(str(path)).sections[0]
        for header in (section.header, section.first_page_header):
            assert "DỰ THẢO" in "".join(p.text for p in header.paragraphs), path.name
    for path in folder.glob("*.xlsx"):
        sheet = load_workbook(path).worksheets[0]
        assert "DỰ THẢO" in str(sheet.oddHeader.right.text)
    assert not (submitted.settings.releases / CAMPAIGN / "frozen").exists()


def test_the_same_inputs_give_the_same_bytes(submitted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = base64.b64encode(b"k" * 32).decode()
    monkeypatch.setenv("TONGHOP_DOSSIER_KEY", seed)
    place = submitted.settings.workdir.parent
    found = []
    for _ in range(2):
        assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-01") == 0
        folder = of(place, "LDLD-01")
        found.append({p.name: p.read_bytes() for p in (*folder.iterdir(), folder.with_name(f"{folder.name}.zip"))})
        told = json.loads(found[-1]["manifest.sig.json"])
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(told["public_key"]))
        key.verify(base64.b64decode(told["signature"]), found[-1]["manifest.json"])
        shutil.rmtree(place / "var" / "dossiers")
    assert found[0] == found[1]


def _order(made: Desk, place: Path, **more: Any) -> DossierOrder:
    (place / "releases").parent.mkdir(parents=True, exist_ok=True)
    (place / "releases").symlink_to(made.settings.releases)
    config = made.settings.workdir.parent / "config.yaml"
    return DossierOrder(made.settings.config, config, place, CAMPAIGN, date.fromisoformat(AFTER), draft=True, **more)


def test_the_same_bytes_whatever_the_number_of_printing_processes(submitted: Desk, tmp_path: Path) -> None:
    found = []
    for workers in (1, 2, 3):
        order = _order(submitted, tmp_path / f"with-{workers}", workers=workers)
        with closing(Store(submitted.settings.database_url)) as store:
            outcomes = make_dossiers(order, store)
        assert sum(o.folder is not None for o in outcomes) == 3
        files = [p for p in order.dossiers.rglob("*") if p.is_file()]
        found.append({str(p.relative_to(order.dossiers)): p.read_bytes() for p in files})
    assert len(found[0]) > 40
    assert found[0] == found[1] == found[2]


def test_a_fault_in_a_printing_process_is_told_by_its_place_alone(submitted: Desk, tmp_path: Path) -> None:
    order = _order(submitted, tmp_path / "faulty", workers=2)
    with closing(Store(submitted.settings.database_url)) as store:
        release = release_for(order.releases, order.config.campaign(CAMPAIGN), "", order.as_of, True)
        campaign = order.config.campaign(CAMPAIGN)
        desk = ComposingDesk(order.config.dossier, campaign, gather(store, release, campaign), order.as_of, True)
    press = Press({}, desk.material.figures)  # no template at all: a broken assumption of ours
    facts = desk.material.facts.federations[0]
    one = desk.federation(facts, paper_figures(desk, *national_nominees(desk)))
    with Printers(press, 2) as printers, pytest.raises(UnexpectedError, match=r"KeyError at dossier/rendering\.py"):
        printers.annexes([one])[0]()


def _files(place: Path) -> dict[str, bytes]:
    found = (p for p in place.rglob("*") if p.is_file())
    return {str(p.relative_to(place)): p.read_bytes() for p in found}


@pytest.mark.parametrize("after", [1, 2])
def test_killed_in_the_middle_nothing_half_made_stands_and_the_next_run_is_whole(
    submitted: Desk, tmp_path: Path, after: int
) -> None:
    """`after` dossiers stand when the process gets SIGKILL; whatever stands then is a whole one and stays as it is."""
    config, place = tmp_path / "config.yaml", tmp_path / "var" / "dossiers" / CAMPAIGN
    through = ("--let-through", "Lê Cho Qua", "--reason", "một đơn vị chưa gửi")
    command = ["dossier", "--config", str(config), "--workdir", str(tmp_path / "var"), "--as-of", AFTER, *through]
    child = subprocess.Popen([sys.executable, "-m", "flows.cli", *command], cwd=ROOT, stdout=subprocess.DEVNULL)
    while child.poll() is None and len([*place.glob("*/01-*/manifest.json")]) < after:
        os.sched_yield()
    child.kill()
    child.wait()
    whole = [p for p in place.glob("*/[0-9]*") if p.is_dir()]
    assert len(whole) >= after
    for folder in whole:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        assert {p.name for p in folder.iterdir()} == {*told["files"], "manifest.json"}
        assert all(hashlib.sha256((folder / n).read_bytes()).hexdigest() == d for n, d in told["files"].items())
    before = {folder: _files(folder) for folder in whole}
    assert main(command) == 3
    assert {folder: _files(folder) for folder in whole} == before
    assert sorted(p.name for p in place.iterdir()) == ["LDLD-01", "LDLD-02", "toan-quoc"]
    again = _files(place)
    assert not [name for name in again if ".unfinished" in name]
    for zipped in place.glob("*/*.zip"):
        assert zipped.with_suffix("").is_dir()
    assert len([*place.glob("*/*.zip")]) == 3
    assert main(command) == 3  # all stand
    assert _files(place) == again


def test_two_that_make_dossiers_at_once_do_not_disturb_each_other(
    submitted: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    with alone(submitted.settings.workdir, name="dossier.lock"):
        assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-01") == 1
    assert "another run is at work" in capsys.readouterr().err
    assert not (submitted.settings.workdir / "dossiers").exists()
    assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-01") == 0


def test_a_key_that_is_none_is_told_and_nothing_is_written(
    submitted: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TONGHOP_DOSSIER_KEY", "short")
    assert tonghop(submitted, "--as-of", AFTER) == 2
    assert "TONGHOP_DOSSIER_KEY" in capsys.readouterr().err
    assert not (submitted.settings.workdir / "dossiers").exists()


def test_a_later_correction_is_a_supplement_that_lists_what_changed(submitted: Desk) -> None:
    place, options = submitted.settings.workdir.parent, ("--as-of", AFTER, "--federation", "LDLD-02")
    assert tonghop(submitted, *options) == 0
    first = of(place, "LDLD-02")
    before = {p.name: p.read_bytes() for p in first.iterdir()}
    frozen = (submitted.settings.releases / CAMPAIGN / "frozen").resolve()
    more = [awarded(1, "Dạy chữ Nôm bằng tranh cho lớp 4", sector="HCSN"), awarded(2, "Lọc nước giếng khoan bản cao")]
    submitted.send("LDLD-02", "ds.xlsx", table(more))
    submitted.night()
    assert tonghop(submitted, *options) == 0  # the frozen release still: the same dossier stands
    assert of(place, "LDLD-02") == first
    assert tonghop(submitted, *options, "--release", "latest") == 0
    second = of(place, "LDLD-02")
    assert second.name.startswith("02-")
    assert second != first
    changed = text_of(second / "00-ban-ke-thay-doi.docx")
    assert "Thêm vào danh sách đề nghị: Lọc nước giếng khoan bản cao" in changed
    rows = [[c.text for c in r.cells] for r in Document(str(second / "00-ban-ke-thay-doi.docx")).tables[0].rows]
    assert ["Hợp lệ", "1", "2"] in [r[1:] for r in rows]
    assert first.name in text_of(second / "01-to-trinh.docx")
    assert {p.name: p.read_bytes() for p in first.iterdir()} == before
    assert (submitted.settings.releases / CAMPAIGN / "frozen").resolve() == frozen


def test_a_choice_is_recorded_and_moves_the_list(submitted: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    place = submitted.settings.workdir.parent
    records = submitted.records()
    chosen = records.loc[records["title"].str.startswith("Thay dầu"), "initiative_id"].iloc[0]
    one = ("--federation", "LDLD-01")
    assert tonghop(submitted, *one, "--choose", f"{chosen}=xuat-sac") == 2
    assert "--by" in capsys.readouterr().err
    assert tonghop(submitted, *one, "--choose", "SK-0=xuat-sac", "--by", "Trần B") == 2
    assert "SK-0" in capsys.readouterr().err
    assert tonghop(submitted, *one, "--choose", f"{chosen}=xuat-sac", "--by", "Trần B", "--reason", "thực tế") == 0
    assert tonghop(submitted, *one, "--as-of", AFTER) == 0
    rows = [
        [c.text for c in r.cells]
        for r in Document(str(of(place, "LDLD-01") / "03-danh-sach-de-nghi.docx")).tables[0].rows
    ]
    assert rows[1][1] == "Thay dầu máy nén khí ban đêm"
    assert rows[1][8] == "Người có thẩm quyền chọn"


def test_a_list_of_the_nominated_beside_the_list_of_all_marks_its_initiatives(
    submitted: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    every = [
        plain(1, "Lọc nước giếng khoan bản cao"),
        plain(2, "Thay dầu máy nén khí ban đêm", authors="Lý Văn Tám"),
        plain(3, "Quy trình tẩy trắng kín", authors="Võ Kín", workplace="Tổ Bưng", secrecy="x"),
        awarded(4, "Giảm tiếng ồn quạt lò", authors="Lò Văn Chín"),
        plain(5, "Cải tiến máy ép gạch 500 tấn"),
    ]
    listed = [
        [*HEADERS, "Đề cử"],
        *([*one, mark] for one, mark in zip(every, ("", "x", "Xuất sắc", "xem lại", "x"), strict=True)),
    ]
    again = [[*HEADERS, "Đề nghị xét chọn"], [*every[0], "Tiêu biểu"]]
    submitted.send("LDLD-02", "ds.xlsx", workbook({"Tất cả": listed}))
    submitted.send("LDLD-02", "de cu.xlsx", workbook({"Đề cử": again}))
    submitted.night()
    config = submitted.settings.workdir.parent / "config.yaml"
    data = yaml.safe_load(config.read_text(encoding="utf-8"))
    data["dossier"]["federations"] = {"LDLD-02": {"nominations": 2}}
    config.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-02", "--draft") == 0
    said = capsys.readouterr().out
    assert "1 sáng kiến đơn vị đề cử không được tính cho đơn vị" in said
    assert "Đơn vị đề cử 3 sáng kiến, quá chỉ tiêu 2" in said
    folder = of(submitted.settings.workdir.parent, "LDLD-02")
    rows = [[c.text for c in r.cells] for r in Document(str(folder / "03-danh-sach-de-nghi.docx")).tables[0].rows[1:]]
    assert [(r[1], r[7], r[8]) for r in rows] == [
        ("Quy trình tẩy trắng kín", "Xuất sắc", "Đơn vị đề nghị"),
        ("Giảm tiếng ồn quạt lò", "Xuất sắc", "Theo cấp khen thưởng"),
    ]
    assert rows[0][2:5] == ["", "", ""]
    said = text_of(folder / "03-danh-sach-de-nghi.docx")
    assert "đơn vị đề cử: 3 sáng kiến; đủ điều kiện nhưng ngoài chỉ tiêu: 2" in said
    assert "Quá" not in said
    assert "quá chỉ tiêu 2" in text_of(folder / "00-phieu-kiem-tra.docx")
    asked = submitted.findings().query("check_id == 'INI-042'")
    assert asked[["column", "found"]].values.tolist() == [["N", "xem lại"]]
    hidden = submitted.records().query("is_redacted")
    assert set(hidden["nominated"]) == {"", "excellent"}
    assert set(hidden["workplace"]) == {""}


def test_a_rejected_file_holds_its_federation_until_it_is_answered(
    submitted: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    submitted.send("LDLD-01", "hong.xlsx", b"no workbook at all")
    submitted.night()
    assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-01", "--federation", "LDLD-02") == 3
    said = capsys.readouterr().out
    assert re.search(r"LDLD-01: held\n\s+DOS-001 [^\n]*hong.xlsx", said)
    assert "LDLD-02: made" in said
    answer = ("--federation", "LDLD-01", "--answer", "hong.xlsx", "--by", "Trần B", "--reason", "gửi nhầm")
    assert tonghop(submitted, *answer) == 0
    assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-01") == 0


def test_a_missing_signatory_is_told_by_name_and_nothing_is_written(
    submitted: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["dossier"]["federation"]["signatory"]["name"] = ""
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-01") == 3
    assert "DOS-004" in (said := capsys.readouterr().out)
    assert "signatory.name" in said
    assert not (tmp_path / "var" / "dossiers").exists()


def test_an_unknown_recipient_is_told_by_the_config(submitted: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    path = submitted.settings.workdir.parent / "config.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["dossier"]["federations"] = {"LDLD-01": {"recipients": ["ban-khong-co"]}}
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert tonghop(submitted, "--as-of", AFTER) == 2
    assert "ban-khong-co" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("to-trinh-don-vi", "{{ so.hop_lee }}", "so.hop_lee"),
        ("to-trinh-don-vi", "{{ nguoi_kyy }}", "nguoi_kyy"),
        ("to-trinh-don-vi", "{% if so %}", "to-trinh"),
        ("bao-cao", "{{ bieu_doo }}", "bieu_doo"),
        ("phu-luc-ngang", "{{ tieu_dee }}", "phu-luc-ngang.docx: no such field: tieu_dee"),
        ("phu-luc-doc", "{{ ghi_chuu }}", "phu-luc-doc.docx: no such field: ghi_chuu"),
    ],
)
def test_a_misspelt_field_of_a_template_is_told_by_name_and_nothing_is_written(
    submitted: Desk, capsys: pytest.CaptureFixture[str], name: str, wrong: str, told: str
) -> None:
    place = submitted.settings.workdir.parent
    own = place / "mau"
    own.mkdir()
    mold = Document(str(ROOT / "reports" / "dossier" / "templates" / f"{name}.docx"))
    mold.add_paragraph(wrong)
    mold.save(str(own / f"{name}.docx"))
    path = place / "config.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["dossier"]["templates"] = "mau"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert tonghop(submitted, "--as-of", AFTER, "--let-through", "Lê Cho Qua", "--reason", "thử") == 2
    assert told in capsys.readouterr().err
    assert not (place / "var" / "dossiers").exists()
    assert not (submitted.settings.releases / CAMPAIGN / "frozen").exists()


def test_a_title_of_two_thousand_characters_is_told_and_a_draft_shows_all_of_it(
    submitted: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "Cải tiến " + "rất dài " * 250
    submitted.send("LDLD-02", "ds.xlsx", table([awarded(1, title), plain(2, "Lọc nước giếng khoan bản cao")]))
    submitted.night()
    assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-02") == 3
    assert "DOS-007" in capsys.readouterr().out
    assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-02", "--draft") == 0
    place = submitted.settings.workdir.parent
    for kind in (".pdf", ".docx"):
        assert text_of(of(place, "LDLD-02") / f"02-bang-tom-tat{kind}").count("rất") == 250


def test_a_federation_that_puts_nothing_forward_does_not_ask_for_nothing_in_words(submitted: Desk) -> None:
    submitted.send("LDLD-02", "ds.xlsx", table([plain(1, "Lọc nước giếng khoan bản cao")]))
    submitted.night()
    assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-02") == 0
    text = text_of(of(submitted.settings.workdir.parent, "LDLD-02") / "01-to-trinh.docx")
    assert "đơn vị không có sáng kiến đề nghị tuyên dương" in text
    assert "không sáng kiến)" not in text


def test_a_nomination_under_review_holds_its_federation(submitted: Desk) -> None:
    import pandas as pd

    release = submitted.latest()
    path = release / "internal" / "ledger.parquet"
    ledger = pd.read_parquet(path)
    ledger["pending_review"] = (ledger["federation_code"] == "LDLD-02") & (ledger["disposition"] == "counted")
    path.chmod(0o600)
    ledger.to_parquet(path)
    assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-02") == 3
    assert tonghop(submitted, "--as-of", AFTER, "--federation", "LDLD-01") == 0


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_and_saves_every_docx_and_xlsx(printed: Path, tmp_path: Path) -> None:
    files = [
        *sorted(of(printed, "LDLD-02").glob("*.docx")),
        *sorted(of(printed, "toan-quoc").glob("*.docx")),
        *sorted(of(printed, "LDLD-02").glob("*.xlsx")),
        *sorted(of(printed, "toan-quoc").glob("*.xlsx")),
    ]
    for kind in ("docx", "xlsx"):
        chosen = [f for f in files if f.suffix == f".{kind}"]
        ours = [Path(shutil.copy(f, tmp_path / f"{n}-{f.name}")) for n, f in enumerate(chosen)]
        out = tmp_path / kind
        home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
        command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(out), *map(str, ours)]
        subprocess.run(command, capture_output=True, timeout=300, check=False)
        if kind == "docx" and not list(out.glob("*")):
            pytest.skip("LibreOffice has no Writer here")
        for path in ours:
            if kind == "docx":
                said, again = (re.sub(r"\s", "", text_of(p)) for p in (path, out / path.name))
                assert said == again, path.name
            else:
                said_rows, again_rows = (
                    [
                        [round(c, 9) if isinstance(c, float) else c or "" for c in r]
                        for r in load_workbook(p).worksheets[0].iter_rows(values_only=True)
                        if any(r)
                    ]
                    for p in (path, out / path.name)
                )
                assert said_rows == again_rows, path.name


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_letter_by_libreoffice_has_the_same_text_twice() -> None:
    letter = (ROOT / "reports" / "dossier" / "templates" / "bao-cao.docx").read_bytes()
    made = [office.office_pdfs({"a": letter}) for _ in range(2)]
    if not made[0]:
        pytest.skip("LibreOffice has no Writer here")
    texts = [[p.extract_text() for p in PdfReader(io.BytesIO(m["a"])).pages] for m in made]
    assert texts[0] == texts[1]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in texts[0][0]


def test_the_deployment_runs_once_on_the_morning_after_the_deadline(tmp_path: Path) -> None:
    from flows.config_file import load_config
    from flows.serving import deployments

    config, _ = load_config(ROOT / "config.yaml")
    made = {d.name: d for d in deployments(config, ROOT / "config.yaml", tmp_path)}
    one = made[f"dossier-{CAMPAIGN}"]
    assert one.schedules[0].schedule.rrule == "DTSTART:20210421T060000\nRRULE:FREQ=DAILY;COUNT=1"
    assert one.schedules[0].schedule.timezone == "Asia/Ho_Chi_Minh"
    assert one.entrypoint == "flows.deployed.dossier"
    assert set(one.parameters) == {"config", "workdir", "campaign_id"}


def test_the_nations_portal_numbers_are_those_of_the_newest_comparison(submitted: Desk, tmp_path: Path) -> None:
    export = tmp_path / "cong.xlsx"
    listed = [("Liên đoàn Lao động thành phố Hà Nội", *plain(n, t)) for n, t in enumerate(("Việc lạ", "Việc khác"), 1)]
    listed.append(("", *plain(3, "Việc không rõ của ai")))
    export.write_bytes(workbook({"Cổng": [["Đơn vị gửi", *HEADERS], *(list(one) for one in listed)]}))
    config = tmp_path / "config.yaml"
    assert main(["portal", str(export), "--config", str(config), "--workdir", str(submitted.settings.workdir)]) == 0
    tonghop(submitted, "--as-of", AFTER, "--draft")
    folder = of(tmp_path, "toan-quoc")
    for kind in (".docx", ".pdf"):
        text = " ".join(text_of(folder / f"06-doi-chieu-cong{kind}").split())
        assert "Đối chiếu ngày 31/05/2021: Cổng có 3 dòng; 0 dòng có trong hồ sơ; 3 sáng kiến chỉ có trên Cổng" in text
        assert "Chưa có số liệu của Cổng" not in text
    told = {(n["measure"], n["scope_code"]): n["text"] for n in bound(folder)["06-doi-chieu-cong"]}
    for code, rows in (("", "3"), ("LDLD-01", "2"), ("LDLD-02", "0"), ("?", "1")):
        assert [told[n, code] for n in ("portal_rows", "portal_only_rows")] == [rows, rows], code
    lines = [[c.text for c in r.cells] for r in Document(str(folder / "06-doi-chieu-cong.docx")).tables[0].rows]
    assert lines[0][2:] == [
        "Hồ sơ: hợp lệ", "Cổng: số dòng", "Có trong hồ sơ", "Chỉ có trên Cổng", "Được khen, Cổng chưa có",
        "Hai bên ghi khác",
    ]  # fmt: skip
    for column in range(2, 8):  # the parts are the whole
        assert sum(int(r[column] or 0) for r in lines[1:-1]) == int(lines[-1][column])


def test_as_of_is_the_day_of_the_letter(printed: Path) -> None:
    assert date.fromisoformat(AFTER).strftime("%d") in text_of(of(printed, "LDLD-01") / "01-to-trinh.docx")
