"""The gate: the only producer of published records. Stands directly behind parsing; nothing secret passes (RULES.md
13-16).

What leaves for a secret row is a function of its title, effect and award; beside them go the counting facts, which are
shown for no single row, and keyed codes, which tell nothing without the key."""

from dataclasses import dataclass

from schemas.published import COUNTING_COLUMNS, OPEN_COLUMNS, SHORT_COLUMNS
from schemas.rows import Rows


@dataclass(frozen=True, slots=True)
class Redacted:
    """`short` and `facts` for every row, `open` for the rows that are no secret; `open_at`: their positions."""

    short: Rows
    facts: Rows
    open: Rows
    open_at: tuple[int, ...]


def redact(rows: Rows) -> Redacted:
    """Clean rows (schemas.initiative.CleanRow) -> what may be kept of them."""
    # A heading is free text, often the workplace itself: of a secret row only a column of its own names the union.
    unions = [
        "" if reason and union == section else union
        for reason, union, section in rows.each("secret_reason", "superior_union", "section")
    ]
    facts = rows.assign(superior_union=unions, completeness=completeness(rows))
    open_at = tuple(at for at, reason in enumerate(rows["secret_reason"]) if not reason)
    return Redacted(
        short=rows.only(SHORT_COLUMNS),
        facts=facts.only(COUNTING_COLUMNS),
        open=rows.only(OPEN_COLUMNS).at(open_at),
        open_at=open_at,
    )


def completeness(rows: Rows) -> list[int]:
    """How many of the facts that redaction keeps are stated, 0 to 8 (RULES.md 8); the same for a row open or secret."""
    texts = rows.each("effect", "award", "superior_union", "sector", "field")
    facts = rows.each("applied_from", "registered_on", "benefit_vnd")
    return [
        sum(text != "" for text in stated) + sum(fact is not None and fact == fact for fact in known)  # NaN is no fact
        for stated, known in zip(texts, facts, strict=True)
    ]
