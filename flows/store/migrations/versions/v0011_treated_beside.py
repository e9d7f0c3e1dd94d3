"""Releases that were treated for a withheld row beside which an open one of the same key stands are known to be."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """One new table; nothing that stands there changes."""
    op.create_table(
        "treated_beside",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("federation_code", sa.String(40), primary_key=True),
        sa.Column("title_code", sa.BigInteger, primary_key=True),
        sa.Column("author_codes", sa.LargeBinary, primary_key=True),
        sa.Column("rows", sa.String(32), nullable=False),
    )
