"""One federation: pull -> read, repair, validate, redact (in a child) -> store. One failure never stops the rest.

The fallback is per file (RULES.md 6): a file that cannot be accepted leaves its last good version counted, and the
release says so."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from flows.faults import place_of
from flows.parsing import Parser
from flows.settings import Settings
from flows.sources import Pulled, SourceUnreachable, pull
from flows.store.session import Store, StoreError
from flows.store.submissions import (
    KnownFile,
    Submission,
    TakenFile,
    counted_rows,
    known_files,
    rejected_rows,
    replace_submission,
    title_codes,
)
from rules.checks import all_checks
from rules.features import Coder
from rules.intake import Submitted
from schemas.config import Federation
from schemas.finding import Finding
from schemas.release import FederationState

_log = logging.getLogger(__name__)

# A vanished file is replaced by a new one when more than half of its titles stand there.
_MOVED_SHARE = 0.5
# A link may lead out of the federation's folder: it is not followed.
_NOT_READ = {"too_large": "FIL-007", "empty": "FIL-006", "unreadable": "FIL-004", "link": "FIL-003"}


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
            counts = any(k.counted for k in known)
            state = FederationState.KEPT_LAST_GOOD if counts else FederationState.UNREAD
            self._replace(federation, state, [], frozenset(), [_federation_finding("FIL-012", federation)])
            return Outcome(federation.code, state, 0, 0, 0, 0)

    def _take_in(self, federation: Federation) -> Outcome:
        known = known_files(self.store, self.campaign_id, federation.code)
        findings: list[Finding] = []
        try:
            taken = list(self._taken(federation, known))
        except SourceUnreachable:
            taken = []
            findings.append(_federation_finding("FIL-001", federation))
        else:
            if not taken:
                findings.append(_federation_finding("FIL-002", federation))
        retired, told = self._settle(federation, known, taken)
        findings += told
        if self._beyond_band(federation, known, taken, retired):
            taken = [t if t.known else replace(t, rejected_because="FIL-011") for t in taken]
            retired = frozenset()
            findings.append(_federation_finding("FIL-011", federation))
        state = self._state(known, taken, findings)
        self._replace(federation, state, taken, retired, findings)
        read = [t for t in taken if not t.receipt.skipped]
        return Outcome(
            federation.code,
            state,
            files=len(read),
            unchanged=sum(t.known is not None for t in read),
            rejected=sum(not t.accepted for t in read),
            rows=sum(len(t.parsed.records) + len(t.parsed.lines) for t in read if t.parsed),
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
                parser_key=self.settings.parser_key(federation.code),
                run_id=self.run_id,
                state=state.value,
                files=taken,
                retired=retired,
                findings=findings,
            ),
        )

    def _taken(self, federation: Federation, known: list[KnownFile]) -> Iterable[TakenFile]:
        """Each file at the source, read unless the store holds what reading it would give (RULES.md 7)."""
        source = str(self.submissions.absolute() / federation.code) if self.submissions else federation.source
        key = self.settings.parser_key(federation.code)
        # A version that only left the band may be let through tonight: it is read again.
        standing = {(k.path, k.sha256): k for k in known if k.parser_key == key and k.rejected_because != "FIL-011"}
        coder = Coder(self.settings.hmac_key)
        for pulled in pull(source, self.settings.workdir, self.settings.config.limits.file_bytes):
            receipt = pulled.receipt
            if receipt.skipped:
                yield TakenFile(receipt, rejected_because=_NOT_READ.get(receipt.skipped, ""))
            elif same := standing.get((receipt.path, receipt.sha256)):
                yield TakenFile(receipt, known=same, rejected_because=same.rejected_because)
            else:
                yield self._read(pulled, federation, coder)

    def _read(self, pulled: Pulled, federation: Federation, coder: Coder) -> TakenFile:
        about = Submitted(
            federation.code, pulled.receipt.path, federation.holds_no_secrets, self.settings.columns, coder
        )
        answer = self.parser.parse(pulled.data, about)
        if isinstance(answer, str):
            return TakenFile(pulled.receipt, rejected_because=answer)
        return TakenFile(pulled.receipt, parsed=answer, rejected_because=answer.rejected_because)

    def _settle(
        self, federation: Federation, known: list[KnownFile], taken: list[TakenFile]
    ) -> tuple[frozenset[int], list[Finding]]:
        """Which stored versions stop counting, and what has to be said of this pull's files."""
        findings: list[Finding] = []
        kept = {t.known.file_id for t in taken if t.known}
        retired: set[int] = set()
        present = {t.receipt.path for t in taken if not t.receipt.skipped}
        accepted = {t.receipt.path for t in taken if t.accepted}
        for version in known:
            if version.file_id in kept:
                continue
            if version.path in accepted or not version.counted:
                retired.add(version.file_id)
            elif version.path in present:
                findings.append(_file_finding("FIL-010", federation, version.path))
            elif self._moved(version, taken):
                retired.add(version.file_id)
            else:
                findings.append(_file_finding("FIL-009", federation, version.path))
        findings += [
            _file_finding(t.rejected_because, federation, t.receipt.path)
            for t in taken
            if t.receipt.skipped and t.rejected_because
        ]
        return frozenset(retired), findings + _same_content(federation, taken)

    def _beyond_band(
        self, federation: Federation, known: list[KnownFile], taken: list[TakenFile], retired: frozenset[int]
    ) -> bool:
        """True when this pull moves the federation's rows beyond its band and nobody has said that it may (RULES.md
        9)."""
        limits = self.settings.config.limits
        before = {k.file_id: counted_rows(self.store, k.file_id) for k in known if k.counted}
        old = sum(before.values())
        if not old or federation.code in self.let_through:
            return False
        staying = sum(rows for file_id, rows in before.items() if file_id not in retired)
        new = staying + sum(len(t.parsed.records) for t in taken if t.parsed and t.accepted)
        if abs(new - old) <= limits.federation_band_rows:
            return False
        return new > old * (1 + limits.federation_rise_pct / 100) or new < old * (1 - limits.federation_fall_pct / 100)

    def _state(self, known: list[KnownFile], taken: list[TakenFile], findings: list[Finding]) -> FederationState:
        """How the federation stands after this pull: `with_faults` where a file or a row of it was rejected."""
        if not any(t.accepted for t in taken):
            if any(k.counted for k in known):
                return FederationState.KEPT_LAST_GOOD
            return FederationState.UNREAD if any(t.rejected_because for t in taken) else FederationState.MISSING
        if {f.check_id for f in findings} & {"FIL-009", "FIL-010", "FIL-011"}:
            return FederationState.KEPT_LAST_GOOD
        read = [t for t in taken if not t.receipt.skipped or t.rejected_because]
        faulty = any(not t.accepted or self._has_rejected_rows(t) for t in read)
        return FederationState.WITH_FAULTS if faulty else FederationState.ACCEPTED

    def _has_rejected_rows(self, taken: TakenFile) -> bool:
        if taken.known:
            return rejected_rows(self.store, taken.known.file_id) > 0
        return taken.parsed is not None and bool((taken.parsed.lines["kind"] == "rejected").any())

    def _moved(self, version: KnownFile, taken: list[TakenFile]) -> bool:
        """True when most rows of a vanished file stand in a file that is new in this pull."""
        new = [t for t in taken if t.parsed is not None and t.accepted]
        if not new:
            return False
        if any(t.content_code == version.content_code for t in new):
            return True
        ours = title_codes(self.store, version.file_id)
        for t in new:
            assert t.parsed is not None
            theirs = {code - (1 << 64) if code >= 1 << 63 else code for code in t.parsed.records["title_code"]}
            if ours and len(ours & theirs) > _MOVED_SHARE * len(ours):
                return True
        return False


def _same_content(federation: Federation, taken: list[TakenFile]) -> list[Finding]:
    """One finding for each file whose cells another file of the pull has too; its rows will be duplicates."""
    first: dict[str, str] = {}
    findings = []
    for t in taken:
        if t.content_code and first.setdefault(t.content_code, t.receipt.path) != t.receipt.path:
            findings.append(_file_finding("FIL-008", federation, t.receipt.path))
    return findings


def _federation_finding(check_id: str, federation: Federation) -> Finding:
    return Finding(check_id, all_checks()[check_id], federation.code)


def _file_finding(check_id: str, federation: Federation, path: str) -> Finding:
    return Finding(check_id, all_checks()[check_id], federation.code, path)
