"""Both campaigns in miniature, reviewed by diff: five federations, some 400 and 260 rows, everything a release says.

After a change that is meant, write it anew with `make golden` and read the diff.
The submissions were made once by `tonghop sample`; the files stay as they are.
"""

import os
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.builders import Desk, desk

GOLDEN = Path(__file__).parent.parent / "golden"
CODES = ("LDLD-01", "LDLD-30", "LDLD-79", "CDN-YT", "CDT-DL")


FILES = ("ledger.csv", "records.csv", "findings.csv", "tallies.csv", "initiatives.csv")


@pytest.fixture(scope="module")
def golden_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = desk(tmp_path_factory.mktemp("golden"), CODES)
    shutil.copytree(GOLDEN / "submissions", made.submissions)
    made.night()
    return made


@pytest.fixture(scope="module")
def million_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = desk(tmp_path_factory.mktemp("million"), CODES)
    made.campaign_id = "01-trieu-2021-2023"
    shutil.copytree(GOLDEN / "million" / "submissions", made.submissions)
    made.night(as_of=date(2023, 8, 31))
    return made


def _csv(frame: pd.DataFrame) -> str:
    return frame.to_csv(index=False, lineterminator="\n")


def _said(made: Desk) -> dict[str, str]:
    public = made.latest() / "public"
    found = made.findings()[["federation_code", "file", "sheet", "row", "column", "check_id", "severity", "found"]]
    return {
        "ledger.csv": _csv(made.ledger()),
        "records.csv": _csv(made.records()),
        "findings.csv": _csv(found),
        "tallies.csv": (public / "tallies.csv").read_text(encoding="utf-8-sig"),
        "internal.csv": (made.latest() / "internal" / "tallies.csv").read_text(encoding="utf-8-sig"),
        "initiatives.csv": (public / "initiatives.csv").read_text(encoding="utf-8-sig"),
    }


@pytest.mark.parametrize("name", FILES)
def test_the_miniature_campaign_says_what_was_reviewed(golden_desk: Desk, name: str) -> None:
    _agrees(golden_desk, GOLDEN / "expected" / name)


@pytest.mark.parametrize("name", [*FILES, "internal.csv"])
def test_the_miniature_million_says_what_was_reviewed(million_desk: Desk, name: str) -> None:
    _agrees(million_desk, GOLDEN / "million" / "expected" / name)


def _agrees(made: Desk, path: Path) -> None:
    said = _said(made)[path.name].replace("\r\n", "\n")
    if os.environ.get("TONGHOP_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")
