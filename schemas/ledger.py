"""The ledger: one line for every non-empty row of every sheet, with what became of it (RULES.md 1-5)."""

from enum import StrEnum
from typing import ClassVar

import pandera.pandas as pa
from pandera.typing import Series


class Disposition(StrEnum):
    """What became of one row; exactly one, the first that applies in the order of RULES.md 1."""

    NOT_DATA = "not_data"
    REJECTED = "rejected"
    INELIGIBLE = "ineligible"
    DUPLICATE_OF_EARLIER_CAMPAIGN = "duplicate_of_earlier_campaign"
    DUPLICATE_WITHIN_FEDERATION = "duplicate_within_federation"
    DUPLICATE_ACROSS_FEDERATIONS = "duplicate_across_federations"
    COUNTED = "counted"


DUPLICATES = (
    Disposition.DUPLICATE_WITHIN_FEDERATION,
    Disposition.DUPLICATE_ACROSS_FEDERATIONS,
    Disposition.DUPLICATE_OF_EARLIER_CAMPAIGN,
)


class LedgerLine(pa.DataFrameModel):
    """One sheet row. `row` is the worksheet row as Excel shows it (for CSV the line); `reason` check ids joined by
    ;."""

    federation_code: Series[str]
    file: Series[str]
    sheet: Series[str]
    row: Series[int] = pa.Field(ge=1)
    disposition: Series[str] = pa.Field(isin=[d.value for d in Disposition])
    reason: Series[str]
    initiative_id: Series[str]
    pending_review: Series[bool]
    is_redacted: Series[bool]

    class Config:
        strict = True
        unique: ClassVar[list[str]] = ["federation_code", "file", "sheet", "row"]


LEDGER_COLUMNS = (
    "federation_code",
    "file",
    "sheet",
    "row",
    "disposition",
    "reason",
    "initiative_id",
    "pending_review",
    "is_redacted",
)
