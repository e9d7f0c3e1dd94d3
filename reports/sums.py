"""The sums that must agree: parts against the whole, as lines that the workbook shows as values."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.figures import Figures
from reports.wording import BREAKDOWN_TITLES, label, short_name
from reports.wording_pages import PAGE, WORKBOOK
from reports.wording_tallies import PUBLIC_SUMS, SHEETS
from schemas.release import ReleaseFacts
from schemas.tally import CENTRAL

ENTERED_PARTS = ("rejected", "ineligible", "duplicate", "valid")
DUPLICATE_PARTS = ("duplicate_within_federation", "duplicate_across_federations", "duplicate_of_earlier_campaign")
ADDED_UP = ("entered", *ENTERED_PARTS, *DUPLICATE_PARTS, "under_consideration")


HALF = 0.5  # sums of đồng with fractions


@dataclass(frozen=True, slots=True)
class Sum:
    """One check of a sum: what is added, what the parts give, what the whole is."""

    text: str
    parts: float
    whole: float

    @property
    def agrees(self) -> bool:
        """Whether parts and whole are the same number to the unit."""
        return abs(self.parts - self.whole) < HALF


def sums(facts: ReleaseFacts, numbers: Figures) -> list[Sum]:
    """Nation first, then nation against federations, kinds and provinces, then breakdowns, then each federation."""
    return [
        *_inside(numbers, "", PAGE["national"]),
        *_across(facts, numbers),
        *_groups(facts, numbers),
        *_scale(numbers),
        *_breakdowns(numbers, "", ""),
        *(line for f in facts.federations for line in _inside(numbers, f.code, short_name(f.name))),
        *(line for f in facts.federations for line in _breakdowns(numbers, f.code, short_name(f.name))),
    ]


def _groups(facts: ReleaseFacts, numbers: Figures) -> Iterator[Sum]:
    """The nation against the kinds of federations, and against the provinces of 2025."""
    groups = {"kind": {f.kind for f in facts.federations}, "successor": {*facts.successors, CENTRAL}}
    for group, codes in groups.items():
        told = sorted(code for code in codes if numbers.get("valid", code) is not None)
        for measure in ADDED_UP if told else ():
            text = PUBLIC_SUMS["group_parts"].format(group=SHEETS[group], measure=label("measure", measure))
            yield Sum(text, sum(numbers.count(measure, code) for code in told), numbers.count(measure))


def _scale(numbers: Figures) -> Iterator[Sum]:
    parts = [numbers.get("benefit_vnd", "", "scale", code) for code in ("in_scale", "out_of_scale")]
    if any(part is not None for part in parts):
        yield Sum(PUBLIC_SUMS["scale_parts"], sum(part or 0.0 for part in parts), numbers.count("benefit_vnd"))


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


def _breakdowns(numbers: Figures, scope_code: str, name: str) -> Iterator[Sum]:
    """Valid in one scope against the lines of each breakdown that is told there."""
    for breakdown, title in BREAKDOWN_TITLES.items():
        codes = numbers.codes(breakdown, "valid", scope_code)
        if codes:
            added = sum(numbers.count("valid", scope_code, breakdown, c) for c in codes)
            words = WORKBOOK["breakdown_parts"].format(breakdown=title, measure=label("measure", "valid").lower())
            if name:
                words = PUBLIC_SUMS["scope_breakdown"].format(scope=name, breakdown=title)
            yield Sum(words, added, numbers.count("valid", scope_code))
