"""Counting: ledger and facts in, tidy numbers out. Totals reconcile or raise (RULES.md 5, 21)."""

from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np
import pandas as pd

from schemas.config import Campaign, Federation
from schemas.ledger import DUPLICATES, Disposition
from schemas.tally import TALLY_COLUMNS, Tally

SECRET = "secret"
UNKNOWN = "unknown"
_DISPOSITIONS: tuple[Disposition, ...] = tuple(d for d in Disposition if d is not Disposition.NOT_DATA)
BREAKDOWNS = ("sector", "field", "award_level", "phase", "day")
_Line = tuple[str, str, str, str, str, float, str]


class TotalsDisagree(Exception):
    """The parts of a number do not add up to it: nothing may be published."""


def tally(
    ledger: pd.DataFrame, records: pd.DataFrame, campaign: Campaign, federations: Sequence[Federation], k: int
) -> pd.DataFrame:
    """Every published number of a campaign, in TALLY_COLUMNS.

    `ledger`: schemas.ledger lines. `records`: the data rows with disposition, is_redacted, pending_review, apart,
    benefit_vnd, sector, field, award_level, phase, registered_on. `k`: the fewest secret initiatives a published sum of
    benefits may cover. Headline counts include secret initiatives; in every breakdown they stand in a line of their
    own."""
    counted = records[records["disposition"] == Disposition.COUNTED]
    lines = [
        *_headline(ledger, "", None),
        *(line for f in federations for line in _headline(ledger, f.code, f.code)),
        *_against_quota(ledger, campaign, federations),
        *_breakdown_lines(counted, federations),
        *_benefits(counted, k),
        *_apart(counted),
    ]
    frame = pd.DataFrame(lines, columns=list(TALLY_COLUMNS))
    _reconcile(frame, federations)
    return Tally.validate(
        frame.sort_values([c for c in TALLY_COLUMNS if c not in ("value", "unit")], ignore_index=True)
    )


def interval(valid_low: int) -> pd.DataFrame:
    """The other end of the national number: as if every undecided pair were the same."""
    return pd.DataFrame([_line("valid_low", "", valid_low)], columns=list(TALLY_COLUMNS))


def _line(measure: str, code: str, value: float, unit: str = "initiatives", by: tuple[str, str] = ("", "")) -> _Line:
    return measure, "federation" if code else "national", code, by[0], by[1], float(value), unit


def _headline(ledger: pd.DataFrame, code: str, only: str | None) -> Iterable[_Line]:
    """Entered and its parts; under consideration is a part of valid, never added to it."""
    ours = ledger if only is None else ledger[ledger["federation_code"] == only]
    by = ours["disposition"].value_counts()
    count: dict[Disposition, int] = {d: int(by.get(d.value, 0)) for d in _DISPOSITIONS}
    pending = (ours["disposition"] == Disposition.COUNTED) & ours["pending_review"]
    yield _line("entered", code, int((ours["disposition"] != Disposition.NOT_DATA).sum()), "rows")
    for disposition in (Disposition.REJECTED, Disposition.INELIGIBLE, *DUPLICATES):
        yield _line(disposition.value, code, count[disposition], "rows")
    yield _line("duplicate", code, sum(count[d] for d in DUPLICATES), "rows")
    yield _line("valid", code, count[Disposition.COUNTED])
    yield _line("under_consideration", code, int(pending.sum()))


def _against_quota(ledger: pd.DataFrame, campaign: Campaign, federations: Sequence[Federation]) -> Iterable[_Line]:
    """Quota, percentage and rank by number; equal numbers share a rank."""
    valid = ledger.loc[ledger["disposition"] == Disposition.COUNTED, "federation_code"].value_counts()
    counts = pd.Series({f.code: int(valid.get(f.code, 0)) for f in federations}, dtype="int64")
    ranks = counts.rank(method="min", ascending=False)
    total = 0
    for federation in federations:
        yield _line("rank", federation.code, ranks[federation.code], "rank")
        quota = federation.quotas.get(campaign.id)
        if quota:
            total += quota
            yield _line("quota", federation.code, quota)
            yield _line("quota_pct", federation.code, 100 * counts[federation.code] / quota, "percent")
    if total:
        yield _line("quota", "", total)
        yield _line("quota_pct", "", 100 * counts.sum() / total, "percent")
    yield _line("target", "", campaign.target)
    yield _line("target_pct", "", 100 * counts.sum() / campaign.target, "percent")


