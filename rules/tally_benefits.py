"""The stated benefit: its sum and median, its bands, and what one initiative cannot bring, told apart.

All of open initiatives: a public sum of the secret ones tells the amount of one that is added from one night to the
next (decision 11), so theirs is for the staff alone."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rules.tally_lines import NATION, Coded, Floats, Line, Scopes, added, coded, cross, line
from schemas.config import Campaign
from schemas.config_programme import Benefit
from schemas.tally import SECRET

_SCALE = ("in_scale", "out_of_scale")


def benefits(counted: pd.DataFrame, campaign: Campaign, scopes: Scopes) -> Iterator[Line]:
    """`counted`: federation_code, benefit_vnd, is_redacted."""
    stated = counted.loc[counted["benefit_vnd"].notna(), ["federation_code", "benefit_vnd", "is_redacted"]]
    yield from _open(stated[~stated["is_redacted"].to_numpy(dtype=bool)], campaign.benefit, scopes)


def secret_benefit(counted: pd.DataFrame, k: int) -> Iterator[Line]:
    """The one sum of secret initiatives, of at least k that state a benefit (RULES.md 21); internal."""
    amounts = counted.loc[counted["is_redacted"].astype(bool), "benefit_vnd"].dropna()
    if len(amounts) >= k:
        yield line("benefit_vnd", NATION, float(amounts.sum()), ("secrecy", SECRET))


def out_of_scale(amounts: Floats, benefit: Benefit) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """True for what one initiative can hardly bring: a slip of the unit, most often. 0 states that there is none."""
    beyond = (amounts < benefit.least_vnd) | (amounts > benefit.most_vnd)
    return np.asarray((amounts != 0) & beyond, dtype=np.bool_)


def _open(stated: pd.DataFrame, benefit: Benefit, scopes: Scopes) -> Iterator[Line]:
    federation = coded(stated["federation_code"])
    amounts = stated["benefit_vnd"].to_numpy(dtype=np.float64)
    scale = Coded(out_of_scale(amounts, benefit).astype(np.int64), _SCALE)
    number, sums = cross(federation, scale), cross(federation, scale, amounts)
    medians = _medians(federation, amounts, scale.codes == 0, scopes)
    yield from _lines(NATION, number.sum(axis=0), sums.sum(axis=0))
    for scope, codes in scopes.of("federation", "kind", "successor"):
        yield from _lines(scope, added(number, federation.labels, codes), added(sums, federation.labels, codes))
    yield from medians


def _lines(scope: tuple[str, str], number: Floats, sums: Floats) -> Iterator[Line]:
    """A scope where nothing is stated has no sum, but for the nation."""
    if not number.sum() and scope != NATION:
        return
    yield line("benefit_vnd", scope, sums.sum())
    yield line("benefit_stated", scope, number.sum())
    for name, n, value in zip(_SCALE, number, sums, strict=True):
        if n:
            yield line("benefit_vnd", scope, value, ("scale", name))
            yield line("benefit_stated", scope, n, ("scale", name))


def _medians(
    federation: Coded, amounts: Floats, inside: "np.ndarray[tuple[int], np.dtype[np.bool_]]", scopes: Scopes
) -> Iterator[Line]:
    codes, values = federation.codes[inside], amounts[inside]
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(federation.labels) + 1))
    parts = {label: values[order[bounds[i] : bounds[i + 1]]] for i, label in enumerate(federation.labels)}
    for scope, members in ((NATION, tuple(parts)), *scopes.of("federation", "kind", "successor")):
        found = [parts[c] for c in members if c in parts and len(parts[c])]
        if found:
            yield line("benefit_median_vnd", scope, float(np.median(np.concatenate(found))))
