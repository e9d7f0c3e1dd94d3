"""An annex as PDF by Typst: fonts bundled with the engine (Libertinus Serif), nothing of the machine's; header rows
repeat, no row breaks but one that is longer than a page could take."""

import json
from collections.abc import Sequence
from functools import cache
from threading import Lock

import typst

from reports import wording_dossier as words
from reports.numbers import number
from schemas.dossier import Annex, Cell, Printed, Provenance

_ONE_AT_A_TIME = Lock()
LONG_CELL = 600  # characters: a row with a longer cell may go on on the next page
_SCRIPT = """
#let it = json(bytes(sys.inputs.at("data")))
#set document(title: it.title, author: it.software, date: none)
#set text(font: "Libertinus Serif", size: 11pt, lang: "vi", hyphenate: false, top-edge: "ascender",
  bottom-edge: "descender")
#set page(paper: "a4", flipped: it.landscape, margin: (top: 22mm, bottom: 20mm, left: 30mm, right: 20mm),
  header: context {
    let n = counter(page).get().first()
    grid(columns: (1fr, 1fr, 1fr), [], align(center, if n > 1 { str(n) }), align(right, strong(it.draft)))
  },
  background: if it.draft != "" { rotate(-30deg, text(size: 90pt, fill: luma(225), weight: "bold", it.draft)) },
  footer: text(size: 7.5pt, fill: luma(90), it.foot),
)
#set par(justify: false, leading: 0.15em)
#align(center)[
  #if it.label != "" [#text(size: 13pt, weight: "bold", it.label) \\ ]
  #text(size: 13pt, weight: "bold", it.title)
  #if it.about != "" [\\ #text(size: 13pt, it.about)]
  #if it.attached != "" [\\ #text(size: 12pt, style: "italic", it.attached)]
]
#let places = it.kinds.map(k => if k == "number" { right } else if k == "order" { center } else { left })
#let cells = ()
#for (index, row) in it.rows.enumerate() {
  let bold = it.summed and index == it.rows.len() - 1
  for (n, value) in row.enumerate() {
    let body = if bold { strong(value) } else { value }
    cells.push(table.cell(breakable: index in it.long, align: places.at(n), body))
  }
}
#v(2mm)
#table(
  columns: it.widths.map(w => w * 1fr), stroke: 0.5pt, inset: (x: 1.4mm, y: 0.9mm),
  table.header(repeat: true, ..it.heads.map(h => table.cell(align: center + horizon, strong(h)))),
  ..cells,
)
#block(breakable: false, width: 100%, above: 2mm)[
  #for note in it.notes { block(text(size: 10pt, style: "italic", note)) }
  #if it.signed != "" {
    v(4mm)
    block(width: 100%, height: 32mm, align(right, box(width: 80mm, align(center, strong(it.signed)))))
  }
]
"""


def annex_pdf(annex: Annex, about: str, attached: str, provenance: Provenance) -> bytes:
    """The finished pages."""
    table = annex.table
    rows = [[_shown(cell) for cell in row] for row in table.rows]
    data = {
        "title": annex.title,
        "label": annex.label,
        "about": about,
        "attached": attached if annex.label else "",
        "landscape": annex.landscape,
        "heads": [c.words for c in table.columns],
        "widths": [c.width for c in table.columns],
        "kinds": [c.kind for c in table.columns],
        "rows": rows,
        "long": [n for n, row in enumerate(rows) if any(len(text) > LONG_CELL for text in row)],
        "summed": table.summed,
        "notes": list(annex.notes),
        "signed": annex.signed,
        "foot": foot(provenance),
        "draft": words.DRAFT if provenance.draft else "",
        "software": provenance.software,
    }
    return compiled(_SCRIPT, data)


def compiled(script: str, data: object, form: str = "pdf", ppi: float | None = None) -> bytes:
    """A Typst script with its data; only the fonts that the engine brings are seen."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    with _ONE_AT_A_TIME:  # the engine is no thing for two threads
        made = _compiler().compile(input=script.encode(), format=form, ppi=ppi, sys_inputs=inputs, pdf_tags=False)  # type: ignore[arg-type]
    if isinstance(made, list):
        made = made[0]
    assert made is not None
    return made


def foot(provenance: Provenance) -> str:
    """Which release the page is of, and its hash."""
    return words.FOOT.format(release=provenance.release_id, hash=provenance.release_hash)


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Printed):
        return cell.text
    return number(cell) if isinstance(cell, int) else cell


def shown_rows(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The rows as they stand on paper."""
    return [[_shown(cell) for cell in row] for row in rows]
