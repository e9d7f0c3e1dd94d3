"""Queries that a federation explained: an accepted explanation is remembered and not asked again, as long as the
initiative and what was found stay the same."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import pandas as pd

from rules.features import Coder
from rules.normalise import title_key
from schemas.finding import Severity

EXPLAINED_COLUMNS = (
    "explanation_id", "federation_code", "file", "sheet", "row", "column", "check_id", "field", "found", "text",
)  # fmt: skip
_PLACE = ["federation_code", "file", "sheet", "row"]


def explanation_id(coder: Coder, federation_code: str, check_id: str, field: str, title: str, found: str) -> str:
    """The keyed code of a query: of whom, by which check, about which initiative and what found value."""
    text = f"{federation_code}|{check_id}|{field}|{title_key(title)}|{found}"
    return f"{coder.code('explanation', text):016x}"


def with_ids(findings: pd.DataFrame, titles: pd.DataFrame, coder: Coder, codes: AbstractSet[str]) -> pd.Series:
    """The explanation id of each query of these federations, "" for any other finding. `titles`: place and title."""
    asked = (findings["severity"] == Severity.QUERY.value) & findings["federation_code"].isin(codes)
    at = findings.loc[asked, [*_PLACE, "check_id", "field", "found"]].merge(titles, on=_PLACE, how="left")
    columns = (at[c].fillna("") for c in ("federation_code", "check_id", "field", "title", "found"))
    ids = [explanation_id(coder, *told) for told in zip(*columns, strict=True)]
    told = pd.Series("", index=findings.index, dtype=object)
    told.loc[asked] = pd.Series(ids, index=told.index[asked], dtype=object)
    return told


def settle(
    findings: pd.DataFrame,
    ids: pd.Series,
    explanations: pd.DataFrame,
    accepted: Mapping[str, bool],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The findings that are still asked, and the explained ones that wait for a person, in EXPLAINED_COLUMNS.

    `ids`: of each finding; `explanations`: place and text; `accepted`: explanation id -> what a person decided."""
    left = findings[~ids.isin({i for i, yes in accepted.items() if yes})]
    undecided = left.assign(explanation_id=ids[left.index])
    undecided = undecided[(undecided["explanation_id"] != "") & ~undecided["explanation_id"].isin(accepted)]
    waiting = undecided.merge(explanations, on=_PLACE) if len(explanations) else undecided.iloc[:0].assign(text="")
    return left.reset_index(drop=True), waiting[list(EXPLAINED_COLUMNS)].reset_index(drop=True)
