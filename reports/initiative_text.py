"""One initiative as lines of text for staff: its rows, why they are one, what people said."""

from collections.abc import Iterator

from reports.numbers import day
from reports.pair_words import account
from reports.places import place
from reports.wording import label, reason_text, short_name
from reports.wording_follow import INITIATIVE, JUDGED
from schemas.explained import ExplainedInitiative, ExplainedJudgement, ExplainedPair, ExplainedRow
from schemas.ledger import Disposition
from schemas.review import ReviewFacts


def initiative_lines(told: ExplainedInitiative, facts: ReviewFacts) -> list[str]:
    """The whole account of an initiative."""
    return [*_head(told), "", *_rows(told), "", *_evidence(told, facts), "", *_judgements(told)]


def _head(told: ExplainedInitiative) -> Iterator[str]:
    yield INITIATIVE["title"].format(id=told.initiative_id)
    if told.asked != told.initiative_id:
        yield INITIATIVE["former"].format(old=told.asked, id=told.initiative_id)
    counted = [row for row in told.rows if row.disposition == Disposition.COUNTED]
    for row in counted:
        yield INITIATIVE["counted_for"].format(federation=row.federation)
    if not counted:
        yield INITIATIVE["not_counted"]
    if len(told.rows) > 1 and counted:
        yield INITIATIVE["credit"]
    if any(row.pending for row in told.rows):
        yield INITIATIVE["pending"]
    if any(row.redacted for row in told.rows):
        yield INITIATIVE["redacted"]


def _rows(told: ExplainedInitiative) -> Iterator[str]:
    yield INITIATIVE["rows"].format(n=len(told.rows))
    for number, row in enumerate(told.rows, start=1):
        where = f"{row.file}, {place(row.sheet, row.row, '')}"
        yield f"{number:>3}. " + INITIATIVE["where"].format(federation=short_name(row.federation), place=where)
        yield f"     {label('disposition', row.disposition)}"
        if row.reason:
            yield "     " + INITIATIVE["because"].format(reason=reason_text(row.reason))
        yield from (f"     {text}" for text in _facts(row))


def _facts(row: ExplainedRow) -> Iterator[str]:
    yield f"“{row.title}”"
    registered = day(row.registered_on) if row.registered_on else ""
    named = {"authors": row.authors, "workplace": row.workplace, "registered_on": registered}
    for name, text in {**named, "award": row.award, "effect": row.effect}.items():
        if text:
            yield f"{INITIATIVE[name]}: {text}"


def _evidence(told: ExplainedInitiative, facts: ReviewFacts) -> Iterator[str]:
    yield INITIATIVE["evidence"]
    if len(told.rows) == 1:
        yield "  " + INITIATIVE["single"]
    for one in told.pairs:
        yield from _pair(one, facts)
    for number in told.gone:
        yield f"{number:>3}. {INITIATIVE['gone']}"


def _pair(one: ExplainedPair, facts: ReviewFacts) -> Iterator[str]:
    decision = INITIATIVE[one.decision or "withheld"]
    yield "  " + INITIATIVE["pair"].format(left=one.left, right=one.right, decision=decision)
    yield from (f"     {line}" for line in account(one.pair, facts).splitlines())


def _judgements(told: ExplainedInitiative) -> Iterator[str]:
    if not told.judgements:
        yield INITIATIVE["judgements_none"]
        return
    yield INITIATIVE["judgements"]
    for one in told.judgements:
        yield "  " + _said(one)


def _said(one: ExplainedJudgement) -> str:
    return INITIATIVE["judgement"].format(
        day=day(one.decided_on),
        by=one.decided_by,
        value=JUDGED.get(one.value, one.value),
        left=one.left or INITIATIVE["elsewhere"],
        right=one.right or INITIATIVE["elsewhere"],
        reason=f": {one.reason}" if one.reason else "",
    )
