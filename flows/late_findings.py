"""Findings that no file shows alone: of the campaign's windows, and of columns off against a federation's others."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from rules.checks import ELIGIBILITY_CHECKS, all_checks
from rules.eligibility import eligibility
from rules.scale import columns_off
from schemas.config import Campaign
from schemas.finding import FINDING_COLUMNS
from schemas.parsed import TableReceipt, column_at

_PLACE = ["federation_code", "file", "sheet", "row"]
_SHEET = _PLACE[:3]
_ELIGIBILITY_FIELDS = {"INI-007": "applied", "INI-010": "registered", "INI-011": "registered", "INI-012": "recognition"}
Tables = Mapping[tuple[str, str, str], tuple[TableReceipt, ...]]


def late_findings(
    records: pd.DataFrame, untitled: pd.DataFrame, sheets: pd.DataFrame, campaign: Campaign, as_of: date
) -> pd.DataFrame:
    """Findings in FINDING_COLUMNS. `records`: the campaign's records with a column of booleans for each check of the
    windows; `untitled`: the rows rejected for want of a title; `sheets`: the tables of each."""
    tables = tables_of(sheets)
    judged = _judged(records, untitled, campaign, as_of)
    return pd.concat([_of_the_windows(judged, tables), _of_columns(records, tables)], ignore_index=True)


def tables_of(sheets: pd.DataFrame) -> Tables:
    """The tables of each sheet, by federation, file and sheet."""
    known = zip(*(sheets[name] for name in (*_SHEET, "tables")), strict=True)
    return {(c, f, s): tuple(TableReceipt(row, found) for row, found in told) for c, f, s, told in known}


def _of_columns(records: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """SHT-011 at the header of a column of benefits; only open rows are looked at."""
    if records.empty:
        return pd.DataFrame(columns=list(FINDING_COLUMNS))
    open_rows = records.loc[~records["is_redacted"].astype(bool), [*_SHEET, "benefit_vnd"]]
    found = []
    for place, proposed in columns_off(open_rows, _SHEET).items():
        for table in tables.get(place, ())[:1]:
            letters = table.columns.get("benefit", "")
            told = (*place, table.header_row, letters, "benefit", "", proposed)
            found.append(("SHT-011", all_checks()["SHT-011"].value, *told))
    return pd.DataFrame(
        found, columns=["check_id", "severity", *_SHEET, "row", "column", "field", "found", "proposed"]
    )[list(FINDING_COLUMNS)]


def _of_the_windows(judged: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Findings of the campaign's windows, at the cell that tells; of a secret row the place and the rule only.

    `judged`: place, is_redacted, the dates, and a column of booleans for each check."""
    frames = []
    for check_id, severity in ELIGIBILITY_CHECKS.items():
        rows = judged[judged[check_id].astype(bool)] if len(judged) else judged
        if rows.empty:
            continue
        field = _ELIGIBILITY_FIELDS[check_id]
        shown = {"applied": "applied_to", "registered": "registered_on"}.get(field)
        texts = rows[shown].dt.strftime("%d/%m/%Y").fillna("") if shown else pd.Series("", index=rows.index)
        places = zip(*(rows[name] for name in _PLACE), strict=True)
        frames.append(
            rows[_PLACE].assign(
                check_id=check_id,
                severity=severity.value,
                column=[column_at(tables.get((c, f, s), ()), row, field) for c, f, s, row in places],
                field=field,
                found=texts.where(~rows["is_redacted"].astype(bool), ""),
                proposed="",
            )[list(FINDING_COLUMNS)]
        )
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(FINDING_COLUMNS))


def _judged(records: pd.DataFrame, untitled: pd.DataFrame, campaign: Campaign, as_of: date) -> pd.DataFrame:
    """The records, and the rows rejected for want of a title: whatever else is wrong with them is told at once."""
    columns = [*_PLACE, "is_redacted", "applied_to", "registered_on", *ELIGIBILITY_CHECKS]
    if untitled.empty:
        return records[columns] if len(records) else records
    found = eligibility(untitled, campaign, as_of)
    rest = pd.concat([untitled, found], axis=1).assign(is_redacted=untitled["is_secret"])
    return pd.concat([records[columns], rest[columns]], ignore_index=True) if len(records) else rest[columns]
