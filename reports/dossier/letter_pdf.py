"""A finished docx as PDF by Typst, for reading where LibreOffice is not: its paragraphs, runs, borderless tables and
pictures in their order, with the page of a letter."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as AT
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.dossier.annex_pdf import compiled

_ALIGNS = {AT.CENTER: "center", AT.RIGHT: "right", AT.JUSTIFY: "justify"}
_SIZE, _EMU = 13.0, 12700
_LEADING = 1.1  # the height of an empty line, of its letters' size
_SCRIPT = """
#let it = json(bytes(sys.inputs.at("data")))
#set document(title: it.title, author: it.software, date: none)
#set text(font: "Libertinus Serif", size: 13pt, lang: "vi", hyphenate: false, top-edge: "ascender",
  bottom-edge: "descender")
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 20mm),
  header: context {
    let n = counter(page).get().first()
    grid(columns: (1fr, 1fr, 1fr), [], align(center, if n > 1 { str(n) }), align(right, strong(it.draft)))
  },
  footer: text(size: 7pt, fill: luma(90), it.foot),
)
#set par(leading: 0.25em, spacing: 0pt)
#let said(run) = {
  let body = text(size: run.size * 1pt, run.text)
  if run.bold { body = strong(body) }
  if run.italic { body = emph(body) }
  if run.underline { body = underline(body) }
  body
}
#let shown(one) = {
  if one.kind == "picture" {
    align(center, image(bytes(one.data), width: one.width * 1mm))
  } else if one.kind == "rule" {
    pad(left: one.left * 1mm, right: one.right * 1mm, y: 1mm, line(length: 100%, stroke: 0.6pt))
  } else if one.kind == "columns" {
    v(1mm)
    block(breakable: false, width: 100%, grid(columns: one.widths.map(w => w * 1fr), ..one.cells.map(c =>
      c.map(shown).join())))
  } else if one.runs.len() == 0 {
    block(sticky: one.sticky, above: 0pt, below: 0pt, v(one.size * 1.1pt))
  } else {
    let body = one.runs.map(said).join()
    let at = if one.align == "justify" { left } else if one.align == "center" { center } else if one.align == "right" {
      right } else { left }
    block(sticky: one.sticky, above: one.before * 1pt, below: one.after * 1pt, width: 100%,
      inset: (left: one.left * 1mm), align(at,
      par(justify: one.align == "justify", first-line-indent: (amount: one.first * 1mm, all: true), body)))
  }
}
#for one in it.body { shown(one) }
"""


def letter_pdf(docx: bytes, draft: str, foot: str, software: str) -> bytes:
    """The pages of a letter as its docx has it."""
    document = Document(io.BytesIO(docx))
    body = list(_blocks(document, document))
    title = document.core_properties.title
    return compiled(_SCRIPT, {"title": title, "body": body, "draft": draft, "foot": foot, "software": software})


def _blocks(owner: Any, document: Any) -> Iterator[dict[str, Any]]:
    for part in owner.iter_inner_content():
        if isinstance(part, DocxTable):
            for row in part.rows:
                cells = [list(_blocks(cell, document)) for cell in row.cells]
                yield {"kind": "columns", "widths": [(cell.width or 1) / 36000 for cell in row.cells], "cells": cells}
        else:
            yield from _paragraph(part, document)


def _paragraph(paragraph: Paragraph, document: Any) -> Iterator[dict[str, Any]]:
    shape = paragraph.paragraph_format
    if paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:pBdr")) is not None and not paragraph.text.strip():
        yield {"kind": "rule", "left": _mm(shape.left_indent), "right": _mm(shape.right_indent)}
        return
    for picture in paragraph._p.iter(qn("wp:inline")):
        blip = next(picture.iter(qn("a:blip")))
        part = document.part.related_parts[blip.get(qn("r:embed"))]
        width = int(next(picture.iter(qn("wp:extent"))).get("cx")) / 36000
        yield {"kind": "picture", "data": list(part.blob), "width": width}
        return
    runs = [_run(run) for run in paragraph.runs if run.text]
    yield {
        "kind": "text",
        "runs": [] if not paragraph.text.strip() else runs,
        "size": _exact(shape.line_spacing) or (runs[0]["size"] if runs else _SIZE),
        "align": _ALIGNS.get(paragraph.alignment or AT.LEFT, "left"),
        "sticky": bool(shape.keep_with_next),
        "first": max(0.0, _mm(shape.first_line_indent)),
        "left": _mm(shape.left_indent),
        "before": (shape.space_before or 0) / _EMU,
        "after": (shape.space_after or 0) / _EMU,
    }


def _exact(spacing: float | Length | None) -> float:
    """The height in points that an empty line is given, 0 where it follows from its letters."""
    return spacing.pt / _LEADING if isinstance(spacing, Length) else 0.0


def _run(run: Run) -> dict[str, Any]:
    style = run.style.font if run.style is not None else run.font
    return {
        "text": run.text,
        "size": (run.font.size or style.size or _SIZE * _EMU) / _EMU,
        "bold": bool(run.font.bold or style.bold),
        "italic": bool(run.font.italic or style.italic),
        "underline": bool(run.font.underline),
    }


def _mm(length: int | None) -> float:
    return (length or 0) / 36000