def _breakdown_lines(counted: pd.DataFrame, federations: Sequence[Federation]) -> Iterable[_Line]:
    codes = pd.DataFrame(
        {
            "federation_code": counted["federation_code"],
            "sector": _code(counted["sector"]),
            "field": _code(counted["field"]),
            "award_level": counted["award_level"].astype("string").fillna(UNKNOWN).astype(str),
            "phase": _code(counted["phase"]),
            "day": counted["registered_on"].dt.strftime("%Y-%m-%d").fillna(UNKNOWN).astype(str),
        }
    )
    for name in BREAKDOWNS:
        by = codes[name].where(~counted["is_redacted"], SECRET)
        for code, n in by.value_counts().items():
            yield _line("valid", "", n, by=(name, str(code)))
        if name in ("sector", "phase"):
            own = by.groupby([counted["federation_code"], by]).size()
            for pair, n in own.items():
                federation_code, code = cast(tuple[str, str], pair)
                yield _line("valid", federation_code, n, by=(name, code))


def _code(values: pd.Series) -> pd.Series:
    return values.where(values != "", UNKNOWN).astype(str)


def _benefits(counted: pd.DataFrame, k: int) -> Iterable[_Line]:
    """Benefit of open initiatives, and of secret ones only as one national sum of at least k that state one."""
    stated = counted[counted["benefit_vnd"].notna()]
    open_, secret = stated[~stated["is_redacted"]], stated[stated["is_redacted"]]
    yield _line("benefit_vnd", "", open_["benefit_vnd"].sum(), "vnd")
    for code, value in open_.groupby("federation_code")["benefit_vnd"].sum().items():
        yield _line("benefit_vnd", str(code), value, "vnd")
    if len(secret) >= k:
        yield _line("benefit_vnd", "", secret["benefit_vnd"].sum(), "vnd", by=("secrecy", SECRET))


def _apart(counted: pd.DataFrame) -> Iterable[_Line]:
    """Counted and shown apart: applied only before the day that one source of the rules names."""
    yield _line("valid", "", int((counted["apart"] & ~counted["is_redacted"]).sum()), by=("applied", "apart"))


def _reconcile(frame: pd.DataFrame, federations: Sequence[Federation]) -> None:
    value = {
        (m, c, b, bc): v
        for m, c, b, bc, v in zip(
            frame["measure"],
            frame["scope_code"],
            frame["breakdown"],
            frame["breakdown_code"],
            frame["value"],
            strict=True,
        )
    }
    codes = ["", *(f.code for f in federations)]
    for code in codes:
        parts = [value[m, code, "", ""] for m in ("rejected", "ineligible", "duplicate", "valid")]
        _agree("entered", code, value["entered", code, "", ""], parts)
        _agree("duplicate", code, value["duplicate", code, "", ""], [value[d.value, code, "", ""] for d in DUPLICATES])
        if value["under_consideration", code, "", ""] > value["valid", code, "", ""]:
            raise TotalsDisagree(f"under_consideration is more than valid in {code or 'the nation'}")
    for measure in ("entered", "rejected", "ineligible", "duplicate", "valid", "under_consideration"):
        _agree(
            f"{measure} of the nation", "", value[measure, "", "", ""], [value[measure, c, "", ""] for c in codes[1:]]
        )
    for name in BREAKDOWNS:
        parts = [v for (m, c, b, _), v in value.items() if (m, c, b) == ("valid", "", name)]
        _agree(f"valid by {name}", "", value["valid", "", "", ""], parts)


def _agree(name: str, code: str, whole: float, parts: Sequence[float]) -> None:
    if not np.isclose(whole, sum(parts), rtol=0, atol=0.5):
        raise TotalsDisagree(f"{name} {code}: the whole is {whole:.0f}, the parts give {sum(parts):.0f}")
