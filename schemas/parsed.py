"""What comes back from a parsing child: one file, understood and redacted. Nothing secret is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from schemas.rows import Rows


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A header that no spelling explains. `would_be` is the canonical column it would have been taken for ("" for
    none) and `likeness` how sure that is, 0 to 100; never acted on, only shown by `tonghop columns`."""

    column: str
    header: str
    would_be: str = ""
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class TableReceipt:
    """Where one table begins, and which column carries which field: canonical column -> column letters."""

    header_row: int
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class SheetReceipt:
    """What was understood of one worksheet. `nonempty_rows` is counted on the cells themselves, apart from any
    classification, so that the ledger can be checked against it."""

    name: str
    visible: bool
    nonempty_rows: int
    tables: tuple[TableReceipt, ...]
    unknown_columns: tuple[UnknownColumn, ...]


def column_at(tables: Sequence[TableReceipt], row: int, field: str) -> str:
    """The letters of the column that carries a field in the table a worksheet row belongs to, "" for none."""
    above = [table for table in tables if table.header_row < row]
    return above[-1].columns.get(field, "") if above else ""


@dataclass(frozen=True)
class ParsedFile:
    """One file of a submission.

    `rejected_because` is the check id of a file rejection, "" for an accepted file. `content_code`: keyed code of all
    its cells, the same for a file that was only saved again. `told`, by name: `lines` (sheet_no, row, kind, reason) the
    rows that are no record; `records` (sheet_no, row, short record, counting facts, secrecy, match codes); `details`
    (sheet_no, row, authors, position, workplace) of the open rows only; `findings` with
    schemas.finding.FINDING_COLUMNS; `explanations` (sheet_no, row, text) what the federation wrote of its queries, the
    text "" for a secret row; `untitled` the facts that the campaign's windows judge, of the rows rejected for want of
    a title, in UNTITLED_COLUMNS; each is a frame where it is asked for by its own name. `returned`: the tables as they
    go back (rules.returning.unpack), b"" for a rejected file. `file`: the path as it may be shown
    (rules.names_in_paths). `marked`: keyed codes of the titles that bear a mark in a rejected file;
    `bare_titles`: code of a title that holds its mark -> code of it without."""

    rejected_because: str
    content_code: str
    sheets: tuple[SheetReceipt, ...]
    told: Mapping[str, Rows]
    returned: bytes
    file: str = ""
    marked: frozenset[int] = frozenset()
    bare_titles: Mapping[int, int] = field(default_factory=dict)

    def telling(self, **told: Rows) -> "ParsedFile":
        """The file with these rows in the place of its own."""
        return replace(self, told={**self.told, **told})

    @cached_property
    def lines(self) -> pd.DataFrame:
        """LINE_COLUMNS."""
        return self.told["lines"].frame()

    @cached_property
    def records(self) -> pd.DataFrame:
        """RECORD_COLUMNS."""
        return self.told["records"].frame()

    @cached_property
    def details(self) -> pd.DataFrame:
        """DETAIL_COLUMNS."""
        return self.told["details"].frame()

    @cached_property
    def findings(self) -> pd.DataFrame:
        """FINDING_COLUMNS."""
        return self.told["findings"].frame()

    @cached_property
    def explanations(self) -> pd.DataFrame:
        """EXPLANATION_COLUMNS."""
        return self.told["explanations"].frame()

    @cached_property
    def untitled(self) -> pd.DataFrame:
        """UNTITLED_COLUMNS."""
        return self.told["untitled"].frame()


LINE_COLUMNS = ("sheet_no", "row", "kind", "reason")
UNTITLED_COLUMNS = ("sheet_no", "row", "is_secret", "applied_from", "applied_to", "registered_on", "refused")
EXPLANATION_COLUMNS = ("sheet_no", "row", "text")
DETAIL_COLUMNS = ("sheet_no", "row", "authors", "position", "workplace")
CODE_COLUMNS = (
    "title_code",
    "author_codes",
    "author_initial_codes",
    "workplace_code",
    "workplace_token_codes",
    "content_codes",
)
RECORD_COLUMNS = (
    "sheet_no",
    "row",
    "title",
    "effect",
    "award",
    "award_level",
    "superior_union",
    "sector",
    "field",
    "applied_from",
    "applied_to",
    "registered_on",
    "benefit_vnd",
    "completeness",
    "refused",
    "nominated",
    "secret_reason",
    "row_token",
    *CODE_COLUMNS,
)
