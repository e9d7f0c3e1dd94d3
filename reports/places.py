"""Where a fault lies, as people read it."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reports.arrow_text import each_once, pasted, text_array
from reports.wording_pages import VALIDATION


def place_in(file: str, sheet: str, row: int, column: str) -> str:
    """The place of a finding; one without a file is of the federation's whole folder."""
    return place(sheet, row, column) if file else VALIDATION["whole_folder"]


def place(sheet: str, row: int, column: str) -> str:
    """Where a fault lies as Excel writes it: "Sheet1!C12"; words where it is a whole row, sheet or file."""
    if not sheet:
        words = VALIDATION["line_column" if row and column else "line" if row else "whole_file"]
        return words.format(row=row, column=column)
    if not row and not column:
        return VALIDATION["whole_sheet"].format(sheet=sheet)
    if not column:
        return VALIDATION["whole_row"].format(sheet=sheet, row=row)
    return f"{_quoted(sheet)}!{column}{row or f':{column}'}"


def places_in(findings: pd.DataFrame) -> pa.Array:
    """`place_in` of each finding, made column by column."""
    file, sheet, column = (text_array(findings[name]) for name in ("file", "sheet", "column"))
    row = pa.array(findings["row"].to_numpy(dtype=np.int64))
    quoted = each_once(sheet, lambda names: pa.array([_quoted(name) for name in names.to_pylist()], pa.large_string()))
    cells = pasted(quoted, "!", column, row.cast(pa.large_string()))
    whole = pc.or_(pc.equal(row, 0), pc.or_(*(pc.equal(texts, "") for texts in (sheet, column))))
    other = pc.or_(whole, pc.equal(file, ""))
    told = (texts.filter(other).to_pylist() for texts in (file, sheet, row, column))
    return pc.replace_with_mask(cells, other, pa.array(map(place_in, *told), pa.large_string()))


def _quoted(sheet: str) -> str:
    return sheet if sheet.isascii() and sheet.isalnum() else "'" + sheet.replace("'", "''") + "'"
