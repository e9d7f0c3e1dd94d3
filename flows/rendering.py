"""Every file of a release: path -> bytes."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from flows.contents import Contents, shown_records
from flows.scoring import received_days
from flows.settings import Settings, load_successor_names, software_version
from flows.store.returned import returned_files
from flows.store.session import Store
from flows.tallying import Tallied
from reports.data_package import data_package, dictionary_page
from reports.findings_json import findings_json
from reports.findings_workbook import findings_workbook
from reports.ledger_workbook import ledger_lines, ledger_workbook
from reports.numbers_page import numbers_page
from reports.public_page import public_page
from reports.returned_workbook import returned_workbook
from reports.sheet_names import returned_name
from reports.staff_page import staff_page
from reports.tables import explanations_csv, findings_csv, initiatives_csv
from reports.tally_workbook import internal_workbook, tally_csv, tally_workbook
from reports.validation_report import validation_report
from rules.published_figures import published_checks
from rules.tally_internal import units_of
from rules.waterfall import waterfall, waterfalls
from schemas.config import Campaign
from schemas.ledger import Disposition
from schemas.release import FederationFacts, FederationScore, FederationState, PhaseFacts, ReleaseFacts


@dataclass(frozen=True)
class Rendering:
    """What a release is rendered from; the tables that go back to the federations are read from the store one by
    one."""

    facts: ReleaseFacts
    contents: Contents
    numbers: Tallied
    scores: Mapping[str, FederationScore]
    store: Store
    bulletin: Mapping[str, bytes] = field(default_factory=dict)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file of the release."""
        contents, tallies = self.contents, self.numbers.public
        counted = contents.records[contents.records["disposition"] == Disposition.COUNTED]
        yield "public/index.html", public_page(self.facts, tallies)
        yield "public/tallies.xlsx", tally_workbook(self.facts, tallies)
        yield from public_tables(self.facts, tallies, counted)
        checks = published_checks(_programme(self.facts), tallies, self.numbers.internal)
        yield "internal/tallies.xlsx", internal_workbook(self.facts, tallies, self.numbers.internal, checks)
        yield "internal/tallies.csv", tally_csv(self.numbers.internal)
        yield "internal/ledger.parquet", parquet(contents.ledger)
        yield "internal/records.parquet", parquet(shown_records(contents.records))
        yield "internal/findings.csv", findings_csv(contents.findings)
        yield "internal/explanations.csv", explanations_csv(contents.explained)
        summary = (
            contents.findings.groupby(["federation_code", "check_id", "severity"]).size().rename("n").reset_index()
        )
        waiting, weekly = _all_waiting(contents, summary), bool(self.bulletin)
        yield "internal/index.html", staff_page(self.facts, tallies, summary, waiting, weekly)
        yield from ((f"internal/{name}", data) for name, data in self.bulletin.items())
        yield from ledger_files(self.facts, contents.ledger, shown_records(contents.records))
        yield from self._of_federations()

    def _of_federations(self) -> Iterator[tuple[str, bytes]]:
        counted: dict[str, dict[str, int]] = {}
        rows = self.contents.ledger.groupby(["federation_code", "disposition"]).size().rename("n").reset_index()
        for code, disposition, n in rows.itertuples(index=False):
            counted.setdefault(code, {})[disposition] = n
        found = dict(list(self.contents.findings.groupby("federation_code")))
        received = received_days(self.contents.receipts)
        for federation in self.facts.federations:
            code = federation.code
            about = (counted.get(code, {}), found.get(code, self.contents.findings.iloc[:0]))
            told = (*about, received.get(code), self.scores.get(code))
            beside = {"findings.xlsx": findings_workbook, "findings.json": findings_json}
            folder = f"internal/federations/{code}"
            for name, render in beside.items():
                yield f"{folder}/{name}", render(self.facts, federation, *told)
            attached = [("findings_xlsx", "findings.xlsx"), ("findings_json", "findings.json")]
            for path, data in self._returned(federation, about[1]):
                attached.append(("returned", path))
                yield f"{folder}/{path}", data
            yield f"{folder}/report.html", validation_report(self.facts, federation, *told, attached)

    def _returned(self, federation: FederationFacts, findings: pd.DataFrame) -> Iterator[tuple[str, bytes]]:
        """The files of a federation that have faults, to be mended and sent back: path -> workbook."""
        with_faults = set(findings["file"])
        taken: set[str] = set()
        for file, sheets in returned_files(self.store, self.facts.campaign_id, federation.code):
            if file in with_faults:
                name = returned_name(file, taken)
                taken.add(name.lower())
                yield f"returned/{name}", returned_workbook(self.facts, federation, file, sheets, findings)


def with_published(facts: ReleaseFacts, tallies: pd.DataFrame) -> ReleaseFacts:
    """The facts with the printed figures of the programme set against the published numbers."""
    nothing = pd.DataFrame()
    return replace(facts, published=published_checks(_programme(facts), tallies, nothing))


def _programme(facts: ReleaseFacts) -> Campaign:
    assert facts.programme is not None
    return facts.programme


def public_tables(facts: ReleaseFacts, tallies: pd.DataFrame, counted: pd.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The tables for machines, with what describes them."""
    tables = {"tallies": tally_csv(tallies), "initiatives": initiatives_csv(counted)}
    yield from ((f"public/{name}.csv", data) for name, data in tables.items())
    yield "public/datapackage.json", data_package(facts, tables)
    yield "public/dictionary.html", dictionary_page(facts, tables, tallies)


def ledger_files(
    facts: ReleaseFacts, ledger: pd.DataFrame, shown: pd.DataFrame, only: frozenset[str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """The pages that lead from a number to its rows; `only`: the workbooks of these federations."""
    ways = waterfalls(ledger)
    yield "internal/numbers.html", numbers_page(facts, waterfall(ledger), ways)
    lines = ledger_lines(ledger, shown, {f.code: f.name for f in facts.federations})
    by_code = dict(list(lines.groupby("federation_code")))
    for federation in facts.federations:
        code = federation.code
        if code in by_code and (only is None or code in only):
            yield f"internal/ledger/{code}.xlsx", ledger_workbook(facts, federation, ways[code], by_code[code])


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
