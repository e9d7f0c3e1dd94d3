"""An annex as docx: the clerk's template with the table put in the place of its field `bang`."""

from collections.abc import Sequence
from itertools import count
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.dossier.annex_pdf import LONG_CELL, shown_rows
from reports.dossier.texts import for_xml
from schemas.dossier import Table

MARK = "\u2063bang\u2063"  # what the field `bang` is filled with, to be found again
_TWIPS = 56.7  # a millimetre
_ALIGN = {"order": "center", "number": "right", "text": "left"}
_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'


class NoPlaceForTable(Exception):
    """The template has no paragraph that is the field `bang` and nothing else."""


def put_table(document: Document, table: Table) -> None:
    """The table in the place of the mark: headings repeat, no row breaks but one longer than a page takes."""
    place = next((p for p in document.paragraphs if p.text.strip() == MARK), None)
    if place is None:
        raise NoPlaceForTable
    place._p.addprevious(parse_xml(_xml(table)))
    place._p.getparent().remove(place._p)


def _xml(table: Table) -> str:
    widths = [round(c.width * _TWIPS) for c in table.columns]
    aligns = [_ALIGN[c.kind] for c in table.columns]
    head = _row([c.words for c in table.columns], widths, ["center"] * len(widths), bold=True, repeated=True)
    rows = shown_rows(table.rows)
    last = len(rows) - 1 if table.summed else -1
    body = "".join(_row(row, widths, aligns, bold=n == last) for n, row in zip(count(), rows, strict=False))
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _row(
    cells: Sequence[str], widths: Sequence[int], aligns: Sequence[str], bold: bool = False, repeated: bool = False
) -> str:
    whole = "" if any(len(c) > LONG_CELL for c in cells) else "<w:cantSplit/>"
    properties = f"{whole}{'<w:tblHeader/>' if repeated else ''}"
    filled = "".join(_cell(c, w, a, bold) for c, w, a in zip(cells, widths, aligns, strict=True))
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{filled}</w:tr>"


def _cell(text: str, width: int, align: str, bold: bool) -> str:
    weight = "<w:b/>" if bold else ""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(for_xml(text)).split("\n"))
    run = f'<w:r><w:rPr>{_FONT}{weight}<w:sz w:val="22"/></w:rPr><w:t xml:space="preserve">{lines}</w:t></w:r>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="20"/>'
        f'<w:ind w:firstLine="0"/><w:jc w:val="{align}"/></w:pPr>{run if text else ""}</w:p></w:tc>'
    )
