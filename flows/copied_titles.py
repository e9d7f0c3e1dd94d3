"""Title and description that stand at other people's row too: a finding for both rows (possible copying)."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from flows.late_findings import Tables
from reports.places import place
from rules.checks import SUBMISSION_CHECKS
from schemas.finding import FINDING_COLUMNS
from schemas.parsed import column_at

COPIED = "INI-041"
MORE = "; ..."  # behind the first rows that are named, where there are others
_NAMED = 3
_PLACE = ["federation_code", "file", "sheet", "row"]


def copied_findings(
    records: pd.DataFrame, copies: pd.DataFrame, tables: Tables, names: Mapping[str, str]
) -> pd.DataFrame:
    """INI-041 at the titles of both rows. `copies`: pairs of open rows (row_id of `records`), none of them secret: that
    other people made it rests on the authors of both, which a secret row does not tell (RULES.md 16).

    Of a row elsewhere its federation's name is told and nothing else (RULES.md 12); of one's own, where it stands."""
    rows = {int(row["row_id"]): row for row in _told_rows(records, copies)}
    told: dict[int, set[str]] = defaultdict(set)
    for left, right in zip(copies["row_id_l"], copies["row_id_r"], strict=True) if len(copies) else ():
        for one, other in ((left, right), (right, left)):
            told[int(one)].add(_where(rows[one], rows[other], names))
    lines = []
    for row_id in sorted(told):
        code, file, sheet, number = _place_of(rows[row_id])
        at = column_at(tables.get((code, file, sheet), ()), number, "title")
        found = sorted(told[row_id])
        said = "; ".join(found[:_NAMED]) + (MORE if len(found) > _NAMED else "")
        lines.append((COPIED, SUBMISSION_CHECKS[COPIED].value, code, file, sheet, number, at, "title", said, ""))
    return pd.DataFrame(lines, columns=list(FINDING_COLUMNS))


def _told_rows(records: pd.DataFrame, copies: pd.DataFrame) -> list[dict[Hashable, Any]]:
    ids = {*copies["row_id_l"], *copies["row_id_r"]} if len(copies) else set()
    return records.loc[records["row_id"].isin(ids), ["row_id", *_PLACE]].to_dict("records") if ids else []


def _place_of(row: dict[Hashable, Any]) -> tuple[str, str, str, int]:
    code, file, sheet, number = (row[name] for name in _PLACE)
    return str(code), str(file), str(sheet), int(number)


def _where(one: dict[Hashable, Any], other: dict[Hashable, Any], names: Mapping[str, str]) -> str:
    (own, file, *_), (code, other_file, sheet, row) = _place_of(one), _place_of(other)
    if code != own:
        return names.get(code, code)
    here = place(sheet, row, "")
    return here if other_file == file else f"{other_file}, {here}"
