"""An export of the national portal compared with the submissions of the newest release.

The export is read in a guarded child like any file of a federation; what leaves the child has passed redaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from flows.differences import read_ledger
from flows.erasing import withhold_rows
from flows.parsing import warm_parser
from flows.portal_report import Compared, portal_report
from flows.portal_source import Export
from flows.settings import Settings, load_model
from flows.store.forgetting import forgotten_codes
from flows.store.portal import remember_marks
from flows.store.portal_rows import portal_files
from flows.store.records import counted_records
from flows.store.session import Store
from rules.decisions import Thresholds
from rules.features import Coder
from rules.intake import Submitted
from rules.known_keys import row_keys
from rules.matching import match
from rules.portal import joined_pairs, portal_clusters, unit_codes, with_unit_column
from rules.repeats import without_repeats
from schemas.config import Campaign
from schemas.ledger import Disposition
from schemas.linkage import MATCH_COLUMNS
from schemas.parsed import ParsedFile
from schemas.portal import PortalReport

_PLACE = ["federation_code", "file", "sheet", "row"]
_TEXTS = ["title", "effect", "award"]
_AT = ["sheet_no", "row"]
_PEOPLE = ["authors", "workplace"]
_NO_COLUMN = "no_secrecy_column"


@dataclass(frozen=True)
class PortalCheck:
    """One comparison. `release`: the release that the submissions' decisions are taken from."""

    settings: Settings
    store: Store
    campaign: Campaign
    release: Path
    parsed: ParsedFile

    def report(self) -> PortalReport:
        """What is missing there, what is only there, what differs."""
        secret = self._ours["is_redacted"].to_numpy(dtype=bool)[self._joined["our"].to_numpy()]
        touched = self._portal.index.isin(self._joined.loc[secret, "portal"])
        shown = held_titles(self._portal, self.parsed.details, self._portal["is_redacted"] | touched)
        sent = ~self._ours["from_portal"].to_numpy(dtype=bool)[self._joined["our"].to_numpy()]
        return portal_report(Compared(self._ours, shown, self._joined[sent], self._labels))

    def export(self, data: bytes) -> Export:
        """The export with the federation of each row, to be counted."""
        return Export(self.parsed, data, self._portal["federation_code"].tolist())

    def withhold(self) -> int:
        """Rows that are the same as one marked on the portal, or may be, become secret with all of their initiative;
        how many were open. A whole export without a secrecy column marks nothing: nobody said so of any row."""
        marked = ~self._portal["secret_reason"].isin(["", _NO_COLUMN]).to_numpy()
        touched = self._joined.loc[marked[self._joined["portal"].to_numpy()], "our"]
        known = set(self._ours["initiative_id"].iloc[touched.to_numpy(dtype=np.int64)])
        rows = self._ours[self._ours["initiative_id"].isin(known)]
        titles = zip(rows["federation_code"].tolist(), rows["title_code"].tolist(), strict=True)
        remember_marks(self.store, self.campaign.id, titles)
        still_open = rows[rows["secret_reason"] == ""]
        withhold_rows(self.store, self._coder, still_open)
        return len(still_open)

    @property
    def without_secrecy_column(self) -> bool:
        """Whether no row could bear a mark."""
        reasons = self._portal["secret_reason"]
        return bool(len(reasons)) and bool((reasons == _NO_COLUMN).all())

    @cached_property
    def _coder(self) -> Coder:
        return Coder(self.settings.hmac_key)

    @cached_property
    def _ours(self) -> pd.DataFrame:
        """The stored rows that the release decided, with its decisions; a row changed since then is left out."""
        decided = read_ledger(self.release)[[*_PLACE, "disposition", "initiative_id", "is_redacted"]]
        titles = pd.read_parquet(self.release / "internal" / "records.parquet", columns=[*_PLACE, "title", *_PEOPLE])
        told = decided.astype(dict.fromkeys([*_PLACE[:3], "disposition"], str)).merge(titles, on=_PLACE)
        ours = counted_records(self.store, self.campaign.id).merge(told, on=[*_PLACE, "title"])
        hidden = ours["is_redacted"].astype(bool) | (ours["secret_reason"] != "")
        from_portal = ours["file_id"].isin(list(portal_files(self.store, self.campaign.id)))
        return ours.assign(is_redacted=hidden, from_portal=from_portal)

    @property
    def names_units(self) -> bool:
        """Whether any row names a federation: without it lists by federation would tell that all is missing."""
        return bool((self._portal["federation_code"] != "").any())

    @cached_property
    def _portal(self) -> pd.DataFrame:
        """The export's rows with the federation that their unit column names."""
        rows = self.parsed.records.reset_index(drop=True)
        sheets = [sheet.name for sheet in self.parsed.sheets]
        federations = self.settings.config.federations
        names = {f.code: (f.name, *f.aliases) for f in federations}
        codes = unit_codes(rows["superior_union"].tolist(), names)
        shown = rows.assign(
            sheet=[sheets[int(n)] for n in rows["sheet_no"]],
            file=self.parsed.file,
            federation_code=codes,
            is_redacted=rows["secret_reason"] != "",
        )
        return shown.assign(**_typed(shown))

    @cached_property
    def _pairs(self) -> pd.DataFrame:
        """Every pair of all rows, ours first."""
        frames = [self._ours, self._portal.assign(disposition=Disposition.COUNTED.value)]
        both = pd.concat(frames, ignore_index=True).assign(is_earlier=False)
        kinds = {federation.code: federation.kind.value for federation in self.settings.config.federations}
        both["row_key"] = row_keys(both, self.campaign.id, self._coder)
        both["row_id"] = np.arange(len(both))
        both["eligible"] = both["disposition"] != Disposition.INELIGIBLE.value
        both["federation_kind"] = both["federation_code"].map(kinds).fillna("")
        limits = self.settings.config.matching
        thresholds = Thresholds(limits.accept_threshold, limits.review_threshold)
        return match(both[list(MATCH_COLUMNS)], load_model(self.settings.hmac_key), thresholds)

    @cached_property
    def _joined(self) -> pd.DataFrame:
        return joined_pairs(self._pairs, len(self._ours))

    @cached_property
    def _labels(self) -> "pd.Series[int]":
        return pd.Series(portal_clusters(self._pairs, len(self._ours), len(self._portal)))


