"""A secret row that comes back with its token is bound to what is kept of it (RULES.md 19)."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from rules.checks import all_checks
from schemas.finding import Finding
from schemas.parsed import CODE_COLUMNS, ParsedFile, column_at

_FACTS = (
    "superior_union",
    "sector",
    "field",
    "applied_from",
    "applied_to",
    "registered_on",
    "benefit_vnd",
    "nominated",
)
_CODES = tuple(name for name in CODE_COLUMNS if name != "title_code")


def bind(records: pd.DataFrame, kept: pd.DataFrame, tokens: Sequence[str]) -> tuple[pd.DataFrame, list[int]]:
    """The records with kept counting facts and codes where a row with a token leaves them blank, and the positions of
    rows whose token is not known.

    `kept`: stored records of the federation, `tokens` the token of each of them."""
    place = {token: at for at, token in enumerate(tokens)}
    unknown: list[int] = []
    columns = {name: records[name].tolist() for name in (*_FACTS, *_CODES, "completeness", "refused")}
    stored = {name: kept[name].tolist() for name in columns}
    for at, token in enumerate(records["row_token"]):
        if not token:
            continue
        if token not in place:
            unknown.append(at)
            continue
        known = place[token]
        for name in (*_FACTS, *_CODES):
            if _is_blank(columns[name][at]):
                columns[name][at] = stored[name][known]
        columns["refused"][at] = columns["refused"][at] or bool(stored["refused"][known])
        columns["completeness"][at] = max(columns["completeness"][at], int(stored["completeness"][known]))
    kinds = {name: "uint64" if name == "workplace_code" else records[name].dtype for name in columns}
    filled = {name: pd.Series(v, index=records.index, dtype=kinds[name]) for name, v in columns.items()}
    return records.assign(**filled), unknown


def _is_blank(value: Any) -> bool:
    if isinstance(value, str | bytes | int) and not isinstance(value, bool):
        return not value
    return bool(pd.isna(value))


def token_finding(parsed: ParsedFile, position: int, federation_code: str, file: str) -> Finding:
    """INI-026 at the token of a record that no kept row answers to."""
    sheet_no, row = (int(parsed.records[name].iloc[position]) for name in ("sheet_no", "row"))
    sheet = parsed.sheets[sheet_no]
    column = column_at(sheet.tables, row, "row_token")
    return Finding("INI-026", all_checks()["INI-026"], federation_code, file, sheet.name, row, column, "row_token")
