"""The sums that must agree: parts against the whole, as lines that the workbook shows as values."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.figures import Figures
from reports.wording import BREAKDOWN_TITLES, label, short_name
from reports.wording_pages import PAGE, WORKBOOK
from schemas.release import ReleaseFacts

ENTERED_PARTS = ("rejected", "ineligible", "duplicate", "valid")
DUPLICATE_PARTS = ("duplicate_within_federation", "duplicate_across_federations", "duplicate_of_earlier_campaign")
ADDED_UP = ("entered", *ENTERED_PARTS, *DUPLICATE_PARTS, "under_consideration")


@dataclass(frozen=True, slots=True)
class Sum:
    """One check of a sum: what is added, what the parts give, what the whole is."""

    text: str
    parts: float
    whole: float

    @property
    def agrees(self) -> bool:
        """Whether parts and whole are the same number."""
        return self.parts == self.whole


def sums(facts: ReleaseFacts, numbers: Figures) -> list[Sum]:
    """Nation first, then nation against federations, then breakdowns, then each federation."""
    return [
        *_inside(numbers, "", PAGE["national"]),
        *_across(facts, numbers),
        *_breakdowns(numbers, ""),
        *(line for f in facts.federations for line in _inside(numbers, f.code, short_name(f.name))),
    ]


def _inside(numbers: Figures, scope_code: str, name: str) -> Iterator[Sum]:
    """Inside one scope: entered and duplicate against their parts."""
    for text, whole, parts in (
        ("entered_parts", "entered", ENTERED_PARTS),
        ("duplicate_parts", "duplicate", DUPLICATE_PARTS),
    ):
        added = sum(numbers.count(m, scope_code) for m in parts)
        yield Sum(WORKBOOK[text].format(scope=name), added, numbers.count(whole, scope_code))


def _across(facts: ReleaseFacts, numbers: Figures) -> Iterator[Sum]:
    for measure in ADDED_UP:
        added = sum(numbers.count(measure, f.code) for f in facts.federations)
        text = WORKBOOK["federation_parts"].format(measure=label("measure", measure))
        yield Sum(text, added, numbers.count(measure))


def _breakdowns(numbers: Figures, scope_code: str) -> Iterator[Sum]:
    for breakdown, title in BREAKDOWN_TITLES.items():
        codes = numbers.codes(breakdown, "valid", scope_code)
        if codes:
            added = sum(numbers.count("valid", scope_code, breakdown, c) for c in codes)
            text = WORKBOOK["breakdown_parts"].format(breakdown=title, measure=label("measure", "valid").lower())
            yield Sum(text, added, numbers.count("valid", scope_code))
