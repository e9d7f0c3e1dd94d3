"""An annex as a workbook: the same table, numbers as numbers, printed with repeated headings on A4."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from reports import wording_dossier as words
from reports.dossier.annex_pdf import foot
from reports.dossier.texts import for_xml
from schemas.dossier import Annex, Cell, Printed, Provenance

_MM = 0.5  # characters of Times New Roman 12 a millimetre
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32_767  # characters that a cell can hold
_A4 = 9
_PERCENT, _COUNT = "percent", "number"


def annex_xlsx(annex: Annex, about: str, provenance: Provenance) -> bytes:
    """The workbook's bytes, created "as of"."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        day = provenance.as_of
        created = datetime(day.year, day.month, day.day)
        book.set_properties({"author": provenance.software, "created": created})
        _sheet(book, annex, about, provenance)
    return out.getvalue()


def _sheet(book: Any, annex: Annex, about: str, provenance: Provenance) -> None:
    formats = _formats(book)
    sheet = book.add_worksheet(annex.label or annex.title.capitalize()[:31])
    heads = [t for t in (annex.label, annex.title, about, words.DRAFT if provenance.draft else "") if t]
    for at, text in enumerate(heads):
        sheet.write_string(at, 0, text, formats["title"])
    first = len(heads) + 1
    for column, one in enumerate(annex.table.columns):
        sheet.set_column(column, column, max(5, one.width * _MM))
        sheet.write_string(first - 1, column, one.words, formats["head"])
    rows = annex.table.rows
    for at, row in enumerate(rows, first):
        last = annex.table.summed and at == first + len(rows) - 1
        for column, cell in enumerate(row):
            _write(sheet, (at, column), cell, formats, "sum_" if last else "")
    for at, note in enumerate((*annex.notes, foot(provenance)), first + len(rows) + 1):
        sheet.write_string(at, 0, note, formats["note"])
    _paper(sheet, annex, first, provenance)


def _write(sheet: Any, at: tuple[int, int], cell: Cell, formats: dict[str, Any], prefix: str) -> None:
    if isinstance(cell, Printed):
        if cell.value != cell.value:
            sheet.write_string(*at, cell.text, formats[f"{prefix}text"])
            return
        percent = cell.measure.endswith("_pct")
        kind = _PERCENT if percent else _COUNT
        sheet.write_number(*at, cell.value / 100 if percent else cell.value, formats[f"{prefix}{kind}"])
    elif isinstance(cell, int):
        sheet.write_number(*at, cell, formats["order"])
    else:
        sheet.write_string(*at, for_xml(cell)[:_LONGEST], formats[f"{prefix}text"])


def _paper(sheet: Any, annex: Annex, first: int, provenance: Provenance) -> None:
    if annex.landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=1.18, right=0.79, top=0.87, bottom=0.79)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first - 1)
    sheet.freeze_panes(first, 0)
    sheet.set_header("&C&P" + (f"&R&B{words.DRAFT}" if provenance.draft else ""))
    sheet.set_footer("&L&7" + foot(provenance))


def _formats(book: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    boxed = {**font, "border": 1, "text_wrap": True}
    kinds: dict[str, dict[str, object]] = {
        "title": {**font, "bold": True},
        "note": {**font, "italic": True, "font_size": 10},
        "head": {**boxed, "bold": True, "align": "center", "valign": "vcenter"},
        "order": {**boxed, "align": "center"},
        "text": boxed,
        _COUNT: {**boxed, "num_format": "#,##0"},
        _PERCENT: {**boxed, "num_format": "0.00%"},
    }
    kinds |= {f"sum_{name}": {**kinds[name], "bold": True} for name in ("text", _COUNT, _PERCENT)}
    return {name: book.add_format(kind) for name, kind in kinds.items()}
