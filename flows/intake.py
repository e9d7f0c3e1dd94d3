"""One federation: pull -> read, repair, validate, redact (in a child) -> store. One failure never stops the rest.

The fallback is per file (RULES.md 6): a file that cannot be accepted leaves its last good version counted, and the
release says so."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from flows.erasing import marks_of_unaccepted, withhold_titles
from flows.fallback import Fallback, finding_of
from flows.faults import place_of
from flows.marks_before import MarksBefore
from flows.parsing import Parser
from flows.path_names import Names, with_codes
from flows.settings import Settings
from flows.sources import TOLD, Pulled, Reason, SourceUnreachable, pull
from flows.store.erasures import withheld_sources
from flows.store.explanations import explanation_decisions
from flows.store.forgetting import forgotten_codes
from flows.store.portal import portal_marks
from flows.store.records import counted_records
from flows.store.replacing import replace_submission
from flows.store.secrecy_events import releases_given
from flows.store.session import Store, StoreError
from flows.store.submissions import KnownFile, Submission, TakenFile, known_files
from rules.binding import bind, token_finding
from rules.faults import findings_of
from rules.features import Coder
from rules.intake import Submitted
from rules.tokens import Place
from schemas.config import Federation
from schemas.finding import Finding
from schemas.parsed import ParsedFile
from schemas.release import FederationState
from schemas.rows import Rows

_log = logging.getLogger(__name__)

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one federation's intake ended; counts only, fit for a log or an artifact."""

    federation_code: str
    state: FederationState
    files: int
    unchanged: int
    rejected: int
    rows: int


