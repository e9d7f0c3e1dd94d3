"""Which row of a cluster counts, for which federation, and what becomes of the others (RULES.md 1, 4, 8)."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.record_marks import row_numbers
from schemas.ledger import Disposition

CREDIT_COLUMNS = ("row_id", "disposition", "initiative_key", "credited_federation")
CREDITED_BY = (
    "row_id", "federation_code", "row_key", "eligible", "registered_on", "completeness", "is_earlier",
)  # fmt: skip

_READ = (*(name for name in CREDITED_BY if name != "is_earlier"), "cluster")
_COUNTED, _WITHIN, _ACROSS, _EARLIER, _INELIGIBLE = range(5)
_NAMES = np.array(
    [
        Disposition.COUNTED.value,
        Disposition.DUPLICATE_WITHIN_FEDERATION.value,
        Disposition.DUPLICATE_ACROSS_FEDERATIONS.value,
        Disposition.DUPLICATE_OF_EARLIER_CAMPAIGN.value,
        Disposition.INELIGIBLE.value,
    ],
    dtype=object,
)
_LAST_OF_ALL = np.iinfo(np.int64).max

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def credit(records: pd.DataFrame, window_first: date | None, window_last: date | None) -> pd.DataFrame:
    """For each row of this campaign its disposition, its cluster's key and the federation credited with it.

    `records` has row_id, federation_code, row_key, cluster, eligible, registered_on, completeness and is_earlier (a
    counted initiative of an earlier campaign, which itself gets no line). Best is: registered earliest inside the
    window (missing or outside: last), then most complete, then federation code, then row key. The key of a cluster is
    its smallest row key. Where nothing of a cluster counts, no federation is credited. Sorted by row_id.
    """
    earlier = records["is_earlier"].to_numpy(dtype=bool)
    known_before = np.unique(records["cluster"].to_numpy()[earlier])
    own = records.loc[~earlier, list(_READ)]
    together = own["cluster"].duplicated(keep=False).to_numpy()
    parts = [_credited_alone(own[~together], known_before)]
    if together.any():
        parts.append(_credited_together(own[together], known_before, window_first, window_last))
    return pd.concat(parts, ignore_index=True).sort_values("row_id", ignore_index=True)


def _credited_alone(own: pd.DataFrame, known_before: npt.NDArray[np.generic]) -> pd.DataFrame:
    """Rows that are the only ones of this campaign in their cluster: nearly all."""
    eligible = own["eligible"].to_numpy(dtype=bool)
    before = np.isin(own["cluster"].to_numpy(), known_before)
    became = np.where(eligible, np.where(before, _EARLIER, _COUNTED), _INELIGIBLE)
    return pd.DataFrame(
        {
            "row_id": own["row_id"].to_numpy(),
            "disposition": pd.array(_NAMES, dtype="str").take(became),
            "initiative_key": own["row_key"].array,
            "credited_federation": own["federation_code"].where(eligible & ~before, "").array,
        }
    )


def _credited_together(
    own: pd.DataFrame, known_before: npt.NDArray[np.generic], window_first: date | None, window_last: date | None
) -> pd.DataFrame:
    rows = _best_first(own.assign(key_order=_in_order(own["row_key"])), window_first, window_last)
    eligible = rows["eligible"].to_numpy(dtype=bool) & ~np.isin(rows["cluster"].to_numpy(), known_before)
    starts, place = _runs(rows["cluster"].to_numpy())
    credited = rows["federation_code"].iloc[starts].where(eligible[starts], "").array.take(place)
    became = _became(rows, eligible, starts, place)
    became[~eligible] = _EARLIER
    became[~rows["eligible"].to_numpy(dtype=bool)] = _INELIGIBLE
    return pd.DataFrame(
        {
            "row_id": rows["row_id"].to_numpy(),
            "disposition": pd.array(_NAMES, dtype="str").take(became),
            "initiative_key": _smallest_key(rows, place),
            "credited_federation": credited,
        }
    )


def counted_clusters(records: pd.DataFrame) -> int:
    """How many rows `credit` lets count: one of each cluster with an eligible row and nothing of an earlier campaign;
    `records` has cluster, eligible and is_earlier."""
    cluster, earlier = records["cluster"].to_numpy(), records["is_earlier"].to_numpy(dtype=bool)
    eligible = records["eligible"].to_numpy(dtype=bool) & ~earlier
    found = pd.unique(cluster[eligible])
    return int((~np.isin(found, cluster[earlier])).sum())


def _best_first(records: pd.DataFrame, first: date | None, last: date | None) -> pd.DataFrame:
    """By cluster, and in it the best row first, with those that cannot be counted behind."""
    order = np.lexsort(
        (
            records["key_order"].to_numpy(),
            _codes(records["federation_code"]),
            -records["completeness"].to_numpy(dtype=np.int64),
            _registration(records["registered_on"], first, last),
            ~records["eligible"].to_numpy(dtype=bool),
            records["cluster"].to_numpy(dtype=np.int64),
        )
    )
    return records.iloc[order]


def _registration(days: "pd.Series[pd.Timestamp]", first: date | None, last: date | None) -> Ints:
    when = days.to_numpy().astype("datetime64[D]")
    inside = ~np.isnat(when)
    if first is not None:
        inside &= when >= np.datetime64(first)
    if last is not None:
        inside &= when <= np.datetime64(last)
    return np.where(inside, when.astype(np.int64), _LAST_OF_ALL)


def _became(rows: pd.DataFrame, eligible: Bools, starts: Ints, place: Ints) -> Ints:
    """COUNTED for the first row of a cluster, ACROSS for the first of each further federation, WITHIN for the rest."""
    federation = _codes(rows["federation_code"])
    pair = place * (federation.max(initial=0) + 1) + federation
    _, first_of_federation = np.unique(np.where(eligible, pair, -1 - pair), return_index=True)
    became = np.full(len(rows), _WITHIN)
    became[first_of_federation] = _ACROSS
    became[starts] = _COUNTED
    return became


def _smallest_key(rows: pd.DataFrame, place: Ints) -> pd.api.extensions.ExtensionArray:
    smallest = np.lexsort((rows["key_order"].to_numpy(), place))
    starts, _ = _runs(place[smallest])
    keys: pd.api.extensions.ExtensionArray = rows["row_key"].array.take(smallest[starts][place])
    return keys


def _in_order(row_keys: "pd.Series[str]") -> npt.NDArray[np.integer]:
    """Numbers in the order of the keys."""
    numbers = row_numbers(row_keys)
    return _codes(row_keys) if numbers is None else numbers


def _runs(values: npt.NDArray[np.generic]) -> tuple[Ints, Ints]:
    """Where each run of equal values begins, and for each value the number of its run."""
    begins = np.ones(len(values), dtype=bool)
    begins[1:] = values[1:] != values[:-1]
    return np.flatnonzero(begins), np.cumsum(begins) - 1


def _codes(column: "pd.Series[str]") -> Ints:
    return np.asarray(pd.factorize(column, sort=True)[0], dtype=np.int64)
