"""What a release tells one federation of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from schemas.release import FederationFacts, FederationScore


@dataclass(frozen=True)
class Validated:
    """The facts of one federation's page, workbook and JSON: `counts` its rows by disposition, `findings` with
    FINDING_COLUMNS, `received_on` the day of its newest file."""

    federation: FederationFacts
    counts: Mapping[str, int]
    findings: pd.DataFrame
    received_on: date | None = None
    score: FederationScore | None = None
