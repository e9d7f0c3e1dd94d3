"""The published numbers of a release of which more rows became secret: no total moves, each such initiative leaves its
lines for the line of its own (RULES.md 17, 21).

What cannot be moved row by row (persons, workplaces, medians, awards held) is withdrawn where the row was part of it;
the next release tells it again."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from rules.tally_benefits import out_of_scale
from rules.tally_codes import breakdowns
from rules.tally_lines import NATION, Scope, Scopes
from rules.tally_pace import pace
from schemas.config import Campaign
from schemas.tally import MEASURES, SECRET, TALLY_COLUMNS, TALLY_KEYS

_WITHDRAWN = ("persons", "workplaces", "benefit_median_vnd", "awards")
_RANKS_WITHDRAWN = ("rank_persons", "rank_persons_tied")
_PACE = ("pace_per_day", "projected", "projected_low", "projected_high", "pace_needed_per_day")
_LINE_OF = ("measure", "scope", "scope_code")
Key = tuple[str, ...]
_NOTHING = 0.5  # what is left of a sum of fractions is none


def withheld_tallies(
    tallies: pd.DataFrame, rows: pd.DataFrame, campaign: Campaign, as_of: date, scopes: Scopes
) -> pd.DataFrame:
    """`rows`: the counted initiatives that are withheld from now on, as they were published (federation_code, sector,
    field, award_level, phase, registered_on, benefit_vnd, apart)."""
    keys = tallies[list(TALLY_KEYS)].itertuples(index=False, name=None)
    value: dict[Key, float] = dict(zip(keys, tallies["value"].astype(float), strict=True))
    told = {(*key[:2], key[3]) for key in value}
    for key, by in _moves(rows, campaign, scopes):
        if (*key[:2], key[3]) in told:
            value[key] = value.get(key, 0.0) + by
    touched = {scope for code in rows["federation_code"].unique() for scope in _scopes_of(str(code), scopes)}
    kept = {key: n for key, n in value.items() if not _goes(key, n, touched)}
    _recompute(kept, touched)
    lines = [(*key, n, MEASURES[key[0]].unit) for key, n in kept.items()]
    return _with_pace(pd.DataFrame(lines, columns=list(TALLY_COLUMNS)), campaign, as_of)


def internal_withheld(tallies: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The internal numbers without those of the federations that the rows stand in: the next release tells them."""
    touched = set(rows["federation_code"])
    theirs = tallies["scope_code"].str.split("/").str[0].isin(touched)
    road = (tallies["breakdown"] == "road") & tallies["breakdown_code"].isin(touched)
    return tallies[~theirs & ~road & (tallies["breakdown"] != "secrecy")]


def _moves(rows: pd.DataFrame, campaign: Campaign, scopes: Scopes) -> Iterator[tuple[Key, float]]:
    """What each row takes from one line and gives to another."""
    if rows.empty:
        return
    shown = rows.assign(is_redacted=False)
    homes = [tuple(_scopes_of(str(code), scopes)) for code in rows["federation_code"]]
    for name, column in breakdowns(shown, campaign):
        for home, code in zip(homes, column.codes, strict=True):
            for scope in home:
                yield ("valid", *scope, name, column.labels[code]), -1.0
                yield ("valid", *scope, name, SECRET), 1.0
    for _ in range(int(rows["apart"].astype(bool).sum())):
        yield ("valid", *NATION, "applied", "apart"), -1.0
    yield from _benefits(rows, homes, campaign)


def _benefits(rows: pd.DataFrame, homes: list[tuple[Scope, ...]], campaign: Campaign) -> Iterator[tuple[Key, float]]:
    amounts = rows["benefit_vnd"].to_numpy(dtype=float)
    scale = out_of_scale(amounts, campaign.benefit)
    for home, amount, out in zip(homes, amounts, scale, strict=True):
        if amount != amount:
            continue
        for scope in home:
            for by in (("", ""), ("scale", "out_of_scale" if out else "in_scale")):
                yield ("benefit_vnd", *scope, *by), -float(amount)
                yield ("benefit_stated", *scope, *by), -1.0


def _scopes_of(federation: str, scopes: Scopes) -> Iterator[Scope]:
    yield NATION
    yield from (scope for scope, members in scopes.members.items() if federation in members)


def _goes(key: Key, number: float, touched: set[Scope]) -> bool:
    """Withdrawn, or an empty line of a breakdown."""
    if key[0] in _RANKS_WITHDRAWN or key[3] == "secrecy":  # older releases told a sum of the secret ones
        return True
    scope = (key[1], key[2])
    emptied = key[0] in ("valid", "benefit_vnd", "benefit_stated") and key[3] not in ("", "applied")
    return (key[0] in _WITHDRAWN and scope in touched) or (emptied and abs(number) < _NOTHING)


def _recompute(value: dict[Key, float], touched: set[Scope]) -> None:
    """The percentages of a phase, whose open initiatives are fewer now."""
    for key in [k for k in value if k[0] in ("quota_pct", "target_pct", "quota_assigned_pct") and k[3] == "phase"]:
        if (key[1], key[2]) in touched:
            whole = value[(key[0].removesuffix("_pct"), *key[1:])]
            value[key] = 100 * value.get(("valid", *key[1:]), 0.0) / whole


def _with_pace(tallies: pd.DataFrame, campaign: Campaign, as_of: date) -> pd.DataFrame:
    """The pace anew from the days as they stand now, of the scopes that the release told one of."""
    before = tallies["measure"].isin(_PACE)
    if not before.any():
        return tallies
    again = pace(tallies[~before], campaign, as_of)
    told = pd.MultiIndex.from_frame(tallies.loc[before, list(_LINE_OF)])
    kept = again[pd.MultiIndex.from_frame(again[list(_LINE_OF)]).isin(told)]
    return pd.concat([tallies[~before], kept], ignore_index=True)
