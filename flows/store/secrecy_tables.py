"""The tables of marks that were given and released, and of the key that the store's codes were made with."""

import sqlalchemy as sa

from flows.store.tables import metadata

# A row that bore a mark (`marked`), that became secret by a join (`joined`), or that a person released (`released`):
# keyed codes, never a text of it. Only ever added to; the last word on a row stands.
secrecy_event = sa.Table(
    "secrecy_event",
    metadata,
    sa.Column("event_id", sa.Integer, primary_key=True),
    sa.Column("campaign_id", sa.String(40), nullable=False),
    sa.Column("federation_code", sa.String(40), nullable=False),
    sa.Column("event", sa.String(10), nullable=False),
    sa.Column("title_code", sa.BigInteger, nullable=False),
    sa.Column("bare_title_code", sa.BigInteger, nullable=False),  # without the mark in the title, 0 for none
    sa.Column("author_codes", sa.LargeBinary, nullable=False),
    sa.Column("workplace_code", sa.BigInteger, nullable=False),
    sa.Column("content_codes", sa.LargeBinary, nullable=False),
    sa.Column("done_by", sa.Text, nullable=False),  # "" of what was found in a submission
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("done_at", sa.String(32), nullable=False),
    sa.Index("ix_secrecy_event_federation", "campaign_id", "federation_code"),
)
# Which key the codes of this store were made with: its id, which tells nothing of it. One row, or none in a new store.
key_of_codes = sa.Table(
    "key_of_codes",
    metadata,
    sa.Column("key_id", sa.String(16), primary_key=True),
    sa.Column("since", sa.String(32), nullable=False),
)
# Withheld rows for which every release was treated, and beside which open rows of the same key stand: a digest of which
# rows have the key, by their places, and which are secret. Once it is another, one of them may have become secret.
treated_beside = sa.Table(
    "treated_beside",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("federation_code", sa.String(40), primary_key=True),
    sa.Column("title_code", sa.BigInteger, primary_key=True),
    sa.Column("author_codes", sa.LargeBinary, primary_key=True),
    sa.Column("rows", sa.String(32), nullable=False),
)