def read_export(settings: Settings, store: Store, path: str, data: bytes) -> ParsedFile | str:
    """The export as it leaves the child, or the check id of why it cannot be read."""
    portal = settings.config.portal
    columns = with_unit_column(settings.columns, portal.unit_headers)
    about = Submitted(
        "",
        path,
        portal.holds_no_secrets,
        columns,
        Coder(settings.hmac_key),
        forgotten=forgotten_codes(store),
    )
    with warm_parser(settings.config.limits) as parser:
        parsed = parser.parse(data, about)
    return parsed if isinstance(parsed, str) or not parsed.rejected_because else parsed.rejected_because


def held_titles(portal: pd.DataFrame, details: pd.DataFrame, hidden: "pd.Series[bool]") -> pd.DataFrame:
    """The export's rows, without what the title of a row that is hidden by its match repeats of its people."""
    told = portal[[*_AT, *_TEXTS]].merge(details[[*_AT, *_PEOPLE]], on=_AT, how="left").fillna("")
    held = [
        without_repeats((t, e, a), authors, workplace, "")[0] if hide else t
        for t, e, a, authors, workplace, hide in zip(
            *(told[n] for n in (*_TEXTS, "authors", "workplace")), hidden, strict=True
        )
    ]
    return portal.assign(title=held, is_redacted=hidden, **{n: told[n].to_numpy() for n in _PEOPLE})


def _typed(rows: pd.DataFrame) -> Mapping[str, Any]:
    """The columns that the store would have typed."""
    days = {n: pd.to_datetime(rows[n]).astype("datetime64[s]") for n in ("applied_from", "applied_to", "registered_on")}
    codes = {
        n: np.array([int(code) % 2**64 for code in rows[n]], dtype=np.uint64) for n in ("title_code", "workplace_code")
    }
    return {
        **days,
        **codes,
        "award_level": rows["award_level"].astype("Int64"),
        "benefit_vnd": rows["benefit_vnd"].astype(float),
    }
