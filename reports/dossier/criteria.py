"""The criteria of nomination as the annexes show them: what counts, in which order, as the config has it."""

from collections.abc import Iterator

from reports import wording_dossier as words
from reports.dossier.numbers_on_paper import counted
from reports.numbers import money
from reports.wording import label
from schemas.config_dossier import Nomination, NominationRule
from schemas.dossier import Printed


def criteria(rule: Nomination) -> tuple[str, tuple[Printed, ...]]:
    """The sentence, and the numbers in it."""
    said = {"mark": _mark(rule), "award": _award(rule), "rule": "; ".join(_rules(rule))}
    ways = [words.CHOSEN_FIRST, *(said[way] for way in ("mark", "award", "rule") if way in rule.by and said[way])]
    limits = [one.benefit_from_vnd for one in rule.rules if one.benefit_from_vnd and "rule" in rule.by]
    numbers = tuple(_limit(value) for value in limits)
    told = "; ".join(f"({letter}) {way}" for letter, way in zip("abcd", ways, strict=False))
    return words.CRITERIA.format(ways=told), numbers


def _mark(rule: Nomination) -> str:
    return words.BY_MARK.format(merit=words.merit(rule.marked_as).lower())


def _award(rule: Nomination) -> str:
    levels = (("excellent", rule.excellent_from_level), ("typical", rule.typical_from_level))
    told = [
        words.FROM_LEVEL.format(level=words.LEVELS[level], merit=words.merit(merit).lower())
        for merit, level in levels
        if level is not None
    ]
    return words.BY_AWARD.format(levels=", ".join(told)) if told else ""


def _rules(rule: Nomination) -> Iterator[str]:
    yield from (f"{', '.join(_stated(one))}: {words.merit(one.merit).lower()}" for one in rule.rules)


def _stated(rule: NominationRule) -> Iterator[str]:
    if rule.award_from_level is not None:
        yield words.RULE_AWARD.format(level=words.LEVELS[rule.award_from_level])
    if rule.benefit_from_vnd is not None:
        yield words.RULE_BENEFIT.format(value=_limit(rule.benefit_from_vnd).text)
    if rule.sectors:
        yield words.RULE_SECTORS.format(names=", ".join(label("sector", code) for code in rule.sectors))


def _limit(value: int) -> Printed:
    one = counted("benefit_from_vnd", value)
    return Printed(one.name, one.measure, one.scope_code, "", "", one.value, money(value))
