"""Facts that calamine hides equal what openpyxl tells, whoever wrote the workbook and however its XML is spelt."""

import io
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from xlsxwriter import Workbook as Written

from schemas.submission import SheetFacts
from tests.packages import facts_of_one

CODES = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


def _told_by_openpyxl(data: bytes) -> SheetFacts:
    """The same facts from the second reader: formulas from one reading, values from another."""
    sheet, values = (load_workbook(io.BytesIO(data), data_only=only).worksheets[0] for only in (False, True))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    formulas = [c for c in cells if c.data_type == "f"]
    shown = {(c.row, c.column - 1): values.cell(c.row, c.column) for c in cells}
    hidden = [d for d in sheet.column_dimensions.values() if d.hidden]
    return SheetFacts(
        hidden_rows=frozenset(n for n, d in sheet.row_dimensions.items() if d.hidden),
        hidden_columns=frozenset(i - 1 for d in hidden for i in range(d.min, d.max + 1)),
        comments={(c.row, c.column - 1): c.comment.text for c in cells if getattr(c, "comment", None)},
        errors={spot: str(c.value) for spot, c in shown.items() if c.data_type == "e"},
        uncached=frozenset((c.row, c.column - 1) for c in formulas if shown[c.row, c.column - 1].value is None),
    )


_cell = st.one_of(
    st.none(), st.integers(0, 10**6), st.sampled_from(("Cải tiến", 'nói "e"', "a<b & c='e'", "</f>", "=không")),
    st.sampled_from(CODES).map(lambda code: ("error", code)), st.just(("formula", None)),
    st.sampled_from((5, "chữ", "")).map(lambda value: ("formula", value)), st.just(("comment", "bí mật & <b>")),
)  # fmt: skip
_table = st.lists(st.lists(_cell, min_size=1, max_size=6), min_size=1, max_size=8)
_some = st.sets(st.integers(0, 7), max_size=3)


@given(_table, _some, _some)
@settings(max_examples=25, deadline=None)
def test_facts_of_what_xlsxwriter_writes_are_those_openpyxl_tells(
    table: Any, rows: set[int], columns: set[int]
) -> None:
    out = io.BytesIO()
    with Written(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for y in rows:
            sheet.set_row(y, None, None, {"hidden": True})
        for x in columns:
            sheet.set_column(x, x, 9, None, {"hidden": True})
        for y, line in enumerate(table):
            for x, cell in enumerate(line):
                if not isinstance(cell, tuple):
                    sheet.write(y, x, cell)
                elif cell[0] == "comment":
                    sheet.write_comment(y, x, cell[1])
                    sheet.write(y, x, "x")
                else:
                    sheet.write_formula(y, x, "=A1", None, cell[1] if cell[1] is not None else "")
    data = out.getvalue()
    found, told = facts_of_one(data), _told_by_openpyxl(data)
    assert (found.hidden_rows, found.hidden_columns) == (told.hidden_rows, told.hidden_columns)
    assert (found.comments, found.errors, found.uncached) == (told.comments, told.errors, told.uncached)


@given(_table, _some, _some)
@settings(max_examples=25, deadline=None)
def test_facts_of_what_openpyxl_writes_are_those_it_tells(table: Any, rows: set[int], columns: set[int]) -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    for y in rows:
        sheet.row_dimensions[y + 1].hidden = True
    for x in columns:
        sheet.column_dimensions["ABCDEFGH"[x]].hidden = True
    for y, line in enumerate(table, 1):
        for x, cell in enumerate(line, 1):
            at = sheet.cell(y, x)
            if not isinstance(cell, tuple):
                at.value = cell
                at.data_type = "s" if isinstance(cell, str) else at.data_type
            elif cell[0] == "comment":
                at.comment = Comment(cell[1], "ai đó")
            else:
                at.value = cell[1] if cell[0] == "error" else "=A1"
    book.save(out)
    found, told = facts_of_one(out.getvalue()), _told_by_openpyxl(out.getvalue())
    assert (found.hidden_rows, found.hidden_columns) == (told.hidden_rows, told.hidden_columns)
    assert (found.comments, found.errors, found.uncached) == (told.comments, told.errors, told.uncached)
