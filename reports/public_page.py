"""The public page: what a leader reads in one minute, on a phone or on A4. Numbers only; no person, no row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from reports import charts
from reports.figures import Figures, Standing, figures, standings
from reports.numbers import number, ratio_percent
from reports.page import render
from reports.progress import Progress, progress
from reports.quality import quality
from reports.tiles import PROVINCE_TILES, UNION_NAMES
from reports.wording import BREAKDOWN_TITLES, BREAKDOWNS, label, short_name
from reports.wording_pages import PUBLIC
from reports.wording_public import QUALITY, TAKE, TREND, WAYS
from schemas.release import FederationState, ReleaseFacts

UNION_COLUMNS = 4
SHOWN = ("sector", "field", "award_level", "phase")


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a breakdown: its name, its count, its percent of all valid initiatives."""

    name: str
    count: float
    percent: float | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table of a breakdown; `total` is the sum of its lines."""

    title: str
    lines: tuple[Share, ...]
    total: float


@dataclass(frozen=True, slots=True)
class TileMap:
    """A map of tiles with the federations behind it."""

    title: str
    svg: Markup
    members: tuple[Standing, ...]

    @property
    def reached(self) -> int:
        """How many reached their quota."""
        return _reached(self.members)


def public_page(facts: ReleaseFacts, tallies: pd.DataFrame) -> bytes:
    """index.html of the release; `tallies` are those meant for the public, with TALLY_COLUMNS."""
    numbers = figures(tallies)
    ranking = standings(facts, numbers)
    grown = progress(facts, numbers)
    states = [f.state for f in facts.federations]
    return render(
        "public.html.j2",
        facts,
        t=PUBLIC,
        numbers=numbers,
        target_pct=ratio_percent(numbers.count("valid"), facts.target),
        bar=_bar(facts, numbers),
        apart=numbers.count("valid", "", "applied", "apart"),
        sent=sum(s != FederationState.MISSING for s in states),
        kept=states.count(FederationState.KEPT_LAST_GOOD),
        reached=_reached(ranking),
        ranking=ranking,
        half=-(-len(ranking) // 2),
        growth=grown,
        growth_svg=_growth(grown),
        maps=_maps(ranking),
        bands=(*charts.BANDS, charts.NO_QUOTA),
        trend=_trend(numbers),
        quality=quality(facts, numbers),
        q=QUALITY,
        ways=WAYS,
        take=TAKE,
        persons=TREND["persons"],
        breakdowns=[b for b in (_breakdown(facts, numbers, name) for name in SHOWN) if b.lines],
    )


def _trend(numbers: Figures) -> list[str]:
    """What a week brought, and where the pace leads, where the release tells it."""
    told = []
    change = numbers.get("valid_change_week")
    if change is not None:
        words = TREND["week" if change > 0 else "week_fell" if change < 0 else "week_same"]
        told.append(words.format(n=number(abs(change))))
    ends = [numbers.get(name) for name in ("projected", "projected_low", "projected_high")]
    if None not in ends:
        middle, low, high = map(number, ends)
        told.append(TREND["projected"].format(n=middle, low=low, high=high))
    return told


def _bar(facts: ReleaseFacts, numbers: Figures) -> dict[str, float]:
    """Widths in percent of the bar: what is sure, what is under consideration, where the target stands."""
    valid = numbers.count("valid")
    low = numbers.get("valid_low")
    sure = valid if low is None else low
    whole = max(valid, facts.target, 1)
    return {name: round(100 * n / whole, 2) for name, n in _parts(sure, valid - sure, facts.target)}


def _parts(sure: float, open_: float, target: float) -> Iterable[tuple[str, float]]:
    return (("sure", sure), ("open", open_), ("target", target))


def _growth(grown: Progress | None) -> Markup | None:
    if grown is None:
        return None
    return charts.growth([s.first for s in grown.steps], [s.count for s in grown.steps], grown.weekly)


def _maps(ranking: Sequence[Standing]) -> list[TileMap]:
    """The provinces in the country's shape; every other federation in rows, in the order of its code."""
    provinces = [s for s in ranking if s.facts.code in PROVINCE_TILES]
    others = sorted((s for s in ranking if s.facts.code not in PROVINCE_TILES), key=_union_place)
    drawn = []
    if provinces:
        tiles = [charts.Tile(*PROVINCE_TILES[s.facts.code], s.quota_pct) for s in provinces]
        title = PUBLIC["map_provinces"].format(n=len(provinces))
        drawn.append(TileMap(title, charts.tile_map(tiles), tuple(provinces)))
    if others:
        known = all(s.facts.code in UNION_NAMES for s in others)
        tiles = [_union_tile(i, s) for i, s in enumerate(others)]
        title = PUBLIC["map_unions" if known else "map_other"].format(n=len(others))
        drawn.append(TileMap(title, charts.tile_map(tiles), tuple(others)))
    return drawn


def _union_place(standing: Standing) -> tuple[int, str]:
    code = standing.facts.code
    return (list(UNION_NAMES).index(code) if code in UNION_NAMES else len(UNION_NAMES), code)


def _union_tile(place: int, standing: Standing) -> charts.Tile:
    name = UNION_NAMES.get(standing.facts.code) or short_name(standing.facts.name)[:14]
    return charts.Tile(place // UNION_COLUMNS, place % UNION_COLUMNS, name, standing.quota_pct)


def _breakdown(facts: ReleaseFacts, numbers: Figures, name: str) -> Breakdown:
    phases = {p.id: p.name for p in facts.phases}
    order = list(phases if name == "phase" else ()) + list(BREAKDOWNS[name])
    codes = sorted(numbers.codes(name), key=lambda c: (order.index(c) if c in order else len(order), c))
    valid = numbers.count("valid")
    counts = [(c, numbers.count("valid", "", name, c)) for c in codes]
    lines = tuple(Share(phases.get(c) or label(name, c), n, ratio_percent(n, valid)) for c, n in counts)
    return Breakdown(BREAKDOWN_TITLES[name], lines, sum(n for _, n in counts))


def _reached(members: Iterable[Standing]) -> int:
    return sum(s.quota_pct is not None and s.quota_pct >= 100 for s in members)
