"""What a release tells of findings, rendered anew where rows of it are withheld: only what says something of them."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import pandas as pd

from flows.federation_files import cases_digests, page_digest, returned_digest
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

    def files(self, release: StandingRelease, rows: pd.DataFrame, noted: Reuse, gone: set[str]) -> Files:
        """All that tells a finding; what it is made from is noted. `gone` gets the returned workbooks that hold one of
        the rows and cannot be made anew."""
        findings = csv_frame((release.folder / _FINDINGS).read_bytes())
        told = withheld(rows[PLACE], findings, self._names(release), self.settled)
        yield "internal/explanations.csv", explanations_csv(told.blanked(release.explained, "found", "text"))
        said = told.told_by(findings) & ((findings["found"] != "") | (findings["proposed"] != "")).to_numpy()
        if said.any():
            yield _FINDINGS, csv_bytes([told.blanked(findings, "found", "proposed")])
        to_say = {str(code) for code in findings.loc[said, "federation_code"]}
        files = {str(code): frozenset(theirs) for code, theirs in rows.groupby("federation_code")["file"]}
        with ReturnedBooks(release.facts) as books:
            for code in sorted({*files, *to_say}):
                one = release.federation(code)
                one = replace(one, findings=by_place(told.blanked(one.findings, "found", "proposed")))
                made = self._returned(release, one, files.get(code, frozenset()), books, noted)
                yield from made.items()
                lost = _named(release, one, files.get(code, frozenset())) - made.keys()
                gone |= lost
                if lost or code in to_say:
                    yield from self._pages(release, one, lost, noted)

    def _names(self, release: StandingRelease) -> dict[str, set[str]]:
        """By federation the name that the release tells, and its name today."""
        names: dict[str, set[str]] = {}
        told = [(one.code, one.name) for one in release.facts.federations]
        for code, name in (*told, *((one.code, one.name) for one in self.federations)):
            names.setdefault(code, set()).add(name)
        return names

    def _pages(self, release: StandingRelease, told: Validated, gone: AbstractSet[str], noted: Reuse) -> Files:
        """What tells the findings of a federation; `gone`: its returned workbooks that are withdrawn."""
        about = (release.facts, replace(told, findings=in_order(told.findings)))
        hashes, alone = row_hashes(told.findings), summary_alone(release.facts, told)
        digests = cases_digests(noted, told, alone, hashes) | {"report.html": page_digest(noted, hashes)}
        folder = _folder(told.federation.code)
        yield f"{folder}/findings.xlsx", findings_workbook(*about)
        yield f"{folder}/findings.json", findings_json(*about)
        attached = [("findings_xlsx", "findings.xlsx"), ("findings_json", "findings.json")]
        standing = [path for path in _returned_paths(told) if path in release.manifest["files"] and path not in gone]
        attached += [("returned", path.removeprefix(f"{folder}/")) for path in standing]
        yield f"{folder}/report.html", validation_report(*about, attached)
        noted.made_from.update({f"{folder}/{name}": digest for name, digest in digests.items()})

    def _returned(
        self, release: StandingRelease, told: Validated, files: AbstractSet[str], books: ReturnedBooks, noted: Reuse
    ) -> dict[str, bytes]:
        """By path the returned workbooks of these files that can be made anew: of the versions that the store still
        holds. One of another file tells nothing of a withheld row."""
        if not files:
            return {}
        code, paths = told.federation.code, {file: path for path, file in _returned_paths(told).items()}
        receipts = release.manifest["receipts"]
        then = {r["path"]: r["sha256"] for r in receipts if r["federation_code"] == code and r["counted"]}
        now = stored_versions(self.store, self.campaign_id, code)
        made = [
            Book(told.federation, file, packed, told.findings[told.findings["file"] == file])
            for file, packed in packed_files(self.store, self.campaign_id, code)
            if file in files and file in paths and file in then and then[file] == now.get(file)
        ]
        for book in made:
            about = (told.federation, (book.file, book.packed), row_hashes(book.findings))
            noted.made_from[paths[book.file]] = returned_digest(noted, release.facts, *about)
        return dict(zip((paths[book.file] for book in made), books.made(made), strict=True))


def _named(release: StandingRelease, told: Validated, files: AbstractSet[str]) -> set[str]:
    """Paths of the returned workbooks of these files that stand in a release."""
    return {path for path, file in _returned_paths(told).items() if file in files and path in release.manifest["files"]}


def _folder(code: str) -> str:
    return f"internal/federations/{code}"


def _returned_paths(told: Validated) -> dict[str, str]:
    """Path of the returned workbook -> file, as they were named when the release was made."""
    taken: set[str] = set()
    named: dict[str, str] = {}
    for file in sorted(set(told.findings["file"]) - {""}):
        name = returned_name(file, taken)
        taken.add(name.lower())
        named[f"{_folder(told.federation.code)}/returned/{name}"] = file
    return named
