"""What the pairs and people's judgements come to: clusters, how far secrecy spreads, who is credited."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from flows.comparing import Compared
from flows.erasing import withhold_rows
from flows.kept_matching import forget_kept
from flows.settings import Settings
from flows.store.judgements import withhold_reasons
from flows.store.records import ERASED, JOINED
from flows.store.secrecy_events import note_joined
from flows.store.session import Store
from rules.clustering import clustered, joined_if_undecided, secrecy_components
from rules.crediting import counted_clusters
from rules.dispositions import credited
from rules.features import Coder
from rules.forest import Forest
from rules.judgements import Standing, resolve
from rules.once_marked import NO_MARK, REASON
from rules.repeats import PUBLIC_FIELDS
from rules.review_queue import review_queue, undecided_clusters
from schemas.config import Campaign
from schemas.judgement import Judgement
from schemas.linkage import JudgementValue


@dataclass(frozen=True, slots=True)
class Spread:
    """How far secrecy reaches. `records`: those compared, with cluster and is_redacted; `joined`: rows that became
    secret by a join; `forest`: the clusters as sets."""

    records: pd.DataFrame
    labels: npt.NDArray[np.int64]
    standing: Standing
    joined: pd.Series
    forest: Forest


@dataclass(frozen=True, slots=True)
class Decided:
    """What the pairs and people's judgements come to. `records`: those compared, with cluster, pending_review,
    is_redacted; `joined`: rows that became secret by a join; `credited`: the campaign's own, with disposition."""

    records: pd.DataFrame
    labels: npt.NDArray[np.int64]
    standing: Standing
    queue: pd.DataFrame
    joined: pd.Series
    credited: pd.DataFrame


def spread_secrecy(compared: Compared, given: Sequence[Judgement], coder: Coder) -> Spread:
    """Clusters and secrecy under these judgements; writes nothing."""
    records, pairs, same = compared.records.copy(deep=False), compared.matched.pairs, compared.same_content
    standing = resolve(records, given, coder, [(a, b) for a, b, _ in same])
    judged = (*same, *standing.judged)
    forest = clustered(len(records), pairs, judged, compared.rank)
    labels = forest.labels()
    secret, marked = records["secret_reason"] != "", _marked(records)
    held = _held(records, standing)
    spread = secrecy_components(len(records), labels, pairs, judged)
    touched, by_mark = ((rows | held).groupby(spread).transform("any") for rows in (secret, marked))
    records["cluster"], records["is_redacted"] = labels, touched
    joined = touched & ~secret
    records["was_joined"] |= joined & by_mark
    records.loc[joined, "secret_reason"] = JOINED
    return Spread(records, labels, standing, joined, forest)


def decide_spread(compared: Compared, spread: Spread, campaign: Campaign) -> Decided:
    """What waits for a person, and who is credited; writes nothing."""
    records, labels = spread.records.copy(deep=False), spread.labels
    queue = review_queue(records, compared.matched.pairs, labels, spread.standing, compared.table)
    records["pending_review"] = np.isin(labels, list(undecided_clusters(queue, labels)))
    return Decided(records, labels, spread.standing, queue, spread.joined, credited(records, campaign))


def decide(compared: Compared, given: Sequence[Judgement], campaign: Campaign, coder: Coder) -> Decided:
    """Clusters, secrecy and credit under these judgements; writes nothing."""
    return decide_spread(compared, spread_secrecy(compared, given, coder), campaign)


def withhold_joined(
    settings: Settings, store: Store, campaign_id: str, coder: Coder, decided: Spread | Decided
) -> pd.DataFrame:
    """A row joined with a secret one, or under review with one, is secret too; what was stored of it is erased. Returns
    those rows as they stand now."""
    records, hit = decided.records, decided.records[decided.joined]
    note_joined(store, campaign_id, records[decided.joined & records["was_joined"] & ~records["is_earlier"]])
    shown = withhold_rows(store, coder, hit)
    if not shown[["title", "effect"]].equals(hit[["title", "effect"]]):
        forget_kept(settings)  # codes of the words that were taken out
    return shown


def with_withheld(records: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """The gathered records with those rows as the store holds them now; only what `erase` changes is put in."""
    records = records.copy(deep=False)
    for name in (*PUBLIC_FIELDS, *ERASED):
        records.loc[shown.index, name] = shown[name]
    return records


def withhold_said(store: Store, decided: Decided) -> None:
    """Why a person decided about a row that is secret is not kept."""
    hidden = decided.records["is_redacted"].to_numpy(dtype=bool)
    standing = decided.standing
    said = [*standing.rows.items(), *((j.judgement_id, (pair,)) for pair, j in standing.asked.items())]
    withhold_reasons(store, {i for i, pairs in said if any(hidden[a] or hidden[b] for a, b in pairs)})


def _marked(records: pd.DataFrame) -> "pd.Series[bool]":
    """Rows that bear a mark, or bore one, or were joined with one that did; secrecy by default is no mark."""
    reason = records["secret_reason"]
    return ~reason.isin(NO_MARK) | (reason == REASON) | ((reason == JOINED) & records["was_joined"])


def _held(records: pd.DataFrame, standing: Standing) -> "pd.Series[bool]":
    """Rows that were joined with a marked one, until a person says DIFFERENT of them (RULES.md 13) or releases them."""
    parted = {row for a, b, value in standing.judged if value is JudgementValue.DIFFERENT for row in (a, b)}
    return records["was_joined"] & ~records["row_id"].isin(parted)


def valid_if_undecided(compared: Compared, spread: Spread) -> int:
    """How many would count if every undecided pair were the same; what spread's clusters are made of grows."""
    judged = (*compared.same_content, *spread.standing.judged)
    pairs = compared.matched.pairs
    labels = joined_if_undecided(len(compared.records), pairs, judged, compared.rank, spread.forest)
    return counted_clusters(compared.records[["eligible", "is_earlier"]].assign(cluster=labels))
