"""Rows of the national portal may count: which files are parts of its export."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """One new table; nothing that stands there changes."""
    op.create_table("portal_file", sa.Column("file_id", sa.Integer, primary_key=True, autoincrement=False))
