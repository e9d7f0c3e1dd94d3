"""Clean rows -> the rows that leave a parsing child: redacted records, details of open rows, explanations."""

from rules.features import Coder, pack, row_features
from rules.normalise import title_key
from rules.redaction import redact
from schemas.parsed import CODE_COLUMNS, DETAIL_COLUMNS, EXPLANATION_COLUMNS, RECORD_COLUMNS, UNTITLED_COLUMNS
from schemas.rows import Rows


def records_of(rows: Rows, coder: Coder) -> tuple[Rows, Rows]:
    """Records and details of the titled rows. Codes first, from all fields; then the gate; what remains goes out."""
    texts = rows.each("authors", "workplace", "content", "superior_union")
    codes: list[list[int | bytes]] = [[coder.code("title", title_key(title)) for title in rows["sent_title"]]]
    codes += [[] for _ in CODE_COLUMNS[1:]]
    for of_row in texts:
        found: tuple[int | tuple[int, ...], ...] = row_features(coder, *of_row)
        for column, one in zip(codes[1:], found, strict=True):
            column.append(one if isinstance(one, int) else pack(one))
    coded = Rows(dict(zip(CODE_COLUMNS, codes, strict=True)))
    redacted = redact(rows)
    own = rows.only(("sheet_no", "row", "secret_reason", "row_token"))
    kept = {name: part[name] for part in (own, redacted.short, redacted.facts, coded) for name in part.names}
    details = redacted.open.assign(**{name: own.at(redacted.open_at)[name] for name in ("sheet_no", "row")})
    return Rows({name: kept[name] for name in RECORD_COLUMNS}), details.only(DETAIL_COLUMNS)


def untitled_of(rows: Rows) -> Rows:
    """Of rows rejected for want of a title what the campaign's windows judge: all faults are told in one pass."""
    return rows.assign(is_secret=[reason != "" for reason in rows["secret_reason"]]).only(UNTITLED_COLUMNS)


def explanations_of(rows: Rows) -> Rows:
    """What a federation wrote of its queries, by row; of a secret row only that it wrote something."""
    told = rows.at([at for at, text in enumerate(rows["explanation"]) if text])
    text = ["" if reason else text for text, reason in told.each("explanation", "secret_reason")]
    return told.assign(text=text).only(EXPLANATION_COLUMNS)
