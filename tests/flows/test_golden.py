"""A miniature campaign, reviewed by diff: five federations, some 400 rows, everything a release says of them.

After a change that is meant, write it anew with `make golden` and read the diff.
The submissions were made once by `tonghop sample`; the files stay as they are.
"""

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from tests.builders import Desk, desk

GOLDEN = Path(__file__).parent.parent / "golden"
CODES = ("LDLD-01", "LDLD-30", "LDLD-79", "CDN-YT", "CDT-DL")


@pytest.fixture(scope="module")
def golden_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = desk(tmp_path_factory.mktemp("golden"), CODES)
    shutil.copytree(GOLDEN / "submissions", made.submissions)
    made.night()
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
        "initiatives.csv": (public / "initiatives.csv").read_text(encoding="utf-8-sig"),
    }


@pytest.mark.parametrize("name", ["ledger.csv", "records.csv", "findings.csv", "tallies.csv", "initiatives.csv"])
def test_the_miniature_campaign_says_what_was_reviewed(golden_desk: Desk, name: str) -> None:
    said = _said(golden_desk)[name].replace("\r\n", "\n")
    path = GOLDEN / "expected" / name
    if os.environ.get("TONGHOP_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")
