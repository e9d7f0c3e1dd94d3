"""A tally: one number of the release, tidy, so that every report reads the same numbers; and what each one means."""

from enum import StrEnum
from typing import NamedTuple

import pandera.pandas as pa


class Visibility(StrEnum):
    """Where a number may stand: a line is internal as soon as its measure, its breakdown or its scope is."""

    PUBLIC = "public"
    INTERNAL = "internal"


_PUBLIC, _INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL


class Measure(NamedTuple):
    """What a measure counts, in which unit; `adds_up`: the nation is the sum of its federations."""

    unit: str
    adds_up: bool
    meaning: str
    visibility: Visibility = _PUBLIC


class Breakdown(NamedTuple):
    """What the codes of a breakdown are; `whole`: its lines, with "secret" and "unknown", sum to all valid ones."""

    whole: bool
    meaning: str
    visibility: Visibility = _PUBLIC


MEASURES: dict[str, Measure] = {
    "entered": Measure("rows", True, "data rows of the counted files"),
    "rejected": Measure("rows", True, "rows without a title, or of a rejected file"),
    "ineligible": Measure("rows", True, "rows outside the campaign's rules"),
    "duplicate_within_federation": Measure("rows", True, "the same as a counted row of the federation"),
    "duplicate_across_federations": Measure("rows", True, "counted in another federation"),
    "duplicate_of_earlier_campaign": Measure("rows", True, "counted in an earlier campaign"),
    "duplicate": Measure("rows", True, "the three kinds of duplicate together"),
    "valid": Measure("initiatives", True, "counted initiatives, secret ones with them"),
    "under_consideration": Measure("initiatives", True, "the part of valid that a doubtful pair touches"),
    "valid_low": Measure("initiatives", False, "valid, if every undecided pair were the same"),
    "portal_only": Measure("initiatives", False, "on the national portal alone: beside the number, no part of it"),
    "portal_counted": Measure("initiatives", False, "on the national portal alone and counted: a part of valid"),
    "quota": Measure("initiatives", True, "the registered quota; by phase where one is set"),
    "quota_pct": Measure("percent", False, "valid in percent of the registered quota"),
    "quota_assigned": Measure("initiatives", True, "the quota assigned from above"),
    "quota_assigned_pct": Measure("percent", False, "valid in percent of the assigned quota"),
    "quota_reached": Measure("federations", False, "federations at or past their registered quota"),
    "target": Measure("initiatives", False, "the campaign's target; by phase where one is set"),
    "target_pct": Measure("percent", False, "valid in percent of the target"),
    "rank": Measure("rank", False, "place by valid; equal numbers share a place"),
    "rank_tied": Measure("federations", False, "how many share the place by valid, itself included"),
    "rank_quota": Measure("rank", False, "place by percent of the registered quota"),
    "rank_quota_tied": Measure("federations", False, "how many share the place by percent of the quota"),
    "rank_persons": Measure("rank", False, "place by persons"),
    "rank_persons_tied": Measure("federations", False, "how many share the place by persons"),
    "emulation_points": Measure("points", False, "points of the yearly emulation score for the quota"),
    "benefit_vnd": Measure("vnd", True, "stated benefit of open initiatives"),
    "benefit_median_vnd": Measure("vnd", False, "median stated benefit of open initiatives inside the scale"),
    "benefit_stated": Measure("initiatives", True, "open initiatives that state a benefit"),
    "awards": Measure("initiatives", False, "open initiatives that hold an award of the level; one may hold several"),
    "persons": Measure("persons", False, "authors of open initiatives, each once"),
    "workplaces": Measure("units", False, "workplaces of open initiatives, each once"),
    "pace_per_day": Measure("initiatives", False, "valid initiatives a day over the last days before as-of"),
    "pace_needed_per_day": Measure("initiatives", False, "a day from now to the deadline, to reach quota or target"),
    "projected": Measure("initiatives", False, "valid at the last day, if the pace stays"),
    "projected_low": Measure("initiatives", False, "lower end, by how the pace erred on earlier days"),
    "projected_high": Measure("initiatives", False, "upper end, by how the pace erred on earlier days"),
    "reporting_pct": Measure("percent", False, "federations heard from, in percent"),
    "sent_on_time": Measure("federations", True, "newest counted file there by the deadline"),
    "sent_late": Measure("federations", True, "newest counted file there after the deadline"),
    "not_sent": Measure("federations", True, "nothing counts from it"),
    "days_late": Measure("days", False, "days from the deadline to the newest counted file"),
    "quality_score": Measure("points", False, "mean of coverage, on time, completeness, validity", _INTERNAL),
    "valid_change_day": Measure("initiatives", True, "valid against yesterday's release, or the last of this week"),
    "valid_change_week": Measure("initiatives", True, "valid against the release a week ago, or the last before"),
    "rank_change_week": Measure("rank", False, "places gained (+) or lost (-) in seven days"),
}  # fmt: skip

