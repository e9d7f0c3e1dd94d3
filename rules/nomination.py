"""Which initiatives are put forward: a person's choice, the federation's mark, the level of the award, the config's
rules; within the quota, ties told, never two of one initiative."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rules.folding import fold
from schemas.config_dossier import Nomination, NominationRule
from schemas.dossier import Basis, Candidate, Choice, Mark, Merit, Nominee

_BASES, _MERITS = tuple(Basis), tuple(Merit)
_REFUSED = ("không", "chưa", "khong", "chua")
Rank = tuple[int, int, int, float, date]


def nominate(
    candidates: Iterable[Candidate], rule: Nomination, most: int, choices: Mapping[str, Choice]
) -> list[Nominee]:
    """The nominated in their order, no more than `most`; those of equal rank with one left out are `tied`."""
    found = [n for c in candidates if (n := _nominee(c, rule, choices.get(c.initiative_id)))]
    ids = [n.candidate.initiative_id for n in found]
    if len(set(ids)) != len(ids):
        raise ValueError("an initiative stands twice among the counted")
    return within(found, most)


def within(nominees: Iterable[Nominee], most: int) -> list[Nominee]:
    """The first `most` of these by rank; the id settles equal ranks, and they are told."""
    ordered = sorted((replace(n, tied=False) for n in nominees), key=lambda n: (rank(n), n.candidate.initiative_id))
    kept, left = ordered[:most], ordered[most:]
    if not left or not kept or rank(kept[-1]) != rank(left[0]):
        return kept
    edge = rank(left[0])
    return [replace(n, tied=True) if rank(n) == edge and n.basis is not Basis.CHOSEN else n for n in kept]


def rank(nominee: Nominee) -> Rank:
    """Smaller is better: chosen by a person first of its merit, then marked, then by award, then by a rule; higher
    award, greater benefit, earlier registration."""
    one = nominee.candidate
    return (
        _MERITS.index(nominee.merit),
        _BASES.index(nominee.basis),
        -(one.award_level or 0),
        -(one.benefit_vnd or 0.0),
        one.registered_on or date.max,
    )


def left_out(candidates: Sequence[Candidate], rule: Nomination, most: int, choices: Mapping[str, Choice]) -> int:
    """How many more are put forward than the quota lets through."""
    return max(0, sum(_nominee(c, rule, choices.get(c.initiative_id)) is not None for c in candidates) - most)


def marked(candidates: Iterable[Candidate], rule: Nomination) -> int:
    """How many the federation itself marked, be it within its quota or beyond."""
    return sum(_marked(c, rule) is not None for c in candidates)


def _nominee(candidate: Candidate, rule: Nomination, choice: Choice | None) -> Nominee | None:
    if choice is not None:
        return Nominee(candidate, choice.merit, Basis.CHOSEN) if choice.merit else None
    for name, (basis, merit_of) in _WAYS.items():
        if name in rule.by and (merit := merit_of(candidate, rule)):
            return Nominee(candidate, merit, basis)
    return None


def _marked(candidate: Candidate, rule: Nomination) -> Merit | None:
    """The mark of its own column, else words of the award column; "chưa xét xuất sắc" is none."""
    if candidate.mark:
        return Merit(rule.marked_as if candidate.mark is Mark.YES else candidate.mark.value)
    said = f" {fold(candidate.paper.award)} "
    if any(f" {word} " in said for word in _REFUSED):
        return None
    for merit, marks in ((Merit.EXCELLENT, rule.excellent_words), (Merit.TYPICAL, rule.typical_words)):
        if any(f" {fold(mark)} " in said for mark in marks):
            return merit
    return None


def _by_award(candidate: Candidate, rule: Nomination) -> Merit | None:
    level = candidate.award_level or 0
    for merit, least in ((Merit.EXCELLENT, rule.excellent_from_level), (Merit.TYPICAL, rule.typical_from_level)):
        if least is not None and level >= least:
            return merit
    return None


def _by_rule(candidate: Candidate, rule: Nomination) -> Merit | None:
    """The best that the rules of the config give it."""
    found = [Merit(one.merit) for one in rule.rules if _meets(candidate, one)]
    return min(found, key=_MERITS.index, default=None)


def _meets(candidate: Candidate, rule: NominationRule) -> bool:
    return (
        (rule.award_from_level is None or (candidate.award_level or 0) >= rule.award_from_level)
        and (rule.benefit_from_vnd is None or (candidate.benefit_vnd or 0.0) >= rule.benefit_from_vnd)
        and (not rule.sectors or candidate.sector in rule.sectors)
    )


_WAYS: dict[str, tuple[Basis, Callable[[Candidate, Nomination], Merit | None]]] = {
    "mark": (Basis.MARKED, _marked),
    "award": (Basis.AWARD, _by_award),
    "rule": (Basis.RULE, _by_rule),
}
