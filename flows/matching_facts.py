"""How the matching of a run stands, beside its answer: planted pairs, relations that join nothing, odd shares."""

from pathlib import Path

import pandas as pd

from flows.open_pairs import both_open, open_copies
from flows.reconcile import Reconciled
from flows.releases import latest
from flows.settings import Settings, load_planted
from rules import gates
from rules.decisions import Thresholds
from rules.features import Coder
from rules.planted import Planted, score
from schemas.release import MatchingFacts

_COUNTED_BY = ["federation_code", "disposition"]


def matching_facts(settings: Settings, reconciled: Reconciled, ledger: pd.DataFrame) -> MatchingFacts:
    """Counts over open rows only: what is withheld of a row moves none of them (RULES.md 16)."""
    limits = settings.config.matching
    thresholds = Thresholds(limits.accept_threshold, limits.review_threshold)
    found = score(load_planted(), settings.model(), thresholds, Coder(settings.hmac_key))
    return MatchingFacts(
        weights=settings.weights.version,
        planted_same=found.same,
        planted_found=found.found,
        planted_accepted=found.accepted,
        planted_right=found.right,
        copied=len(open_copies(reconciled)),
        other_works=int(both_open(reconciled.records, reconciled.other_works).sum()),
        duplicates=gates.federations_beyond(gates.dispositions(ledger), settings.config.limits),
    )


def held_for_matching(
    settings: Settings, campaign_id: str, facts: MatchingFacts, ledger: pd.DataFrame
) -> tuple[str, ...]:
    """The reasons of the matching that hold a release."""
    found = Planted(facts.planted_same, facts.planted_found, facts.planted_accepted, facts.planted_right)
    limits = settings.config.limits
    jump = gates.duplicate_jump(gates.dispositions(ledger), _last(settings.releases / campaign_id), limits)
    return (*gates.planted(found.recall, found.precision, limits), *filter(None, (jump,)))


def planted_counts(facts: MatchingFacts) -> dict[str, int]:
    """The planted pairs as a night's record keeps them."""
    names = ("planted_same", "planted_found", "planted_accepted", "planted_right")
    return {name: int(getattr(facts, name)) for name in names}


def _last(campaign: Path) -> pd.DataFrame | None:
    """The dispositions of the newest release by federation, None before the first."""
    release = latest(campaign)
    if release is None:
        return None
    return gates.dispositions(pd.read_parquet(release / "internal" / "ledger.parquet", columns=_COUNTED_BY))
