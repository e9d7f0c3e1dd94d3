"""The nights: noted when they start and when they end, so that one that was killed is seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from flows.store.session import Store
from flows.store.tables import run

MADE, HELD, FAILED = "made", "held", "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """One night. `ended` and `outcome` are "" while it runs, and for ever where it was killed; `counts` hold numbers
    only."""

    run_id: str
    as_of: str
    started: str
    ended: str
    outcome: str
    release_id: str
    held_because: tuple[str, ...]
    counts: dict[str, int]


def note_start(store: Store, run_id: str, campaign_id: str, as_of: date) -> None:
    """A night begins."""
    with store.transaction() as connection:
        last = connection.execute(sa.select(sa.func.max(run.c.run_no))).scalar() or 0
        connection.execute(
            sa.insert(run).values(
                run_id=run_id,
                campaign_id=campaign_id,
                as_of=as_of.isoformat(),
                started=_now(),
                ended="",
                outcome="",
                release_id="",
                held_because="",
                counts={},
                run_no=last + 1,
            )
        )


def note_end(
    store: Store,
    run_id: str,
    outcome: str,
    release_id: str = "",
    held_because: tuple[str, ...] = (),
    counts: Mapping[str, int] | None = None,
) -> None:
    """A night has ended: made, held or failed."""
    with store.transaction() as connection:
        connection.execute(
            sa.update(run)
            .where(run.c.run_id == run_id)
            .values(
                ended=_now(),
                outcome=outcome,
                release_id=release_id,
                held_because="\n".join(held_because),
                counts=dict(counts or {}),
            )
        )


def newest_runs(store: Store, campaign_id: str, how_many: int) -> list[Run]:
    """The last nights, the newest first."""
    r = run.c
    query = (
        sa.select(r.run_id, r.as_of, r.started, r.ended, r.outcome, r.release_id, r.held_because, r.counts)
        .where(r.campaign_id == campaign_id)
        .order_by(r.run_no.desc())
        .limit(how_many)
    )
    return [
        Run(run_id, as_of, started, ended, outcome, release_id, tuple(filter(None, held.split("\n"))), counts)
        for run_id, as_of, started, ended, outcome, release_id, held, counts in store.frame(query).itertuples(
            index=False
        )
    ]


def ended_nights(store: Store, campaign_id: str, *, after: date) -> int:
    """How many nights of later days than that ended with a release, made or held."""
    r = run.c
    query = sa.select(sa.func.count()).where(
        r.campaign_id == campaign_id, r.as_of > after.isoformat(), r.outcome.in_((MADE, HELD))
    )
    return int(store.rows(query)[0][0])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
