"""What a named person let through though a limit held it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One new table; nothing that stands there changes."""
    op.create_table(
        "let_through",
        sa.Column("let_through_id", sa.Integer, primary_key=True),
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decided_at", sa.String(32), nullable=False),
    )
    op.create_index("ix_let_through_subject", "let_through", ["campaign_id", "kind", "subject"])
