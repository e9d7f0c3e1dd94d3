"""Every file of a release: path -> bytes."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from flows.contents import Contents
from flows.federation_files import FederationFiles
from flows.ledger_files import ledger_files
from flows.releases import Kept
from flows.returned_books import ReturnedBooks
from flows.reuse import ContentHashes, Reuse, frame_digest
from flows.scoring import received_days
from flows.settings import Settings, load_successor_names, software_version
from flows.store.session import Store
from flows.tallying import Tallied
from reports.data_package import data_package, dictionary_page
from reports.public_page import public_page
from reports.staff_page import staff_page
from reports.tables import explanations_csv, findings_csv, initiatives_csv
from reports.tally_workbook import internal_workbook, tally_csv, tally_workbook
from rules.published_figures import published_checks
from rules.tally_internal import units_of
from schemas.config import Campaign
from schemas.ledger import Disposition
from schemas.release import FederationFacts, FederationScore, FederationState, PhaseFacts, ReleaseFacts
from schemas.validated import Validated


@dataclass(frozen=True)
class Rendering:
    """What a release is rendered from; the tables that go back to the federations are read from the store one by
    one."""

    facts: ReleaseFacts
    contents: Contents
    numbers: Tallied
    scores: Mapping[str, FederationScore]
    store: Store
    reuse: Reuse
    hashes: ContentHashes
    bulletin: Mapping[str, bytes] = field(default_factory=dict)

    def files(self) -> Iterator[tuple[str, bytes | Kept]]:
        """Every file of the release."""
        contents, tallies = self.contents, self.numbers.public
        yield "public/index.html", public_page(self.facts, tallies)
        yield "public/tallies.xlsx", tally_workbook(self.facts, tallies)
        checks = published_checks(_programme(self.facts), tallies, self.numbers.internal)
        yield "internal/tallies.xlsx", internal_workbook(self.facts, tallies, self.numbers.internal, checks)
        yield from self._of_the_nation()
        yield "internal/explanations.csv", explanations_csv(contents.explained)
        summary = (
            contents.findings.groupby(["federation_code", "check_id", "severity"]).size().rename("n").reset_index()
        )
        waiting, weekly = _all_waiting(contents, summary), bool(self.bulletin)
        yield "internal/index.html", staff_page(self.facts, tallies, summary, waiting, weekly)
        yield from ((f"internal/{name}", data) for name, data in self.bulletin.items())
        yield from ledger_files(self.facts, contents.ledger, contents.shown, reuse=self.reuse)
        yield from self._of_federations()

    def _of_the_nation(self) -> Iterator[tuple[str, bytes | Kept]]:
        """The long tables: they change with their rows only."""
        contents, reuse = self.contents, self.reuse
        shown, ledger, internal = self.hashes.shown, self.hashes.ledger, self.numbers.internal
        made: tuple[tuple[str, tuple[object, ...], Callable[[], bytes]], ...] = (
            ("internal/ledger.parquet", (ledger,), lambda: parquet(contents.ledger)),
            ("internal/records.parquet", (shown,), lambda: parquet(contents.shown)),
            ("internal/tallies.csv", (frame_digest(internal),), lambda: tally_csv(internal)),
            ("internal/findings.csv", (self.hashes.findings,), lambda: findings_csv(contents.findings)),
        )
        for path, parts, render in made:
            yield path, reuse.file(path, reuse.digest(path, *parts), render)
        path = "public/initiatives.csv"
        listed = reuse.file(path, reuse.digest(path, shown, ledger), lambda: _initiatives(contents))
        yield path, listed
        data = listed if isinstance(listed, bytes) else listed.path.read_bytes()
        yield from described_tables(self.facts, self.numbers.public, data)

    def _of_federations(self) -> Iterator[tuple[str, bytes | Kept]]:
        counted: dict[str, dict[str, int]] = {}
        rows = self.contents.ledger.groupby(["federation_code", "disposition"]).size().rename("n").reset_index()
        for code, disposition, n in rows.itertuples(index=False):
            counted.setdefault(code, {})[disposition] = n
        findings = self.contents.findings
        found = findings.groupby("federation_code").indices
        received = received_days(self.contents.receipts)
        with ReturnedBooks(self.facts) as books:
            made = FederationFiles(self.facts, self.store, self.reuse, books)
            for federation in self.facts.federations:
                code = federation.code
                at = found.get(code, np.empty(0, dtype=np.int64))
                about = counted.get(code, {}), findings.iloc[at], received.get(code), self.scores.get(code)
                yield from made.of(Validated(federation, *about), self.hashes.findings[at])


def _initiatives(contents: Contents) -> bytes:
    counted = (contents.records["disposition"] == Disposition.COUNTED).to_numpy(dtype=bool)
    return initiatives_csv(contents.records, counted)


def with_published(facts: ReleaseFacts, tallies: pd.DataFrame) -> ReleaseFacts:
    """The facts with the printed figures of the programme set against the published numbers."""
    nothing = pd.DataFrame()
    return replace(facts, published=published_checks(_programme(facts), tallies, nothing))


def _programme(facts: ReleaseFacts) -> Campaign:
    assert facts.programme is not None
    return facts.programme


def described_tables(facts: ReleaseFacts, tallies: pd.DataFrame, initiatives: bytes) -> Iterator[tuple[str, bytes]]:
    """The tallies for machines, and what describes them and the list of initiatives."""
    tables = {"tallies": tally_csv(tallies), "initiatives": initiatives}
    yield "public/tallies.csv", tables["tallies"]
    yield "public/datapackage.json", data_package(facts, tables)
    yield "public/dictionary.html", dictionary_page(facts, tables, tallies)


def release_facts(
    settings: Settings, campaign: Campaign, as_of: date, release_id: str, contents: Contents
) -> ReleaseFacts:
    """What heads every page of the release."""
    columns = ("federation_code", "state", "files", "files_rejected")
    states = {code: tuple(told) for code, *told in zip(*(contents.states[c] for c in columns), strict=True)}
    federations = settings.config.federations_of(campaign.id)
    unheard = (FederationState.MISSING.value, 0, 0)
    return ReleaseFacts(
        release_id=release_id,
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        target=campaign.target,
        deadline=campaign.deadline,
        as_of=as_of,
        phases=tuple(
            PhaseFacts(p.id, p.name, p.period.first or date.min, p.period.last or date.max, p.peak)
            for p in campaign.phases
        ),
        federations=tuple(
            FederationFacts(
                f.code,
                f.name,
                f.kind.value,
                FederationState(states.get(f.code, unheard)[0]),
                *map(int, states.get(f.code, unheard)[1:]),
            )
            for f in federations
        ),
        software_version=software_version(),
        programme=campaign,
        successors=load_successor_names(),
        units=units_of(campaign, federations),
    )


def _all_waiting(contents: Contents, summary: pd.DataFrame) -> pd.DataFrame:
    kinds = {"secrecy_doubtful": ["INI-020", "INI-045"], "submissions_held": ["FIL-011"]}
    frames = [contents.pairs_waiting]
    frames += [summary[summary["check_id"].isin(checks)].assign(kind=kind) for kind, checks in kinds.items()]
    frames.append(summary[summary["severity"] == "REJECT_FILE"].assign(kind="files_rejected"))
    frames.append(
        contents.explained.groupby("federation_code").size().rename("n").reset_index().assign(kind="explanations")
    )
    joined = pd.concat([f[["federation_code", "kind", "n"]] for f in frames], ignore_index=True)
    return joined.groupby(["federation_code", "kind"])[["n"]].sum().reset_index()


def parquet(frame: pd.DataFrame) -> bytes:
    """A frame as the release keeps it."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()
