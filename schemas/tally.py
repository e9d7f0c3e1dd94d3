"""A tally: one number of the release, tidy, so that every report reads the same numbers."""

from typing import ClassVar

import pandera.pandas as pa
from pandera.typing import Series


class Tally(pa.DataFrameModel):
    """One number.

    measure: entered, rejected, ineligible, duplicate_within_federation, duplicate_across_federations,
    duplicate_of_earlier_campaign, duplicate (the three together), valid, under_consideration (a part of valid),
    valid_low (the other end of the interval), quota, quota_pct, target, target_pct, rank, benefit_vnd, ... scope:
    national | federation; scope_code: "" | federation code. breakdown: "" | sector | field | award_level | day | phase;
    breakdown_code: the value in it ("secret" for the line of redacted initiatives, "unknown" where nothing was stated).
    unit: initiatives | percent | vnd | rank."""

    measure: Series[str]
    scope: Series[str] = pa.Field(isin=["national", "federation"])
    scope_code: Series[str]
    breakdown: Series[str]
    breakdown_code: Series[str]
    value: Series[float] = pa.Field(nullable=False)
    unit: Series[str] = pa.Field(isin=["initiatives", "rows", "percent", "vnd", "rank"])

    class Config:
        strict = True
        unique: ClassVar[list[str]] = ["measure", "scope", "scope_code", "breakdown", "breakdown_code"]


TALLY_COLUMNS = ("measure", "scope", "scope_code", "breakdown", "breakdown_code", "value", "unit")
