"""What a federation marks to be put forward, in a column of its own; the portal's numbers by federation."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Of rows that stand there nothing is marked until their file is read again, which the next night does; of
    comparisons that stand there no federation's part is known."""
    with op.batch_alter_table("record") as table:
        table.add_column(sa.Column("nominated", sa.String(9), nullable=False, server_default=""))
    op.create_table(
        "portal_unit",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("as_of", sa.String(10), primary_key=True),
        sa.Column("federation_code", sa.String(40), primary_key=True),
        *(sa.Column(n, sa.Integer, nullable=False) for n in ("rows", "matched", "missing", "portal_only", "differing")),
    )
