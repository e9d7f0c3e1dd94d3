"""Who counts: the campaign's windows and conditions, applied to the kept facts of each row (RULES.md 3).

Ineligible needs evidence: applied wholly outside the window, an explicit refusal, or registered after the last day or
after as-of. What is absent, or coarse and could lie inside, counts."""

from datetime import date

import numpy as np
import pandas as pd

from schemas.config import Campaign
from schemas.config_programme import NotEligible

CHECK_OF = {
    NotEligible.APPLIED_OUTSIDE: "INI-007",
    NotEligible.REGISTERED_LATE: "INI-010",
    NotEligible.REGISTERED_EARLY: "INI-011",
    NotEligible.NOT_RECOGNISED: "INI-012",
}


def eligibility(facts: pd.DataFrame, campaign: Campaign, as_of: date) -> pd.DataFrame:
    """For each row one boolean column a check id (INI-007, INI-010, INI-011, INI-012) and `eligible`.

    `facts`: applied_from, applied_to (NaT: still applied, or not stated), registered_on, refused.
    """
    window = campaign.application
    outside = np.zeros(len(facts), dtype=bool)
    if window.last is not None:
        outside |= (facts["applied_from"] > pd.Timestamp(window.last)).to_numpy()
    if window.first is not None:
        outside |= (facts["applied_to"] < pd.Timestamp(window.first)).to_numpy()
    last = min(filter(None, (campaign.registration.last, as_of)))
    found = pd.DataFrame(
        {
            "INI-007": outside,
            "INI-010": (facts["registered_on"] > pd.Timestamp(last)).to_numpy(),
            "INI-011": _before(facts["registered_on"], campaign.registration.first),
            "INI-012": facts["refused"].to_numpy(dtype=bool),
        },
        index=facts.index,
    )
    return found.assign(eligible=~found[_deciding(campaign)].any(axis=1))


def reasons(found: pd.DataFrame, campaign: Campaign) -> pd.Series:
    """The check ids that make a row ineligible in the campaign, joined by ";", "" for an eligible one."""
    texts = pd.Series("", index=found.index)
    for check in _deciding(campaign):
        texts = texts.where(~found[check], texts + ";" + check)
    return texts.str.lstrip(";")


def applied_apart(facts: pd.DataFrame, campaign: Campaign) -> pd.Series:
    """True for rows applied wholly before `apart_before` and inside the window: counted, and shown apart
    (February-only)."""
    if campaign.apart_before is None:
        return pd.Series(False, index=facts.index)
    return facts["applied_to"] < pd.Timestamp(campaign.apart_before)


def phase_of(registered_on: pd.Series, campaign: Campaign) -> pd.Series:
    """The phase each registration falls into, "" outside all of them or when not stated."""
    phases = pd.Series("", index=registered_on.index)
    for phase in campaign.phases:
        inside = registered_on.notna()
        if phase.period.first is not None:
            inside &= registered_on >= pd.Timestamp(phase.period.first)
        if phase.period.last is not None:
            inside &= registered_on <= pd.Timestamp(phase.period.last)
        phases = phases.where(~inside, phase.id)
    return phases


def _deciding(campaign: Campaign) -> list[str]:
    """The checks that keep a row out, as the campaign has it."""
    return sorted(CHECK_OF[ground] for ground in campaign.not_eligible)


def _before(days: pd.Series, first: date | None) -> np.ndarray:
    if first is None:
        return np.zeros(len(days), dtype=bool)
    return (days < pd.Timestamp(first)).to_numpy()
