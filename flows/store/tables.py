"""The tables. Nothing of a secret row but its short record, counting facts and keyed codes has a column there."""

import sqlalchemy as sa

metadata = sa.MetaData()

# One pulled version of one file. `counted`: its rows are the ones the release counts (the last accepted version).
submitted_file = sa.Table(
    "submitted_file",
    metadata,
    sa.Column("file_id", sa.Integer, primary_key=True),
    sa.Column("campaign_id", sa.String(40), nullable=False),
    sa.Column("federation_code", sa.String(40), nullable=False),
    sa.Column("path", sa.Text, nullable=False),  # as it may be shown (rules/names_in_paths.py)
    sa.Column("path_code", sa.String(16), nullable=False),  # keyed code of the path at the source, "" of old versions
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("content_code", sa.String(16), nullable=False),
    sa.Column("modified", sa.String(32), nullable=False),
    sa.Column("fetched", sa.String(32), nullable=False),
    sa.Column("received_on", sa.String(10), nullable=False),  # the day this version was first there
    sa.Column("skipped", sa.String(20), nullable=False),
    sa.Column("parser_key", sa.String(32), nullable=False),
    sa.Column("rejected_because", sa.String(10), nullable=False),
    sa.Column("counted", sa.Boolean, nullable=False),
    sa.Column("current", sa.Boolean, nullable=False),  # stood at the source when it was last pulled
    sa.Index("ix_submitted_file_federation", "campaign_id", "federation_code"),
)
sheet = sa.Table(
    "sheet",
    metadata,
    sa.Column("file_id", sa.Integer, primary_key=True),
    sa.Column("sheet_no", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("visible", sa.Boolean, nullable=False),
    sa.Column("nonempty_rows", sa.Integer, nullable=False),
    sa.Column("tables", sa.JSON, nullable=False),  # [header row, {canonical column: letters}] of each table
    sa.Column("unknown_columns", sa.JSON, nullable=False),
)
# A sheet row that is no record: a title, a header, a total, ..., or a rejected one.
line = sa.Table(
    "line",
    metadata,
    sa.Column("file_id", sa.Integer, primary_key=True),
    sa.Column("sheet_no", sa.Integer, primary_key=True),
    sa.Column("row", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("reason", sa.String(40), nullable=False),
)
record = sa.Table(
    "record",
    metadata,
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
    sa.Column("nominated", sa.String(9), nullable=False),  # what the federation marked (schemas.dossier.Mark)
    sa.Column("secret_reason", sa.String(20), nullable=False),
    sa.Column("row_token", sa.String(19), nullable=False),  # the token it came back with, "" for any other row
    sa.Column("title_code", sa.BigInteger, nullable=False),
    sa.Column("author_codes", sa.LargeBinary, nullable=False),
    sa.Column("author_initial_codes", sa.LargeBinary, nullable=False),
    sa.Column("workplace_code", sa.BigInteger, nullable=False),
    sa.Column("workplace_token_codes", sa.LargeBinary, nullable=False),
    sa.Column("content_codes", sa.LargeBinary, nullable=False),
)
# Only open rows have a line here: erasing a row that became secret by a join is deleting it.
detail = sa.Table(
    "detail",
    metadata,
    sa.Column("file_id", sa.Integer, primary_key=True),
    sa.Column("sheet_no", sa.Integer, primary_key=True),
    sa.Column("row", sa.Integer, primary_key=True),
    sa.Column("authors", sa.Text, nullable=False),
    sa.Column("position", sa.Text, nullable=False),
    sa.Column("workplace", sa.Text, nullable=False),
)
# What a federation wrote of its queries, "" for a secret row.
explanation = sa.Table(
    "explanation",
    metadata,
    sa.Column("file_id", sa.Integer, primary_key=True),
    sa.Column("sheet_no", sa.Integer, primary_key=True),
    sa.Column("row", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)
# A query that a person accepted or refused the explanation of; an accepted one is not asked again.
explanation_decision = sa.Table(
    "explanation_decision",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("explanation_id", sa.String(16), primary_key=True),
    sa.Column("federation_code", sa.String(40), nullable=False),
    sa.Column("accepted", sa.Boolean, nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("decided_at", sa.String(32), nullable=False),
)
# The tables of an accepted file as they go back (rules.returning); of secret rows their short record and token only.
returned_table = sa.Table(
    "returned_table",
    metadata,
    sa.Column("file_id", sa.Integer, primary_key=True),
    sa.Column("packed", sa.LargeBinary, nullable=False),
)
# What an operator did by hand, who and why.
operator_action = sa.Table(
    "operator_action",
    metadata,
    sa.Column("action_id", sa.Integer, primary_key=True),
    sa.Column("campaign_id", sa.String(40), nullable=False),
    sa.Column("federation_code", sa.String(40), nullable=False),
    sa.Column("action", sa.String(20), nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("done_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("done_at", sa.String(32), nullable=False),
)
# Of the rows rejected for want of a title what the campaign's windows judge.
untitled = sa.Table(
    "untitled",
    metadata,
    sa.Column("file_id", sa.Integer, primary_key=True),
    sa.Column("sheet_no", sa.Integer, primary_key=True),
    sa.Column("row", sa.Integer, primary_key=True),
    sa.Column("is_secret", sa.Boolean, nullable=False),
    sa.Column("applied_from", sa.String(10)),
    sa.Column("applied_to", sa.String(10)),
    sa.Column("registered_on", sa.String(10)),
    sa.Column("refused", sa.Boolean, nullable=False),
)
# A title of a federation that was withheld, however: keyed, no text. A release or a store that is brought back from
# before is treated by it again.
erasure = sa.Table(
    "erasure",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("federation_code", sa.String(40), primary_key=True),
    sa.Column("title_code", sa.BigInteger, primary_key=True),
    sa.Column("author_codes", sa.LargeBinary, primary_key=True),
    sa.Column("reason", sa.String(20), nullable=False),
    sa.Column("since", sa.String(10), nullable=False),
)
# A source, or a file of it ("" for all), of which everything is withheld by hand (`tonghop withhold`).
withheld_source = sa.Table(
    "withheld_source",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("federation_code", sa.String(40), primary_key=True),
    sa.Column("path_code", sa.String(16), primary_key=True),
    sa.Column("done_by", sa.Text, nullable=False),
    sa.Column("done_at", sa.String(32), nullable=False),
)
# A person whose name is removed wherever it stands (`tonghop forget`): keyed, no text; with a workplace, only there.
forgotten_person = sa.Table(
    "forgotten_person",
    metadata,
    sa.Column("name_code", sa.String(16), primary_key=True),
    sa.Column("workplace_code", sa.String(16), primary_key=True),
    sa.Column("done_by", sa.Text, nullable=False),
    sa.Column("done_at", sa.String(32), nullable=False),
)
# Findings of the newest version of each file (`file_id`), and of the federation's last pull (`file_id` 0).
finding = sa.Table(
    "finding",
    metadata,
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
    sa.Index("ix_finding_file", "file_id"),
    sa.Index("ix_finding_federation", "campaign_id", "federation_code"),
)
# How the last pull of a federation ended.
federation_state = sa.Table(
    "federation_state",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("federation_code", sa.String(40), primary_key=True),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("files", sa.Integer, nullable=False),
    sa.Column("files_rejected", sa.Integer, nullable=False),
    sa.Column("mended", sa.Integer, nullable=False),  # faults of the submission before that are gone
    sa.Column("new", sa.Integer, nullable=False),  # faults that it did not have
    sa.Column("run_id", sa.String(40), nullable=False),
    sa.Column("since", sa.String(10), nullable=False),  # the day from which it has stood so; "" where not known
)
# A federation's score on the days of its releases.
score = sa.Table(
    "score",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("federation_code", sa.String(40), primary_key=True),
    sa.Column("as_of", sa.String(10), primary_key=True),
    sa.Column("score", sa.Float, nullable=False),
)
# Every id ever given out; `current_id` follows it to the initiative its row belongs to now.
initiative = sa.Table(
    "initiative",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("initiative_id", sa.String(24), primary_key=True),
    sa.Column("current_id", sa.String(24), nullable=False),
)
release = sa.Table(
    "release",
    metadata,
    sa.Column("campaign_id", sa.String(40), primary_key=True),
    sa.Column("release_id", sa.String(40), primary_key=True),
    sa.Column("as_of", sa.String(10), nullable=False),
    sa.Column("valid", sa.Integer, nullable=False),
    sa.Column("held_because", sa.Text, nullable=False),
    sa.Column("run_id", sa.String(40), nullable=False),
    sa.Column("made_no", sa.Integer, nullable=False),
)
# One night: begun when it started, `ended` and `outcome` "" until it ended; so a killed one is seen.
run = sa.Table(
    "run",
    metadata,
    sa.Column("run_id", sa.String(40), primary_key=True),
    sa.Column("campaign_id", sa.String(40), nullable=False),
    sa.Column("as_of", sa.String(10), nullable=False),
    sa.Column("started", sa.String(32), nullable=False),
    sa.Column("ended", sa.String(32), nullable=False),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("release_id", sa.String(40), nullable=False),
    sa.Column("held_because", sa.Text, nullable=False),
    sa.Column("counts", sa.JSON, nullable=False),
    sa.Column("run_no", sa.Integer, nullable=False),  # in the order of their starts, whatever the clock did
)
