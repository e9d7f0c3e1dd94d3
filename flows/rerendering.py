"""Past releases in short form where a row became secret: the one exception to write-once (RULES.md 17, 18).

Headline numbers stay; the row's line, its findings, its returned workbook and the breakdowns are rendered anew, and the
manifest says so. Nothing is told that the release did not tell before."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from flows.contents import shown_in_order
from flows.ledger_files import in_ledger, withheld_ledger_files
from flows.memory import give_back_frames
from flows.release_reading import StandingRelease, read_release
from flows.releases import replace_release, standing_releases
from flows.rendering import described_tables, parquet
from flows.rerendered_findings import RerenderedFindings
from flows.reuse import Reuse, nothing_to_reuse
from flows.settings import Settings, load_successors
from flows.store.erasures import shown_of_secrets
from flows.store.explanations import explanation_decisions
from flows.store.session import Store
from reports.public_page import public_page
from reports.tables import initiatives_csv
from reports.tally_workbook import internal_workbook, tally_csv, tally_workbook
from rules.eligibility import applied_apart, phase_of
from rules.published_figures import published_checks
from rules.repeats import HELD, STRETCH, without_repeats
from rules.tally_lines import scopes
from rules.tally_withholding import internal_withheld, withheld_tallies
from schemas.config import Campaign, Federation
from schemas.ledger import Disposition

_RECORDS = "internal/records.parquet"
CHOSEN_BY = ("federation_code", "title", "authors", "is_redacted")
Chosen = Callable[[pd.DataFrame], "pd.Series[bool]"]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Rerendering:
    """What the re-rendering of a campaign's releases needs."""

    settings: Settings
    store: Store
    campaign: Campaign

    def withhold(self, chosen: Chosen, because: str) -> int:
        """Withhold the rows that `chosen` names by CHOSEN_BY among the records of each release; how many releases were
        changed."""
        changed, looked_at = 0, set[tuple[int, int]]()
        for folder in standing_releases(self.settings.releases / self.campaign.id):
            release = read_release(folder, self.campaign)
            found = (folder / _RECORDS).stat()
            same = found.st_dev, found.st_ino  # nights on which nothing changed share this file
            if same in looked_at:
                continue
            hit = _hit(folder, chosen)
            if not hit.any():
                looked_at.add(same)
                continue
            hit = _with_all_of_their_initiatives(release.records, hit)
            noted = nothing_to_reuse(self.settings.software_hash)
            gone = set[str]()
            note = {"because": because, "rows": int(hit.sum()), "withdrawn": gone}
            files = self._files(release, hit, noted, gone)
            replace_release(folder, files, gone, partial(_with_note, release.manifest, note), noted.made_from)
            changed += 1
            rows = len(hit)
            del release, files, hit  # not held beside those of the next release
            give_back_frames(rows)
        return changed

    def _files(self, release: StandingRelease, hit: Bools, noted: Reuse, gone: set[str]) -> Iterator[tuple[str, bytes]]:
        rows, facts = release.records[hit], release.facts
        at = in_ledger(release.records, release.ledger)
        counted = (release.ledger["disposition"] == Disposition.COUNTED).to_numpy()[at]
        redacted = release.ledger["is_redacted"].to_numpy(dtype=bool, copy=True)
        redacted[at[hit]] = True
        ledger = release.ledger.assign(is_redacted=redacted)
        shown = shown_in_order(_held(release.records, hit, self._passed))
        tallies = withheld_tallies(
            release.tallies,
            self._moving(release.records[hit & counted]),
            self.campaign,
            facts.as_of,
            scopes(self._federations, load_successors()),
        )
        # What is set against the printed figures has moved with the tallies.
        facts = replace(facts, published=published_checks(self.campaign, tallies, pd.DataFrame()))
        yield _RECORDS, parquet(shown)
        yield "internal/ledger.parquet", parquet(ledger)
        initiatives = initiatives_csv(shown, counted)
        yield "public/initiatives.csv", initiatives
        yield from described_tables(facts, tallies, initiatives)
        yield "public/tallies.xlsx", tally_workbook(facts, tallies)
        yield "public/index.html", public_page(facts, tallies)
        if release.internal is not None:
            internal = internal_withheld(release.internal, rows)
            checks = published_checks(self.campaign, tallies, internal)
            yield "internal/tallies.csv", tally_csv(internal)
            yield "internal/tallies.xlsx", internal_workbook(facts, tallies, internal, checks)
        touched = frozenset(rows["federation_code"])
        if f"internal/ledger/{min(touched)}.xlsx" in release.manifest["files"]:  # older releases have none
            books = withheld_ledger_files(facts, ledger, shown, touched, noted)
            yield from ((path, book) for path, book in books if isinstance(book, bytes))  # nothing is taken over
        yield from self._findings.files(release, rows, noted, gone)

    @cached_property
    def _findings(self) -> RerenderedFindings:
        settled = {code for code, _ in explanation_decisions(self.store, self.campaign.id).values()}
        return RerenderedFindings(self.store, self.campaign.id, self._federations, frozenset(settled))

    @property
    def _federations(self) -> tuple[Federation, ...]:
        return self.settings.config.federations_of(self.campaign.id)

    @cached_property
    def _passed(self) -> set[tuple[str, str]]:
        """Federation and text of what the store shows of its secret rows today: there the content was searched too."""
        return shown_of_secrets(self.store, self.campaign.id)

    def _moving(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The counted ones among the rows, with what they were counted by."""
        return rows.assign(
            phase=phase_of(rows["registered_on"], self.campaign), apart=applied_apart(rows, self.campaign)
        )


def _with_note(manifest: Mapping[str, Any], note: Mapping[str, Any]) -> Mapping[str, Any]:
    told = {**note, "withdrawn": sorted(note["withdrawn"])}
    return {**manifest, "rerendered": [*manifest.get("rerendered", []), told]}


def _hit(folder: Path, chosen: Chosen) -> Bools:
    """Which records of a release are chosen and shown openly: of most releases none, and they need not be read
    whole."""
    seen = pd.read_parquet(folder / _RECORDS, columns=list(CHOSEN_BY))
    return np.asarray((chosen(seen) & ~seen["is_redacted"].astype(bool)).to_numpy(dtype=bool))


def _with_all_of_their_initiatives(records: pd.DataFrame, hit: Bools) -> Bools:
    same = records["initiative_id"].isin(records["initiative_id"][hit].unique())
    return np.asarray((same & ~records["is_redacted"].astype(bool)).to_numpy(dtype=bool))


def _held(records: pd.DataFrame, hit: Bools, passed: AbstractSet[tuple[str, str]]) -> pd.DataFrame:
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
