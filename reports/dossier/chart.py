"""The report's chart as a picture, drawn by Typst with its own fonts: the same on every machine."""

from collections.abc import Sequence

from reports.dossier.annex_pdf import compiled
from reports.numbers import number

_PPI = 150
_SCRIPT = """
#let it = json(bytes(sys.inputs.at("data")))
#set page(width: 158mm, height: auto, margin: 2mm)
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "vi", hyphenate: false)
#grid(columns: (56mm, 1fr), row-gutter: 1.6mm, column-gutter: 2mm,
  ..it.bars.map(b => (
    align(right + horizon, b.name),
    align(left + horizon, box(rect(width: b.share * 72mm + 0.3mm, height: 4.4mm, fill: rgb("#5f7fa8"), stroke: none)) +
      box(inset: (left: 1.5mm, bottom: 1mm), b.text)),
  )).flatten()
)
"""


def bar_chart(bars: Sequence[tuple[str, float]]) -> bytes:
    """Names with their counts as bars, a PNG 158 mm wide."""
    most = max((value for _, value in bars), default=0) or 1
    shown = [{"name": name, "share": value / most, "text": number(value)} for name, value in bars]
    return compiled(_SCRIPT, {"bars": shown}, "png", _PPI)
