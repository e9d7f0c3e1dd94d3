"""Marks given, joined and released; the key the codes were made with."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Two new tables; erasures tell whose they are. Marks of before are those that the records bear now."""
    op.create_table(
        "secrecy_event",
        sa.Column("event_id", sa.Integer, primary_key=True),
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("federation_code", sa.String(40), nullable=False),
        sa.Column("event", sa.String(10), nullable=False),
        sa.Column("title_code", sa.BigInteger, nullable=False),
        sa.Column("bare_title_code", sa.BigInteger, nullable=False),
        sa.Column("author_codes", sa.LargeBinary, nullable=False),
        sa.Column("workplace_code", sa.BigInteger, nullable=False),
        sa.Column("content_codes", sa.LargeBinary, nullable=False),
        sa.Column("done_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("done_at", sa.String(32), nullable=False),
    )
    op.create_index("ix_secrecy_event_federation", "secrecy_event", ["campaign_id", "federation_code"])
    op.create_table(
        "key_of_codes",
        sa.Column("key_id", sa.String(16), primary_key=True),
        sa.Column("since", sa.String(32), nullable=False),
    )
    op.execute(sa.text(_MARKS_OF_BEFORE))
    op.rename_table("erasure", "erasure_before")
    op.create_table(
        "erasure",
        sa.Column("campaign_id", sa.String(40), primary_key=True),
        sa.Column("federation_code", sa.String(40), primary_key=True),
        sa.Column("title_code", sa.BigInteger, primary_key=True),
        sa.Column("author_codes", sa.LargeBinary, primary_key=True),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
    )
    op.execute(sa.text(_ERASURES_OF_BEFORE))
    op.drop_table("erasure_before")


# Whose they were was not kept: each is treated once more.
_ERASURES_OF_BEFORE = """
INSERT INTO erasure (campaign_id, federation_code, title_code, author_codes, reason, since)
SELECT campaign_id, federation_code, title_code, '', reason, since FROM erasure_before
"""
_MARKS_OF_BEFORE = """
INSERT INTO secrecy_event (campaign_id, federation_code, event, title_code, bare_title_code, author_codes,
    workplace_code, content_codes, done_by, reason, done_at)
SELECT DISTINCT f.campaign_id, f.federation_code,
    CASE WHEN r.secret_reason = 'joined' THEN 'joined' ELSE 'marked' END,
    r.title_code, 0, r.author_codes, r.workplace_code, r.content_codes, '', '', ''
FROM record r JOIN submitted_file f ON f.file_id = r.file_id
WHERE f.counted AND r.secret_reason NOT IN ('', 'no_secrecy_column', 'withheld_by_hand', 'broken_quote', 'token')
"""
