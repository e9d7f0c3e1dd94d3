"""A finding: a fault in what a federation sent, with its place, as told to people."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a fault costs: the file, the row, or a question to the federation."""

    REJECT_FILE = "REJECT_FILE"
    REJECT_RECORD = "REJECT_RECORD"
    QUERY = "QUERY"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place.

    `file` is the path below the federation's source, `sheet` the worksheet's name, `row` the worksheet row as Excel
    shows it (0: the whole sheet or file), `column` the worksheet column letters ("" for the whole row). `field` is the
    canonical column ("" when none). `found` is what stood there, always "" for a secret row; `proposed` a value
    offered with its reason, or "".
    """

    check_id: str
    severity: Severity
    federation_code: str
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    field: str = ""
    found: str = ""
    proposed: str = ""


FINDING_COLUMNS = tuple(Finding.__dataclass_fields__)
