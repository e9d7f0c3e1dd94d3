"""Which rows are the same initiative, which of them counts and for whom, and what became secret by being joined.

block -> compare -> decide -> cluster -> credit (RULES.md 1, 8, 10), then secrecy spreads, the store is erased (17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from flows.comparing import Compared, compare_again, compare_records, gathered_records
from flows.deciding import (
    Spread,
    decide_spread,
    spread_secrecy,
    valid_if_undecided,
    with_withheld,
    withhold_joined,
    withhold_said,
)
from flows.kept_matching import LastRun
from flows.memory import give_back_frames
from flows.settings import Settings
from flows.store.judgements import judgements
from flows.store.records import counted_records
from flows.store.session import Store
from rules.dispositions import described, nothing_counted
from rules.features import Coder
from rules.relations import Relation
from rules.review_queue import WAITING_COLUMNS, waiting_pairs
from schemas.config import Campaign
from schemas.linkage import MATCH_COLUMNS

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


def reconcile(settings: Settings, store: Store, campaign: Campaign, as_of: date) -> Reconciled:
    """Decide every record of the campaign. Writes to the store only what has to be erased."""
    compared, spread, former = _settled(settings, store, campaign, as_of)
    if compared is None or spread is None:
        return Reconciled(nothing_counted(counted_records(store, campaign.id)), pd.DataFrame(), 0)
    decided = decide_spread(compared, spread, campaign)
    withhold_said(store, decided)
    valid_low = valid_if_undecided(compared, spread)
    del spread
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
) -> tuple[Compared | None, Spread | None, pd.DataFrame]:
    """Decided again until nothing more becomes secret by a join: what was taken out of a title is not compared by any
    more, and an identical run finds the same. Beside it the rows joined, as they were."""
    former = [pd.DataFrame(columns=[*_AT, "row_key"])]
    records = gathered_records(settings, store, campaign, as_of)
    if records.empty:
        return None, None, former[0]
    coder, given, last = Coder(settings.hmac_key), judgements(store, campaign.id), LastRun(settings, campaign.id)
    compared = compare_records(settings, store, campaign, records, last)
    while True:
        spread = spread_secrecy(compared, given, coder)
        if not spread.joined.any():
            last.keep()
            return compared, spread, pd.concat(former)
        former.append(spread.records.loc[spread.joined, [*_AT, "row_key"]])
        shown = withhold_joined(settings, store, campaign.id, coder, spread)
        is_same, same_titles = (_same_before(records, shown, names) for names in (MATCH_COLUMNS, ("title",)))
        records = with_withheld(records, shown)
        del spread  # not held twice
        if is_same:
            compared = compare_again(settings, store, campaign, records, compared)
            continue
        records = records.drop(columns="row_key", errors="ignore")
        if same_titles:
            records = records.assign(row_key=compared.records["row_key"])
        del compared
        give_back_frames(len(records))
        compared = compare_records(settings, store, campaign, records, last)


def _same_before(records: pd.DataFrame, shown: pd.DataFrame, names: Sequence[str]) -> bool:
    """Whether rows that were withheld say in these columns what they said before."""
    told = [name for name in names if name in records and name in shown]
    return shown[told].equals(records.loc[shown.index, told])


def _led_to(former: pd.DataFrame, told: pd.DataFrame) -> dict[str, str]:
    """The ids that rows had of their own before they were joined -> their initiatives now (RULES.md 4)."""
    both = former.merge(told[[*_AT, "initiative_id"]], on=_AT)
    return dict(zip("SK-" + both["row_key"].astype(str), both["initiative_id"], strict=True))
