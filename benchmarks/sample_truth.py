"""The truth of a sample, and what the pipeline makes of its files, both by place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from flows.reading.workbooks import UnreadableFile, read_workbook
from flows.settings import Settings
from rules.eligibility import eligibility
from rules.features import Coder
from rules.intake import Submitted, parse_sheets
from schemas.parsed import UNTITLED_COLUMNS, ParsedFile, column_at
from schemas.submission import Sheet

CAMPAIGN = "75-nghin-2021"
PLACE = ["federation_code", "file", "sheet", "row"]
_ELIGIBILITY = {"INI-007": "applied", "INI-010": "registered", "INI-011": "registered", "INI-012": "recognition"}
_OF_THE_FILE = ("SHT-001",)  # told of the file, not of one of its sheets
Key = tuple[str, str, str, str, str, str]  # federation, file, sheet, row ("^" for a header), column, check


@dataclass(frozen=True)
class Truth:
    """The rows of the truth and the columns of its tables."""

    rows: pd.DataFrame
    columns: pd.DataFrame

    @classmethod
    def beside(cls, folder: Path) -> "Truth":
        """The truth of the sample in `folder`."""
        frames = [pd.read_parquet(f"{folder}_{name}.parquet") for name in ("truth", "columns")]
        for frame in frames:
            frame[PLACE[:3]] = frame[PLACE[:3]].astype(str)
            frame["row"] = frame["row"].astype("int64")
        return cls(*frames)

    @cached_property
    def headers(self) -> frozenset[tuple[str, str, str, int]]:
        """The places of all header rows."""
        rows = self.rows[self.rows["kind"] == "header"]
        return frozenset(zip(*(rows[c].tolist() for c in PLACE), strict=True))

    @cached_property
    def planted(self) -> frozenset[Key]:
        """Every planted fault."""
        bearing = self.rows[self.rows["faults"].map(len) > 0]
        keys = set()
        for code, file, sheet, row, faults in bearing[[*PLACE, "faults"]].to_numpy().tolist():
            for fault in faults:
                check, _, cell = fault.partition("@")
                keys.add(self.key(code, file, sheet, row if cell else 0, cell.rstrip("0123456789"), check))
        return frozenset(keys)

    def key(self, code: str, file: str, sheet: str, row: int, column: str, check: str) -> Key:
        """The key of a finding or a fault; all rows of one header are one place."""
        if check in _OF_THE_FILE:
            return code, file, "", "0", "", check
        return code, file, sheet, "^" if (code, file, sheet, row) in self.headers else str(row), column, check

    def letters(self, field: str) -> pd.Series:
        """For each row of the truth the column of a field in the table it stands in, "" where it has none."""
        awards = [f"award_{level}" for level in (4, 3, 2, 1)] if field == "award" else []
        own = self.columns[self.columns["field"].isin([field, *awards])]
        own = own.drop_duplicates(PLACE).rename(columns={"row": "top"})
        tables = self.columns.drop_duplicates(PLACE)[PLACE].rename(columns={"row": "top"})
        tables = tables.merge(own[[*PLACE[:3], "top", "column"]], on=[*PLACE[:3], "top"], how="left")
        rows = self.rows[PLACE].reset_index().sort_values("row", kind="stable")
        found = pd.merge_asof(
            rows, tables.sort_values("top", kind="stable"), left_on="row", right_on="top", by=PLACE[:3]
        )
        return found.set_index("index")["column"].fillna("").reindex(self.rows.index)


@dataclass(frozen=True, slots=True)
class Read:
    """One readable file of the sample."""

    about: Submitted
    sheets: list[Sheet]
    parsed: ParsedFile

    @property
    def place(self) -> tuple[str, str]:
        """Federation and file."""
        return self.about.federation_code, self.about.file


def read_all(settings: Settings, folder: Path) -> Iterator[Read]:
    """Every readable file below `folder/<federation_code>`."""
    coder = Coder(settings.hmac_key)
    for federation in settings.config.federations:
        for path in sorted(p for p in (folder / federation.code).rglob("*") if p.is_file()):
            try:
                sheets = read_workbook(path.read_bytes())
            except UnreadableFile:
                continue
            file = path.relative_to(folder / federation.code).as_posix()
            about = Submitted(federation.code, file, federation.holds_no_secrets, settings.columns, coder)
            yield Read(about, sheets, parse_sheets(sheets, about))


def findings_of(parsed: ParsedFile, settings: Settings) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column and check of each finding, with those of the campaign's windows that come after storing."""
    told = parsed.findings[["sheet", "row", "column", "check_id"]].to_numpy().tolist()
    campaign = settings.config.campaign(CAMPAIGN)
    names = [name for name in UNTITLED_COLUMNS if name != "is_secret"]
    frames = [frame[names] for frame in (parsed.records, parsed.untitled) if len(frame)]
    if not frames or campaign.registration.last is None:
        return [tuple(f) for f in told]
    rows = pd.concat(frames, ignore_index=True)
    judged = eligibility(rows, campaign, campaign.registration.last)
    for check, field in _ELIGIBILITY.items():
        for number, row in rows.loc[judged[check], ["sheet_no", "row"]].to_numpy().tolist():
            sheet = parsed.sheets[number]
            told.append((sheet.name, row, column_at(sheet.tables, row, field), check))
    return [tuple(f) for f in told]


def keys_of(read: Read, truth: Truth, settings: Settings) -> set[Key]:
    """The findings of a file as keys."""
    return {truth.key(*read.place, *finding) for finding in findings_of(read.parsed, settings)}
