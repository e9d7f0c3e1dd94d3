"""What a sheet states as a whole: which column carries which field, the faults of its header, a title filled down."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.sample.cells import Line
from flows.sample.styles import Column
from flows.sample.truth import WHOLE_ROW

COLUMNS = ("federation_code", "file", "sheet", "row", "column", "field", "header")
UNKNOWN, REPEATED, DROPPED = "", "repeated", "dropped"
_NAMES = {
    "superior": "superior_union",
    "flag": "secrecy",
    "hidden_flag": "secrecy",
    "info": "confidential_info",
    "unheard_of": UNKNOWN,
    "field_again": REPEATED,
}
_OF_NO_USE = frozenset(
    (
        *("phone", "email", "birth_year", "birth_nam", "birth_nu", "address"),
        *("source_id", "decision", "contribution", "qualification"),
    )
)
# What is asked once where a sheet has no such column.
_ASKED_FOR = (
    ("INI-003", ("authors",)),
    ("INI-004", ("workplace", "position_workplace")),
    ("INI-005", ("applied",)),
    ("INI-008", ("registered",)),
    ("INI-013", ("sector",)),
)
_SECRECY = ("flag", "hidden_flag", "info")
_PADDING = 5  # rows of one title after another


def field_of(column: Column) -> str:
    """The canonical field a column carries: "" for one that nobody can tell, "dropped" for what is of no use."""
    if column.key in _OF_NO_USE:
        return DROPPED
    if column.key.startswith("award") and column.key != "award":
        return f"award_{column.key[-1]}"
    return _NAMES.get(column.key, column.key)


def header_faults(columns: Sequence[Column], secret_house: bool) -> list[tuple[str, int]]:
    """What the header lacks or says twice; `secret_house`: a sheet without a secrecy column is secret by rule."""
    keys = [c.key for c in columns]
    faults = [(check, WHOLE_ROW) for check, wanted in _ASKED_FOR if not set(wanted) & set(keys)]
    if secret_house and not set(_SECRECY) & set(keys):
        faults.append(("SHT-006", WHOLE_ROW))
    faults += [("SHT-004", i) for i, key in enumerate(keys) if key == "unheard_of"]
    return faults + [("SHT-007", i) for i, key in enumerate(keys) if key == "field_again"]


def note_padding(lines: Sequence[Line], title: int) -> None:
    """Marks the rows of a title that fills row after row."""
    for _, run in groupby(lines, key=lambda line: line.truth.title if line.truth else ""):
        rows = [line.truth for line in run if line.truth and line.truth.title]
        if len(rows) >= _PADDING:
            for row in rows:
                if not any(check == "INI-002" for check, _ in row.faults):
                    row.faults.append(("INI-023", title))


def write_columns(path: Path, rows: Sequence[tuple[object, ...]]) -> None:
    """The columns of all tables, one a line, in COLUMNS; `row` is the first of the table's header."""
    pq.write_table(
        pa.table({name: [row[i] for row in rows] for i, name in enumerate(COLUMNS)}), path, compression="zstd"
    )
