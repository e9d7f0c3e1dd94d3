"""Which rows are the same initiative, which of them counts and for whom, and what became secret by being joined.

block -> compare -> decide -> cluster -> credit (RULES.md 1, 8, 10), then secrecy spreads, the store is erased (17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from flows.dask_scoring import engine_of
from flows.erasing import withhold_rows
from flows.kept_matching import LastRun, forget_kept
from flows.matching_progress import told_progress
from flows.memory import give_back_frames
from flows.releases import latest_ledger
from flows.settings import Settings
from flows.store.judgements import judgements, withhold_reasons
from flows.store.records import JOINED, counted_records
from flows.store.secrecy_events import are_among, joined_keys, note_joined, standing_events
from flows.store.session import Store
from rules.clustering import cluster, joined_if_undecided, secrecy_components
from rules.crediting import counted_clusters
from rules.decisions import Thresholds
from rules.dispositions import credited, described, nothing_counted
from rules.eligibility import eligibility, reasons
from rules.features import Coder
from rules.judgements import Judged, Standing, resolve
from rules.matching import Matched, Matcher
from rules.once_marked import NO_MARK, REASON
from rules.record_marks import row_numbers
from rules.relations import Relation
from rules.review_queue import WAITING_COLUMNS, review_queue, undecided_clusters, waiting_pairs
from rules.same_rows import same_content, same_token
from rules.weights import WeightTable
from schemas.config import Campaign
from schemas.judgement import Judgement
from schemas.ledger import Disposition
from schemas.linkage import MATCH_COLUMNS, JudgementValue

# None of them is needed once the pairs are found and decided; the codes are the heaviest.
_PASSED = (
    "author_initial_codes", "workplace_token_codes", "content_codes", "content_code", "row_token",
    "ineligible_because", "was_joined", "cluster", "initiative_key", "credited_federation",
)  # fmt: skip
_AT = ["file_id", "sheet_no", "row"]
_PLACE = ["federation_code", "file", "sheet", "row"]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Every record of the campaign with what became of it, and what is still undecided.

    `records`, in the order of their place, has the store's columns but for the codes that the matcher alone reads, and
    adds: eligible, disposition, reason, initiative_id, pending_review, is_redacted, phase, apart, and the checks
    INI-007 ... INI-012. `valid_low`: how many would count if every undecided pair were the same. `relations`: how many
    pairs stand in each of three relations; `copies`: rows of other people with one title and one description
    (PAIR_COLUMNS, row_id of `records`); `other_works`: pairs of row_ids, other works of the same authors. `waiting`:
    pairs that wait for people (WAITING_COLUMNS). `joined`: how many rows became secret by a join in this run; `former`:
    the ids of their own that they had before -> their initiatives."""

    records: pd.DataFrame
    pairs: pd.DataFrame
    valid_low: int
    relations: dict[Relation, int] = field(default_factory=dict)
    copies: pd.DataFrame = field(default_factory=pd.DataFrame)
    waiting: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(WAITING_COLUMNS)))
    other_works: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))
    joined: int = 0
    former: Mapping[str, str] = field(default_factory=dict)


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
    compared, decided, former = _settled(settings, store, campaign, as_of)
    if compared is None or decided is None:
        return Reconciled(nothing_counted(counted_records(store, campaign.id)), pd.DataFrame(), 0)
    withhold_said(store, decided)
    valid_low = _valid_if_undecided(compared, decided.standing)
    told = described(decided.credited, campaign).drop(columns=list(_PASSED)).sort_values(_PLACE, ignore_index=True)
    matched = compared.matched
    waiting = waiting_pairs(decided.records, decided.queue, decided.standing)
    return Reconciled(
        told,
        matched.pairs,
        valid_low,
        matched.relations,
        matched.copies,
        waiting,
        matched.other_works,
        len(former),
        _led_to(former, told),
    )


def _settled(
    settings: Settings, store: Store, campaign: Campaign, as_of: date
) -> tuple[Compared | None, Decided | None, pd.DataFrame]:
    """Decided again on what the store holds, until nothing more becomes secret by a join: what was taken out of a title
    is not compared by any more, and an identical run finds the same. Beside it the rows joined, as they were."""
    coder, given = Coder(settings.hmac_key), judgements(store, campaign.id)
    former = [pd.DataFrame(columns=[*_AT, "row_key"])]
    last = LastRun(settings, campaign.id)
    while (compared := compare_records(settings, store, campaign, as_of, last)) is not None:
        decided = decide(compared, given, campaign, coder)
        if not decided.joined.any():
            return compared, decided, pd.concat(former)
        former.append(decided.records.loc[decided.joined, [*_AT, "row_key"]])
        withhold_joined(settings, store, campaign.id, coder, decided)
        rows = len(decided.records)
        del compared, decided  # not held twice
        give_back_frames(rows)
    return None, None, former[0]


