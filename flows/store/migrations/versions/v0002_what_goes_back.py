"""What goes back to a federation and comes in again: returned tables, tokens, explanations, scores."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
_JSON = (sa.column("columns", sa.JSON), sa.column("tables", sa.JSON))


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
    _tables_of_sheets()
    op.create_table(
        "untitled",
        sa.Column("file_id", sa.Integer, primary_key=True),
        sa.Column("sheet_no", sa.Integer, primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("is_secret", sa.Boolean, nullable=False),
        sa.Column("applied_from", sa.String(10)),
        sa.Column("applied_to", sa.String(10)),
        sa.Column("registered_on", sa.String(10)),
        sa.Column("refused", sa.Boolean, nullable=False),
    )
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


def _tables_of_sheets() -> None:
    """A sheet remembers every table of it, not the first alone."""
    with op.batch_alter_table("sheet") as table:
        table.add_column(sa.Column("tables", sa.JSON, nullable=False, server_default="[]"))
    sheet = sa.table("sheet", *(sa.column(n) for n in ("file_id", "sheet_no", "header_row")), *_JSON)
    connection = op.get_bind()
    for row in connection.execute(sa.select(sheet)).all():
        at = (sheet.c.file_id == row.file_id) & (sheet.c.sheet_no == row.sheet_no)
        told = [[row.header_row, row.columns]] if row.header_row else []
        connection.execute(sa.update(sheet).where(at).values(tables=told))
    with op.batch_alter_table("sheet") as table:
        table.drop_column("header_row")
        table.drop_column("columns")
