"""All numbers of one release: from its rows, its receipts and scores, and the releases before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from flows.contents import Contents
from flows.releases import published_tallies
from flows.scoring import portal_parts, received_days
from flows.settings import Settings, load_successors
from flows.store.history import release_of
from flows.store.session import Store
from rules.quotas import quota_of
from rules.tallies import interval, public, tally
from rules.tally_internal import internal_tally
from rules.tally_lines import frame, scopes
from rules.tally_pace import pace
from rules.tally_portal import portal_lines
from rules.tally_reporting import quality, reporting
from rules.tally_trend import trend
from schemas.config import Campaign
from schemas.release import FederationScore

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Tallied:
    """The numbers that may be published, and those for the staff alone."""

    public: pd.DataFrame
    internal: pd.DataFrame


def tallied(
    settings: Settings,
    campaign: Campaign,
    as_of: date,
    contents: Contents,
    scores: Mapping[str, FederationScore],
    valid_low: int,
    past: tuple[str | None, str | None],
    portal_only: int | None = None,
) -> Tallied:
    """`past`: the ids of the releases of the day and of the week before; `portal_only`: what the portal alone has,
    beside the national number and no part of it. TotalsDisagree where parts are no whole."""
    federations = settings.config.federations_of(campaign.id)
    k, successors = settings.config.limits.suppress_below, load_successors()
    rows = tally(contents.ledger, contents.records, campaign, federations, successors)
    folder = settings.releases / campaign.id
    day, week = (published_tallies(folder, release_id) for release_id in past)
    beside = frame(
        [
            *reporting(received_days(contents.receipts), campaign, scopes(federations, successors)),
            *trend(rows, day, week),
            *portal_lines(contents.ledger, portal_parts(contents.receipts), portal_only),
        ]
    )
    quotas = {f.code: quota_of(campaign, f) for f in federations}
    # A score rests on the fields of secret rows, too.
    scored = frame([*quality({code: found.score for code, found in scores.items()})])
    internal = pd.concat([internal_tally(contents.ledger, contents.records, campaign, quotas, k), scored])
    every = pd.concat([rows, interval(valid_low), pace(rows, campaign, as_of), beside], ignore_index=True)
    return Tallied(public(every), internal.reset_index(drop=True))


def past_releases(store: Store, campaign: Campaign, as_of: date) -> tuple[str | None, str | None]:
    """The newest release of the six days before as-of, and that of the week before those."""
    day = release_of(store, campaign.id, as_of - timedelta(days=6), as_of - timedelta(days=1))
    return day, release_of(store, campaign.id, as_of - _WEEK - timedelta(days=6), as_of - _WEEK)
