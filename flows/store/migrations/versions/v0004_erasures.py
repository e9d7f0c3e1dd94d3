"""What was withheld or forgotten, keyed; files are known by a code of their path, since a path may repeat a secret."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Files known before are given their code when they are pulled next."""
    with op.batch_alter_table("submitted_file") as table:
        table.add_column(sa.Column("path_code", sa.String(16), nullable=False, server_default=""))
    op.create_table(
        "erasure",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("federation_code", sa.String(40), primary_key=True),
        sa.Column("title_code", sa.BigInteger, primary_key=True),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
    )
    op.create_table(
        "withheld_source",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("federation_code", sa.String(40), primary_key=True),
        sa.Column("path_code", sa.String(16), primary_key=True),
        sa.Column("done_by", sa.Text, nullable=False),
        sa.Column("done_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "forgotten_person",
        sa.Column("name_code", sa.String(16), primary_key=True),
        sa.Column("workplace_code", sa.String(16), primary_key=True),
        sa.Column("done_by", sa.Text, nullable=False),
        sa.Column("done_at", sa.String(32), nullable=False),
    )
