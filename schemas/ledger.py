"""The ledger: one line for every non-empty row of every sheet, with what became of it (RULES.md 1-5)."""

from enum import StrEnum

import pandera.pandas as pa


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


# One sheet row. `row` is the worksheet row as Excel shows it (for CSV the line); `reason` check ids joined by ";". A
# schema and no model: to build a model pandera imports every kind of frame that is installed.
LedgerLine = pa.DataFrameSchema(
    {
        "federation_code": pa.Column(str),
        "file": pa.Column(str),
        "sheet": pa.Column(str),
        "row": pa.Column(int, pa.Check.ge(1)),
        "disposition": pa.Column(str, pa.Check.isin([d.value for d in Disposition])),
        "reason": pa.Column(str),
        "initiative_id": pa.Column(str),
        "pending_review": pa.Column(bool),
        "is_redacted": pa.Column(bool),
    },
    strict=True,
    unique=["federation_code", "file", "sheet", "row"],
    name="LedgerLine",
)


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
