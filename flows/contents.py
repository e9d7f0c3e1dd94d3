"""Everything a release is rendered from: the ledger, the records with their details, the findings, what waits."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from flows.copied_titles import copied_findings
from flows.late_findings import late_findings, tables_of
from flows.open_pairs import open_copies
from flows.reconcile import Reconciled
from flows.settings import Settings
from flows.store.explanations import explanation_decisions, explanations
from flows.store.records import (
    counted_lines,
    findings,
    open_details,
    receipts,
    sheets_in_ledger,
    states,
    untitled_rows,
)  # fmt: skip
from flows.store.session import Store
from rules.explanations import EXPLAINED_COLUMNS, settle, with_ids
from rules.features import Coder
from schemas.config import Campaign
from schemas.ledger import LEDGER_COLUMNS, LedgerLine

_PLACE = ["federation_code", "file", "sheet", "row"]
WITHHELD = (
    "authors", "position", "workplace", "field", "sector", "applied_from", "applied_to", "registered_on", "benefit_vnd",
)  # fmt: skip
PUBLISHED_COLUMNS = (
    *_PLACE, "initiative_id", "title", "authors", "position", "workplace", "field", "sector", "applied_from",
    "applied_to", "registered_on", "benefit_vnd", "award", "award_level", "nominated", "is_redacted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a release is rendered from; no field of a secret row but title, effect and award is shown from it.

    `shown`: the records as internal/records.parquet shows them."""

    ledger: pd.DataFrame
    records: pd.DataFrame
    sheets: pd.DataFrame
    findings: pd.DataFrame
    receipts: pd.DataFrame
    states: pd.DataFrame
    pairs_waiting: pd.DataFrame
    explained: pd.DataFrame
    shown: pd.DataFrame


def contents_of(settings: Settings, store: Store, campaign: Campaign, as_of: date, reconciled: Reconciled) -> Contents:
    """Ledger, records and findings of a campaign as the store and the decisions have them."""
    coder = Coder(settings.hmac_key)
    records = _published_records(store, campaign, reconciled.records)
    lines = counted_lines(store, campaign.id)
    sheets = sheets_in_ledger(store, campaign.id)
    rejected_or_not = lines.assign(disposition=lines["kind"], initiative_id="", pending_review=False, is_redacted=False)
    ledger = pd.concat([records[list(LEDGER_COLUMNS)], rejected_or_not[list(LEDGER_COLUMNS)]], ignore_index=True)
    ledger = ledger.sort_values(_PLACE, ignore_index=True).astype(
        {"row": "int64", "pending_review": bool, "is_redacted": bool}
    )
    untitled = untitled_rows(store, campaign.id)
    late = late_findings(records, untitled, sheets, campaign, as_of)
    names = {federation.code: federation.name for federation in settings.config.federations}
    copied = copied_findings(reconciled.records, open_copies(reconciled), tables_of(sheets), names)
    found = pd.concat([findings(store, campaign.id), late, copied], ignore_index=True)
    texts = dict.fromkeys(set(found.columns) - {"row"}, "str")  # as Python objects they take twice the memory
    found = found.astype({"row": "int64", **texts}).sort_values(
        [*_PLACE, "check_id", "column", "field", "found", "proposed"], ignore_index=True
    )
    asked, explained = _without_settled(store, campaign.id, found, records, coder)
    return Contents(
        LedgerLine.validate(ledger) if len(ledger) else ledger,
        records,
        sheets,
        asked,
        receipts(store, campaign.id),
        states(store, campaign.id),
        reconciled.waiting,
        explained,
        shown_in_order(records),
    )


def _without_settled(
    store: Store, campaign_id: str, found: pd.DataFrame, records: pd.DataFrame, coder: Coder
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The findings that are still asked, and the explained ones that wait for a person's word."""
    told = explanations(store, campaign_id)
    decided = explanation_decisions(store, campaign_id)
    codes = {*told["federation_code"], *(code for code, _ in decided.values())}
    if not codes or records.empty:
        return found, pd.DataFrame(columns=list(EXPLAINED_COLUMNS))
    ids = with_ids(found, records[[*_PLACE, "title"]], coder, codes)
    return settle(found, ids, told, {i: accepted for i, (_, accepted) in decided.items()})


def _published_records(store: Store, campaign: Campaign, records: pd.DataFrame) -> pd.DataFrame:
    """The records with their details; at a redacted row all that is not title, effect and award is empty, but for
    counting columns that stay in memory under names that no file has."""
    if records.empty:
        return records.assign(authors="", position="", workplace="")
    details = open_details(store, campaign.id)
    at = ["file_id", "sheet_no", "row"]
    place = pd.MultiIndex.from_frame(details[at]).get_indexer(pd.MultiIndex.from_frame(records[at]))
    hidden = (place < 0) | records["is_redacted"].to_numpy(dtype=bool)
    told = {}
    for name in ("authors", "position", "workplace"):
        texts = details[name].astype("str").fillna("").array.take(place, allow_fill=True)
        told[name] = pd.Series(texts, index=records.index).mask(hidden, "")
    return records.assign(**told)


def shown_in_order(records: pd.DataFrame) -> pd.DataFrame:
    """records.parquet of records in the order of their place; what is not withheld is not copied. A redacted row has
    place, id, title, effect, award, award_level and nominated, and nothing else (RULES.md 15; for nominated
    docs/decisions/0012)."""
    frame = records[[*PUBLISHED_COLUMNS, "effect"]]
    hidden = frame["is_redacted"].astype(bool)
    for name in WITHHELD:
        empty: object = (
            "" if frame[name].dtype.kind not in "fM" else (np.nan if frame[name].dtype.kind == "f" else pd.NaT)
        )
        frame[name] = frame[name].where(~hidden, empty)
    return frame.astype({"row": "int64", "is_redacted": bool})
