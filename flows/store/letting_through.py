"""What a named person let through though a limit held it: who, when, why. Only ever added to."""

from datetime import UTC, datetime

import sqlalchemy as sa

from flows.store.judgement_tables import let_through
from flows.store.session import Store

RELEASE, FEDERATION = "release", "federation"


def was_let_through(store: Store, campaign_id: str, kind: str, subject: str) -> bool:
    """True where a person decided so."""
    t = let_through.c
    query = sa.select(t.let_through_id).where(t.campaign_id == campaign_id, t.kind == kind, t.subject == subject)
    return len(store.frame(query)) > 0


def who_let_through(store: Store, campaign_id: str, kind: str) -> dict[str, str]:
    """Subject -> who let it through."""
    t = let_through.c
    query = sa.select(t.subject, t.decided_by).where(t.campaign_id == campaign_id, t.kind == kind)
    found = store.frame(query.order_by(t.let_through_id))
    return dict(zip(found["subject"].tolist(), found["decided_by"].tolist(), strict=True))


def note_let_through(store: Store, campaign_id: str, kind: str, subject: str, by: str, reason: str) -> None:
    """Record the decision."""
    with store.transaction() as connection:
        connection.execute(
            sa.insert(let_through).values(
                campaign_id=campaign_id,
                kind=kind,
                subject=subject,
                decided_by=by,
                reason=reason,
                decided_at=datetime.now(UTC).isoformat(timespec="seconds"),
            )
        )
