"""Comparisons with the national portal, and what it marks as secret."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Two new tables; nothing that stands there changes."""
    op.create_table(
        "portal_check",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("as_of", sa.String(10), primary_key=True),
        *(sa.Column(n, sa.Integer, nullable=False) for n in ("rows", "matched", "missing", "portal_only", "differing")),
    )
    op.create_table(
        "portal_mark",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("federation_code", sa.String(40), primary_key=True),
        sa.Column("title_code", sa.String(16), primary_key=True),
    )
