"""Counting: ledger and facts in, tidy numbers out. Totals reconcile or raise (RULES.md 5, 21)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from rules.awards_held import awards
from rules.quotas import Quota, quota_of
from rules.tally_benefits import benefits
from rules.tally_codes import FEDERATION_BREAKDOWNS, breakdowns
from rules.tally_lines import NATION, Floats, Line, Scope, Scopes, added, coded, cross, frame, line, scopes
from rules.tally_people import people
from rules.tally_quotas import against_quota, against_target, points, quota_shares, ranks
from schemas.config import Campaign, Federation
from schemas.ledger import DUPLICATES, Disposition
from schemas.tally import TALLY_COLUMNS, TALLY_KEYS, Tally, Visibility, visibility

_SUMS = ("entered", "rejected", "ineligible", "duplicate", "valid", "under_consideration")
_GROUPS = ("federation", "kind", "successor")
_READ = (
    "federation_code", "disposition", "is_redacted", "apart", "benefit_vnd", "sector", "field", "award", "award_level",
    "phase", "registered_on", "author_codes", "workplace_code",
)  # fmt: skip


class TotalsDisagree(Exception):
    """The parts of a number do not add up to it: nothing may be published."""


def tally(
    ledger: pd.DataFrame,
    records: pd.DataFrame,
    campaign: Campaign,
    federations: Sequence[Federation],
    successors: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Every published number that comes from the rows of a campaign, in TALLY_COLUMNS.

    `ledger`: schemas.ledger lines. `records`: the data rows with federation_code, disposition, is_redacted, apart,
    benefit_vnd, sector, field, award, award_level, phase, registered_on, author_codes, workplace_code. `successors`:
    federation -> province of 2025. Headline counts include secret initiatives; in every breakdown they stand in a line
    of their own."""
    counted = records.loc[records["disposition"] == Disposition.COUNTED, list(_READ)]
    everywhere = scopes(federations, successors or {})
    quotas = {f.code: quota_of(campaign, f) for f in federations}
    counts = [*_headlines(ledger, everywhere), *_by_code(counted, campaign, everywhere)]
    lines = [
        *counts,
        *_set_against(counts, campaign, quotas, everywhere),
        *benefits(counted, campaign, everywhere),
        *_of_people(counted, everywhere),
        *awards(counted, everywhere),
        *_apart(counted),
    ]
    made = frame(lines)
    _reconcile(made, everywhere)
    return public(Tally.validate(made))


def interval(valid_low: int) -> pd.DataFrame:
    """The other end of the national number: as if every undecided pair were the same."""
    return frame([line("valid_low", NATION, valid_low)])


def public(tallies: pd.DataFrame) -> pd.DataFrame:
    """The same frame; ValueError where a line of it is internal."""
    kinds = tallies[["measure", "scope", "breakdown"]].drop_duplicates().itertuples(index=False, name=None)
    for kind in kinds:
        if visibility(*map(str, kind)) is Visibility.INTERNAL:
            raise ValueError(f"internal numbers among the public ones: {kind}")
    return tallies


def _headlines(ledger: pd.DataFrame, everywhere: Scopes) -> Iterator[Line]:
    """Entered and its parts; under consideration is a part of valid, never added to it."""
    federation, became = coded(ledger["federation_code"]), coded(ledger["disposition"])
    cube = cross(federation, became)
    doubtful = ledger["pending_review"].to_numpy(dtype=bool).astype(np.float64)
    pending = cross(federation, became, doubtful)
    yield from _headline(NATION, became.labels, cube.sum(axis=0), pending.sum(axis=0))
    for scope, codes in everywhere.of(*_GROUPS):
        told = (added(c, federation.labels, codes) for c in (cube, pending))
        yield from _headline(scope, became.labels, *told)


def _headline(scope: Scope, labels: Sequence[str], counts: Floats, pending: Floats) -> Iterator[Line]:
    by = dict(zip(labels, counts, strict=True))
    doubtful = dict(zip(labels, pending, strict=True))
    yield line("entered", scope, counts.sum() - by.get(Disposition.NOT_DATA, 0))
    for disposition in (Disposition.REJECTED, Disposition.INELIGIBLE, *DUPLICATES):
        yield line(disposition.value, scope, by.get(disposition, 0))
    yield line("duplicate", scope, sum(by.get(d, 0) for d in DUPLICATES))
    yield line("valid", scope, by.get(Disposition.COUNTED, 0))
    yield line("under_consideration", scope, doubtful.get(Disposition.COUNTED, 0))


