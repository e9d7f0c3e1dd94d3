"""Which rows are the same initiative, which of them counts and for whom, and what became secret by being joined.

block -> compare -> decide -> cluster -> credit (RULES.md 1, 8, 10), then secrecy spreads and the store is erased (13,
17)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from flows.erasing import withhold_rows
from flows.releases import latest_ledger
from flows.settings import Settings, load_model
from flows.store.judgements import judgements, withhold_reasons
from flows.store.records import JOINED, counted_records
from flows.store.session import Store
from rules.clustering import cluster, joined_if_undecided, secrecy_components
from rules.crediting import CREDITED_BY, credit
from rules.decisions import Thresholds
from rules.eligibility import applied_apart, eligibility, phase_of, reasons
from rules.features import Coder
from rules.judgements import Judged, Standing, resolve
from rules.matching import Matched, match_and_relate
from rules.relations import Relation
from rules.review_queue import WAITING_COLUMNS, review_queue, undecided_clusters, waiting_pairs
from rules.same_rows import SAME_FILE, row_keys, same_content, same_token
from rules.weights import WeightTable
from schemas.config import Campaign
from schemas.judgement import Judgement
from schemas.ledger import Disposition
from schemas.linkage import MATCH_COLUMNS

_STANDS = (Disposition.COUNTED.value, Disposition.DUPLICATE_ACROSS_FEDERATIONS.value)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Every record of the campaign with what became of it, and what is still undecided.

    `records` adds to the store's columns: eligible, disposition, reason, initiative_id, pending_review, is_redacted,
    phase, apart, and the checks INI-007 ... INI-012. `valid_low`: how many would count if every undecided pair were the
    same. `relations`: how many pairs stand in each of three relations; `copies`: rows of other people with one title
    and one description (PAIR_COLUMNS, row_id of `records`). `waiting`: pairs that wait for people (WAITING_COLUMNS).
    `joined`: how many rows became secret by a join in this run."""

    records: pd.DataFrame
    pairs: pd.DataFrame
    valid_low: int
    relations: dict[Relation, int] = field(default_factory=dict)
    copies: pd.DataFrame = field(default_factory=pd.DataFrame)
    waiting: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(WAITING_COLUMNS)))
    joined: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """All records of a campaign (row_id is the position) with the pairs the machine found; nothing is decided yet."""

    records: pd.DataFrame
    matched: Matched
    same_content: tuple[Judged, ...]
    rank: npt.NDArray[np.int64]
    table: WeightTable


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


