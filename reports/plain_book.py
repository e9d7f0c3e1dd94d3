"""A workbook of plain sheets as bytes, the same for the same content.

XlsxWriter makes the book with a mark in the place of the rows. They are put in afterwards and packed quickly: a packing
that takes three times as long saves a fifth of the bytes."""

import io
from datetime import date, datetime
from typing import Self

import xlsxwriter

from reports.plain_sheet import ROWS, PlainSheet
from reports.wording import SOFTWARE
from reports.zip_parts import parts, with_parts


class PlainBook(xlsxwriter.Workbook):  # type: ignore[misc]
    """To be filled in a `with` block; `data` are its bytes behind it. `as_of`: the day on which it says it was made."""

    def __init__(self, as_of: date) -> None:
        self._made, self._plain = io.BytesIO(), list[PlainSheet]()
        super().__init__(self._made, {"in_memory": True})
        created = datetime(as_of.year, as_of.month, as_of.day)
        self.set_properties({"author": SOFTWARE, "created": created, "comments": ""})

    def __enter__(self) -> Self:
        return self

    def add_plain(self, name: str) -> PlainSheet:
        """A sheet behind those there are."""
        sheet: PlainSheet = self.add_worksheet(name, worksheet_class=PlainSheet)
        self._plain.append(sheet)
        return sheet

    @property
    def data(self) -> bytes:
        """The workbook, when it is closed."""
        book = self._made.getvalue()
        names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(self._plain) + 1)]
        found = parts(book, names)
        return with_parts(
            book, {name: found[name].replace(ROWS, s.rows(), 1) for name, s in zip(names, self._plain, strict=True)}
        )