BREAKDOWNS: dict[str, Breakdown] = {
    "": Breakdown(False, "the number itself"),
    "sector": Breakdown(True, "khối: HCSN, DN, CBCD"),
    "field": Breakdown(True, "lĩnh vực"),
    "award_level": Breakdown(True, "highest award, 1 (CĐCS) to 4 (TLĐ)"),
    "phase": Breakdown(True, "phase of the campaign, by day of registration"),
    "week": Breakdown(True, "Monday of the week of registration"),
    "day": Breakdown(True, "day of registration"),
    "benefit_band": Breakdown(True, "band of the stated benefit, by its lower bound in đồng"),
    "scale": Breakdown(False, "benefit inside and outside what one initiative can bring"),
    "applied": Breakdown(False, "apart: applied only before the day that one source of the rules names"),
    "secrecy": Breakdown(False, "secret: the one sum of benefits of secret initiatives", _INTERNAL),
    "road": Breakdown(False, "the federation where the initiative counts", _INTERNAL),
    "superior_union": Breakdown(True, "the superior union as written", _INTERNAL),
    "workplace": Breakdown(True, "the workplace as written", _INTERNAL),
}
SCOPES: dict[str, Visibility] = {
    "national": _PUBLIC,
    "federation": _PUBLIC,
    "kind": _PUBLIC,  # ldld, nganh, tong-cong-ty
    "successor": _PUBLIC,  # a province of 2025 by its code, or the central unions together
    "unit": _INTERNAL,  # FEDERATION/UNIT: a unit below a federation with a quota of its own, secret rows left out
}
CENTRAL = "TRUNG-UONG"  # the successor scope of the unions that are no province
SECRET, UNKNOWN = "secret", "unknown"  # the lines of redacted initiatives and of what nobody stated


def visibility(measure: str, scope: str, breakdown: str) -> Visibility:
    """Where a line may stand."""
    told = (MEASURES[measure].visibility, BREAKDOWNS[breakdown].visibility, SCOPES[scope])
    return _INTERNAL if _INTERNAL in told else _PUBLIC


# One number: a measure of MEASURES in a scope of SCOPES (scope_code "" is the nation), by a breakdown of BREAKDOWNS
# ("" for the number itself) and the code in it ("secret" for the line of redacted initiatives, "unknown" where nothing
# was stated).
Tally = pa.DataFrameSchema(
    {
        "measure": pa.Column(str, pa.Check.isin(list(MEASURES))),
        "scope": pa.Column(str, pa.Check.isin(list(SCOPES))),
        "scope_code": pa.Column(str),
        "breakdown": pa.Column(str, pa.Check.isin(list(BREAKDOWNS))),
        "breakdown_code": pa.Column(str),
        "value": pa.Column(float),
        "unit": pa.Column(str, pa.Check.isin(sorted({m.unit for m in MEASURES.values()}))),
    },
    strict=True,
    unique=["measure", "scope", "scope_code", "breakdown", "breakdown_code"],
    name="Tally",
)

TALLY_COLUMNS = ("measure", "scope", "scope_code", "breakdown", "breakdown_code", "value", "unit")
TALLY_KEYS = TALLY_COLUMNS[:5]
