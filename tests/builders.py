"""Workbooks, configs and nights for the tests: the real parts, on a small scale."""

import csv
import io
import os
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from openpyxl import Workbook

from flows.intake import Intake, Outcome
from flows.parsing import Parser
from flows.portal_source import settle_portal
from flows.publish import Published, publish
from flows.reconcile import reconcile
from flows.settings import Settings, load_settings
from flows.store.session import Store
from rules.columns import ColumnTable
from rules.features import Coder
from rules.intake import Submitted, parse_sheets
from schemas.parsed import ParsedFile
from schemas.submission import Sheet, SheetFacts
from tests.databases import new_database

ROOT = Path(__file__).parent.parent
AS_OF = date(2021, 5, 31)
CAMPAIGN = "75-nghin-2021"
HEADERS = (
    "STT", "Tên sáng kiến", "Tác giả", "Đơn vị công tác", "Khối", "Lĩnh vực", "Hiệu quả",
    "Giá trị làm lợi (triệu đồng)", "Thời gian áp dụng", "Ngày đăng ký", "Khen thưởng", "Bí mật công nghệ", "Ghi chú",
)  # fmt: skip
_DEFAULT_ROW = (
    "", "", "Nguyễn Văn An", "Công ty May 10", "DN", "công nghiệp", "Tăng năng suất", 15,
    "03/2021", "15/03/2021",     "", "", "",
)  # fmt: skip


def row(number: int, title: str, **fields: Any) -> list[Any]:
    """One row under HEADERS; fields by the names below."""
    names = (
        "stt", "title", "authors", "workplace", "sector", "field", "effect", "benefit", "applied", "registered",
        "award",         "secrecy", "note",
    )  # fmt: skip
    values = dict(zip(names, _DEFAULT_ROW, strict=True)) | {"stt": number, "title": title} | fields
    return [values[name] for name in names]


@cache
def column_table() -> ColumnTable:
    """The project's own columns.yaml."""
    return ColumnTable.from_mapping(yaml.safe_load((ROOT / "schemas" / "columns.yaml").read_text(encoding="utf-8")))


def sheet_of(rows: Sequence[Sequence[Any]], name: str = "Sheet1", **facts: Any) -> Sheet:
    """A sheet as the reader gives it: its rows from row 1 on, with these hidden facts."""
    return Sheet(name, True, rows, range(1, len(rows) + 1), SheetFacts(**facts))


def parsed(
    *sheets: Sheet, file: str = "ds.xlsx", holds_no_secrets: bool = False, key: bytes = b"a key for tests"
) -> ParsedFile:
    """What leaves a parsing child for one file of these sheets."""
    return parse_sheets(sheets, Submitted("LDLD-01", file, holds_no_secrets, column_table(), Coder(key)))


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """An xlsx of these sheets, written by openpyxl."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for values in rows:
            sheet.append([None if value == "" else value for value in values])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(rows: Sequence[Sequence[Any]], sheet: str = "Sheet1") -> bytes:
    """A plain sheet: the header in row 1, the rows below it."""
    return workbook({sheet: [HEADERS, *rows]})


def csv_table(rows: Sequence[Sequence[Any]], delimiter: str = ";") -> bytes:
    """The same table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([HEADERS, *rows])
    return out.getvalue().encode("utf-8-sig")


DATABASE_VARIABLE = "TONGHOP_TEST_DATABASE"  # `make test-postgresql`: then no desk stands on SQLite
SQLITE = "sqlite:///{workdir}/tonghop.db"


@cache
def _own_database(_folder: Path) -> str:
    """One for all configs of a folder, as with SQLite."""
    return new_database()


_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@cache
def _shipped_config() -> dict[str, Any]:
    shipped: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    return shipped


def small_config(path: Path, codes: Sequence[str] = ("LDLD-01", "LDLD-02", "CDN-GD"), **changes: Any) -> Path:
    """The project's config with these federations only; `changes` replace whole top-level blocks."""
    data = deepcopy(_shipped_config())
    data["federations"] = [f for f in data["federations"] if f["code"] in codes]
    for federation in data["federations"]:
        federation.pop("holds_no_secrets", None)
    if os.environ.get(DATABASE_VARIABLE) == "postgresql":
        data["database"] = {"url": _own_database(path.parent)}
    data.update(changes)
    path.write_text(yaml.dump(data, Dumper=_Dumper, allow_unicode=True), encoding="utf-8")
    return path


@dataclass
class Desk:
    """A working directory with its own federations and database, and nights run on it without Prefect."""

    settings: Settings
    submissions: Path
    campaign_id: str = CAMPAIGN

    def send(self, code: str, name: str, data: bytes) -> None:
        """Put a file at a federation's source."""
        path = self.submissions / code / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def night(
        self, *codes: str, as_of: date = AS_OF, let_through: frozenset[str] = frozenset()
    ) -> tuple[Published, dict[str, Outcome]]:
        """Take in the named federations (all of them without a name), reconcile and publish."""
        store = Store(self.settings.database_url)
        try:
            intake = Intake(
                self.settings,
                store,
                Parser(self.settings.config.limits),
                self.campaign_id,
                "test",
                as_of,
                self.submissions,
                let_through,
            )
            federations = [f for f in self.settings.config.federations if not codes or f.code in codes]
            outcomes = {f.code: intake.take_in(f) for f in federations}
            campaign = self.settings.config.campaign(self.campaign_id)
            settle_portal(self.settings, store, self.campaign_id)
            reconciled = reconcile(self.settings, store, campaign, as_of)
            return publish(self.settings, store, campaign, as_of, reconciled, {"run_id": "test"}), outcomes
        finally:
            store.close()

    def latest(self) -> Path:
        """The folder of the newest release."""
        return (self.settings.releases / self.campaign_id / "latest").resolve()

    def ledger(self) -> pd.DataFrame:
        """The newest release's ledger."""
        return pd.read_parquet(self.latest() / "internal" / "ledger.parquet")

    def records(self) -> pd.DataFrame:
        """The newest release's records."""
        return pd.read_parquet(self.latest() / "internal" / "records.parquet")

    def findings(self) -> pd.DataFrame:
        """The newest release's findings."""
        return pd.read_csv(self.latest() / "internal" / "findings.csv", keep_default_na=False)

    def tallies(self) -> dict[tuple[str, str, str, str], float]:
        """The newest release's numbers by measure, scope code, breakdown and its code."""
        frame = pd.read_csv(self.latest() / "public" / "tallies.csv", keep_default_na=False, encoding="utf-8-sig")
        keys = zip(frame["measure"], frame["scope_code"], frame["breakdown"], frame["breakdown_code"], strict=True)
        return dict(zip(keys, frame["value"].astype(float), strict=True))


def desk(folder: Path, codes: Sequence[str] = ("LDLD-01", "LDLD-02", "CDN-GD"), **changes: Any) -> Desk:
    """A new desk in a folder."""
    config = small_config(folder / "config.yaml", codes, **changes)
    return Desk(load_settings(config, folder / "var"), folder / "submissions")
