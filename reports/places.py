"""Where a fault lies, as people read it."""

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
    quoted = sheet if sheet.isascii() and sheet.isalnum() else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{column}{row or f':{column}'}"
