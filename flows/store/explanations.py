"""What federations wrote of their queries, and what people decided of it."""

from datetime import UTC, datetime

import pandas as pd
import sqlalchemy as sa

from flows.store.session import Store
from flows.store.tables import explanation, explanation_decision, operator_action, sheet, submitted_file


def explanations(store: Store, campaign_id: str) -> pd.DataFrame:
    """The explanations in the counted files: federation_code, file, sheet, row, text."""
    f, s, e = submitted_file.c, sheet.c, explanation.c
    query = (
        sa.select(f.federation_code, f.path.label("file"), s.name.label("sheet"), e.row, e.text)
        .join_from(explanation, submitted_file, f.file_id == e.file_id)
        .join(sheet, (s.file_id == e.file_id) & (s.sheet_no == e.sheet_no))
        .where(f.campaign_id == campaign_id, f.counted)
        .order_by(f.federation_code, f.path, e.sheet_no, e.row)
    )
    return store.frame(query)


def explanation_decisions(store: Store, campaign_id: str) -> dict[str, tuple[str, bool]]:
    """Explanation id -> the federation it is of, and whether it was accepted."""
    d = explanation_decision.c
    query = sa.select(d.explanation_id, d.federation_code, d.accepted).where(d.campaign_id == campaign_id)
    return {i: (code, bool(accepted)) for i, code, accepted in store.rows(query)}


def agreed_texts(store: Store, records: pd.DataFrame) -> frozenset[str]:
    """What people accepted in the campaigns of these records (their column file_id)."""
    d, f = explanation_decision.c, submitted_file.c
    files = sorted({int(n) for n in records["file_id"]})
    found: set[str] = set()
    for at in range(0, len(files), 500):
        ours = sa.select(f.campaign_id).where(f.file_id.in_(files[at : at + 500]))
        query = sa.select(d.explanation_id).where(d.accepted, d.campaign_id.in_(ours))
        found |= set(store.frame(query)["explanation_id"])
    return frozenset(found)


def agree(store: Store, campaign_id: str, federation_code: str, held_id: str, decided_by: str, reason: str) -> None:
    """A person agrees that a held text is published; who, why and when stays in the record for good."""
    decide_explanation(store, campaign_id, federation_code, held_id, True, decided_by)
    with store.transaction() as connection:
        connection.execute(
            sa.insert(operator_action).values(
                campaign_id=campaign_id,
                federation_code=federation_code,
                action="publish_held",
                about=held_id,
                done_by=decided_by,
                reason=reason,
                done_at=datetime.now(UTC).isoformat(timespec="seconds"),
            )
        )


def decide_explanation(
    store: Store, campaign_id: str, federation_code: str, explanation_id: str, accepted: bool, decided_by: str
) -> None:
    """A person's word on one explanation; the newest stands."""
    d = explanation_decision.c
    with store.transaction() as connection:
        connection.execute(
            sa.delete(explanation_decision).where(d.campaign_id == campaign_id, d.explanation_id == explanation_id)
        )
        connection.execute(
            sa.insert(explanation_decision).values(
                campaign_id=campaign_id,
                explanation_id=explanation_id,
                federation_code=federation_code,
                accepted=accepted,
                decided_by=decided_by,
                decided_at=datetime.now(UTC).isoformat(timespec="seconds"),
            )
        )
