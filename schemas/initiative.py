"""The clean internal record, **with** the fields that may be secret. It exists only inside a parsing child, between the
reading and the redaction of one file; reports never import this module (held by import-linter)."""

import pandera.pandas as pa

_TEXTS = (
    "section",
    "title",
    "title_status",
    "authors",
    "authors_status",
    "position",
    "workplace",
    "workplace_status",
    "superior_union",
    "sector",
    "sector_status",
    "field",
    "field_status",
    "content",
    "effect",
    "benefit_status",
    "benefit_text",
    "benefit_proposed",
    "applied_status",
    "applied_text",
    "applied_proposed",
    "registered_status",
    "registered_text",
    "registered_proposed",
    "award",
    "award_status",
    "nominated",
    "nomination",
    "nomination_status",
    "font_status",
    "font_field",
    "cell_status",
    "visibility",
    "secret_reason",
    "secrecy_status",
    "row_token",
    "explanation",
)

# One data row after repair. Text columns hold "" where nothing is stated; a `*_status` column says how a value was
# understood: "no_column" (the sheet has none), "missing", "ok", "coarse" (longer than a month), "ambiguous",
# "unreadable", "unknown" (read, in no vocabulary), "out_of_scale", "placeholder", "repeated", "error" (an error cell),
# "uncached" (a formula without a value). A `*_proposed` column offers a value with its reason, "" for none.
CLEAN_ROW = pa.DataFrameSchema(
    {
        **{name: pa.Column(str) for name in _TEXTS},
        "sheet_no": pa.Column("int64"),
        "table_no": pa.Column("int64"),
        "row": pa.Column("int64"),
        "benefit_vnd": pa.Column(float, nullable=True),
        "applied_from": pa.Column("datetime64[s]", nullable=True),
        "applied_to": pa.Column("datetime64[s]", nullable=True),
        "registered_on": pa.Column("datetime64[s]", nullable=True),
        "refused": pa.Column(bool),
        "award_level": pa.Column("Int64", nullable=True),
    },
    strict=True,
)
