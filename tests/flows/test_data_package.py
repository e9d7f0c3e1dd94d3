"""The public tables are what their description says, by the library that defines the format."""

import json
from pathlib import Path

import pytest

from tests.builders import Desk, csv_table, desk, row

frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Desk = desk(tmp_path_factory.mktemp("package"))
    rows = [
        row(1, 'Máy "cắt, gọt" tự động; loại 2', award="Bằng khen LĐLĐ tỉnh", effect="=1+1"),
        row(2, "Lò hơi đốt trấu", authors="Lê Thị Hoa", benefit="", registered="", sector="", field=""),
        row(3, "Quy trình pha mực in", authors="Vũ Đình Khoát", secrecy="x"),
    ]
    made.send("LDLD-01", "a.csv", csv_table(rows))
    made.night()
    return made.latest() / "public"


def _report(public: Path) -> object:
    return frictionless.validate(str(public / "datapackage.json"))


def test_the_package_and_both_tables_are_valid(public: Path) -> None:
    report = _report(public)
    assert report.valid, report.flatten(["type", "note"])  # type: ignore[attr-defined]
    told = {task.name: task.stats["rows"] for task in report.tasks}  # type: ignore[attr-defined]
    assert told["initiatives"] == 3
    assert told["tallies"] > 20


@pytest.mark.parametrize(
    ("name", "was", "becomes"),
    [
        ("tallies.csv", b",75000,", b",nhieu,"), ("initiatives.csv", b",DN,", b",XX,"),
        ("initiatives.csv", b"2021-03-15", b"15/03/2021"),
    ],
)  # fmt: skip
def test_a_table_that_is_not_as_described_is_found(
    public: Path, tmp_path: Path, name: str, was: bytes, becomes: bytes
) -> None:
    for file in ("datapackage.json", "tallies.csv", "initiatives.csv"):
        (tmp_path / file).write_bytes((public / file).read_bytes())
    spoiled = (tmp_path / name).read_bytes()
    assert was in spoiled
    (tmp_path / name).write_bytes(spoiled.replace(was, becomes, 1))
    assert not _report(tmp_path).valid  # type: ignore[attr-defined]


def test_every_column_is_explained(public: Path) -> None:
    package = json.loads((public / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        header = (public / resource["path"]).read_text("utf-8-sig").splitlines()[0].split(",")
        assert [f["name"] for f in resource["schema"]["fields"]] == header
        assert all(f["title"] != f["name"] for f in resource["schema"]["fields"])
    page = (public / "dictionary.html").read_text("utf-8")
    assert "Vũ Đình Khoát" not in page
    assert "under_consideration" in page
