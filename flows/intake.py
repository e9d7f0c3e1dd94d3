"""One federation: pull -> read, repair, validate, redact (in a child) -> store. One failure never stops the rest.

The fallback is per file (RULES.md 6): a file that cannot be accepted leaves its last good version counted, and the
release says so."""

import logging
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flows.erasing import marks_of_unaccepted, withhold_titles
from flows.fallback import Fallback, finding_of
from flows.faults import place_of
from flows.parsing import Parser
from flows.path_names import with_codes
from flows.settings import Settings
from flows.sources import TOLD, Reason, SourceUnreachable
from flows.store.portal import portal_marks
from flows.store.replacing import replace_submission
from flows.store.session import Store, StoreError
from flows.store.submissions import Submission, TakenFile, known_files
from flows.taking import Taking
from rules.features import Coder
from schemas.config import Federation
from schemas.finding import Finding
from schemas.release import FederationState

_log = logging.getLogger(__name__)


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
            self._replace(self._taking(federation), state, [], frozenset(), [finding_of(federation, "FIL-012")])
            return Outcome(federation.code, state, 0, 0, 0, 0)

    def _take_in(self, federation: Federation) -> Outcome:
        taking = self._taking(federation)
        stored = known_files(self.store, self.campaign_id, federation.code)
        known = with_codes(stored, Coder(self.settings.hmac_key))
        findings: list[Finding] = []
        try:
            with self.parser.in_turn() as reader:
                taken = list(taking.files(known, reader))
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
        self._replace(taking, state, taken, retired, findings)
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

    def _taking(self, federation: Federation) -> Taking:
        return Taking(self.settings, self.store, self.campaign_id, federation, self.submissions)

    def _replace(
        self,
        taking: Taking,
        state: FederationState,
        taken: list[TakenFile],
        retired: frozenset[int],
        findings: list[Finding],
    ) -> None:
        replace_submission(
            self.store,
            Submission(
                campaign_id=self.campaign_id,
                federation_code=taking.federation.code,
                parser_key=taking.parser_key,
                run_id=self.run_id,
                state=state.value,
                files=taken,
                retired=retired,
                findings=findings,
                as_of=self.as_of,
            ),
        )
