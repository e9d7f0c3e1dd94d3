"""People's judgements on pairs, and the pairs that were put to them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
_CODES = ("row_key", "title", "numbers", "authors", "workplace")


def upgrade() -> None:
    """Two new tables; nothing that stands there changes."""
    op.create_table(
        "judgement",
        sa.Column("judgement_id", sa.Integer, primary_key=True),
        sa.Column("campaign_id", sa.String(40), nullable=False),
        *_side("l"),
        *_side("r"),
        sa.Column("value", sa.String(10), nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decided_at", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("ix_judgement_campaign", "judgement", ["campaign_id"])
    op.create_table(
        "review_question",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("reference", sa.String(40), primary_key=True),
        *_side("l"),
        *_side("r"),
    )


def _side(end: str) -> tuple[sa.Column[str], ...]:
    return (
        sa.Column(f"federation_code_{end}", sa.String(40), nullable=False),
        *(sa.Column(f"{name}_{end}", sa.String(16), nullable=False) for name in _CODES),
        sa.Column(f"words_{end}", sa.Text, nullable=False),
    )
