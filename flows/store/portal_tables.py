"""The tables of the comparisons with the national portal."""

import sqlalchemy as sa

from flows.store.tables import metadata

portal_check = sa.Table(
    "portal_check",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("as_of", sa.String(10), primary_key=True),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("matched", sa.Integer, nullable=False),
    sa.Column("missing", sa.Integer, nullable=False),
    sa.Column("portal_only", sa.Integer, nullable=False),
    sa.Column("differing", sa.Integer, nullable=False),
)
# The same for each federation that the export or its part of the submissions names, "" for rows that name none.
portal_unit = sa.Table(
    "portal_unit",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("as_of", sa.String(10), primary_key=True),
    sa.Column("federation_code", sa.String(40), primary_key=True),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("matched", sa.Integer, nullable=False),
    sa.Column("missing", sa.Integer, nullable=False),
    sa.Column("portal_only", sa.Integer, nullable=False),
    sa.Column("differing", sa.Integer, nullable=False),
)
# Keyed titles of a federation's rows that are the same as a row marked secret on the portal, or may be.
portal_mark = sa.Table(
    "portal_mark",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("federation_code", sa.String(40), primary_key=True),
    sa.Column("title_code", sa.String(16), primary_key=True),
)
# A submitted_file that is a part of the portal's export: a source beside what the federation sent (`portal.counts`).
portal_file = sa.Table(
    "portal_file",
    metadata,
    sa.Column("file_id", sa.Integer, primary_key=True, autoincrement=False),
)


def of_portal(file_id: "sa.ColumnElement[int]") -> sa.ColumnElement[bool]:
    """True for a part of the portal's export."""
    return file_id.in_(sa.select(portal_file.c.file_id))
