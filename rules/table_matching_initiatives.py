"""A table of initiatives as the consolidation's matcher reads it: columns named by hand, codes with a passing key."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from rules.dates import parse_period
from rules.features import Coder, row_features
from rules.money import parse_money
from rules.periods import ImpossibleDate
from rules.vietnamese import bare, one_line, repair
from schemas.config import FederationKind
from schemas.linkage import MATCH_COLUMNS

# What a column may be, beside its title: the options of `tonghop dedupe`.
MEANINGS = (
    "title",
    "authors",
    "workplace",
    "superior",
    "federation",
    "content",
    "effect",
    "benefit",
    "field",
    "year",
)
_CODES = ("author_codes", "author_initial_codes", "workplace_code", "workplace_token_codes", "content_codes")
_PROVINCIAL = ("ldld", "lien doan lao dong")


def initiatives(columns: Mapping[str, Sequence[str]], coder: Coder) -> pd.DataFrame:
    """A frame of MATCH_COLUMNS from cells by their meaning; a meaning that is not there is stated nowhere."""
    rows = len(columns["title"])
    told = {meaning: list(columns.get(meaning, [""] * rows)) for meaning in MEANINGS}
    texts = {meaning: [one_line(repair(cell).text) for cell in cells] for meaning, cells in told.items()}
    parts = (texts[name] for name in ("authors", "workplace", "content", "superior"))
    codes = [row_features(coder, *row) for row in zip(told["authors"], *list(parts)[1:], strict=True)]
    spans = [_span(cell) for cell in texts["year"]]
    frame = pd.DataFrame(
        {
            "row_id": np.arange(rows),
            "row_key": _keys(list(zip(*told.values(), strict=True)), coder),
            "title": texts["title"],
            "effect": texts["effect"],
            "field": texts["field"],
            "federation_code": texts["federation"],
            "federation_kind": [_kind(cell) for cell in texts["federation"]],
            "benefit_vnd": [_amount(cell) for cell in told["benefit"]],
            "applied_from": np.array([first for first, _ in spans], dtype="datetime64[s]"),
            "applied_to": np.array([last for _, last in spans], dtype="datetime64[s]"),
            "eligible": True,
        }
    )
    for at, name in enumerate(_CODES):
        frame[name] = pd.Series([row[at] for row in codes], dtype="uint64" if name == "workplace_code" else object)
    return frame[list(MATCH_COLUMNS)]


def _keys(rows: Sequence[tuple[str, ...]], coder: Coder) -> list[str]:
    """A key of what the row says and its turn among equal ones, so that the order of the rows decides nothing."""
    turns: Counter[tuple[str, ...]] = Counter()
    keys = []
    for row in rows:
        turns[row] += 1
        keys.append(f"{coder.code('row', chr(0).join((*row, str(turns[row])))):016x}")
    return keys


def _kind(federation: str) -> str:
    provincial = bare(federation).startswith(_PROVINCIAL)
    return (FederationKind.PROVINCE if provincial else FederationKind.SECTOR).value


def _amount(cell: str) -> float:
    money = parse_money(repair(cell).text, 1.0) if cell.strip() else None
    return money.amount_vnd if money else math.nan


def _span(cell: str) -> tuple[date | None, date | None]:
    try:
        period = parse_period(cell) if cell else None
    except ImpossibleDate:
        period = None
    return (period.first, period.last) if period else (None, None)
