"""The sample is what its truth says: re-read here with openpyxl, csv and calamine, none of which wrote it."""

import csv
import io
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml
from python_calamine import CalamineWorkbook

from flows.sample import SampleSummary, write_sample
from flows.sample.encodings import as_tcvn3, as_vni, legacy_bytes
from schemas.config import Config

ROWS = 5_000
CAMPAIGN = "75-nghin-2021"
CSV_FORMS = ("utf-8-bom", "utf-8", "utf-16-bom", "utf-16", "cp1258", "tcvn3", "vni")
ODDITIES = """
title_block two_header_rows three_header_rows numbering_row section_row total_row signature_block
header_in_capitals header_with_stop unit_or_bracket_in_header position_and_workplace_in_one several_sheets
empty_sheet irrelevant_sheet hidden_sheet hidden_row hidden_column merged_data_cells comment
authors_one_a_line row_number_1.0 award_columns sub_folder ods sep_line date_excel date_serial date_dmy
date_dot_month date_from_month date_range_months date_range_days date_school_year date_quarter
number_turned_into_date money_trieu money_nghin money_dong money_text error_cell formula_without_value nfd
old_tone nbsp line_break double_space trailing_stop icelandic_d african_d gha cyrillic tcvn3_cell vni_cell
capitals_font decoded_twice second_table unheard_of_column field_twice
"""
# Every check that a sheet alone can call for.
PLANTED = {
    *(f"INI-0{n:02}" for n in (*range(1, 26), 27) if n != 23),
    *(f"SHT-00{n}" for n in range(1, 9)),
}


@pytest.fixture(scope="module")
def config() -> Config:
    text = (Path(__file__).parents[2] / "config.yaml").read_text(encoding="utf-8")
    return Config.model_validate(yaml.safe_load(text))


@pytest.fixture(scope="module")
def sample(config: Config, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleSummary]:
    out = tmp_path_factory.mktemp("sample") / "submissions"
    return out, write_sample(config, CAMPAIGN, ROWS, 2021, out, lambda rows: None)


@pytest.fixture(scope="module")
def truth(sample: tuple[Path, SampleSummary]) -> pd.DataFrame:
    return pd.read_parquet(sample[1].truth)


@pytest.fixture(scope="module")
def data(truth: pd.DataFrame) -> pd.DataFrame:
    return truth[truth["kind"] == "data"]


def test_the_same_seed_gives_the_same_bytes(config: Config, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_sample(config, CAMPAIGN, 300, 5, tmp_path / name, lambda rows: None)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(tmp_path / "two") for p in (tmp_path / "two").rglob("*") if p.is_file())
    assert all((tmp_path / "one" / f).read_bytes() == (tmp_path / "two" / f).read_bytes() for f in files)
    assert (tmp_path / "one_truth.parquet").read_bytes() == (tmp_path / "two_truth.parquet").read_bytes()


def test_another_seed_gives_another_sample(config: Config, tmp_path: Path) -> None:
    titles = []
    for seed in (1, 2):
        made = write_sample(config, CAMPAIGN, 200, seed, tmp_path / str(seed), lambda rows: None)
        titles.append(set(pd.read_parquet(made.truth, columns=["title"])["title"]))
    assert titles[0] != titles[1]


def test_nothing_stands_under_the_final_name_when_writing_fails(config: Config, tmp_path: Path) -> None:
    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_sample(config, CAMPAIGN, 300, 5, tmp_path / "out", stop)
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "out_truth.parquet").exists()
    write_sample(config, CAMPAIGN, 300, 5, tmp_path / "out", lambda rows: None)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "out_columns.parquet", "out_truth.parquet"]


