"""Quota, target and rank: how far each federation is, in numbers that anyone can compute again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from rules.quotas import Quota
from rules.tally_lines import NATION, Line, Scope, Scopes, line
from schemas.config import Campaign

ValidBy = Mapping[tuple[Scope, str, str], float]  # (scope, breakdown, code) -> valid


def against_quota(valid: ValidBy, campaign: Campaign, quotas: Mapping[str, Quota], scopes: Scopes) -> Iterable[Line]:
    """Quotas registered and assigned, in all and by phase, the percentage of each, and who reached his.

    By phase only open initiatives are told, for the secret ones have no phase there."""
    registered = {code: quota.registered or 0 for code, quota in quotas.items()}
    assigned = {code: quota.details.assigned or 0 for code, quota in quotas.items()}
    phases = {
        p.id: {code: quota.details.phases.get(p.id, 0) for code, quota in quotas.items()} for p in campaign.phases
    }
    everywhere = [(NATION, tuple(quotas)), *scopes.of("federation", "kind", "successor")]
    for scope, codes in everywhere:
        yield from _share("quota", valid, scope, sum(registered[c] for c in codes))
        yield from _share("quota_assigned", valid, scope, sum(assigned[c] for c in codes))
        for phase, given in phases.items():
            yield from _share("quota", valid, scope, sum(given[c] for c in codes), ("phase", phase))
        if any(registered[c] for c in codes):
            yield line("quota_reached", scope, sum(_reached(valid, c, registered[c]) for c in codes))


def against_target(valid: ValidBy, campaign: Campaign) -> Iterator[Line]:
    """The nation's target, in all and by phase."""
    yield from _share("target", valid, NATION, campaign.target)
    for phase in campaign.phases:
        yield from _share("target", valid, NATION, phase.target or 0, ("phase", phase.id))


def points(valid: ValidBy, campaign: Campaign, quotas: Mapping[str, Quota]) -> Iterator[Line]:
    """Emulation points of the federations with a quota, where the campaign gives any."""
    if campaign.emulation is None:
        return
    for code, quota in quotas.items():
        if quota.registered:
            reached = 100 * valid[_federation(code), "", ""] / quota.registered >= campaign.emulation.from_pct
            yield line("emulation_points", _federation(code), campaign.emulation.points if reached else 0)


def ranks(measure: str, values: Mapping[str, float]) -> Iterator[Line]:
    """Places from the greatest value on; equal values share a place, and how many share it is told."""
    if not values:
        return
    places = pd.Series(values, dtype=float).rank(method="min", ascending=False)
    shared = places.map(places.value_counts())
    for code in values:
        yield line(measure, _federation(code), places[code])
        yield line(f"{measure}_tied", _federation(code), shared[code])


def quota_shares(valid: ValidBy, quotas: Mapping[str, Quota]) -> dict[str, float]:
    """Percent of the registered quota of each federation that has one."""
    shares = ((code, quota.registered) for code, quota in quotas.items())
    return {code: 100 * valid[_federation(code), "", ""] / whole for code, whole in shares if whole}


def _share(measure: str, valid: ValidBy, scope: Scope, whole: float, by: tuple[str, str] = ("", "")) -> Iterator[Line]:
    if whole:
        yield line(measure, scope, whole, by)
        yield line(f"{measure}_pct", scope, 100 * valid.get((scope, *by), 0.0) / whole, by)


def _reached(valid: ValidBy, code: str, quota: int) -> bool:
    return quota > 0 and valid[_federation(code), "", ""] >= quota


def _federation(code: str) -> Scope:
    return "federation", code


def codes_of(quotas: Mapping[str, Quota]) -> Sequence[str]:
    """The federations in the order of the config."""
    return tuple(quotas)
