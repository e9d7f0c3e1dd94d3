"""Clean rows -> the frames that leave a parsing child: redacted records, details of open rows, explanations."""

import pandas as pd

from rules.features import Coder, pack, row_features
from rules.normalise import title_key
from rules.redaction import redact
from schemas.parsed import CODE_COLUMNS, DETAIL_COLUMNS, EXPLANATION_COLUMNS, RECORD_COLUMNS


def records_of(rows: pd.DataFrame, coder: Coder) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Records and details of the titled rows. Codes first, from all fields; then the gate; what remains goes out."""
    if rows.empty:
        return pd.DataFrame(columns=list(RECORD_COLUMNS)), pd.DataFrame(columns=list(DETAIL_COLUMNS))
    codes = [
        row_features(coder, authors, workplace, content)
        for authors, workplace, content in zip(rows["authors"], rows["workplace"], rows["content"], strict=True)
    ]
    title_codes = [coder.code("title", title_key(title)) for title in rows["sent_title"]]
    redacted = redact(rows)
    coded = {
        name: [v if isinstance(v, int) else pack(v) for v in values]
        for name, values in zip(CODE_COLUMNS, [title_codes, *zip(*codes, strict=True)], strict=True)
    }
    own = rows[["sheet_no", "row", "secret_reason", "row_token"]]
    records = pd.concat([own, redacted.short, redacted.facts, pd.DataFrame(coded)], axis=1)
    details = pd.concat([own.loc[redacted.open.index], redacted.open[["authors", "position", "workplace"]]], axis=1)
    return records[list(RECORD_COLUMNS)], details[list(DETAIL_COLUMNS)]


def explanations_of(rows: pd.DataFrame) -> pd.DataFrame:
    """What a federation wrote of its queries, by row; of a secret row only that it wrote something."""
    if rows.empty:
        return pd.DataFrame(columns=list(EXPLANATION_COLUMNS))
    told = rows[rows["explanation"] != ""]
    text = told["explanation"].where(told["secret_reason"] == "", "")
    return told.assign(text=text)[list(EXPLANATION_COLUMNS)]