def test_an_existing_folder_is_never_written_over(config: Config, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(FileExistsError):
        write_sample(config, CAMPAIGN, 100, 5, tmp_path / "out", lambda rows: None)


def test_rows_are_as_ordered_and_every_federation_sends(
    sample: tuple[Path, SampleSummary], config: Config, data: pd.DataFrame
) -> None:
    out, made = sample
    assert abs(len(data) - ROWS) <= ROWS * 0.01
    assert made.rows == len(data)
    assert {p.name for p in out.iterdir()} == {f.code for f in config.federations} == set(data["federation_code"])
    assert made.files == sum(1 for p in out.rglob("*") if p.is_file())


def test_the_truth_has_every_row_that_shows_anything(sample: tuple[Path, SampleSummary], truth: pd.DataFrame) -> None:
    out, _ = sample
    differing = []
    for (code, file), part in truth.groupby(["federation_code", "file"], observed=True):
        told = {str(sheet): sorted(rows["row"]) for sheet, rows in part.groupby("sheet", observed=True)}
        seen = {sheet: rows for sheet, rows in _rows_seen(out / str(code) / str(file)).items() if rows}
        if told != seen:
            differing.append((code, file))
    assert differing == []


def test_about_a_third_is_not_valid(data: pd.DataFrame) -> None:
    share = data["disposition"].value_counts(normalize=True)
    assert 0.28 <= 1 - share["counted"] <= 0.38
    assert {"rejected", "ineligible", "duplicate_within_federation", "duplicate_across_federations"} <= set(share.index)


def test_dispositions_add_up(truth: pd.DataFrame, data: pd.DataFrame) -> None:
    assert set(truth.loc[truth["kind"] != "data", "disposition"]) == {"not_data"}
    assert (data.loc[data["disposition"] == "rejected", "initiative"] == "").all()
    matched = data[~data["disposition"].isin(["rejected", "ineligible"])]
    assert (matched[matched["disposition"] == "counted"].groupby("initiative").size() == 1).all()
    assert (matched.groupby("initiative")["disposition"].agg(lambda d: (d == "counted").sum()) == 1).all()
    firsts = matched[matched["disposition"] != "duplicate_within_federation"]
    assert firsts.groupby(["initiative", "federation_code"], observed=True).size().max() == 1


def test_secrets_are_few_and_half_of_them_marked_elsewhere(data: pd.DataFrame, config: Config) -> None:
    marked = data[~data["secret_mark"].isin(["", "no_secrecy_column"])]
    assert 0.015 <= marked["initiative"].nunique() / data["initiative"].nunique() <= 0.025
    assert 0.4 <= (marked["secret_mark"] != "column").mean() <= 0.6
    assert {"title", "note", "section", "sheet_name", "merged", "comment", "confidential_info", "hidden_column"} <= set(
        marked["secret_mark"]
    )
    assert data.loc[data["secret_mark"] != "", "is_secret"].all()
    known = data[data["initiative"] != ""]
    assert known.groupby("initiative")["is_secret"].nunique().max() == 1
    open_houses = {f.code for f in config.federations if f.holds_no_secrets}
    by_rule = data[data["secret_mark"] == "no_secrecy_column"]
    assert len(by_rule) > 0
    assert not set(by_rule["federation_code"]) & open_houses


def test_some_secrets_have_unmarked_copies_elsewhere(data: pd.DataFrame) -> None:
    secret = data[data["is_secret"] & (data["initiative"] != "")]
    homes = secret[secret["secret_mark"] != ""].groupby("initiative")["federation_code"].agg(lambda c: set(map(str, c)))
    silent = secret[secret["secret_mark"] == ""]
    assert sum(str(row.federation_code) not in homes[row.initiative] for row in silent.itertuples()) > 0


def test_hard_negatives_are_as_many_as_true_pairs(data: pd.DataFrame) -> None:
    by_initiative = data[data["initiative"] != ""].groupby("initiative").size()
    members = data[data["family"] != ""].drop_duplicates(["family", "initiative"]).groupby("family").size()
    assert _pairs(members) >= _pairs(by_initiative)


def test_every_oddity_stands_in_a_hundredth_of_the_sheets(sample: tuple[Path, SampleSummary]) -> None:
    made = sample[1]
    expected = [*ODDITIES.split(), *(f"csv_{form}" for form in CSV_FORMS)]
    rare = {name: made.oddities.get(name, 0) for name in expected if made.oddities.get(name, 0) < 0.01 * made.sheets}
    assert rare == {}
    assert made.styles >= 12


def test_faults_stand_where_they_are_told(sample: tuple[Path, SampleSummary], data: pd.DataFrame) -> None:
    out, _ = sample
    untitled = data[
        data["faults"].map(lambda f: any(x.startswith("INI-001@") for x in f)) & data["file"].str.endswith(".xlsx")
    ]
    assert len(untitled) > 5
    for row in untitled.head(8).itertuples():
        place = next(x for x in row.faults if x.startswith("INI-001@")).partition("@")[2]
        book = openpyxl.load_workbook(out / str(row.federation_code) / str(row.file), data_only=True)
        assert book[str(row.sheet)][place].value is None


def test_every_fault_is_planted(truth: pd.DataFrame) -> None:
    planted = {fault.partition("@")[0] for faults in truth["faults"] for fault in faults}
    assert planted - {"INI-023"} == PLANTED


def test_faults_stand_in_the_columns_of_their_fields(sample: tuple[Path, SampleSummary], truth: pd.DataFrame) -> None:
    fields = {"INI-006": "applied", "INI-009": "registered", "INI-014": "benefit", "INI-024": "field"}
    columns = pd.read_parquet(sample[0].with_name(sample[0].name + "_columns.parquet"))
    carries = {(*key[:3], letters): field for *key, _, letters, field, _ in columns.to_numpy().tolist()}
    plain = truth[~truth["file"].isin(_with_two_tables(columns))]
    for row in plain[plain["faults"].map(len) > 0].itertuples():
        for check, _, cell in (fault.partition("@") for fault in row.faults):
            if check in fields:
                at = (row.federation_code, row.file, row.sheet, cell.rstrip("0123456789"))
                assert carries[at] == fields[check]


def test_files_are_dated_within_the_window_and_few_after_the_deadline(sample: tuple[Path, SampleSummary]) -> None:
    hanoi = timezone(timedelta(hours=7))
    days = [datetime.fromtimestamp(p.stat().st_mtime, hanoi).date() for p in sample[0].rglob("*") if p.is_file()]
    assert date(2021, 3, 10) <= min(days)
    assert max(days) <= date(2021, 5, 30)
    assert 0.02 < sum(day > date(2021, 4, 20) for day in days) / len(days) < 0.3


def test_old_encodings_are_those_of_the_real_samples() -> None:
    text = "Một số biện pháp nâng cao chất lượng giảng dạy"
    assert as_tcvn3(text) == "Mét sè biÖn ph¸p n©ng cao chÊt l\xadîng gi¶ng d¹y"
    assert as_vni(text) == "Moät soá bieän phaùp naâng cao chaát löôïng giaûng daïy"
    assert legacy_bytes(text, "tcvn3") == as_tcvn3(text).encode("latin-1")
    assert len(legacy_bytes("Tổng", "cp1258").decode("cp1258")) == 5


def _with_two_tables(columns: pd.DataFrame) -> set[str]:
    tables = columns.groupby(["federation_code", "file", "sheet"])["row"].nunique()
    return set(tables[tables > 1].index.get_level_values("file"))


def _pairs(sizes: "pd.Series[int]") -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def _rows_seen(path: Path) -> dict[str, list[int]]:
    if path.suffix == ".csv":
        return {"": _csv_rows(path.read_bytes())}
    if path.suffix == ".ods":
        book = CalamineWorkbook.from_path(path)
        return {
            name: [
                i
                for i, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1)
                if _shows(row)
            ]
            for name in book.sheet_names
        }
    sheets = openpyxl.load_workbook(path, data_only=True)
    return {s.title: [i for i, row in enumerate(s.iter_rows(values_only=True), 1) if _shows(row)] for s in sheets}


def _shows(row: object) -> bool:
    return any(cell is not None and str(cell).strip() for cell in row)  # type: ignore[attr-defined]


def _csv_rows(content: bytes) -> list[int]:
    text = _decoded(content)
    told = text.startswith("sep=")
    delimiter = text[4] if told else max(";,\t", key=text.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, start = [], 1
    for record in reader:
        if _shows(record) and not (told and start == 1):
            rows.append(start)
        start = reader.line_num + 1
    return rows


def _decoded(content: bytes) -> str:
    if content.startswith(b"\xff\xfe") or content.count(0) > len(content) // 10:
        return content.decode("utf-16-le").removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
