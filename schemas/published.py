"""What leaves redaction: two types, and in neither does a secret column exist for a secret row (RULES.md 15).

`ShortRecord` is all that is ever said of a secret row: title, summary of the effect, award. `OpenRecord` adds what
internal uses and the dossier need. `COUNTING_FACTS` stand beside both, are never shown for one row of a secret
initiative, and feed the tallies only."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

SHORT_COLUMNS = ("title", "effect", "award", "award_level")
OPEN_COLUMNS = (*SHORT_COLUMNS, "authors", "position", "workplace")


class ShortRecord(pa.DataFrameModel):
    """Title, summary of the effect and award; `award_level` is 1 (CĐCS) to 4 (TLĐ), <NA> where there is none."""

    title: Series[str]
    effect: Series[str]
    award: Series[str]
    award_level: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=1, le=4)

    class Config:
        strict = True


class OpenRecord(ShortRecord):
    """What internal reports and the dossier may say of a row that is no secret. Several authors are joined by "; "."""

    authors: Series[str]
    position: Series[str]
    workplace: Series[str]


_DAY = pa.Column("datetime64[s]", nullable=True)

# Facts for counting: `benefit_vnd` in đồng, dates without a time, `refused` explicitly not recognised,
# `completeness` 0 to 8, `nominated` what the federation itself marked (schemas.dossier.Mark).
COUNTING_FACTS = pa.DataFrameSchema(
    {
        "superior_union": pa.Column(str),
        "sector": pa.Column(str, pa.Check.isin(["HCSN", "DN", "CBCD", ""])),
        "field": pa.Column(str),
        "applied_from": _DAY,
        "applied_to": _DAY,
        "registered_on": _DAY,
        "benefit_vnd": pa.Column(float, nullable=True),
        "refused": pa.Column(bool),
        "completeness": pa.Column("int64", pa.Check.in_range(0, 8)),
        "nominated": pa.Column(str, pa.Check.isin(["", "yes", "typical", "excellent"])),
    },
    strict=True,
)
COUNTING_COLUMNS = tuple(COUNTING_FACTS.columns)
