"""The report's charts as pictures, drawn by Typst with its own fonts: the same on every machine. Each number in them is
a named one, and stands in the annex of the charts too."""

from collections.abc import Sequence
from datetime import date

from reports import wording_dossier as words
from reports.dossier.annex_pdf import compiled
from reports.dossier.numbers_on_paper import printed
from reports.figures import APART, Figures
from reports.page import sentence
from reports.wording import label
from schemas.dossier import Chart, Printed

_PPI = 150
_GOAL_IN_SIGHT = 1.5  # times what was reached: a goal further off would press the curve to the ground
_BARS = 12  # federations of the ranking; all of them stand in their annex
_PAGE = """
#let it = json(bytes(sys.inputs.at("data")))
#set page(width: 158mm, height: auto, margin: 2mm)
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "vi", hyphenate: false)
"""
_BAR_SCRIPT = (
    _PAGE
    + """
#grid(columns: (56mm, 1fr), row-gutter: 1.6mm, column-gutter: 2mm,
  ..it.bars.map(b => (
    align(right + horizon, b.name),
    align(left + horizon, box(rect(width: b.share * 72mm + 0.3mm, height: 4.4mm, fill: rgb("#5f7fa8"), stroke: none)) +
      box(inset: (left: 1.5mm, bottom: 1mm), b.text)),
  )).flatten()
)
"""
)
_CURVE_SCRIPT = (
    _PAGE
    + """
#let wide = 132mm
#let high = 42mm
#let at(p) = (p.x * wide, high - p.y * high)
#box(width: 154mm, height: high + 13mm, inset: (left: 4mm, top: 6mm), {
  place(line(start: (0mm, high), end: (wide, high), stroke: 0.6pt))
  if it.goal != none {
    place(line(start: (0mm, high - it.goal.y * high), end: (wide, high - it.goal.y * high),
      stroke: (paint: luma(110), thickness: 0.7pt, dash: "dashed")))
    place(dx: 1mm, dy: high - it.goal.y * high - 5mm, text(fill: luma(70), it.goal.text))
  }
  place(curve(stroke: 1.4pt + rgb("#34557f"), curve.move(at(it.points.first())), ..it.points.slice(1).map(p =>
    curve.line(at(p)))))
  for p in it.points {
    place(dx: p.x * wide - 0.5mm, dy: high - p.y * high - 0.5mm, circle(radius: 0.5mm, fill: rgb("#34557f")))
    if p.told {
      place(dx: p.x * wide - 15mm, dy: high - p.y * high - 5.5mm, box(width: 30mm, align(center, p.text)))
      place(dx: p.x * wide - 15mm, dy: high + 1.5mm, box(width: 30mm, align(center, p.name)))
    }
  }
})
"""
)


def national_charts(figures: Figures, order: Sequence[tuple[str, str]]) -> tuple[Chart, ...]:
    """The growth by week, the khối, the lĩnh vực, the ranking. `order`: federations by rank, with their names."""
    weeks = tuple(
        (date.fromisoformat(code).strftime("%d/%m"), printed(figures, "valid_running", "", "week", code))
        for code in figures.codes("week")
        if code not in APART
    )
    ranking = tuple((name, printed(figures, "valid", code)) for code, name in order[:_BARS])
    goal = printed(figures, "target")
    return (
        Chart("bieu_do_tien_do", weeks if len(weeks) > 1 else (), goal if goal.value == goal.value else None, True),
        Chart("bieu_do_khoi", _by("sector", figures)),
        Chart("bieu_do_linh_vuc", _by("field", figures)),
        Chart("bieu_do", ranking),
    )


def running(figures: Figures) -> dict[tuple[str, str, str, str], float]:
    """valid_running: how many valid initiatives were registered up to the end of each week."""
    found: dict[tuple[str, str, str, str], float] = {}
    total = 0.0
    for code in (c for c in figures.codes("week") if c not in APART):
        total += figures.count("valid", "", "week", code)
        found["valid_running", "", "week", code] = total
    return found


def drawn(chart: Chart) -> bytes:
    """A PNG 158 mm wide, b"" where there is nothing to draw."""
    if not chart.points:
        return b""
    return _curve(chart) if chart.curve else _bars(chart)


def ordered(breakdown: str, figures: Figures) -> list[str]:
    """The codes of a breakdown as the report tells them: khối in the order in which they are spoken of, the rest by
    number, what is not stated and what is secret last."""
    known = ("HCSN", "DN", "CBCD")
    codes = figures.codes(breakdown)
    return sorted(
        codes,
        key=lambda c: (
            APART.index(c) + 1 if c in APART else 0,
            known.index(c) if c in known else len(known),
            -figures.count("valid", "", breakdown, c),
        ),
    )


def _by(breakdown: str, figures: Figures) -> tuple[tuple[str, Printed], ...]:
    codes = ordered(breakdown, figures)
    return tuple((sentence(label(breakdown, c)), printed(figures, "valid", "", breakdown, c)) for c in codes)


def _bars(chart: Chart) -> bytes:
    most = max((n.value for _, n in chart.points), default=0) or 1
    shown = [{"name": name, "share": n.value / most, "text": n.text} for name, n in chart.points]
    return compiled(_BAR_SCRIPT, {"bars": shown}, "png", _PPI)


def _curve(chart: Chart) -> bytes:
    """Of the points only the first, the last and those between by quarters are told in figures."""
    days = [date.fromisoformat(n.breakdown_code).toordinal() for _, n in chart.points]
    span, last = days[-1] - days[0], len(days) - 1
    goal = chart.goal if chart.goal and chart.goal.value <= _GOAL_IN_SIGHT * chart.points[-1][1].value else None
    most = max(chart.points[-1][1].value, goal.value if goal else 0) or 1
    told = {0, *(round(last * quarter / 4) for quarter in (1, 2, 3)), last}
    points = [
        {"x": (day - days[0]) / span, "y": n.value / most, "name": name, "text": n.text, "told": at in told}
        for at, (day, (name, n)) in enumerate(zip(days, chart.points, strict=True))
    ]
    line = {"y": goal.value / most, "text": words.GOAL.format(goal=goal.text)} if goal else None
    return compiled(_CURVE_SCRIPT, {"points": points, "goal": line}, "png", _PPI)