def _by_code(counted: pd.DataFrame, campaign: Campaign, everywhere: Scopes) -> Iterator[Line]:
    """Valid by every public breakdown; the days of the nation alone."""
    federation = coded(counted["federation_code"])
    for name, column in breakdowns(counted, campaign):
        cube = cross(federation, column)
        yield from _codes(NATION, name, column.labels, cube.sum(axis=0))
        if name in FEDERATION_BREAKDOWNS:
            for scope, codes in everywhere.of(*_GROUPS):
                yield from _codes(scope, name, column.labels, added(cube, federation.labels, codes))


def _codes(scope: Scope, name: str, labels: Sequence[str], counts: Floats) -> Iterable[Line]:
    return (line("valid", scope, n, (name, label)) for label, n in zip(labels, counts, strict=True) if n)


def _set_against(
    counts: Sequence[Line], campaign: Campaign, quotas: Mapping[str, Quota], everywhere: Scopes
) -> Iterator[Line]:
    """Quotas, target, points and ranks: all from the counts already made."""
    valid = {((s, c), by, code): n for m, s, c, by, code, n, _ in counts if m == "valid"}
    yield from against_quota(valid, campaign, quotas, everywhere)
    yield from against_target(valid, campaign)
    yield from points(valid, campaign, quotas)
    yield from ranks("rank", {code: valid[("federation", code), "", ""] for code in quotas})
    yield from ranks("rank_quota", quota_shares(valid, quotas))


def _of_people(counted: pd.DataFrame, everywhere: Scopes) -> Iterator[Line]:
    lines = list(people(counted, everywhere))
    yield from lines
    yield from ranks("rank_persons", {ln[2]: ln[5] for ln in lines if ln[:2] == ("persons", "federation")})


def _apart(counted: pd.DataFrame) -> Iterable[Line]:
    """Counted and shown apart: applied only before the day that one source of the rules names."""
    yield line("valid", NATION, int((counted["apart"] & ~counted["is_redacted"]).sum()), ("applied", "apart"))


def _reconcile(made: pd.DataFrame, everywhere: Scopes) -> None:
    """Parts equal the whole: entered, duplicate, the nation, every group of federations, every breakdown."""
    keys = made[list(TALLY_KEYS)].itertuples(index=False, name=None)
    value: dict[tuple[str, ...], float] = dict(zip(keys, made["value"].tolist(), strict=True))
    for scope in (NATION, *everywhere.members):
        parts = [value[m, *scope, "", ""] for m in ("rejected", "ineligible", "duplicate", "valid")]
        _agree("entered", scope, value["entered", *scope, "", ""], parts)
        kinds = [value[d.value, *scope, "", ""] for d in DUPLICATES]
        _agree("duplicate", scope, value["duplicate", *scope, "", ""], kinds)
        if value["under_consideration", *scope, "", ""] > value["valid", *scope, "", ""]:
            raise TotalsDisagree(f"under_consideration is more than valid in {scope[1] or 'the nation'}")
    for measure in _SUMS:
        for group in _GROUPS:
            parts = [value[measure, *scope, "", ""] for scope, _ in everywhere.of(group)]
            if parts or group == "federation":
                _agree(f"{measure} of the nation by {group}", NATION, value[measure, *NATION, "", ""], parts)
    _agree_breakdowns(made, value)


def _agree_breakdowns(made: pd.DataFrame, value: Mapping[tuple[str, ...], float]) -> None:
    whole = [b for b in made["breakdown"].unique() if b not in ("", "applied")]
    ours = made[(made["measure"] == "valid") & made["breakdown"].isin(whole)]
    totals = ours.groupby(["scope", "scope_code", "breakdown"])["value"].sum().reset_index()
    for scope, code, name, total in totals.itertuples(index=False, name=None):
        _agree(f"valid by {name}", (scope, code), value["valid", scope, code, "", ""], [total])
    told = set(ours.loc[ours["scope"] == "national", "breakdown"])
    if value["valid", *NATION, "", ""] and not set(FEDERATION_BREAKDOWNS) <= told:
        raise TotalsDisagree("a breakdown of the valid initiatives is empty")


def _agree(name: str, scope: Scope, whole: float, parts: Sequence[float]) -> None:
    if not np.isclose(whole, sum(parts), rtol=0, atol=0.5):
        raise TotalsDisagree(f"{name} {scope[1]}: the whole is {whole:.0f}, the parts give {sum(parts):.0f}")


__all__ = ["TALLY_COLUMNS", "TotalsDisagree", "interval", "public", "tally"]
