"""The scores of all federations of one release, from its contents and the days before."""

from datetime import date

import pandas as pd

from flows.contents import Contents
from flows.store.scores import score_history
from flows.store.session import Store
from rules import scores
from rules.quotas import quota_of
from rules.tally_portal import of_files
from schemas.config import Campaign, Federation
from schemas.ledger import Disposition
from schemas.release import FederationScore

_MOST_FACTS = 8  # of `completeness`
_PLACE = ["federation_code", "file", "sheet", "row"]


def federation_scores(
    store: Store, campaign: Campaign, federations: tuple[Federation, ...], contents: Contents, as_of: date
) -> dict[str, FederationScore]:
    """Federation code -> its score; one that never sent anything has none."""
    entered = contents.ledger[contents.ledger["disposition"] != Disposition.NOT_DATA]
    valid = entered[entered["disposition"] == Disposition.COUNTED].groupby("federation_code").size()
    # What the portal says is no work of the federation's.
    portal = portal_parts(contents.receipts)
    entered, records = (f[~of_files(f, portal)] if portal else f for f in (entered, contents.records))
    rows = entered.groupby("federation_code").size()
    faulty = _rows_with_faults(entered, contents.findings)
    facts = records.groupby("federation_code")["completeness"].mean() if len(records) else rows
    received = received_days(contents.receipts)
    history = score_history(store, campaign.id, as_of)
    columns = (contents.states[name] for name in ("federation_code", "mended", "new"))
    changes = {code: (int(mended), int(new)) for code, mended, new in zip(*columns, strict=True)}
    found = {}
    for federation in federations:
        code = federation.code
        if code not in changes:
            continue
        n = int(rows.get(code, 0))
        shares = (
            scores.coverage(int(valid.get(code, 0)), quota_of(campaign, federation).registered),
            scores.on_time(received.get(code), campaign.deadline),
            scores.share(float(facts.get(code, 0)), _MOST_FACTS),
            scores.share(n - int(faulty.get(code, 0)), n),
        )
        found[code] = scores.score(shares, changes[code], history.get(code, ()))
    return found


def _rows_with_faults(entered: pd.DataFrame, findings: pd.DataFrame) -> pd.Series:
    """How many entered rows of each federation any check speaks of."""
    at = findings.loc[findings["row"] > 0, _PLACE].drop_duplicates()
    return entered[_PLACE].merge(at, on=_PLACE).groupby("federation_code").size()


def portal_parts(receipts: pd.DataFrame) -> set[tuple[str, str]]:
    """Federation and path of each part of the portal's export."""
    parts = receipts[receipts["from_portal"].astype(bool)]
    return set(zip(parts["federation_code"], parts["path"], strict=True))


def received_days(receipts: pd.DataFrame) -> dict[str, date]:
    """Federation code -> the day its newest counted file was there."""
    counted = receipts[receipts["counted"].astype(bool) & ~receipts["from_portal"].astype(bool)]
    newest = counted.groupby("federation_code")["received_on"].max()
    return {str(code): date.fromisoformat(day) for code, day in newest.items()}
