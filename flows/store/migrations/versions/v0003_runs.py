"""The nights that were run and how they ended; since when a federation stands as it does."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Of states found by 0002 it is not known since when they stand."""
    with op.batch_alter_table("federation_state") as table:
        table.add_column(sa.Column("since", sa.String(10), nullable=False, server_default=""))
    op.create_table(
        "run",
        sa.Column("run_id", sa.String(40), primary_key=True),
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("started", sa.String(32), nullable=False),
        sa.Column("ended", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("release_id", sa.String(40), nullable=False),
        sa.Column("held_because", sa.Text, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("run_no", sa.Integer, nullable=False),
    )
