"""The truth of the sample: what each non-empty sheet row means, written by row groups and resolved at the end."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from flows.sample.oracle import Verdicts

if TYPE_CHECKING:
    from flows.sample.cells import Line

_TEXT = pa.dictionary(pa.int32(), pa.string())
_FIRST = [("federation_code", _TEXT), ("file", _TEXT), ("sheet", _TEXT), ("row", pa.int32()), ("kind", _TEXT)]
_LAST = [
    ("title", pa.string()),
    ("authors", pa.string()),
    ("workplace", pa.string()),
    ("superior_union", pa.string()),
    ("sector", _TEXT),
    ("field", _TEXT),
    ("applied_from", pa.date32()),
    ("applied_to", pa.date32()),
    ("registered_on", pa.date32()),
    ("benefit_vnd", pa.float64()),
    ("award_level", pa.int8()),
    ("nominated", _TEXT),
    ("faults", pa.list_(pa.string())),
    ("family", pa.string()),
    ("style", _TEXT),
]
_DRAFT = pa.schema([*_FIRST, ("data_no", pa.int32()), ("initiative", pa.int64()), ("secret_mark", _TEXT), *_LAST])
_MIDDLE = [("initiative", pa.string()), ("is_secret", pa.bool_()), ("secret_mark", _TEXT), ("disposition", _TEXT)]
SCHEMA = pa.schema([*_FIRST, *_MIDDLE, *_LAST])
GROUP = 20_000
WHOLE_ROW, WHOLE_SHEET = -1, -2  # places of faults that stand in no one cell


@dataclass(slots=True)
class RowTruth:
    """What one data row states, as a careful clerk would key it: no more than its sheet has columns for."""

    initiative: int
    family: str = ""
    secret_mark: str = ""
    rejected: bool = False
    refused: bool = False
    title: str = ""
    authors: str = ""
    workplace: str = ""
    superior_union: str = ""
    sector: str = ""
    field: str = ""
    applied_from: date | None = None
    applied_to: date | None = None
    registered_on: date | None = None
    benefit_vnd: float | None = None
    award_level: int | None = None
    nominated: str = ""  # "", "yes", "typical" or "excellent"
    has_effect: bool = False
    has_award: bool = False
    faults: list[tuple[str, int]] = dataclasses.field(default_factory=list)  # check id; column from 0, or a place below

    @property
    def completeness(self) -> int:
        """How many of the eight facts that break ties of credit the row states (RULES.md 8)."""
        stated = (self.has_effect, self.has_award, self.superior_union, self.sector, self.field)
        return sum(map(bool, stated)) + sum(
            value is not None for value in (self.applied_from, self.registered_on, self.benefit_vnd)
        )


class TruthFile:
    """Collects rows in a draft file, then writes the truth with the verdicts that only the whole sample allows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._draft = path.with_name(path.name + ".draft")
        self._writer = pq.ParquetWriter(self._draft, _DRAFT, compression="zstd")
        self._rows: list[tuple[object, ...]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()
        self._draft.unlink(missing_ok=True)

    def add(self, place: tuple[str, str, str, int, str], style: str, data_no: int, line: "Line") -> None:
        """One sheet row; `place` is federation, file, sheet, row, kind; `data_no` is -1 for a row without data."""
        row = line.truth or RowTruth(-1, faults=line.faults)
        self._rows.append(
            (
                *place, data_no, row.initiative, row.secret_mark, row.title, row.authors, row.workplace,
                row.superior_union, row.sector, row.field, row.applied_from, row.applied_to, row.registered_on,
                row.benefit_vnd, row.award_level, row.nominated,
                [f"{check}@{cell_name(column, place[3])}" for check, column in row.faults], row.family, style,
            )
        )  # fmt: skip
        if len(self._rows) >= GROUP:
            self._flush()

    def resolve(self, verdicts: Verdicts, facts: dict[str, str]) -> None:
        """Writes the final file; `facts` go into its metadata."""
        self._flush()
        self._writer.close()
        names = np.array([*verdicts.names, "not_data"])
        draft = pq.ParquetFile(self._draft)
        schema = SCHEMA.with_metadata(facts)
        with pq.ParquetWriter(self._path, schema, compression="zstd") as writer:
            for group in range(draft.num_row_groups):
                table = draft.read_row_group(group)
                number = table["data_no"].to_numpy()
                data = number >= 0
                disposition = np.where(data, verdicts.disposition[number], len(verdicts.names))
                initiative = table["initiative"].to_numpy()
                known = data & (initiative >= 0)
                columns = {name: table[name] for name in table.column_names}
                columns["initiative"] = pa.array(
                    [f"I{n:07d}" if k else "" for n, k in zip(initiative.tolist(), known.tolist(), strict=True)]
                )
                columns["is_secret"] = pa.array(data & verdicts.secret[number])
                columns["disposition"] = pa.array(names[disposition]).dictionary_encode()
                writer.write_table(pa.table([columns[f.name].cast(f.type) for f in schema], schema=schema))
        draft.close()

    def _flush(self) -> None:
        if self._rows:
            columns = list(zip(*self._rows, strict=True))
            self._writer.write_table(
                pa.table([pa.array(c, f.type) for c, f in zip(columns, _DRAFT, strict=True)], schema=_DRAFT)
            )
            self._rows.clear()


def cell_name(column: int, row: int) -> str:
    """K12; "12" for the whole row, "" for the whole sheet."""
    if column < 0:
        return str(row) if column == WHOLE_ROW else ""
    return f"{letters(column)}{row}"


def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
