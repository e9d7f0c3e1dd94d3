"""Who was heard from, when, and how good what they sent is."""

from collections.abc import Iterator, Mapping
from datetime import date

from rules.tally_lines import NATION, Line, Scopes, line
from schemas.config import Campaign


def reporting(received: Mapping[str, date], campaign: Campaign, scopes: Scopes) -> Iterator[Line]:
    """`received`: federation -> the day its newest counted file was there; one that is not in it sent nothing."""
    everyone = tuple(codes[0] for _, codes in scopes.of("federation"))
    for scope, codes in ((NATION, everyone), *scopes.of("federation", "kind", "successor")):
        heard = [received[c] for c in codes if c in received]
        late = sum(day > campaign.deadline for day in heard)
        yield line("sent_on_time", scope, len(heard) - late)
        yield line("sent_late", scope, late)
        yield line("not_sent", scope, len(codes) - len(heard))
        if scope[0] != "federation" and codes:
            yield line("reporting_pct", scope, 100 * len(heard) / len(codes))
        elif heard:
            yield line("days_late", scope, max(0, (heard[0] - campaign.deadline).days))


def quality(scores: Mapping[str, float]) -> Iterator[Line]:
    """The score of each federation that has one."""
    for code, score in sorted(scores.items()):
        yield line("quality_score", ("federation", code), score)
