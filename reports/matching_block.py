"""The technical block of the staff's page: how the matching stands, which shares of duplicates are odd."""

from dataclasses import dataclass

from reports.numbers import number, percent, ratio_percent
from reports.wording_pages import STAFF
from schemas.release import MatchingFacts, ReleaseFacts


@dataclass(frozen=True, slots=True)
class MatchingBlock:
    """`lines`: what and how much. `beyond`: federations with odd shares as (name, code, told)."""

    lines: tuple[tuple[str, str], ...]
    beyond: tuple[tuple[str, str, str], ...]


def matching_block(facts: ReleaseFacts) -> MatchingBlock | None:
    """None where a release tells nothing of its matching."""
    told = facts.matching
    if told is None:
        return None
    lines = (
        (STAFF["planted"], _planted(told)),
        (STAFF["copied"], STAFF["pairs_open"].format(n=number(told.copied))),
        (STAFF["other_works"], STAFF["pairs_open"].format(n=number(told.other_works))),
        (STAFF["weights"], told.weights),
    )
    names = {federation.code: federation.name for federation in facts.federations}
    beyond = tuple((names.get(code, code), code, _share(n, entered)) for code, n, entered in told.duplicates)
    return MatchingBlock(lines, beyond)


def _planted(told: MatchingFacts) -> str:
    return STAFF["planted_told"].format(
        recall=percent(ratio_percent(told.planted_found, told.planted_same)),
        found=number(told.planted_found),
        same=number(told.planted_same),
        precision=percent(ratio_percent(told.planted_right, told.planted_accepted)),
        right=number(told.planted_right),
        accepted=number(told.planted_accepted),
    )


def _share(duplicates: int, entered: int) -> str:
    share = percent(ratio_percent(duplicates, entered))
    return STAFF["duplicates_line"].format(share=share, duplicates=number(duplicates), entered=number(entered))
