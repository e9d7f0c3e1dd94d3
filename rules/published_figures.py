"""Figures that were printed somewhere, against their own parts and against ours; nothing printed is ever copied.

Thủ Đức's 3.992 of 8.684 is 45,97 %; 45,94 % was printed, 0,03 points less."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import pandas as pd

from schemas.config import Campaign
from schemas.config_programme import PublishedFigure
from schemas.release import PublishedCheck
from schemas.tally import MEASURES, TALLY_KEYS

_AGREES = 0.005  # points: what rounding to two digits leaves


def published_checks(campaign: Campaign, public: pd.DataFrame, internal: pd.DataFrame) -> tuple[PublishedCheck, ...]:
    """Each printed figure with what its printed parts give and what this release has under the same name."""
    sought = {(f.measure, f.scope, f.code) for f in campaign.published_figures}
    ours = {**_values(internal, sought), **_values(public, sought)}
    return tuple(_checked(figure, ours) for figure in _in_order(campaign.published_figures))


def _in_order(figures: Sequence[PublishedFigure]) -> Iterator[PublishedFigure]:
    yield from sorted(figures, key=lambda f: (f.as_of, f.scope, f.code, f.measure, f.breakdown_code))


def _checked(figure: PublishedFigure, ours: dict[tuple[str, ...], float]) -> PublishedCheck:
    recomputed = 100 * figure.value / figure.whole if figure.value is not None and figure.whole else None
    key = (figure.scope, figure.code, figure.breakdown, figure.breakdown_code)
    own = ours.get((figure.measure, *key))
    printed = figure.pct if MEASURES[figure.measure].unit == "percent" else figure.value
    off = None if recomputed is None or figure.pct is None else round(recomputed - figure.pct, 6)
    return PublishedCheck(
        figure=figure,
        recomputed_pct=recomputed,
        off_points=off,
        agrees=None if off is None else abs(off) <= _AGREES or _same_as_printed(figure.pct, recomputed),
        own=own,
        difference=None if own is None or printed is None else own - printed,
    )


def _same_as_printed(printed: float | None, recomputed: float | None) -> bool:
    """The recomputed percentage rounds to the printed one: 232,316 was printed 232,3."""
    if printed is None or recomputed is None:
        return False
    digits = len(f"{printed!r}".partition(".")[2]) if printed % 1 else 0
    return round(recomputed, digits) == printed


def _values(tallies: pd.DataFrame, sought: AbstractSet[tuple[str, str, str]]) -> dict[tuple[str, ...], float]:
    """The numbers by their keys, as far as they are of one of these names, scopes and codes."""
    if tallies.empty or not sought:
        return {}
    for column, known in zip(TALLY_KEYS, zip(*sought, strict=True), strict=False):
        tallies = tallies[tallies[column].isin(set(known))]
    keys = tallies[list(TALLY_KEYS)].itertuples(index=False, name=None)
    return dict(zip(keys, tallies["value"].astype(float), strict=True))
