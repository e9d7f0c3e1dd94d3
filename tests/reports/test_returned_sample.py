"""Whole submissions go back and come in again as they are: not a row more or less, nothing new to mend, no secret
lost."""

from collections import Counter
from pathlib import Path

import pytest

from flows.reading.workbooks import UnreadableFile, read_workbook
from flows.sample import write_sample
from flows.settings import load_config
from reports.returned_workbook import returned_workbook
from reports.sheet_names import sheet_names
from rules.returning import unpack
from schemas.parsed import ParsedFile
from tests.builders import CAMPAIGN, parsed, small_config
from tests.reports import believable as made

CODES = [f"LDLD-{n:02d}" for n in range(1, 22)]


@pytest.fixture(scope="module")
def there_and_back(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[ParsedFile, ParsedFile]]:
    place = tmp_path_factory.mktemp("sample")
    config, _ = load_config(small_config(place / "config.yaml", CODES))
    folder = place / "submissions"
    write_sample(config, CAMPAIGN, 250, 11, folder, lambda rows: None)
    pairs = (_pair(path) for path in sorted(folder.rglob("*")) if path.is_file())
    return [pair for pair in pairs if pair]


def _pair(path: Path) -> tuple[ParsedFile, ParsedFile] | None:
    try:
        sent = parsed(*read_workbook(path.read_bytes()), file=path.name)
    except UnreadableFile:
        return None
    if sent.rejected_because:
        return None
    back = returned_workbook(made.facts(), made.federations()[0], path.name, unpack(sent.returned), sent.findings)
    return sent, parsed(*read_workbook(back), file=path.name)


def _faults(file: ParsedFile, names: dict[str, str]) -> Counter[tuple[object, ...]]:
    found = file.findings
    sheets = [names.get(sheet, sheet) for sheet in found["sheet"]]
    return Counter(zip(sheets, found["row"], found["column"], found["check_id"], strict=True))


def test_every_row_comes_in_again(there_and_back: list[tuple[ParsedFile, ParsedFile]]) -> None:
    assert len(there_and_back) > 12
    for sent, again in there_and_back:
        assert sorted(sent.records["title"]) == sorted(again.records["title"])


def test_nothing_new_is_to_be_mended(there_and_back: list[tuple[ParsedFile, ParsedFile]]) -> None:
    for sent, again in there_and_back:
        submitted = [sheet.name for sheet in unpack(sent.returned)]
        names = dict(zip(submitted, sheet_names(submitted), strict=True))
        assert not _faults(again, {}) - _faults(sent, names)


def test_the_same_rows_are_secret(there_and_back: list[tuple[ParsedFile, ParsedFile]]) -> None:
    def secret(file: ParsedFile) -> list[str]:
        return sorted(file.records.loc[file.records["secret_reason"] != "", "title"])

    assert sum(len(secret(sent)) for sent, _ in there_and_back) > 2
    for sent, again in there_and_back:
        assert secret(sent) == secret(again)
