"""The quota of a federation in a campaign: registered, assigned, by phase and of the units below it."""

from dataclasses import dataclass

from schemas.config import Campaign, Federation
from schemas.config_programme import QuotaDetails


@dataclass(frozen=True, slots=True)
class Quota:
    """`registered` by the federation itself, None where it has none; 0 tells as little."""

    registered: int | None
    details: QuotaDetails


def quota_of(campaign: Campaign, federation: Federation) -> Quota:
    """From the campaign's block or, where that tells none, from the federation's."""
    registered = campaign.quotas.get(federation.code, federation.quotas.get(campaign.id))
    beside = campaign.quota_details.get(federation.code) or federation.quota_details.get(campaign.id)
    return Quota(registered or None, beside or QuotaDetails())