def _led_to(former: pd.DataFrame, told: pd.DataFrame) -> dict[str, str]:
    """The ids that rows had of their own before they were joined -> their initiatives now (RULES.md 4)."""
    both = former.merge(told[[*_AT, "initiative_id"]], on=_AT)
    return dict(zip("SK-" + both["row_key"].astype(str), both["initiative_id"], strict=True))


def compare_records(settings: Settings, store: Store, campaign: Campaign, day: date, last: LastRun) -> Compared | None:
    """The costly part: every record with its key, and the pairs; None where there is no record."""
    records = _with_earlier(settings, store, campaign, day)
    if records.empty:
        return None
    records = _keyed(records, last)
    known = {key for of in (campaign.id, *campaign.earlier) for key in joined_keys(standing_events(store, of))}
    records["was_joined"] = are_among(records, known)
    thresholds = settings.config.matching
    limits = Thresholds(thresholds.accept_threshold, thresholds.review_threshold)
    with told_progress(campaign.id, len(records)) as progress:
        matcher = Matcher(settings.model(), limits, progress, engine_of(settings, progress))
        matched = last.matched(_features(settings, records), matcher)
    rank: npt.NDArray[np.int64] = np.argsort(np.argsort(row_numbers(records["row_key"])))  # type: ignore[arg-type]
    same = (*same_content(records), *same_token(records, Coder(settings.hmac_key)))
    return Compared(records, matched, same, rank, matcher.model.weights)


def records_to_match(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> pd.DataFrame:
    """What the matcher reads of every record of the campaign and of its earlier ones: MATCH_COLUMNS."""
    records = _with_earlier(settings, store, campaign, as_of)
    return _features(settings, _keyed(records, LastRun(settings, campaign.id))) if len(records) else records


def decide(compared: Compared, given: Sequence[Judgement], campaign: Campaign, coder: Coder) -> Decided:
    """Clusters, secrecy and credit under these judgements; writes nothing."""
    records, pairs, same = compared.records.copy(deep=False), compared.matched.pairs, compared.same_content
    standing = resolve(records, given, coder, [(a, b) for a, b, _ in same])
    judged = (*same, *standing.judged)
    labels = cluster(len(records), pairs, judged, compared.rank)
    secret, marked = records["secret_reason"] != "", _marked(records)
    held = _held(records, standing)
    spread = secrecy_components(len(records), labels, pairs, judged)
    touched, by_mark = ((rows | held).groupby(spread).transform("any") for rows in (secret, marked))
    records["cluster"], records["is_redacted"] = labels, touched
    queue = review_queue(records, pairs, labels, standing, compared.table)
    records["pending_review"] = np.isin(labels, list(undecided_clusters(queue, labels)))
    joined = touched & ~secret
    records["was_joined"] |= joined & by_mark
    records.loc[joined, "secret_reason"] = JOINED
    return Decided(records, labels, standing, queue, joined, credited(records, campaign))


def withhold_joined(settings: Settings, store: Store, campaign_id: str, coder: Coder, decided: Decided) -> None:
    """A row joined with a secret one, or under review with one, is secret too; what was stored of it is erased."""
    records = decided.records
    note_joined(store, campaign_id, records[decided.joined & records["was_joined"] & ~records["is_earlier"]])
    shown = withhold_rows(store, coder, records[decided.joined]).set_index("row_id")
    if not shown[["title", "effect"]].equals(records[decided.joined].set_index("row_id")[["title", "effect"]]):
        forget_kept(settings)  # codes of the words that were taken out


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


def _valid_if_undecided(compared: Compared, standing: Standing) -> int:
    """How many would count if every undecided pair were the same."""
    judged = (*compared.same_content, *standing.judged)
    labels = joined_if_undecided(len(compared.records), compared.matched.pairs, judged, compared.rank)
    return counted_clusters(compared.records[["eligible", "is_earlier"]].assign(cluster=labels))


def _with_earlier(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> pd.DataFrame:
    """The campaign's records, and behind them the counted initiatives of its earlier campaigns (RULES.md 8)."""
    records = counted_records(store, campaign.id)
    found = eligibility(records, campaign, as_of)
    frames = [pd.concat([records, found], axis=1).assign(is_earlier=False, ineligible_because=reasons(found, campaign))]
    for earlier_id in campaign.earlier:
        ledger = latest_ledger(settings.releases / earlier_id)
        if ledger is None:
            continue
        counted = ledger.loc[ledger["disposition"] == Disposition.COUNTED, _PLACE]
        earlier = counted_records(store, earlier_id).merge(counted, on=list(counted.columns))
        none = dict.fromkeys(map(str, found.columns), False)
        frames.append(earlier.assign(is_earlier=True, ineligible_because="", **none))
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]


def _keyed(records: pd.DataFrame, last: LastRun) -> pd.DataFrame:
    return records.assign(row_key=last.row_keys(records), row_id=np.arange(len(records)))


def _features(settings: Settings, records: pd.DataFrame) -> pd.DataFrame:
    kinds = {federation.code: federation.kind.value for federation in settings.config.federations}
    return records.assign(federation_kind=records["federation_code"].map(kinds))[list(MATCH_COLUMNS)]
