"""The costly part of reconciling: every record with its key, and the pairs that the machine finds among them."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from flows.dask_scoring import engine_of
from flows.kept_matching import LastRun
from flows.matching_progress import told_progress
from flows.releases import latest_ledger
from flows.settings import Settings
from flows.store.records import counted_records
from flows.store.secrecy_events import are_among, joined_keys, standing_events
from flows.store.session import Store
from rules.decisions import Thresholds
from rules.eligibility import eligibility, reasons
from rules.features import Coder
from rules.judgements import Judged
from rules.matching import Matched, Matcher
from rules.record_marks import row_numbers
from rules.same_rows import same_content, same_token
from rules.weights import WeightTable
from schemas.config import Campaign
from schemas.ledger import Disposition
from schemas.linkage import MATCH_COLUMNS

_PLACE = ["federation_code", "file", "sheet", "row"]


@dataclass(frozen=True, slots=True)
class Compared:
    """All records of a campaign (row_id is the position) with the pairs the machine found; nothing is decided yet."""

    records: pd.DataFrame
    matched: Matched
    same_content: tuple[Judged, ...]
    rank: npt.NDArray[np.int64]
    table: WeightTable


def compare_campaign(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> Compared | None:
    """A campaign as the store holds it; None where there is no record."""
    records, last = gathered_records(settings, store, campaign, as_of), LastRun(settings, campaign.id)
    return None if records.empty else compare_records(settings, store, campaign, records, last)


def compare_records(
    settings: Settings, store: Store, campaign: Campaign, records: pd.DataFrame, last: LastRun
) -> Compared:
    """The pairs among gathered records, of which there is one at least."""
    records = _joined_before(store, campaign, _keyed(records, last))
    thresholds = settings.config.matching
    limits = Thresholds(thresholds.accept_threshold, thresholds.review_threshold)
    with told_progress(campaign.id, len(records)) as progress:
        matcher = Matcher(settings.model(), limits, progress, engine_of(settings, progress))
        matched = last.matched(_features(settings, records), matcher)
    rank: npt.NDArray[np.int64] = np.argsort(np.argsort(row_numbers(records["row_key"])))  # type: ignore[arg-type]
    return Compared(records, matched, _same(settings, records), rank, matcher.model.weights)


def compare_again(
    settings: Settings, store: Store, campaign: Campaign, records: pd.DataFrame, before: Compared
) -> Compared:
    """The same after rows were withheld without a change of anything that the matcher reads."""
    records = records.assign(row_key=before.records["row_key"], row_id=before.records["row_id"])
    records = _joined_before(store, campaign, records)
    return replace(before, records=records, same_content=_same(settings, records))


def records_to_match(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> pd.DataFrame:
    """What the matcher reads of every record of the campaign and of its earlier ones: MATCH_COLUMNS."""
    records = gathered_records(settings, store, campaign, as_of)
    return _features(settings, _keyed(records, LastRun(settings, campaign.id))) if len(records) else records


def gathered_records(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> pd.DataFrame:
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


def _joined_before(store: Store, campaign: Campaign, records: pd.DataFrame) -> pd.DataFrame:
    known = {key for of in (campaign.id, *campaign.earlier) for key in joined_keys(standing_events(store, of))}
    return records.assign(was_joined=are_among(records, known))


def _same(settings: Settings, records: pd.DataFrame) -> tuple[Judged, ...]:
    return (*same_content(records), *same_token(records, Coder(settings.hmac_key)))


def _keyed(records: pd.DataFrame, last: LastRun) -> pd.DataFrame:
    keys = records["row_key"] if "row_key" in records else last.row_keys(records)
    return records.assign(row_key=keys, row_id=np.arange(len(records)))


def _features(settings: Settings, records: pd.DataFrame) -> pd.DataFrame:
    kinds = {federation.code: federation.kind.value for federation in settings.config.federations}
    return records.assign(federation_kind=records["federation_code"].map(kinds))[list(MATCH_COLUMNS)]
