"""Clean rows -> the frames that leave a parsing child: redacted records, details of open rows, explanations."""

import pandas as pd

from rules.features import Coder, pack, row_features
from rules.normalise import title_key
from rules.redaction import redact
from schemas.parsed import CODE_COLUMNS, DETAIL_COLUMNS, EXPLANATION_COLUMNS, RECORD_COLUMNS, UNTITLED_COLUMNS


def records_of(rows: pd.DataFrame, coder: Coder) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Records and details of the titled rows. Codes first, from all fields; then the gate; what remains goes out."""
    if rows.empty:
        return pd.DataFrame(columns=list(RECORD_COLUMNS)), pd.DataFrame(columns=list(DETAIL_COLUMNS))
    codes = [
        row_features(coder, *texts)
        for texts in zip(*(rows[c] for c in ("authors", "workplace", "content", "superior_union")), strict=True)
    ]
    title_codes = [coder.code("title", title_key(title)) for title in rows["sent_title"]]
    redacted = redact(rows)
    coded = {
        name: [v if isinstance(v, int) else pack(v) for v in values]
        for name, values in zip(CODE_COLUMNS, [title_codes, *zip(*codes, strict=True)], strict=True)
    }
    own = {name: rows[name] for name in ("sheet_no", "row", "secret_reason", "row_token")}
    kept = own | dict(redacted.short.items()) | dict(redacted.facts.items()) | coded
    details = redacted.open.assign(**{name: own[name][redacted.open.index] for name in ("sheet_no", "row")})
    return pd.DataFrame({name: kept[name] for name in RECORD_COLUMNS}, index=rows.index), details[list(DETAIL_COLUMNS)]


def untitled_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Of rows rejected for want of a title what the campaign's windows judge: all faults are told in one pass."""
    if rows.empty:
        return pd.DataFrame(columns=list(UNTITLED_COLUMNS))
    return rows.assign(is_secret=rows["secret_reason"] != "")[list(UNTITLED_COLUMNS)]


def explanations_of(rows: pd.DataFrame) -> pd.DataFrame:
    """What a federation wrote of its queries, by row; of a secret row only that it wrote something."""
    if rows.empty or not (rows["explanation"] != "").any():
        return pd.DataFrame(columns=list(EXPLANATION_COLUMNS))
    told = rows[rows["explanation"] != ""]
    text = told["explanation"].where(told["secret_reason"] == "", "")
    return told.assign(text=text)[list(EXPLANATION_COLUMNS)]
