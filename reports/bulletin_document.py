"""The weekly bulletin as a Word document of one A4 page, in the type and margins of official papers."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports import bulletin_words as words
from reports.document_properties import with_our_program
from reports.wording import SOFTWARE
from reports.wording_bulletin import BULLETIN
from schemas.bulletin import Bulletin

FONT = "Times New Roman"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def bulletin_document(told: Bulletin) -> bytes:
    """The document's bytes, the same for the same facts."""
    document = Document()
    _page(document, told)
    for text, size, bold in (
        (BULLETIN["organisation"], 11, False),
        (BULLETIN["desk"], 11, True),
        (BULLETIN["title"], 15, True),
        (BULLETIN["about"].format(campaign=told.campaign_name), 12, True),
        (words.about(told), 11, False),
    ):
        _line(document, text, size, bold, _CENTRE, before=8 if text == BULLETIN["title"] else 0)
    _heading(document, BULLETIN["figures"])
    _table(document, words.figures_table(told), (66, 33, 33, 33), (1, 2, 3))
    for text in filter(None, (words.standing(told), words.passed(told))):
        _line(document, text, 11, before=3)
    _heading(document, BULLETIN["ranks"])
    ranks = words.ranks_table(told)
    if ranks[1]:
        _table(document, ranks, (62, 18, 35, 22, 28), (1, 3, 4))
    else:
        _line(document, words.no_ranks(told), 11)
    _heading(document, BULLETIN["calls"])
    calls = words.calls_table(told)
    if calls[1]:
        _table(document, calls, (56, 109), ())
    else:
        _line(document, BULLETIN["no_calls"], 11)
    if told.more_calls:
        _line(document, BULLETIN["more_calls"].format(n=told.more_calls), 11, before=3)
    _line(document, BULLETIN["footer"].format(release=told.release_id), 9, before=6)
    return _same_bytes(document)


def _page(document: Any, told: Bulletin) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    about = document.core_properties
    moment = datetime(told.as_of.year, told.as_of.month, told.as_of.day)
    about.author = about.last_modified_by = SOFTWARE
    about.title, about.comments, about.language = BULLETIN["title"], "", "vi-VN"
    about.created = about.modified = moment


def _line(document: Any, text: str, size: float, bold: bool = False, align: Any = None, before: float = 0) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    _run(paragraph, text, size, bold)


def _heading(document: Any, text: str) -> None:
    _line(document, text, 12, True, before=7)
    document.paragraphs[-1].paragraph_format.space_after = Pt(2)
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _table(document: Any, table: words.Table, widths: Sequence[int], numbers: Sequence[int]) -> None:
    header, rows = table
    made = document.add_table(rows=0, cols=len(header))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for n, values in enumerate((header, *rows)):
        cells = made.add_row().cells
        for i, (cell, text) in enumerate(zip(cells, values, strict=True)):
            cell.width = Mm(widths[i])
            paragraph = cell.paragraphs[0]
            paragraph.alignment = _CENTRE if n == 0 else _RIGHT if i in numbers else None
            shown = text[:1].upper() + text[1:] if i and i not in numbers else text
            _run(paragraph, shown, 10.5, bold=n == 0)


def _run(paragraph: Any, text: str, size: float, bold: bool) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold


def _same_bytes(document: Any) -> bytes:
    """A document's parts hold no clock but the zip's, which is taken out."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            part = with_our_program(name, old.read(name))
            new.writestr(zipfile.ZipInfo(name, _NO_TIME), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
