"""A federation's score as its page shows it: sentences, four bars, and a small trend drawn as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from reports.numbers import day, number
from reports.wording_score import PARTS, SCORE
from schemas.release import FederationScore

_WIDTH, _HEIGHT, _EDGE = 240, 64, 6
_MOST_POINTS = 60
_LINE, _GRID, _MUTED = "#8f1d22", "#d5dae1", "#4a5565"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four: its words, its points, and how far its bar goes."""

    words: str
    points: str
    width: int


@dataclass(frozen=True, slots=True)
class ScoreBlock:
    """What the template fills in."""

    score: str
    told: tuple[str, ...]
    parts: tuple[Part, ...]
    trend: Markup


def score_block(score: FederationScore, as_of: date) -> ScoreBlock:
    """The block of one score and the day it is of."""
    parts = tuple(
        Part(SCORE[name], number(getattr(score, name), 1), round(min(max(getattr(score, name), 0.0), 100.0)))
        for name in PARTS
    )
    return ScoreBlock(number(score.score, 1), tuple(_told(score)), parts, trend((*score.history, (as_of, score.score))))


def trend(history: Sequence[tuple[date, float]]) -> Markup:
    """The scores by day as a line from 0 to 100; nothing where there are fewer than two."""
    shown = list(history)[-_MOST_POINTS:]
    if len(shown) < 2:
        return Markup("")
    first, last = shown[0], shown[-1]
    words = {"first": day(first[0]), "last": day(last[0]), "start": number(first[1], 1), "now": number(last[1], 1)}
    places = [(_x(i, len(shown)), _y(points)) for i, (_, points) in enumerate(shown)]
    line = " ".join(f"{x:g},{y:g}" for x, y in places)
    grid = "".join(f'<path d="M0 {_y(v):g}H{_WIDTH}" stroke="{_GRID}"/>' for v in (0, 50, 100))
    return Markup(
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{label}">{grid}'
        '<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
        '<circle cx="{x:g}" cy="{y:g}" r="3.5" fill="{colour}"/>'
        '<text x="0" y="{base}" font-size="10" fill="{muted}">{first}</text>'
        '<text x="{w}" y="{base}" font-size="10" fill="{muted}" text-anchor="end">{last}</text></svg>'
    ).format(
        w=_WIDTH, h=_HEIGHT + 14, base=_HEIGHT + 12, label=SCORE["trend_label"].format(**words), grid=Markup(grid),
        line=line, colour=_LINE, muted=_MUTED, x=places[-1][0], y=places[-1][1], first=words["first"],
        last=words["last"],
    )  # fmt: skip


def _told(score: FederationScore) -> list[str]:
    if score.previous is None:
        return [SCORE["first"]]
    gained = round(score.score, 1) - round(score.previous, 1)
    words = SCORE["same" if round(gained, 1) == 0 else "up" if gained > 0 else "down"]
    told = words.format(n=number(abs(gained), 1), previous=number(score.previous, 1))
    return [told, SCORE["changes"].format(mended=number(score.mended), new=number(score.new))]


def _x(i: int, n: int) -> float:
    return round(_EDGE + (_WIDTH - 2 * _EDGE) * i / (n - 1), 1)


def _y(points: float) -> float:
    return round(_HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * min(max(points, 0.0), 100.0) / 100, 1)