def reconcile(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> Reconciled:
    """Decide every record of the campaign. Writes to the store only what has to be erased."""
    compared = compare_records(settings, store, campaign, as_of)
    if compared is None:
        return Reconciled(_nothing(counted_records(store, campaign.id)), pd.DataFrame(), 0)
    coder = Coder(settings.hmac_key)
    decided = decide(compared, judgements(store, campaign.id), campaign, coder)
    withhold_joined(store, coder, decided)
    valid_low = _valid_if_undecided(compared, decided.standing, campaign)
    described = _described(decided.credited, campaign)
    matched = compared.matched
    waiting = waiting_pairs(decided.records, decided.queue, decided.standing)
    return Reconciled(
        described, matched.pairs, valid_low, matched.relations, matched.copies, waiting, int(decided.joined.sum())
    )


def compare_records(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> Compared | None:
    """The costly part: every record with its key, and the pairs; None where there is no record."""
    records = _with_earlier(settings, store, campaign, as_of)
    if records.empty:
        return None
    records["row_key"] = row_keys(records, campaign.id, Coder(settings.hmac_key))
    records["row_id"] = np.arange(len(records))
    thresholds = settings.config.matching
    limits = Thresholds(thresholds.accept_threshold, thresholds.review_threshold)
    model = load_model(settings.hmac_key)
    matched = match_and_relate(_features(settings, records), model, limits)
    rank: npt.NDArray[np.int64] = np.argsort(np.argsort(records["row_key"].to_numpy(dtype=str)))
    same = (*same_content(records), *same_token(records, Coder(settings.hmac_key)))
    return Compared(records, matched, same, rank, model.weights)


def decide(compared: Compared, given: Sequence[Judgement], campaign: Campaign, coder: Coder) -> Decided:
    """Clusters, secrecy and credit under these judgements; writes nothing."""
    records, pairs, same = compared.records.copy(deep=False), compared.matched.pairs, compared.same_content
    standing = resolve(records, given, coder, [(a, b) for a, b, _ in same])
    judged = (*same, *standing.judged)
    labels = cluster(len(records), pairs, judged, compared.rank)
    secret = records["secret_reason"] != ""
    touched = secret.groupby(secrecy_components(len(records), labels, pairs, judged)).transform("any")
    records["cluster"], records["is_redacted"] = labels, touched
    queue = review_queue(records, pairs, labels, standing, compared.table)
    records["pending_review"] = np.isin(labels, list(undecided_clusters(queue, labels)))
    joined = touched & ~secret
    records.loc[joined, "secret_reason"] = JOINED
    return Decided(records, labels, standing, queue, joined, _credited(records, campaign))


def withhold_joined(store: Store, coder: Coder, decided: Decided) -> None:
    """A row joined with a secret one, or under review with one, is secret too; what was stored of it is erased, and why
    a person decided about it."""
    records = decided.records
    shown = withhold_rows(store, coder, records[decided.joined]).set_index("row_id")
    for frame in (records, decided.credited):
        told = frame["row_id"].isin(shown.index)
        for name in ("title", "effect", "award"):
            frame.loc[told, name] = frame.loc[told, "row_id"].map(shown[name])
    hidden = records["is_redacted"].to_numpy(dtype=bool)
    standing = decided.standing
    said = [*standing.rows.items(), *((j.judgement_id, (pair,)) for pair, j in standing.asked.items())]
    withhold_reasons(store, {i for i, pairs in said if any(hidden[a] or hidden[b] for a, b in pairs)})


def _valid_if_undecided(compared: Compared, standing: Standing, campaign: Campaign) -> int:
    """How many would count if every undecided pair were the same."""
    judged = (*compared.same_content, *standing.judged)
    labels = joined_if_undecided(len(compared.records), compared.matched.pairs, judged, compared.rank)
    low, window = compared.records[list(CREDITED_BY)].assign(cluster=labels), campaign.registration
    return int((credit(low, window.first, window.last)["disposition"] == Disposition.COUNTED).sum())


def _with_earlier(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> pd.DataFrame:
    """The campaign's records, and behind them the counted initiatives of its earlier campaigns (RULES.md 8)."""
    records = counted_records(store, campaign.id)
    found = eligibility(records, campaign, as_of)
    frames = [pd.concat([records, found], axis=1).assign(is_earlier=False, ineligible_because=reasons(found))]
    for earlier_id in campaign.earlier:
        ledger = latest_ledger(settings.releases / earlier_id)
        if ledger is None:
            continue
        counted = ledger.loc[ledger["disposition"] == Disposition.COUNTED, ["federation_code", "file", "sheet", "row"]]
        earlier = counted_records(store, earlier_id).merge(counted, on=list(counted.columns))
        frames.append(
            earlier.assign(is_earlier=True, ineligible_because="", **dict.fromkeys(map(str, found.columns), False))
        )
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]


def _features(settings: Settings, records: pd.DataFrame) -> pd.DataFrame:
    """The columns that the matcher reads."""
    kinds = {federation.code: federation.kind.value for federation in settings.config.federations}
    return records.assign(federation_kind=records["federation_code"].map(kinds))[list(MATCH_COLUMNS)]


def _nothing(records: pd.DataFrame) -> pd.DataFrame:
    texts = dict.fromkeys(("disposition", "reason", "initiative_id", "phase"), "")
    return records.assign(**texts, pending_review=False, is_redacted=False, apart=False)


def _credited(records: pd.DataFrame, campaign: Campaign) -> pd.DataFrame:
    """The campaign's own records with disposition, initiative_key and credited_federation."""
    window = campaign.registration
    credited = records.merge(credit(records, window.first, window.last), on="row_id")
    return _originals_first(credited)


def _originals_first(records: pd.DataFrame) -> pd.DataFrame:
    """Of a row that its federation sent in two equal files the first stands for the initiative (RULES.md 6)."""
    disposition = records["disposition"].to_numpy(dtype=object)
    first = records.groupby(list(SAME_FILE), sort=False)["row_id"].transform("min").to_numpy()
    place = pd.Series(np.arange(len(records)), index=records["row_id"])
    for copy in np.flatnonzero(first != records["row_id"].to_numpy()):
        original = place[first[copy]]
        if disposition[copy] in _STANDS:
            disposition[copy], disposition[original] = disposition[original], disposition[copy]
    return records.assign(disposition=disposition)


def _described(records: pd.DataFrame, campaign: Campaign) -> pd.DataFrame:
    """The columns that the ledger and the tallies read."""
    disposition = records["disposition"].astype(str)
    secrecy = records["secret_reason"].where(records["secret_reason"] == "no_secrecy_column", "")
    reason = records["ineligible_because"].astype(str)
    for told in (disposition.map(_DECIDED_BY).fillna("").astype(str), secrecy.astype(str)):
        between = pd.Series(";", index=records.index).where((reason != "") & (told != ""), "")
        reason = reason + between + told
    return records.assign(
        disposition=disposition,
        reason=reason,
        initiative_id="SK-" + records["initiative_key"],
        is_redacted=records["secret_reason"] != "",
        phase=phase_of(records["registered_on"], campaign),
        apart=applied_apart(records, campaign),
    )


_DECIDED_BY = {
    Disposition.DUPLICATE_WITHIN_FEDERATION.value: "same_initiative",
    Disposition.DUPLICATE_ACROSS_FEDERATIONS.value: "same_initiative",
    Disposition.DUPLICATE_OF_EARLIER_CAMPAIGN.value: "earlier_campaign",
}
