"""The files of one federation's pull, each read or known: what the store holds of the federation is asked for once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from flows.marks_before import MarksBefore
from flows.parsing import Reader
from flows.path_names import Names
from flows.settings import Settings
from flows.sources import Pulled, pull
from flows.store.erasures import withheld_sources
from flows.store.explanations import explanation_decisions
from flows.store.forgetting import forgotten_codes
from flows.store.records import counted_records
from flows.store.secrecy_events import releases_given
from flows.store.session import Store
from flows.store.submissions import KnownFile, TakenFile
from rules.binding import bind, token_finding
from rules.faults import findings_of
from rules.features import Coder
from rules.intake import Submitted
from rules.tokens import Place
from schemas.config import Federation
from schemas.packed import PackedRows
from schemas.parsed import ParsedFile
from schemas.rows import Rows

# A link may lead out of the federation's folder: it is not followed.
_NOT_READ = {
    "too_large": "FIL-007",
    "empty": "FIL-006",
    "unreadable": "FIL-013",
    "changing": "FIL-013",
    "link": "FIL-003",
    "not_a_file": "FIL-003",
    "unsafe_name": "FIL-003",
}


@dataclass(frozen=True)
class Taking:
    """One federation of one campaign, and where its files lie. `submissions`: in the place of the configured source."""

    settings: Settings
    store: Store
    campaign_id: str
    federation: Federation
    submissions: Path | None = None

    def files(self, known: Sequence[KnownFile], reader: Reader) -> Iterator[TakenFile]:
        """Each file at the source, read unless the store holds what reading it would give (RULES.md 7)."""
        # A version that only left the band may be let through tonight: it is read again.
        standing = {
            (k.path_code, k.sha256): k
            for k in known
            if k.parser_key == self.parser_key and k.rejected_because != "FIL-011"
        }
        names = Names(self._coder, known, self._withheld, self._agreed)
        marks = MarksBefore(self.store, self.campaign_id, self.federation.code, known)
        for pulled in pull(self.settings.source(self.federation, self.submissions)):
            path_code, receipt = names.code(pulled.receipt.path), names.shown(pulled.receipt)
            if receipt.skipped:
                yield TakenFile(receipt, path_code, rejected_because=_NOT_READ.get(receipt.skipped, ""))
            elif same := standing.get((path_code, receipt.sha256)):
                shown = replace(receipt, path=same.path)
                yield TakenFile(shown, path_code, known=same, rejected_because=same.rejected_because)
            else:
                yield self._read(pulled, names, marks, reader)

    @cached_property
    def parser_key(self) -> str:
        """What a person accepted or released may bring back what was held: the federation's files are read again."""
        key, agreed = self.settings.parser_key(self.federation.code), self._agreed
        given = releases_given(self.store, self.campaign_id, self.federation.code)
        told = f"{sorted(agreed)}{given or ''}"
        return sha256(f"{key}{told}".encode()).hexdigest()[:32] if agreed or given else key

    @cached_property
    def _agreed(self) -> frozenset[str]:
        decided = explanation_decisions(self.store, self.campaign_id)
        return frozenset(i for i, (code, accepted) in decided.items() if accepted and code == self.federation.code)

    @cached_property
    def _coder(self) -> Coder:
        return Coder(self.settings.hmac_key)

    @cached_property
    def _withheld(self) -> frozenset[str]:
        return withheld_sources(self.store, self.campaign_id, self.federation.code)

    @cached_property
    def _forgotten(self) -> frozenset[str]:
        return forgotten_codes(self.store)

    def _read(self, pulled: Pulled, names: Names, marks: MarksBefore, reader: Reader) -> TakenFile:
        path, path_code, receipt = pulled.receipt.path, names.code(pulled.receipt.path), names.shown(pulled.receipt)
        about = Submitted(
            self.federation.code,
            path,
            self.federation.holds_no_secrets,
            self.settings.columns,
            self._coder,
            names.before(path),
            names.is_withheld(path),
            names.agreed,
            self._forgotten,
            marks.once(path_code),
        )
        answer = reader.parse(pulled.data, about)
        if isinstance(answer, str):
            return TakenFile(receipt, path_code, rejected_because=answer)
        receipt = replace(receipt, path=answer.file)
        if any(answer.told["records"]["row_token"]):
            answer = self._bound(answer, receipt.path)
        old = marks.rewritten(path_code, answer)
        return TakenFile(receipt, path_code, parsed=answer, rejected_because=answer.rejected_because, rewritten=old)

    def _bound(self, parsed: ParsedFile, file: str) -> ParsedFile:
        """A returned workbook with its secret rows bound to what is kept of them; an unknown token is asked about."""
        code = self.federation.code
        kept = counted_records(self.store, self.campaign_id, code)
        places = zip(kept["file"], kept["sheet"], kept["row"], kept["title"], kept["row_token"], strict=True)
        tokens = [own or Place(self._coder, code, at).token(sheet, row, title) for at, sheet, row, title, own in places]
        records, unknown = bind(parsed.told["records"].frame(), kept, tokens)
        asked = findings_of([token_finding(parsed, p, code, file) for p in unknown])
        findings = Rows.joined([parsed.told["findings"], asked])
        return parsed.telling(records=PackedRows.pack(Rows.of_frame(records)), findings=PackedRows.pack(findings))
