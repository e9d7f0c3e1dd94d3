"""What a federation marks to be put forward, in a column of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Of rows that stand there nothing is marked until their file is read again, which the next night does."""
    with op.batch_alter_table("record") as table:
        table.add_column(sa.Column("nominated", sa.String(9), nullable=False, server_default=""))
