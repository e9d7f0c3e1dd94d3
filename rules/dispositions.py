"""What became of every record: credited once, described for the ledger and the tallies (RULES.md 1, 6)."""

import numpy as np
import pandas as pd

from rules.crediting import CREDIT_COLUMNS, credit
from rules.eligibility import applied_apart, phase_of
from rules.same_rows import SAME_FILE
from schemas.config import Campaign
from schemas.ledger import Disposition

_STANDS = (Disposition.COUNTED.value, Disposition.DUPLICATE_ACROSS_FEDERATIONS.value)
_DECIDED_BY = {
    Disposition.DUPLICATE_WITHIN_FEDERATION.value: "same_initiative",
    Disposition.DUPLICATE_ACROSS_FEDERATIONS.value: "same_initiative",
    Disposition.DUPLICATE_OF_EARLIER_CAMPAIGN.value: "earlier_campaign",
}


def nothing_counted(records: pd.DataFrame) -> pd.DataFrame:
    """The same columns for a campaign without a record."""
    texts = dict.fromkeys(("disposition", "reason", "initiative_id", "phase"), "")
    return records.assign(**texts, pending_review=False, is_redacted=False, apart=False)


def credited(records: pd.DataFrame, campaign: Campaign) -> pd.DataFrame:
    """The campaign's own records with disposition, initiative_key and credited_federation."""
    window, earlier = campaign.registration, records["is_earlier"].to_numpy(dtype=bool)
    found = credit(records, window.first, window.last)
    own = (records[~earlier] if earlier.any() else records).reset_index(drop=True)
    at = np.searchsorted(found["row_id"].to_numpy(), own["row_id"].to_numpy())
    told = {name: found[name].array.take(at) for name in CREDIT_COLUMNS if name != "row_id"}
    return _originals_first(own.assign(**told))


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


def described(records: pd.DataFrame, campaign: Campaign) -> pd.DataFrame:
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
