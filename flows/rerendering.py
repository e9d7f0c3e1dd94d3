"""Past releases in short form where a row became secret: the one exception to write-once (RULES.md 17, 18).

Headline numbers stay; the row's line, its findings, its returned workbook and the breakdowns are rendered anew, and the
manifest says so. Nothing is told that the release did not tell before."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from flows.contents import shown_records
from flows.copied_titles import COPIED
from flows.ledger_files import ledger_files
from flows.release_reading import StandingRelease, read_release
from flows.releases import replace_release, standing_releases
from flows.rendering import described_tables, parquet
from flows.settings import Settings, load_successors
from flows.store.records import counted_records
from flows.store.returned import returned_files, stored_versions
from flows.store.session import Store
from reports.findings_json import findings_json
from reports.findings_workbook import findings_workbook
from reports.public_page import public_page
from reports.returned_workbook import returned_workbook
from reports.sheet_names import returned_name
from reports.tables import explanations_csv, findings_csv, initiatives_csv
from reports.tally_workbook import internal_workbook, tally_csv, tally_workbook
from reports.validation_report import validation_report
from rules.eligibility import applied_apart, phase_of
from rules.published_figures import published_checks
from rules.repeats import HELD, STRETCH, without_repeats
from rules.tally_lines import scopes
from rules.tally_withholding import internal_withheld, withheld_tallies
from schemas.config import Campaign, Federation
from schemas.ledger import Disposition
from schemas.validated import Validated

_PLACE = ["federation_code", "file", "sheet", "row"]
CHOSEN_BY = ("federation_code", "title", "authors", "is_redacted")
Chosen = Callable[[pd.DataFrame], "pd.Series[bool]"]


@dataclass(frozen=True)
class Rerendering:
    """What the re-rendering of a campaign's releases needs."""

    settings: Settings
    store: Store
    campaign: Campaign

    def withhold(self, chosen: Chosen, because: str) -> int:
        """Withhold the rows that `chosen` names by CHOSEN_BY among the records of each release; how many releases were
        changed."""
        changed = 0
        for folder in standing_releases(self.settings.releases / self.campaign.id):
            if not _any_open(folder, chosen):
                continue
            release = read_release(folder, self.campaign)
            hit = chosen(release.records) & ~release.records["is_redacted"].astype(bool)
            known = set(release.records.loc[hit, "initiative_id"])
            hit = release.records["initiative_id"].isin(known) & ~release.records["is_redacted"].astype(bool)
            files = dict(self._files(release, hit))
            gone = self._withdrawn(release, hit, files)
            note = {"because": because, "rows": int(hit.sum()), "withdrawn": sorted(gone)}
            manifest = {**release.manifest, "rerendered": [*release.manifest.get("rerendered", []), note]}
            replace_release(folder, files, gone, manifest)
            changed += 1
        return changed

    def _files(self, release: StandingRelease, hit: "pd.Series[bool]") -> Iterator[tuple[str, bytes]]:
        places = release.records.loc[hit, _PLACE]
        records = _held(release.records, hit, self._passed)
        shown = shown_records(records)
        ledger = release.ledger.assign(is_redacted=release.ledger["is_redacted"] | _stands_in(release.ledger, places))
        facts = release.facts
        state = ledger[[*_PLACE, "disposition"]]
        counted = shown.merge(state[state["disposition"] == Disposition.COUNTED], on=_PLACE)
        moving = self._moving(release, hit)
        tallies = withheld_tallies(
            release.tallies, moving, self.campaign, facts.as_of, scopes(self._federations, load_successors())
        )
        # What is set against the printed figures has moved with the tallies.
        facts = replace(facts, published=published_checks(self.campaign, tallies, pd.DataFrame()))
        yield "internal/records.parquet", parquet(shown)
        yield "internal/ledger.parquet", parquet(ledger)
        told = _named_beside(release.findings, places)
        yield "internal/findings.csv", findings_csv(_blanked(release.findings, told, "found", "proposed"))
        yield "internal/explanations.csv", explanations_csv(_blanked(release.explained, told, "found", "text"))
        initiatives = initiatives_csv(counted)
        yield "public/initiatives.csv", initiatives
        yield from described_tables(facts, tallies, initiatives)
        yield "public/tallies.xlsx", tally_workbook(facts, tallies)
        yield "public/index.html", public_page(facts, tallies)
        if release.internal is not None:
            internal = internal_withheld(release.internal, release.records[hit])
            checks = published_checks(self.campaign, tallies, internal)
            yield "internal/tallies.csv", tally_csv(internal)
            yield "internal/tallies.xlsx", internal_workbook(facts, tallies, internal, checks)
        touched = frozenset(places["federation_code"])
        if f"internal/ledger/{min(touched)}.xlsx" in release.manifest["files"]:  # older releases have none
            made = ledger_files(facts, ledger, shown, touched)
            yield from ((path, data) for path, data in made if isinstance(data, bytes))  # nothing is taken over here
        for code in sorted(set(told["federation_code"])):
            yield from self._of_federation(release, release.federations[code], places, told)

    @property
    def _federations(self) -> tuple[Federation, ...]:
        return self.settings.config.federations_of(self.campaign.id)

    @cached_property
    def _passed(self) -> set[tuple[str, str]]:
        """Federation and text of what the store shows of its secret rows today: there the content was searched too."""
        secret = counted_records(self.store, self.campaign.id)
        secret = secret[secret["secret_reason"] != ""]
        return {one for n in ("effect", "award") for one in zip(secret["federation_code"], secret[n], strict=True)}

    def _moving(self, release: StandingRelease, hit: "pd.Series[bool]") -> pd.DataFrame:
        """The counted ones among the rows, with what they were counted by."""
        state = release.ledger.loc[release.ledger["disposition"] == Disposition.COUNTED, _PLACE]
        rows = release.records[hit].merge(state, on=_PLACE)
        return rows.assign(
            phase=phase_of(rows["registered_on"], self.campaign), apart=applied_apart(rows, self.campaign)
        )

    def _of_federation(
        self, release: StandingRelease, told: Validated, places: pd.DataFrame, named: pd.DataFrame
    ) -> Iterator[tuple[str, bytes]]:
        findings = _blanked(told.findings, named, "found", "proposed")
        about = (release.facts, replace(told, findings=findings))
        folder = f"internal/federations/{told.federation.code}"
        yield f"{folder}/findings.xlsx", findings_workbook(*about)
        yield f"{folder}/findings.json", findings_json(*about)
        attached = [("findings_xlsx", "findings.xlsx"), ("findings_json", "findings.json")]
        affected = set(places.loc[places["federation_code"] == told.federation.code, "file"])
        made = self._returned(release, told, findings)
        for name, file in _returned_names(findings).items():
            if file in made:
                yield f"{folder}/returned/{name}", made[file]
            if (file in made or file not in affected) and f"{folder}/returned/{name}" in release.manifest["files"]:
                attached.append(("returned", f"returned/{name}"))
        yield f"{folder}/report.html", validation_report(*about, attached)

    def _returned(self, release: StandingRelease, told: Validated, findings: pd.DataFrame) -> Mapping[str, bytes]:
        """The returned workbooks that can be made anew: of the versions that the store still holds."""
        code = told.federation.code
        receipts = release.manifest["receipts"]
        then = {r["path"]: r["sha256"] for r in receipts if r["federation_code"] == code and r["counted"]}
        now = stored_versions(self.store, self.campaign.id, code)
        return {
            file: returned_workbook(release.facts, told.federation, file, sheets, findings)
            for file, sheets in returned_files(self.store, self.campaign.id, code)
            if file in then and then[file] == now.get(file)
        }

    def _withdrawn(self, release: StandingRelease, hit: "pd.Series[bool]", files: Mapping[str, Any]) -> frozenset[str]:
        """Returned workbooks that hold a withheld row and cannot be made anew: they go."""
        gone: set[str] = set()
        for code, group in release.records[hit].groupby("federation_code"):
            affected = set(group["file"])
            for name, file in _returned_names(release.federations[str(code)].findings).items():
                path = f"internal/federations/{code}/returned/{name}"
                if file in affected and path in release.manifest["files"] and path not in files:
                    gone.add(path)
        return frozenset(gone)


