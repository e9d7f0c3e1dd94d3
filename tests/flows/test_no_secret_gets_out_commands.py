"""What is withheld stands in no byte that any command writes or says, and whatever is written is safe to open: on
SQLite and on PostgreSQL (RULES.md 13-20)."""

import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flows.settings import software_version
from reports.wording import SOFTWARE
from reports.wording_bulletin import BULLETIN
from tests.builders import desk
from tests.databases import new_database
from tests.flows.byte_search import search
from tests.flows.everything import ELSEWHERE, FEDERATIONS, PAYLOAD, TRIED, Ground, names, tried
from tests.flows.test_dossier import dossier_block

_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BLANK = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff\x00-\x1f]+")
_ACTIVE = re.compile(
    r"""<(?:script|iframe|object|embed|base|form)\b|<link(?! rel="icon" href="data:)|\son\w+\s*=""", re.IGNORECASE
)
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*%?")
# A bulletin is called what it is; XlsxWriter names the program that a workbook is for.
_TOLD_OF_A_DOCUMENT = {"", SOFTWARE, f"{SOFTWARE} {software_version()}", "Microsoft Excel", BULLETIN["title"]}
_ADDRESS = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?\s*(?:[a-z]+:)?//""", re.IGNORECASE)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    changes = {"database": {"url": new_database()}} if request.param == "postgresql" else {}
    before = os.umask(0o077)  # as the command line does
    yield tried(desk(tmp_path_factory.mktemp("ground"), FEDERATIONS, dossier=dossier_block(), **changes))
    os.umask(before)


def test_every_command_is_tried_or_told_where() -> None:
    assert set(TRIED) | set(ELSEWHERE) == names()


def test_no_mark_stands_in_anything_a_command_wrote_or_said(ground: Ground) -> None:
    url = ground.desk.settings.database_url
    restored = re.findall(r"postgresql\S+", (ground.out / "restored" / "config.yaml").read_text("utf-8"))
    databases = [url, *restored] if url.startswith("postgresql") else []
    found = search([ground.desk.settings.workdir], databases)
    assert not found, {**found.hits, "unread": found.unread}
    assert len(ground.plan.planted) > 500
    assert ground.desk.records().set_index("title").loc["Men rạn cổ", "is_redacted"]
    assert {code for code in ground.codes.values() if code} <= {1}, ground.codes  # doctor has something to tell


def files(ground: Ground, *kinds: str) -> list[Path]:
    found = [p for p in sorted(ground.desk.settings.workdir.rglob("*")) if p.is_file() and p.suffix in kinds]
    found = [p for p in found if "sample" not in p.parts]  # invented submissions are no output
    assert found
    return found


def test_what_is_not_public_is_for_its_owner_alone(ground: Ground) -> None:
    for path in sorted(ground.desk.settings.workdir.rglob("*")):
        parts = path.relative_to(ground.desk.settings.workdir).parts
        below = parts[parts.index("releases") + 1 :] if "releases" in parts else ()
        public = len(below) == 2 or below[2:3] == ("public",)  # the way to the public part, and all of it
        if not path.is_symlink():
            mode = path.stat().st_mode & 0o777
            assert mode & (0o022 if public else 0o077) == 0, (path, oct(mode))


def test_no_cell_of_a_table_of_text_is_run(ground: Ground) -> None:
    cells = 0
    for path in files(ground, ".csv"):
        for line in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")):
            for cell in line:
                cells += PAYLOAD in cell
                assert _NUMBER.fullmatch(cell) or not _BLANK.sub("", cell).startswith(_RUNS), (path.name, cell)
                assert not cell.startswith(("\t", "\r", "\n")), (path.name, cell)
    assert cells > 50


def test_no_cell_of_a_workbook_is_run_or_leads_outside(ground: Ground) -> None:
    shown = 0
    for path in files(ground, ".xlsx", ".docx"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                part = archive.read(name)
                shown += PAYLOAD.encode() in part
                if name.endswith((".xml", ".rels")):
                    root = ElementTree.fromstring(part)
                    for element in root.iter():
                        kind = element.tag.rpartition("}")[2]
                        assert kind not in ("ddeLink", "oleLink"), (path.name, name)
                        assert kind != "hyperlink" or _leads_to_a_sheet(element), (path.name, name)
                        assert not (kind in ("f", "formula1", "formula2") and PAYLOAD in (element.text or ""))
                        assert element.get("TargetMode") != "External", (path.name, name)
                assert "externalLink" not in name
                assert "vbaProject" not in name
    assert shown


def _leads_to_a_sheet(link: ElementTree.Element) -> bool:
    """A link within the workbook to a sheet whose name we gave: a place, and no relation to anything outside."""
    return set(link.attrib) <= {"ref", "location", "display", "tooltip"} and PAYLOAD not in str(link.attrib)


def test_properties_of_documents_name_the_software_alone(ground: Ground) -> None:
    told = {
        "creator",
        "lastModifiedBy",
        "Application",
        "Company",
        "Manager",
        "title",
        "subject",
        "description",
        "keywords",
    }
    for path in files(ground, ".xlsx", ".docx"):
        with zipfile.ZipFile(path) as archive:
            for name in [n for n in archive.namelist() if n.startswith("docProps/") and n.endswith(".xml")]:
                for element in ElementTree.fromstring(archive.read(name)).iter():
                    if element.tag.rpartition("}")[2] in told:
                        assert (element.text or "") in _TOLD_OF_A_DOCUMENT, (path.name, element.text)


def test_no_page_leads_outside_or_runs_anything(ground: Ground) -> None:
    seen = 0
    for path in files(ground, ".html"):
        text = path.read_text("utf-8")
        seen += PAYLOAD in text
        assert not _ADDRESS.search(text), path.name
        assert f"<script>{PAYLOAD}" not in text
        assert not _ACTIVE.search(text), path.name
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert policy.startswith("default-src 'none'")
    assert seen


def test_what_is_json_is_json(ground: Ground) -> None:
    for path in files(ground, ".json"):
        json.loads(path.read_text("utf-8"))
