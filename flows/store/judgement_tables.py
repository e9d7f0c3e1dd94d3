"""The tables of what people decided: judgements on pairs by keyed codes of both rows, never a text of them (RULES.md
11); what was let through though a limit held it."""

import sqlalchemy as sa

from flows.store.tables import metadata


def _side(end: str) -> tuple[sa.Column[str], ...]:
    """schemas.judgement.Side."""
    codes = ("row_key", "title", "numbers", "authors", "workplace")
    return (
        sa.Column(f"federation_code_{end}", sa.String(40), nullable=False),
        *(sa.Column(f"{name}_{end}", sa.String(16), nullable=False) for name in codes),
        sa.Column(f"words_{end}", sa.Text, nullable=False),
    )


# A person's word on a pair; only ever added to.
judgement = sa.Table(
    "judgement",
    metadata,
    sa.Column("judgement_id", sa.Integer, primary_key=True),
    sa.Column("campaign_id", sa.String(40), nullable=False),
    *_side("l"),
    *_side("r"),
    sa.Column("value", sa.String(10), nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("decided_at", sa.String(32), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),  # "" where a side is secret
    sa.Index("ix_judgement_campaign", "campaign_id"),
)
# A pair as it was put to people; a workbook names it by its reference alone.
review_question = sa.Table(
    "review_question",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("reference", sa.String(40), primary_key=True),
    *_side("l"),
    *_side("r"),
)
# What a named person let through though a limit held it; only ever added to.
let_through = sa.Table(
    "let_through",
    metadata,
    sa.Column("let_through_id", sa.Integer, primary_key=True),
    sa.Column("campaign_id", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(12), nullable=False),  # flows.store.letting_through: RELEASE or FEDERATION
    sa.Column("subject", sa.String(80), nullable=False),  # the release's id, or the federation's code
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("decided_at", sa.String(32), nullable=False),
    sa.Index("ix_let_through_subject", "campaign_id", "kind", "subject"),
)
