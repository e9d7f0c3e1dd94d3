"""What the pipeline understands of the sample, value by value and finding by finding, against the truth."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.mending import mended
from benchmarks.sample_truth import CAMPAIGN, PLACE, Read, Truth, findings_of, keys_of, read_all
from flows.sample import write_sample
from flows.settings import Settings, load_settings
from rules.intake import parse_sheets
from schemas.dossier import Mark
from tests.builders import small_config

DATES = ("applied_from", "applied_to", "registered_on")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("var")
    codes = [f"LDLD-{n:02}" for n in range(1, 21)] + ["CDN-GD", "CDN-YT", "CDT-DL", "CDT-DK"]
    return load_settings(small_config(folder / "config.yaml", codes), folder)


@pytest.fixture(scope="module")
def sent(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "sent"
    write_sample(settings.config, CAMPAIGN, 1000, 33, folder, lambda rows: None)
    return folder


@pytest.fixture(scope="module")
def truth(sent: Path) -> Truth:
    return Truth.beside(sent)


@pytest.fixture(scope="module")
def reads(settings: Settings, sent: Path) -> list[Read]:
    return list(read_all(settings, sent))


def test_dates_and_sums_are_right_or_asked_about_and_never_wrong_in_silence(
    truth: Truth, reads: list[Read], settings: Settings
) -> None:
    cells = {key[:5] for read in reads for key in keys_of(read, truth, settings)}
    rows = truth.rows[truth.rows["kind"] == "data"]
    rows = rows.assign(**{f"at_{f}": truth.letters(f) for f in ("applied", "registered", "benefit")})
    true = rows.set_index(PLACE)
    silent, seen = [], 0
    for read in reads:
        records = read.parsed.records
        for row in records.itertuples():
            place = (*read.place, read.sheets[row.sheet_no].name, row.row)
            said = true.loc[place]
            for name in (*DATES, "benefit_vnd"):
                field = {"registered_on": "registered", "benefit_vnd": "benefit"}.get(name, "applied")
                seen += 1
                if not _same(said[name], getattr(row, name)) and (*map(str, place), said[f"at_{field}"]) not in cells:
                    silent.append((place, name))
    assert seen > 3000
    assert silent == []


def test_what_a_federation_puts_forward_is_read_in_every_house(truth: Truth, reads: list[Read]) -> None:
    true = truth.rows[truth.rows["kind"] == "data"].set_index(PLACE)["nominated"]
    seen = Counter[str]()
    for read in reads:
        for row in read.parsed.records.itertuples():
            said = true.loc[(*read.place, read.sheets[row.sheet_no].name, row.row)]
            assert row.nominated == said
            seen[str(said)] += 1
    assert all(seen[mark.value] for mark in Mark), seen


def test_planted_faults_are_found_and_few_others(truth: Truth, reads: list[Read], settings: Settings) -> None:
    found = set().union(*(keys_of(read, truth, settings) for read in reads))
    right = len(found & truth.planted)
    assert right / len(truth.planted) >= 0.97
    assert right / len(found) >= 0.93


def test_mended_and_sent_again_next_to_nothing_new_is_found(
    truth: Truth, reads: list[Read], settings: Settings
) -> None:
    first, new = 0, set()
    for read in reads:
        before = keys_of(read, truth, settings)
        sheets = mended(read, findings_of(read.parsed, settings))
        first += len(before)
        new |= keys_of(Read(read.about, sheets, parse_sheets(sheets, read.about)), truth, settings) - before
    assert first > 300
    assert len(new) <= 0.02 * first


def _same(one: object, other: object) -> bool:
    known, read = (value if value == value else None for value in (one, other))
    if known is None or read is None:
        return known is read
    if isinstance(known, float):
        return abs(known - float(str(read))) < 1
    return str(known)[:10] == str(read)[:10]
