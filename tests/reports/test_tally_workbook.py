"""The workbook: opens, proves its sums, tells when they differ, names only the software, and is the same bytes."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from reports.tally_workbook import tally_csv, tally_workbook
from schemas.release import FederationFacts
from schemas.tally import TALLY_COLUMNS
from tests.reports import believable as made


@pytest.fixture(scope="module")
def book() -> bytes:
    return tally_workbook(made.facts(), made.tallies())


def _formula_names() -> tuple[FederationFacts, ...]:
    return tuple(replace(f, name=f"=HYPERLINK({f.code})") for f in made.federations())


def _open(book: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(book))


def test_a_sheet_a_question_with_frozen_headers_and_filters(book: bytes) -> None:
    sheets = _open(book).worksheets
    assert [s.title for s in sheets][:2] == ["Tổng quan", "Xếp hạng"]
    assert sheets[-1].title == "Kiểm tra"
    assert len(sheets) == 13
    assert len({s.title for s in sheets}) == 13
    frozen = {"Xếp hạng": "C4"}  # the names beside the codes
    assert all(s.freeze_panes == frozen.get(s.title, "B4") and s.auto_filter.ref for s in sheets)


def test_every_sum_agrees_and_is_told(book: bytes) -> None:
    rows = list(_open(book)["Kiểm tra"].iter_rows(min_row=4, values_only=True))
    assert len(rows) > 2 * len(made.BLOCKS)
    assert all(parts == whole and left == 0 and told == "Khớp" for _, parts, whole, left, told in rows)


def test_a_sum_that_differs_is_told() -> None:
    frame = made.tallies()
    wrong = (frame["measure"] == "valid") & (frame["scope"] == "national") & (frame["breakdown"] == "")
    frame.loc[wrong, "value"] += 1
    rows = _open(tally_workbook(made.facts(), frame))["Kiểm tra"].iter_rows(min_row=4, values_only=True)
    differing = [row[0] for row in rows if row[4] == "LỆCH"]
    assert len(differing) == 2 + 5  # the nation's entered, the federations' valid, and each of the five breakdowns


def test_the_ranking_holds_the_tallies(book: bytes) -> None:
    header, *rows = _open(book)["Xếp hạng"].iter_rows(min_row=3, values_only=True)
    frame = made.tallies()
    valid = frame[(frame["measure"] == "valid") & (frame["scope"] == "federation") & (frame["breakdown"] == "")]
    assert {row[0]: row[header.index("Hợp lệ")] for row in rows} == dict(
        zip(valid["scope_code"], valid["value"], strict=True)
    )
    ranks = [row[header.index("Xếp hạng")] for row in rows]
    assert ranks == sorted(ranks)
    assert [row[header.index("Hợp lệ")] for row in rows] == sorted(valid["value"], reverse=True)


def test_every_cell_is_a_value_and_never_a_formula() -> None:
    facts = replace(made.facts(), campaign_name="=1+1", federations=_formula_names())
    sheets = _open(tally_workbook(facts, made.tallies())).worksheets
    assert sheets[0]["A1"].value.startswith("=1+1")
    assert not [c.coordinate for s in sheets for row in s.iter_rows() for c in row if c.data_type == "f"]


def test_the_properties_name_only_the_software_and_the_day(book: bytes) -> None:
    properties = _open(book).properties
    assert properties.creator == "tonghop"
    assert properties.created == properties.modified == datetime(2021, 5, 31)
    told = {properties.creator, properties.lastModifiedBy, properties.title, properties.subject, properties.keywords}
    assert told == {"tonghop", None}


def test_the_same_release_gives_the_same_bytes(book: bytes) -> None:
    assert tally_workbook(made.facts(), made.tallies()) == book
    assert {i.date_time for i in zipfile.ZipFile(io.BytesIO(book)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_release_still_makes_a_workbook() -> None:
    assert _open(tally_workbook(made.facts(), made.tallies().iloc[:0])).worksheets


def test_the_csv_reads_back_sorted_and_exact() -> None:
    frame = made.tallies()
    data = tally_csv(frame.sample(frac=1, random_state=1))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data == tally_csv(frame)
    back = pd.read_csv(io.BytesIO(data), dtype=dict.fromkeys(TALLY_COLUMNS[:5], str), keep_default_na=False)
    keys = list(TALLY_COLUMNS[:5])
    expected = frame.sort_values(keys).reset_index(drop=True)
    pd.testing.assert_frame_equal(back.astype({"value": float}), expected, check_dtype=False, check_exact=True)
    assert b".0," not in data


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice: the workbook was not converted")
def test_libreoffice_opens_it(book: bytes, tmp_path: Path) -> None:
    (tmp_path / "tallies.xlsx").write_bytes(book)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "tallies.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert "Tổng quan" in (tmp_path / "tallies.csv").read_text(encoding="utf-8")
