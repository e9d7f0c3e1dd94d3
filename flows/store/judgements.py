"""What people said of pairs, append-only, and the pairs that were put to them (RULES.md 11)."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from flows.store.judgement_tables import judgement, review_question
from flows.store.session import Store
from schemas.judgement import SIDE_NAMES, Judgement, Question, Side
from schemas.linkage import JudgementValue


def judgements(store: Store, campaign_id: str) -> list[Judgement]:
    """All of a campaign, in the order they were given."""
    j = judgement.c
    frame = store.frame(sa.select(judgement).where(j.campaign_id == campaign_id).order_by(j.judgement_id))
    return [
        Judgement(
            int(row["judgement_id"]), *_sides(row), JudgementValue(row["value"]),
            row["decided_by"], row["decided_at"], row["reason"],
        )
        for row in frame.to_dict("records")
    ]  # fmt: skip


def add_judgements(store: Store, campaign_id: str, given: Sequence[Judgement]) -> None:
    """Append them, all or none, in their order; their numbers and the time are given here."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        {
            "campaign_id": campaign_id,
            **_columns(one.left, one.right),
            "value": one.value.value,
            "decided_by": one.decided_by,
            "decided_at": at,
            "reason": one.reason,
        }
        for one in given
    ]
    if rows:
        with store.transaction() as connection:
            connection.execute(sa.insert(judgement), rows)


def withhold_reasons(store: Store, judgement_ids: Iterable[int]) -> None:
    """Why a person decided may tell of a row that became secret: the text goes, the decision stays (RULES.md 17)."""
    ids = [{"known": int(i)} for i in judgement_ids]
    if ids:
        with store.transaction() as connection:
            connection.execute(
                sa.update(judgement)
                .where(judgement.c.judgement_id == sa.bindparam("known"), judgement.c.reason != "")
                .values(reason=""),
                ids,
            )


def questions(store: Store, campaign_id: str) -> dict[str, Question]:
    """Every pair ever put to people, by its reference."""
    q = review_question.c
    frame = store.frame(sa.select(review_question).where(q.campaign_id == campaign_id).order_by(q.reference))
    return {row["reference"]: Question(row["reference"], *_sides(row)) for row in frame.to_dict("records")}


def add_questions(store: Store, campaign_id: str, asked: Sequence[Question]) -> None:
    """Remember what people see; a reference never changes its meaning."""
    rows = [{"campaign_id": campaign_id, "reference": q.reference, **_columns(q.left, q.right)} for q in asked]
    if rows:
        with store.transaction() as connection:
            connection.execute(sa.insert(review_question), rows)


def _columns(left: Side, right: Side) -> dict[str, str]:
    return {f"{name}_{end}": getattr(side, name) for end, side in (("l", left), ("r", right)) for name in SIDE_NAMES}


def _sides(row: dict[Hashable, Any]) -> tuple[Side, Side]:
    left, right = (Side(*(row[f"{name}_{end}"] for name in SIDE_NAMES)) for end in ("l", "r"))
    return left, right
