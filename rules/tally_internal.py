"""Numbers for the staff alone: by superior union and workplace, by unit with a quota of its own, and by which road a
duplicate came. What is written by hand in a sheet may name a person, so none of it is public; redacted initiatives
stand in a line of their own here too (RULES.md 21)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from rules.folding import fold
from rules.quotas import Quota, quota_of
from rules.tally_benefits import secret_benefit
from rules.tally_lines import Line, Scope, frame, line
from schemas.config import Campaign, Federation
from schemas.config_programme import LowerUnit, UnitLevel
from schemas.ledger import Disposition
from schemas.tally import SECRET, UNKNOWN


def internal_tally(
    ledger: pd.DataFrame, records: pd.DataFrame, campaign: Campaign, quotas: Mapping[str, Quota], k: int
) -> pd.DataFrame:
    """`records` adds to what `tally` reads: superior_union, workplace, workplace_code. `k`: the fewest secret
    initiatives a sum of benefits may cover."""
    columns = [
        "federation_code",
        "superior_union",
        "workplace",
        "workplace_code",
        "is_redacted",
        "phase",
        "registered_on",
        "benefit_vnd",
    ]
    counted = records.loc[records["disposition"] == Disposition.COUNTED, columns]
    return frame(
        [
            *_by_name(counted, "superior_union", _folded(counted["superior_union"])),
            *_by_name(counted, "workplace", counted["workplace_code"].to_numpy(dtype=np.uint64)),
            *_units(counted, campaign, quotas),
            *_roads(ledger),
            *secret_benefit(counted, k),
        ]
    )


def _folded(names: "pd.Series[str]") -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """A number for each way of writing the same name."""
    codes, uniques = pd.factorize(names.to_numpy(dtype=object))
    same, _ = pd.factorize(np.array([fold(str(u)) for u in uniques], dtype=object))
    return same[codes].astype(np.uint64) if len(codes) else np.zeros(0, dtype=np.uint64)


def _by_name(
    counted: pd.DataFrame, breakdown: str, same: np.ndarray[tuple[int], np.dtype[np.uint64]]
) -> Iterator[Line]:
    """Valid by a name, told in its most frequent spelling; ways of writing with one number of `same` are one."""
    secret = counted["is_redacted"].to_numpy(dtype=bool)
    named = counted[breakdown].to_numpy(dtype=object)
    unknown = ~secret & (named == "")
    number = np.where(secret, 0, np.where(unknown, 1, pd.factorize(same)[0] + 2))
    words = np.where(secret, SECRET, np.where(unknown, UNKNOWN, named))
    federation, codes = pd.factorize(counted["federation_code"].to_numpy(dtype=object))
    word, texts = pd.factorize(words)
    group = federation * (number.max(initial=0) + 1) + number
    _, first, n = np.unique(group * max(len(texts), 1) + word, return_index=True, return_counts=True)
    place = np.argsort(np.argsort(texts))  # of each text among all of them
    ordered = np.lexsort((first, place[word[first]], -n))  # the most frequent spelling first, then as the rows stand
    of_one, name, where = np.unique(group[first[ordered]], return_index=True, return_inverse=True)
    total = np.bincount(where, weights=n[ordered], minlength=len(of_one))
    for one in np.argsort(name):
        at = first[ordered[name[one]]]
        yield line("valid", ("federation", str(codes[federation[at]])), total[one], (breakdown, str(words[at])))


def _units(counted: pd.DataFrame, campaign: Campaign, quotas: Mapping[str, Quota]) -> Iterator[Line]:
    """Open initiatives of the units below with a quota of their own, against it."""
    for code, quota in quotas.items():
        if not quota.details.units:
            continue
        shown = counted[(counted["federation_code"] == code).to_numpy() & ~counted["is_redacted"].to_numpy(dtype=bool)]
        for unit in quota.details.units:
            yield from _unit(shown[_names(shown, unit)], ("unit", f"{code}/{unit.code}"), unit, campaign)


def _unit(rows: pd.DataFrame, scope: Scope, unit: LowerUnit, campaign: Campaign) -> Iterator[Line]:
    pct = 100 * len(rows) / unit.quota
    yield line("valid", scope, len(rows))
    yield line("quota", scope, unit.quota)
    yield line("quota_pct", scope, pct)
    if unit.emulation:
        yield line("emulation_points", scope, unit.emulation.points if pct >= unit.emulation.from_pct else 0)
    inside = [_inside(rows, phase.id, unit.phase_ends.get(phase.id)) for phase in campaign.phases]
    for phase, n in zip(campaign.phases, inside, strict=True):
        by = ("phase", phase.id)
        yield line("valid", scope, n, by)
        if quota := unit.phases.get(phase.id):
            yield line("quota", scope, quota, by)
            yield line("quota_pct", scope, 100 * n / quota, by)
    yield line("valid", scope, len(rows) - sum(inside), ("phase", UNKNOWN))


def _inside(rows: pd.DataFrame, phase: str, last: date | None) -> int:
    """How many fall into a phase that may end earlier for the unit."""
    inside = rows["phase"] == phase
    return int((inside if last is None else inside & (rows["registered_on"] <= pd.Timestamp(last))).sum())


def _names(rows: pd.DataFrame, unit: LowerUnit) -> "pd.Series[bool]":
    column = "superior_union" if unit.level == UnitLevel.SUPERIOR_UNION else "workplace"
    known = {fold(name) for name in (unit.name, *unit.aliases)}
    fits = {text: fold(str(text)) in known for text in rows[column].unique()}
    return rows[column].map(fits).astype(bool)


def _roads(ledger: pd.DataFrame) -> Iterator[Line]:
    """Duplicates across federations by where they came from and where they count; of a secret one only that."""
    columns = ["federation_code", "initiative_id", "is_redacted"]
    counted = ledger.loc[ledger["disposition"] == Disposition.COUNTED, columns]
    there = counted.drop_duplicates("initiative_id").set_index("initiative_id")
    came = ledger.loc[ledger["disposition"] == Disposition.DUPLICATE_ACROSS_FEDERATIONS, columns]
    home = came["initiative_id"].map(there["federation_code"])
    secret = came["is_redacted"] | came["initiative_id"].isin(there.index[there["is_redacted"].to_numpy(dtype=bool)])
    to = home.where(~secret & home.notna(), SECRET)
    roads = came.assign(to=to).groupby(["federation_code", "to"]).size().reset_index(name="n")
    for source, target, n in zip(roads["federation_code"], roads["to"], roads["n"], strict=True):
        yield line("duplicate_across_federations", ("federation", str(source)), n, ("road", str(target)))


def units_of(campaign: Campaign, federations: Sequence[Federation]) -> dict[str, str]:
    """The scope code of each unit below with a quota of its own, and its name."""
    details = {f.code: quota_of(campaign, f).details for f in federations}
    return {f"{code}/{unit.code}": unit.name for code, told in details.items() for unit in told.units}
