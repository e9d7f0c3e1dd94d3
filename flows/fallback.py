"""What of a federation counts after a pull: the fallback is per file, and an odd count keeps the last good submission.

RULES.md 6 and 9. Reads the store, writes nothing.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flows.sources import SKIPPED
from flows.store.session import Store
from flows.store.submissions import KnownFile, TakenFile, counted_rows, rejected_rows, title_codes
from rules.checks import all_checks
from schemas.config import Federation, Limits
from schemas.finding import Finding
from schemas.release import FederationState

# A vanished file is replaced by a new one when more than half of its titles stand there.
_MOVED_SHARE = 0.5
_KEPT = frozenset({"FIL-009", "FIL-010", "FIL-011"})


@dataclass(frozen=True)
class Fallback:
    """The files of a federation that the store knows, and those of this pull."""

    store: Store
    federation: Federation
    known: Sequence[KnownFile]
    taken: Sequence[TakenFile]

    def settle(self) -> tuple[frozenset[int], list[Finding]]:
        """The stored versions that stop counting, and what has to be said of this pull's files."""
        findings: list[Finding] = []
        kept = {t.known.file_id for t in self.taken if t.known}
        retired: set[int] = set()
        present = {t.path_code for t in self.taken if not t.receipt.skipped or t.rejected_because}
        accepted = {t.path_code for t in self.taken if t.accepted}
        for version in self.known:
            if version.file_id in kept:
                continue
            if version.path_code in accepted or not version.counted:
                retired.add(version.file_id)
            elif version.path_code in present:
                findings.append(finding_of(self.federation, "FIL-010", version.path))
            elif self._moved(version):
                retired.add(version.file_id)
            else:
                findings.append(finding_of(self.federation, "FIL-009", version.path))
        findings += [
            finding_of(self.federation, t.rejected_because, t.receipt.path, SKIPPED.get(t.receipt.skipped, ""))
            for t in self.taken
            if t.receipt.skipped and t.rejected_because
        ]
        return frozenset(retired), findings + self._same_content()

    def beyond_band(self, limits: Limits, retired: AbstractSet[int]) -> bool:
        """True when this pull moves the federation's rows beyond its band."""
        before = {k.file_id: counted_rows(self.store, k.file_id) for k in self.known if k.counted}
        old = sum(before.values())
        staying = sum(rows for file_id, rows in before.items() if file_id not in retired)
        new = staying + sum(len(t.parsed.told["records"]) for t in self.taken if t.parsed and t.accepted)
        if not old or abs(new - old) <= limits.federation_band_rows:
            return False
        return new > old * (1 + limits.federation_rise_pct / 100) or new < old * (1 - limits.federation_fall_pct / 100)

    def state(self, told: AbstractSet[str]) -> FederationState:
        """How the federation stands: `with_faults` where a file or a row of it was rejected. `told`: the check ids."""
        if not any(t.accepted for t in self.taken):
            if any(k.counted for k in self.known):
                return FederationState.KEPT_LAST_GOOD
            sent = any(t.rejected_because for t in self.taken) or "FIL-012" in told
            return FederationState.UNREAD if sent else FederationState.MISSING
        if told & _KEPT:
            return FederationState.KEPT_LAST_GOOD
        read = [t for t in self.taken if not t.receipt.skipped or t.rejected_because]
        faulty = any(not t.accepted or self._has_rejected_rows(t) for t in read)
        return FederationState.WITH_FAULTS if faulty else FederationState.ACCEPTED

    def _has_rejected_rows(self, taken: TakenFile) -> bool:
        if taken.known:
            return rejected_rows(self.store, taken.known.file_id) > 0
        return taken.parsed is not None and "rejected" in taken.parsed.told["lines"]["kind"]

    def _moved(self, version: KnownFile) -> bool:
        """True when a vanished file, or most of its rows, stands in a file that is new in this pull."""
        new = [t for t in self.taken if t.parsed is not None and t.accepted]
        if any(t.content_code == version.content_code for t in new):
            return True
        ours = title_codes(self.store, version.file_id) if new else set()
        return any(len(ours & t.title_codes) > _MOVED_SHARE * len(ours) for t in new if ours)

    def _same_content(self) -> list[Finding]:
        """One finding for each file whose cells another file of the pull has too; its rows will be duplicates."""
        first: dict[str, str] = {}
        return [
            finding_of(self.federation, "FIL-008", t.receipt.path)
            for t in self.taken
            if t.content_code and first.setdefault(t.content_code, t.receipt.path) != t.receipt.path
        ]


def finding_of(federation: Federation, check_id: str, path: str = "", found: str = "") -> Finding:
    """A finding on a federation, or on one of its files."""
    return Finding(check_id, all_checks()[check_id], federation.code, path, found=found)
