"""By what a counted initiative is told: its code in each public breakdown, from facts that public/initiatives.csv shows
too, so that no breakdown tells more than that file (RULES.md 21)."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rules.tally_lines import Coded, coded, merged
from schemas.config import Campaign
from schemas.tally import SECRET, UNKNOWN

NATIONAL_BREAKDOWNS = ("sector", "field", "award_level", "phase", "week", "day", "benefit_band")
FEDERATION_BREAKDOWNS = ("sector", "field", "award_level", "phase", "week", "benefit_band")  # days would be too many
_A_MONDAY = np.datetime64("1970-01-05", "D")
Days = npt.NDArray[np.datetime64]


def breakdowns(counted: pd.DataFrame, campaign: Campaign) -> Iterator[tuple[str, Coded]]:
    """Each public breakdown with the codes of the counted rows; a redacted row is "secret" in all of them.

    `counted`: sector, field, award_level, phase, registered_on, benefit_vnd, is_redacted."""
    secret = counted["is_redacted"].to_numpy(dtype=bool)
    days = counted["registered_on"].to_numpy().astype("datetime64[D]")
    made = (
        ("sector", coded(counted["sector"])),
        ("field", coded(counted["field"])),
        ("award_level", _levels(counted["award_level"])),
        ("phase", coded(counted["phase"])),
        ("week", _days(mondays(days))),
        ("day", _days(days)),
        ("benefit_band", _bands(counted["benefit_vnd"], campaign.benefit.bands_vnd)),
    )
    return ((name, column.instead(secret, SECRET)) for name, column in made)


def mondays(days: Days) -> Days:
    """The Monday of each day's week; no day has none."""
    since = (days - _A_MONDAY).astype(np.int64)
    return np.where(np.isnat(days), days, _A_MONDAY + (since // 7 * 7).astype("timedelta64[D]"))


def _days(days: Days) -> Coded:
    known = ~np.isnat(days)
    uniques, codes = np.unique(days[known], return_inverse=True)
    whole = np.full(len(days), len(uniques), dtype=np.int64)
    whole[known] = codes
    return Coded(whole, (*np.datetime_as_string(uniques, unit="D").tolist(), UNKNOWN))


def _levels(levels: "pd.Series[int]") -> Coded:
    numbers = levels.astype("Int64").fillna(0).to_numpy(dtype=np.int64).astype(np.int64)
    return Coded(numbers, (UNKNOWN, "1", "2", "3", "4"))


def _bands(amounts: "pd.Series[float]", bounds: Sequence[float]) -> Coded:
    """The band by its lower bound: "0", "10000000", ..."""
    values = amounts.to_numpy(dtype=np.float64)
    stated = ~np.isnan(values)
    codes = np.where(stated, np.searchsorted(np.array(bounds), values, side="right"), len(bounds) + 1)
    return merged(Coded(codes.astype(np.int64), ("0", *(f"{b:.0f}" for b in bounds), UNKNOWN)))
