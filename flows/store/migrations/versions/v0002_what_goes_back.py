"""What goes back to a federation and comes in again: returned tables, tokens, explanations, scores."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Files read by 0001 were received when they were fetched; they are read anew by this version's parser."""
    with op.batch_alter_table("submitted_file") as table:
        table.add_column(sa.Column("received_on", sa.String(10), nullable=False, server_default=""))
    op.execute("UPDATE submitted_file SET received_on = substr(fetched, 1, 10)")
    with op.batch_alter_table("record") as table:
        table.add_column(sa.Column("row_token", sa.String(19), nullable=False, server_default=""))
    with op.batch_alter_table("federation_state") as table:
        table.add_column(sa.Column("mended", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("new", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "explanation",
        sa.Column("file_id", sa.Integer, primary_key=True),
        sa.Column("sheet_no", sa.Integer, primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "explanation_decision",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("explanation_id", sa.String(16), primary_key=True),
        sa.Column("federation_code", sa.String(40), nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decided_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "returned_table",
        sa.Column("file_id", sa.Integer, primary_key=True),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "operator_action",
        sa.Column("action_id", sa.Integer, primary_key=True),
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("federation_code", sa.String(40), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("done_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("done_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "score",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("federation_code", sa.String(40), primary_key=True),
        sa.Column("as_of", sa.String(10), primary_key=True),
        sa.Column("score", sa.Float, nullable=False),
    )
