"""The record of a night: begun in the store when it starts, ended with how it ended and its counts."""

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from flows.intake import Outcome
from flows.matching_facts import planted_counts
from flows.publish import Published
from flows.reconcile import Reconciled
from flows.store.runs import FAILED, HELD, MADE, note_end, note_start
from flows.store.session import Store, StoreError
from schemas.linkage import Decision

_log = logging.getLogger(__name__)
_HEADLINE = ("entered", "rejected", "ineligible", "duplicate", "valid", "under_consideration")


@contextlib.contextmanager
def noted(
    store: Store, run_id: str, campaign_id: str, as_of: date
) -> Iterator[Callable[[Published, Sequence[Outcome], int], None]]:
    """Note the night's start and its end; what is handed out notes a release that was made or held.

    Without it the night has failed; a database that is gone leaves it as one that did not end."""
    note_start(store, run_id, campaign_id, as_of)
    ended = False

    def end(published: Published, outcomes: Sequence[Outcome], pairs: int) -> None:
        nonlocal ended
        outcome = HELD if published.held_because else MADE
        counts = night_counts(published, outcomes) | {"pairs_under_review": pairs}
        note_end(store, run_id, outcome, published.release_id, published.held_because, counts)
        ended = True

    try:
        yield end
    finally:
        if not ended:
            try:
                note_end(store, run_id, FAILED)
            except StoreError as error:
                _log.error("the end of run %s could not be noted: %s", run_id, error)


def night_counts(published: Published, outcomes: Sequence[Outcome]) -> dict[str, int]:
    """The night in numbers: federations by state, files, rows, the headline."""
    counts = {
        "federations": len(outcomes),
        "files": sum(o.files for o in outcomes),
        "files_unchanged": sum(o.unchanged for o in outcomes),
        "files_rejected": sum(o.rejected for o in outcomes),
        "rows_read": sum(o.rows for o in outcomes),
        "findings": published.findings,
    }
    for outcome in outcomes:
        state = f"federations_{outcome.state.value}"
        counts[state] = counts.get(state, 0) + 1
    if published.matching:
        counts |= planted_counts(published.matching)
    return counts | {name: int(published.headline[name]) for name in _HEADLINE if name in published.headline}


def pairs_under_review(reconciled: Reconciled) -> int:
    """How many pairs wait for a person."""
    pairs = reconciled.pairs
    return int((pairs["decision"] == Decision.REVIEW).sum()) if len(pairs) else 0