@dataclass(frozen=True)
class Intake:
    """What the intake of any federation needs. `submissions`: take files from there instead of the configured
    source."""

    settings: Settings
    store: Store
    parser: Parser
    campaign_id: str
    run_id: str
    as_of: date
    submissions: Path | None = None
    let_through: frozenset[str] = frozenset()  # federations whose count may move beyond its band this once

    def take_in(self, federation: Federation) -> Outcome:
        """Pull one federation and put its submission in the place of the last one, in one transaction.

        A fault of ours leaves its last good submission counted, and the release says so. StoreError where the database
        is gone.
        """
        try:
            return self._take_in(federation)
        except StoreError:
            raise
        except Exception as error:
            _log.error("federation %s could not be taken in: %s", federation.code, place_of(error))
            known = known_files(self.store, self.campaign_id, federation.code)
            state = Fallback(self.store, federation, known, ()).state({"FIL-012"})
            self._replace(federation, state, [], frozenset(), [finding_of(federation, "FIL-012")])
            return Outcome(federation.code, state, 0, 0, 0, 0)

    def _take_in(self, federation: Federation) -> Outcome:
        stored = known_files(self.store, self.campaign_id, federation.code)
        known = with_codes(stored, Coder(self.settings.hmac_key))
        findings: list[Finding] = []
        try:
            taken = list(self._taken(federation, known))
        except SourceUnreachable as error:
            taken = []
            usual = error.reason is Reason.NOT_FOUND  # nothing sent yet
            _log.log(logging.INFO if usual else logging.WARNING, "federation %s: %s", federation.code, error)
            findings.append(finding_of(federation, "FIL-001", found=TOLD[error.reason]))
        else:
            if not taken:
                findings.append(finding_of(federation, "FIL-002"))
        fallback = Fallback(self.store, federation, known, taken)
        retired, told = fallback.settle()
        findings += told
        may_leave_band = federation.code in self.let_through
        if not may_leave_band and fallback.beyond_band(self.settings.config.limits, retired):
            taken = [t if t.known else replace(t, rejected_because="FIL-011") for t in taken]
            retired = frozenset()
            findings.append(finding_of(federation, "FIL-011"))
        state = replace(fallback, taken=taken).state({f.check_id for f in findings})
        self._replace(federation, state, taken, retired, findings)
        withhold_titles(
            self.store,
            Coder(self.settings.hmac_key),
            self.campaign_id,
            federation.code,
            marks_of_unaccepted(taken) | portal_marks(self.store, self.campaign_id, federation.code),
        )
        read = [t for t in taken if not t.receipt.skipped]
        return Outcome(
            federation.code,
            state,
            files=len(read),
            unchanged=sum(t.known is not None for t in read),
            rejected=sum(not t.accepted for t in read),
            rows=sum(len(t.parsed.told[name]) for t in read if t.parsed for name in ("records", "lines")),
        )

    def _replace(
        self,
        federation: Federation,
        state: FederationState,
        taken: list[TakenFile],
        retired: frozenset[int],
        findings: list[Finding],
    ) -> None:
        replace_submission(
            self.store,
            Submission(
                campaign_id=self.campaign_id,
                federation_code=federation.code,
                parser_key=self._parser_key(federation),
                run_id=self.run_id,
                state=state.value,
                files=taken,
                retired=retired,
                findings=findings,
                as_of=self.as_of,
            ),
        )

    def _taken(self, federation: Federation, known: list[KnownFile]) -> Iterable[TakenFile]:
        """Each file at the source, read unless the store holds what reading it would give (RULES.md 7)."""
        key = self._parser_key(federation)
        # A version that only left the band may be let through tonight: it is read again.
        standing = {
            (k.path_code, k.sha256): k for k in known if k.parser_key == key and k.rejected_because != "FIL-011"
        }
        withheld = withheld_sources(self.store, self.campaign_id, federation.code)
        names = Names(Coder(self.settings.hmac_key), known, withheld, self._agreed(federation))
        marks = MarksBefore(self.store, self.campaign_id, federation.code, known)
        forgotten = forgotten_codes(self.store)
        for pulled in pull(self.settings.source(federation, self.submissions)):
            path_code, receipt = names.code(pulled.receipt.path), names.shown(pulled.receipt)
            if receipt.skipped:
                yield TakenFile(receipt, path_code, rejected_because=_NOT_READ.get(receipt.skipped, ""))
            elif same := standing.get((path_code, receipt.sha256)):
                shown = replace(receipt, path=same.path)
                yield TakenFile(shown, path_code, known=same, rejected_because=same.rejected_because)
            else:
                yield self._read(pulled, federation, names, marks, forgotten)

    def _agreed(self, federation: Federation) -> frozenset[str]:
        decided = explanation_decisions(self.store, self.campaign_id)
        return frozenset(i for i, (code, accepted) in decided.items() if accepted and code == federation.code)

    def _parser_key(self, federation: Federation) -> str:
        """What a person accepted or released may bring back what was held: the federation's files are read again."""
        key, agreed = self.settings.parser_key(federation.code), self._agreed(federation)
        given = releases_given(self.store, self.campaign_id, federation.code)
        told = f"{sorted(agreed)}{given or ''}"
        return sha256(f"{key}{told}".encode()).hexdigest()[:32] if agreed or given else key

    def _read(
        self, pulled: Pulled, federation: Federation, names: Names, marks: MarksBefore, forgotten: frozenset[str]
    ) -> TakenFile:
        path, coder = pulled.receipt.path, names.coder
        path_code, receipt = names.code(path), names.shown(pulled.receipt)
        about = Submitted(
            federation.code,
            path,
            federation.holds_no_secrets,
            self.settings.columns,
            coder,
            names.before(path),
            names.is_withheld(path),
            names.agreed,
            forgotten,
            marks.once(path_code),
        )
        answer = self.parser.parse(pulled.data, about)
        if isinstance(answer, str):
            return TakenFile(receipt, path_code, rejected_because=answer)
        receipt = replace(receipt, path=answer.file)
        if any(answer.told["records"]["row_token"]):
            answer = self._bound(answer, federation.code, receipt.path, coder)
        old = marks.rewritten(path_code, answer)
        return TakenFile(receipt, path_code, parsed=answer, rejected_because=answer.rejected_because, rewritten=old)

    def _bound(self, parsed: ParsedFile, code: str, file: str, coder: Coder) -> ParsedFile:
        """A returned workbook with its secret rows bound to what is kept of them; an unknown token is asked about."""
        kept = counted_records(self.store, self.campaign_id, code)
        places = zip(kept["file"], kept["sheet"], kept["row"], kept["title"], kept["row_token"], strict=True)
        tokens = [own or Place(coder, code, at).token(sheet, row, title) for at, sheet, row, title, own in places]
        records, unknown = bind(parsed.records, kept, tokens)
        asked = findings_of([token_finding(parsed, p, code, file) for p in unknown])
        findings = Rows.joined([parsed.told["findings"], asked])
        return parsed.telling(records=Rows.of_frame(records), findings=findings)