def _any_open(folder: Path, chosen: Chosen) -> bool:
    """Whether a release shows such a row: most show none, and need not be read whole."""
    seen = pd.read_parquet(folder / "internal" / "records.parquet", columns=list(CHOSEN_BY))
    return bool((chosen(seen) & ~seen["is_redacted"].astype(bool)).any())


def _named_beside(findings: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The places, and with a copied title among them the places of all: each names the federation of another's row."""
    copied = findings.loc[findings["check_id"] == COPIED, _PLACE]
    if not _stands_in(copied, places).any():
        return places
    return pd.concat([places, copied.astype(dict(places.dtypes))], ignore_index=True).drop_duplicates()


def _returned_names(findings: pd.DataFrame) -> dict[str, str]:
    """Name of the returned workbook -> file, as they were given when the release was made."""
    taken: set[str] = set()
    named: dict[str, str] = {}
    for file in sorted(set(findings["file"]) - {""}):
        name = returned_name(file, taken)
        taken.add(name.lower())
        named[name] = file
    return named


def _held(records: pd.DataFrame, hit: "pd.Series[bool]", passed: AbstractSet[tuple[str, str]]) -> pd.DataFrame:
    """The records with those rows redacted, and without what their public fields repeat of author and workplace. A
    release has no content: a long effect or award that did not pass elsewhere is held whole."""
    names = ["title", "effect", "award"]
    told = zip(*(records.loc[hit, name] for name in (*names, "authors", "workplace", "federation_code")), strict=True)
    shown = []
    for title, effect, award, authors, workplace, code in told:
        kept, *long = without_repeats((title, effect, award), authors, workplace, "")
        shown.append([kept, *(t if len(t.split()) < STRETCH or (code, t) in passed else HELD for t in long)])
    changed = records.assign(is_redacted=records["is_redacted"].astype(bool) | hit)
    changed.loc[hit, names] = pd.DataFrame(shown, columns=names, index=records.index[hit])
    return changed


def _stands_in(frame: pd.DataFrame, places: pd.DataFrame) -> "pd.Series[bool]":
    sought = set(places.astype({"row": int}).itertuples(index=False, name=None))
    told = zip(*(frame[c] for c in _PLACE[:3]), frame["row"].astype(int), strict=True)
    return pd.Series([place in sought for place in told], index=frame.index, dtype=bool)


def _blanked(frame: pd.DataFrame, places: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with these columns empty at these places."""
    if frame.empty:
        return frame
    there = _stands_in(frame, places)
    return frame.assign(**{name: frame[name].where(~there, "") for name in columns})
