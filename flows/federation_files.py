"""What a release holds for one federation: its findings in three forms, and its tables to be mended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

from flows.releases import Kept
from flows.returned_books import Book, ReturnedBooks
from flows.reuse import Hashes, Reuse
from flows.store.returned import packed_files
from flows.store.session import Store
from reports.findings_json import findings_json
from reports.findings_order import in_order
from reports.findings_workbook import findings_workbook, summary_alone
from reports.renewing import looks, redated_returned, renewed_findings_json, renewed_findings_workbook
from reports.sheet_names import returned_name
from reports.validation_report import validation_report
from schemas.release import FederationFacts, ReleaseFacts
from schemas.validated import Validated

Files = Iterator[tuple[str, bytes | Kept]]
_Made = tuple[Callable[[], bytes], Callable[[bytes], bytes]]  # from nothing; from the file of the newest release


@dataclass(frozen=True, slots=True)
class FederationFiles:
    """Makes them; the tables that go back are read from the store."""

    facts: ReleaseFacts
    store: Store
    reuse: Reuse
    books: ReturnedBooks

    def of(self, told: Validated, hashes: Hashes) -> Files:
        """Every file of a federation. `hashes`: one for each of its findings."""
        facts, folder = self.facts, f"internal/federations/{told.federation.code}"
        ordered = cache(lambda: replace(told, findings=in_order(told.findings)))  # only for what is made from nothing
        attached = []
        for name, digest, made in self._cases(told, ordered, hashes):
            attached.append((name.replace(".", "_"), name))
            yield f"{folder}/{name}", self.reuse.file(f"{folder}/{name}", digest, *made)
        for name, data in self._returned(folder, told, hashes):
            attached.append(("returned", name))
            yield f"{folder}/{name}", data
        path, render = f"{folder}/report.html", partial(validation_report, facts, attached=attached)
        made = lambda: render(ordered()), lambda page: render(told, before=page)
        yield path, self.reuse.file(path, page_digest(self.reuse, hashes), *made)

    def _cases(
        self, told: Validated, ordered: Callable[[], Validated], hashes: Hashes
    ) -> Iterator[tuple[str, str, _Made]]:
        """Every finding as a workbook and for machines: name, of what it is made, and how."""
        facts, alone = self.facts, summary_alone(self.facts, told)
        digests = cases_digests(self.reuse, told, alone, hashes)
        made: dict[str, _Made] = {
            "findings.xlsx": (
                lambda: findings_workbook(facts, ordered()),
                partial(renewed_findings_workbook, alone=alone),
            ),
            "findings.json": (
                lambda: findings_json(facts, ordered()),
                partial(renewed_findings_json, facts=facts, told=told),
            ),
        }
        return ((name, digests[name], how) for name, how in made.items())

    def _returned(self, folder: str, told: Validated, hashes: Hashes) -> Files:
        """The files that have faults, to be mended and sent back: path -> workbook."""
        facts, reuse, federation = self.facts, self.reuse, told.federation
        with_faults = told.findings.groupby("file").indices
        taken: dict[str, bytes | Kept | None] = {}
        books: list[Book] = []
        renew = partial(redated_returned, was=reuse.as_of, now=facts.as_of) if reuse.redates(facts.as_of) else None
        names: set[str] = set()
        for file, packed in packed_files(self.store, facts.campaign_id, federation.code):
            if file not in with_faults:
                continue
            name, at = returned_name(file, names), with_faults[file]
            names.add(name.lower())
            digest = returned_digest(reuse, facts, federation, (file, packed), hashes[at])
            taken[name] = reuse.taken(f"{folder}/returned/{name}", digest, renew)
            if taken[name] is None:
                books.append(Book(federation, file, packed, told.findings.iloc[at]))
        made = self.books.made(books)
        yield from ((f"returned/{name}", data or next(made)) for name, data in taken.items())


def cases_digests(reuse: Reuse, told: Validated, alone: bytes, hashes: Hashes) -> dict[str, str]:
    """Of what the findings of a federation are told from, by file; `alone`: the summary of its findings.xlsx."""
    made_from = (told.federation.name, looks(alone), hashes)
    return {name: reuse.digest(name, *made_from) for name in ("findings.xlsx", "findings.json")}


def page_digest(reuse: Reuse, hashes: Hashes) -> str:
    """Of what the cases of its page are told from."""
    return reuse.digest("report.html", hashes)


def returned_digest(
    reuse: Reuse, facts: ReleaseFacts, federation: FederationFacts, table: tuple[str, bytes], hashes: Hashes
) -> str:
    """Of what a returned workbook is made from; `table`: its file and the packed table of it."""
    return reuse.digest("returned", facts.campaign_name, federation.name, *table, hashes)
