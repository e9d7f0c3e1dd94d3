"""Rows that are the same without a question."""

import pandas as pd

from rules.features import Coder
from rules.normalise import title_key
from rules.tokens import Place
from schemas.linkage import JudgementValue

SAME_FILE = ("federation_code", "content_code", "sheet_no", "row")


def same_content(records: pd.DataFrame) -> list[tuple[int, int, JudgementValue]]:
    """Rows of a file that the same federation sent twice are the same without a question (RULES.md 6)."""
    first = records.groupby(list(SAME_FILE), sort=False)["row_id"].transform("min")
    again = records[first != records["row_id"]]
    return [(int(f), int(r), JudgementValue.SAME) for f, r in zip(first[again.index], again["row_id"], strict=True)]


def same_token(records: pd.DataFrame, coder: Coder) -> list[tuple[int, int, JudgementValue]]:
    """A secret row that came back is the row it was written from, where both stand and the title is the same."""
    returning = records.loc[records["row_token"] != "", "federation_code"].unique()
    ours = records[
        ~records["is_earlier"] & records["federation_code"].isin(returning) & (records["secret_reason"] != "")
    ]
    names = ("row_id", "federation_code", "file", "sheet", "row", "title", "row_token")
    first: dict[tuple[str, str, str], int] = {}
    same = []
    for row_id, code, file, sheet, row, title, token in zip(*(ours[n] for n in names), strict=True):
        key = (code, token or Place(coder, code, file).token(sheet, int(row), title), title_key(title))
        if first.setdefault(key, int(row_id)) != row_id:
            same.append((first[key], int(row_id), JudgementValue.SAME))
    return same
