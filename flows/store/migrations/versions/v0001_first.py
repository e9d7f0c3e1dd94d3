"""The tables of version 0.1.0."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From an empty database."""
    op.create_table(
        "submitted_file",
        sa.Column("file_id", sa.Integer, primary_key=True),
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("federation_code", sa.String(40), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content_code", sa.String(16), nullable=False),
        sa.Column("modified", sa.String(32), nullable=False),
        sa.Column("fetched", sa.String(32), nullable=False),
        sa.Column("skipped", sa.String(20), nullable=False),
        sa.Column("parser_key", sa.String(32), nullable=False),
        sa.Column("rejected_because", sa.String(10), nullable=False),
        sa.Column("counted", sa.Boolean, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
    )
    op.create_index("ix_submitted_file_federation", "submitted_file", ["campaign_id", "federation_code"])
    op.create_table(
        "sheet",
        sa.Column("file_id", sa.Integer, primary_key=True),
        sa.Column("sheet_no", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("visible", sa.Boolean, nullable=False),
        sa.Column("nonempty_rows", sa.Integer, nullable=False),
        sa.Column("header_row", sa.Integer, nullable=False),
        sa.Column("columns", sa.JSON, nullable=False),
        sa.Column("unknown_columns", sa.JSON, nullable=False),
    )
    op.create_table(
        "line",
        sa.Column("file_id", sa.Integer, primary_key=True),
        sa.Column("sheet_no", sa.Integer, primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
    )
    op.create_table(
        "record",
        sa.Column("file_id", sa.Integer, primary_key=True),
        sa.Column("sheet_no", sa.Integer, primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("effect", sa.Text, nullable=False),
        sa.Column("award", sa.Text, nullable=False),
        sa.Column("award_level", sa.Integer),
        sa.Column("superior_union", sa.Text, nullable=False),
        sa.Column("sector", sa.String(4), nullable=False),
        sa.Column("field", sa.String(4), nullable=False),
        sa.Column("applied_from", sa.String(10)),
        sa.Column("applied_to", sa.String(10)),
        sa.Column("registered_on", sa.String(10)),
        sa.Column("benefit_vnd", sa.Float),
        sa.Column("completeness", sa.Integer, nullable=False),
        sa.Column("refused", sa.Boolean, nullable=False),
        sa.Column("secret_reason", sa.String(20), nullable=False),
        sa.Column("title_code", sa.BigInteger, nullable=False),
        sa.Column("author_codes", sa.LargeBinary, nullable=False),
        sa.Column("author_initial_codes", sa.LargeBinary, nullable=False),
        sa.Column("workplace_code", sa.BigInteger, nullable=False),
        sa.Column("workplace_token_codes", sa.LargeBinary, nullable=False),
        sa.Column("content_codes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "detail",
        sa.Column("file_id", sa.Integer, primary_key=True),
        sa.Column("sheet_no", sa.Integer, primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("authors", sa.Text, nullable=False),
        sa.Column("position", sa.Text, nullable=False),
        sa.Column("workplace", sa.Text, nullable=False),
    )
    op.create_table(
        "finding",
        sa.Column("finding_id", sa.Integer, primary_key=True),
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("federation_code", sa.String(40), nullable=False),
        sa.Column("file_id", sa.Integer, nullable=False),
        sa.Column("check_id", sa.String(10), nullable=False),
        sa.Column("severity", sa.String(20), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sheet", sa.Text, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("column", sa.String(3), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("found", sa.Text, nullable=False),
        sa.Column("proposed", sa.Text, nullable=False),
    )
    op.create_index("ix_finding_file", "finding", ["file_id"])
    op.create_index("ix_finding_federation", "finding", ["campaign_id", "federation_code"])
    op.create_table(
        "federation_state",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("federation_code", sa.String(40), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("files", sa.Integer, nullable=False),
        sa.Column("files_rejected", sa.Integer, nullable=False),
        sa.Column("run_id", sa.String(40), nullable=False),
    )
    op.create_table(
        "initiative",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("initiative_id", sa.String(24), primary_key=True),
        sa.Column("current_id", sa.String(24), nullable=False),
    )
    op.create_table(
        "release",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("release_id", sa.String(40), primary_key=True),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("valid", sa.Integer, nullable=False),
        sa.Column("held_because", sa.Text, nullable=False),
        sa.Column("run_id", sa.String(40), nullable=False),
        sa.Column("made_no", sa.Integer, nullable=False),
    )
