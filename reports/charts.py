"""Charts as inline SVG: drawn by Altair and vl-convert without network, the same bytes for the same numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import pandas as pd
import vl_convert
from markupsafe import Markup

from reports.numbers import NOTHING, short_percent
from reports.wording_pages import BAND_WORDS, CHART

FONT = "Liberation Sans, Arial, Noto Sans, DejaVu Sans, sans-serif"
INK, MUTED, GRID, LINE, BARS = "#1c2430", "#4a5565", "#dfe4ea", "#8f1d22", "#5f7fa8"
VEGA_LITE = "6.1"
WIDTH = 336  # fits a phone of 360 px, so that lettering keeps its size there
TILE_HEIGHT, TILE_GAP = 31, 2
_LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]}
_NAMESPACES = re.compile(r'\sxmlns(:xlink)?="[^"]*"')


@dataclass(frozen=True, slots=True)
class Band:
    """A range of quota_pct with its colour; `ink` is the lettering that is legible on it."""

    below: float
    text: str
    fill: str
    ink: str


BANDS = (
    Band(50, BAND_WORDS[0], "#fbe3cf", INK),
    Band(80, BAND_WORDS[1], "#f3c28f", INK),
    Band(100, BAND_WORDS[2], "#e8e3c8", INK),
    Band(150, BAND_WORDS[3], "#a9cfd8", INK),
    Band(200, BAND_WORDS[4], "#35708a", "#ffffff"),
    Band(float("inf"), BAND_WORDS[5], "#174a63", "#ffffff"),
)
NO_QUOTA = Band(float("inf"), CHART["no_quota"], "#eceef1", MUTED)


@dataclass(frozen=True, slots=True)
class Tile:
    """One federation's square: where it stands, its short name, its quota_pct."""

    row: int
    column: int
    name: str
    quota_pct: float | None


def band(quota_pct: float | None) -> Band:
    """The band a percentage falls in, lower bound included."""
    return NO_QUOTA if quota_pct is None else next(b for b in BANDS if quota_pct < b.below)


def tile_map(tiles: Sequence[Tile]) -> Markup:
    """Federations as coloured tiles with their name and percentage."""
    rows, columns = 1 + max(t.row for t in tiles), 1 + max(t.column for t in tiles)
    frame = pd.DataFrame([_tile_row(t) for t in tiles])
    base = alt.Chart(frame, width=WIDTH, height=rows * TILE_HEIGHT)
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, columns], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[rows, 0], nice=False), axis=None)
    plain: Any = alt.Color("ink:N", scale=None)
    tile: Any = alt.Color("fill:N", scale=None)
    width, height = WIDTH / columns - TILE_GAP, TILE_HEIGHT - TILE_GAP
    squares = base.mark_rect(width=width, height=height).encode(x=x, y=y, color=tile)
    names = base.mark_text(fontSize=9, dy=-6).encode(x=x, y=y, text="name:N", color=plain)
    shares = base.mark_text(fontSize=11, dy=6, fontWeight="bold").encode(x=x, y=y, text="share:N", color=plain)
    return _svg(alt.layer(squares, names, shares))


def growth(days: Sequence[date], counts: Sequence[float], weekly: bool = False) -> Markup:
    """Initiatives by day (or week) as bars below, their running sum as a line above, on one axis of days."""
    frame = pd.DataFrame({"n": range(len(days)), "count": [float(c) for c in counts]})
    frame["total"] = frame["count"].cumsum()
    names = [f"{d.month:02d}/{d.year}" if weekly else f"{d.day:02d}/{d.month:02d}" for d in days]
    step = max(1, -(-len(days) // 6))
    marks = list(range(0, len(days), step))
    words = alt.Axis(values=marks, labelExpr=f"{names!r}[datum.value]", grid=False, title=None, labelFlush=True)
    scale = alt.Scale(domain=[-0.5, len(days) - 0.5], nice=False)
    line = _panel(frame, 150, "total", CHART["running"]).mark_line(color=LINE, strokeWidth=2.5)
    line = line.encode(x=alt.X("n:Q", scale=scale, axis=alt.Axis(labels=False, ticks=False, title=None, grid=False)))
    width = max(1.0, 0.8 * 270 / max(len(days), 1))
    bars = _panel(frame, 70, "count", CHART["each_week" if weekly else "each_day"]).mark_bar(color=BARS, width=width)
    bars = bars.encode(x=alt.X("n:Q", scale=scale, axis=words))
    return _svg(alt.vconcat(line, bars, spacing=8))


def _panel(frame: pd.DataFrame, height: int, column: str, title: str) -> alt.Chart:
    axis = alt.Axis(title=None, format=",.0f", tickCount=4 if height > 100 else 2, minExtent=52, maxExtent=52)
    words = alt.TitleParams(title, anchor="start", fontSize=11, color=MUTED, fontWeight="normal", offset=4)
    chart = alt.Chart(frame, width=274, height=height, title=words)
    return chart.encode(y=alt.Y(f"{column}:Q", axis=axis, scale=alt.Scale(zero=True)))


def _tile_row(tile: Tile) -> dict[str, Any]:
    colours = band(tile.quota_pct)
    share = NOTHING if tile.quota_pct is None else short_percent(tile.quota_pct)
    place = {"x": tile.column + 0.5, "y": tile.row + 0.5}
    return {**place, "name": tile.name, "share": share, "fill": colours.fill, "ink": colours.ink}


def _svg(chart: Any) -> Markup:
    """The chart as markup for a page: no namespace address (HTML needs none), lettering from the font stack."""
    drawn = (
        chart.configure(font=FONT, aria=False, background="transparent", padding=2)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=11, labelColor=MUTED, gridColor=GRID, domain=False, tickColor=GRID, ticks=False)
    )
    svg: str = vl_convert.vegalite_to_svg(
        drawn.to_dict(), vl_version=VEGA_LITE, format_locale=_LOCALE, allowed_base_urls=[]
    )
    return Markup(_NAMESPACES.sub("", svg))
