"""The long tables of a release as CSV: UTF-8 with byte-order mark, ISO dates, true/false, and no cell that an office
program runs."""

from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from reports.csv_lines import csv_bytes, in_pieces
from reports.wording import CHECKS

INITIATIVE_COLUMNS = (
    "initiative_id",
    "federation_code",
    "title",
    "effect",
    "award",
    "award_level",
    "sector",
    "field",
    "applied_from",
    "applied_to",
    "registered_on",
    "benefit_vnd",
)
LISTED = (*INITIATIVE_COLUMNS, "is_redacted")  # what the list is made from
_OF_A_SECRET = ("title", "effect", "award")


def initiatives_csv(records: pd.DataFrame, counted: npt.NDArray[np.bool_]) -> bytes:
    """public/initiatives.csv: the counted ones of the records (LISTED), one a line, without persons.

    Of a redacted one title, effect and award, and nothing else: those lines stand last, in an order that depends on
    nothing but these three (RULES.md 21)."""
    records, secret = records[list(LISTED)], records["is_redacted"].to_numpy(dtype=bool)
    withheld = records.loc[counted & secret, list(_OF_A_SECRET)].sort_values(list(_OF_A_SECRET))
    order = np.flatnonzero(counted & ~secret)
    order = order[records["initiative_id"].array.take(order).argsort()]
    frames = (
        in_pieces(len(order), lambda piece: records.iloc[order[piece]]),
        in_pieces(len(withheld), lambda piece: withheld.iloc[piece]),
    )
    return csv_bytes(map(_initiatives, chain(*frames)))


def _initiatives(rows: pd.DataFrame) -> pd.DataFrame:
    frame = rows.reindex(columns=list(INITIATIVE_COLUMNS))
    days = {name: _iso(frame[name]) for name in ("applied_from", "applied_to", "registered_on")}
    return frame.assign(**days, benefit_vnd=frame["benefit_vnd"].round().astype("Int64"))


def _iso(days: pd.Series) -> "pd.Series[str]":
    told = pa.array(pd.to_datetime(days), from_pandas=True).cast(pa.date32()).cast(pa.string())
    return pd.Series(told, index=days.index, dtype="str")


def findings_csv(findings: pd.DataFrame) -> bytes:
    """internal/findings.csv: every finding with its place and, in words, what is wrong, what was expected and what to
    do."""
    return csv_bytes(in_pieces(len(findings), lambda piece: _in_words(findings.iloc[piece])))


def _in_words(findings: pd.DataFrame) -> pd.DataFrame:
    words = {
        name: findings["check_id"].map({check: getattr(word, name) for check, word in CHECKS.items()}).fillna("")
        for name in ("title", "expected", "todo")
    }
    return pd.DataFrame(
        {
            **{
                name: findings[name]
                for name in ("federation_code", "file", "sheet", "row", "column", "check_id", "severity", "field")
            },
            "message": words["title"],
            "expected": words["expected"],
            "found": findings["found"],
            "todo": words["todo"],
            "proposed": findings["proposed"],
        }
    )


def explanations_csv(explained: pd.DataFrame) -> bytes:
    """internal/explanations.csv: the queries that a federation explained and nobody has decided yet."""
    return csv_bytes([explained])


def ledger_csv(lines: pd.DataFrame) -> bytes:
    """Ledger lines, as `tonghop explain --rows` writes them."""
    plain = lines.astype({name: str for name in lines.columns if isinstance(lines[name].dtype, pd.CategoricalDtype)})
    truths = plain.select_dtypes("bool").columns
    return csv_bytes([plain.assign(**{name: plain[name].map({True: "true", False: "false"}) for name in truths})])
