"""What a release tells of findings, rendered anew where rows of it are withheld: only what says something of them."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import pandas as pd

from flows.federation_files import cases_digests, digest_of, page_digest
from flows.release_reading import StandingRelease, by_place
from flows.returned_books import Book, ReturnedBooks
from flows.reuse import Reuse, row_hashes
from flows.store.returned import packed_files, stored_versions
from flows.store.session import Store
from flows.withheld_places import PLACE, withheld
from reports.csv_lines import csv_bytes, csv_frame
from reports.findings_json import findings_json
from reports.findings_order import in_order
from reports.findings_workbook import findings_workbook, summary_alone
from reports.sheet_names import returned_name
from reports.tables import explanations_csv
from reports.validation_report import validation_report
from schemas.config import Federation
from schemas.validated import Validated

_FINDINGS = "internal/findings.csv"
Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True)
class RerenderedFindings:
    """`settled`: the federations of which a person decided about an explanation; such a finding may not be told any
    more."""

    store: Store
    campaign_id: str
    federations: tuple[Federation, ...]
    settled: frozenset[str]

    def files(self, release: StandingRelease, rows: pd.DataFrame, noted: Reuse) -> Files:
        """All that tells a finding; what it is made from is noted."""
        findings = csv_frame((release.folder / _FINDINGS).read_bytes())
        told = withheld(rows[PLACE], findings, self._names(release), self.settled)
        silent = told.told_by(findings)
        yield _FINDINGS, csv_bytes([told.blanked(findings, "found", "proposed")])
        yield "internal/explanations.csv", explanations_csv(told.blanked(release.explained, "found", "text"))
        said = silent & ((findings["found"] != "") | (findings["proposed"] != "")).to_numpy()
        files = {str(code): frozenset(theirs) for code, theirs in rows.groupby("federation_code")["file"]}
        with ReturnedBooks(release.facts) as books:
            for code in sorted({*files, *findings.loc[said, "federation_code"]}):
                one = release.federation(code)
                one = replace(one, findings=by_place(told.blanked(one.findings, "found", "proposed")))
                yield from self._of_federation(release, one, files.get(code, frozenset()), books, noted)

    def _names(self, release: StandingRelease) -> dict[str, set[str]]:
        """By federation the name that the release tells, and its name today."""
        names: dict[str, set[str]] = {}
        told = [(one.code, one.name) for one in release.facts.federations]
        for code, name in (*told, *((one.code, one.name) for one in self.federations)):
            names.setdefault(code, set()).add(name)
        return names

    def _of_federation(
        self, release: StandingRelease, told: Validated, files: AbstractSet[str], books: ReturnedBooks, noted: Reuse
    ) -> Files:
        """`files`: those that the rows stand in. A returned workbook of another one tells nothing of them."""
        about = (release.facts, replace(told, findings=in_order(told.findings)))
        hashes, alone = row_hashes(told.findings), summary_alone(release.facts, told)
        digests = cases_digests(noted, told, alone, hashes) | {"report.html": page_digest(noted, hashes)}
        folder, attached = f"internal/federations/{told.federation.code}", []
        for name, render in (("findings.xlsx", findings_workbook), ("findings.json", findings_json)):
            attached.append((name.replace(".", "_"), name))
            yield f"{folder}/{name}", render(*about)
        made = self._returned(release, told, files, books, noted) if files else {}
        for name, file in _returned_names(told.findings).items():
            path = f"{folder}/returned/{name}"
            if file in made:
                yield path, made[file]
            if (file in made or file not in files) and path in release.manifest["files"]:
                attached.append(("returned", f"returned/{name}"))
        yield f"{folder}/report.html", validation_report(*about, attached)
        noted.made_from.update({f"{folder}/{name}": digest for name, digest in digests.items()})

    def _returned(
        self, release: StandingRelease, told: Validated, files: AbstractSet[str], books: ReturnedBooks, noted: Reuse
    ) -> Mapping[str, bytes]:
        """Of these files the returned workbooks that can be made anew: of the versions that the store still holds."""
        code, names = told.federation.code, {file: name for name, file in _returned_names(told.findings).items()}
        receipts = release.manifest["receipts"]
        then = {r["path"]: r["sha256"] for r in receipts if r["federation_code"] == code and r["counted"]}
        now = stored_versions(self.store, self.campaign_id, code)
        made = [
            Book(told.federation, file, packed, told.findings[told.findings["file"] == file])
            for file, packed in packed_files(self.store, self.campaign_id, code)
            if file in files and file in names and file in then and then[file] == now.get(file)
        ]
        for book in made:
            path = f"internal/federations/{code}/returned/{names[book.file]}"
            noted.made_from[path] = digest_of(noted, release.facts, book, row_hashes(book.findings))
        return dict(zip((book.file for book in made), books.made(made), strict=True))


def withdrawn(release: StandingRelease, rows: pd.DataFrame, files: Mapping[str, bytes]) -> frozenset[str]:
    """Returned workbooks that hold a withheld row and cannot be made anew: they go."""
    gone: set[str] = set()
    for code, group in rows.groupby("federation_code"):
        affected = set(group["file"])
        for name, file in _returned_names(release.federation(str(code)).findings).items():
            path = f"internal/federations/{code}/returned/{name}"
            if file in affected and path in release.manifest["files"] and path not in files:
                gone.add(path)
    return frozenset(gone)


def _returned_names(findings: pd.DataFrame) -> dict[str, str]:
    """Name of the returned workbook -> file, as they were given when the release was made."""
    taken: set[str] = set()
    named: dict[str, str] = {}
    for file in sorted(set(findings["file"]) - {""}):
        name = returned_name(file, taken)
        taken.add(name.lower())
        named[name] = file
    return named
