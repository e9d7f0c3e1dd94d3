"""May this dossier be made? Each gate answers with what is missing and whose it is; one federation's never holds
another's."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from schemas.config_dossier import Nomination
from schemas.dossier import Basis, Choice, Head, Nominee, Obstacle, OpenNominee

REJECTED_FILE = "DOS-001"
UNDER_REVIEW = "DOS-002"
INCOMPLETE = "DOS-003"
LETTER = "DOS-004"
NOTHING_VALID = "DOS-005"
TIED = "DOS-006"
LONG_TITLE = "DOS-007"
TOO_MANY_CHOSEN = "DOS-008"
CHOICE_LAPSED = "DOS-009"
FEDERATION_OPEN = "DOS-010"
NO_LETTING_THROUGH = (LETTER, NOTHING_VALID)  # what no person can let through: the paper would be wrong in form


def files_answered(
    code: str, receipts: Sequence[Mapping[str, object]], answered: Collection[str]
) -> Iterator[Obstacle]:
    """No rejected file of the federation stands without an answer: mended and sent again, or a person's word."""
    names = [
        str(r["path"])
        for r in receipts
        if r["federation_code"] == code and r["rejected_because"] and not r["counted"] and r["path"] not in answered
    ]
    if names:
        yield Obstacle(REJECTED_FILE, code, tuple(sorted(set(names))))


def nominees_ready(code: str, nominees: Sequence[Nominee], rule: Nomination, most: int) -> Iterator[Obstacle]:
    """Nothing about the nominated is open: no review, no missing field of an open one, no tie at the edge of the
    quota, no title too long for the table."""
    ids = [n.candidate.initiative_id for n in nominees]
    found = {
        UNDER_REVIEW: [i for i, n in zip(ids, nominees, strict=True) if n.candidate.pending_review],
        INCOMPLETE: [
            f"{i}: {', '.join(m)}" for i, n in zip(ids, nominees, strict=True) if (m := missing_fields(n, rule))
        ],
        TIED: [i for i, n in zip(ids, nominees, strict=True) if n.tied],
        LONG_TITLE: [
            i for i, n in zip(ids, nominees, strict=True) if len(n.candidate.paper.title) > rule.longest_title
        ],
    }
    yield from (Obstacle(gate, code, tuple(about)) for gate, about in found.items() if about)
    chosen = sum(n.basis is Basis.CHOSEN for n in nominees)
    if chosen > most:
        yield Obstacle(TOO_MANY_CHOSEN, code, (str(chosen), str(most)))


def missing_fields(nominee: Nominee, rule: Nomination) -> list[str]:
    """The fields a nominated initiative lacks; one that is redacted by right has none of them to show but the
    effect."""
    paper = nominee.candidate.paper
    return [
        name
        for name in rule.needs
        if (name == "effect" or isinstance(paper, OpenNominee)) and not str(getattr(paper, name)).strip()
    ]


def letter_complete(code: str, heads: Mapping[str, Head], to_nobody: Collection[str] = ()) -> Iterator[Obstacle]:
    """Every letter has who signs it, to whom it goes, from whom and under which symbol; a report goes to nobody."""
    parts = (
        ("name", "signatory.name"), ("title", "signatory.title"), ("recipients", "recipients"), ("issuer", "issuer"),
        ("symbol", "symbol"), ("copies", "copies"),
    )  # fmt: skip
    missing = [
        f"{file}: {told}"
        for file, head in heads.items()
        for part, told in parts
        if not getattr(head, part) and not (part == "recipients" and file in to_nobody)
    ]
    if missing:
        yield Obstacle(LETTER, code, tuple(missing))


def choices_stand(choices: Collection[Choice], counted: Collection[str], code: str) -> Iterator[Obstacle]:
    """A person's choice is of an initiative that this release counts in the federation."""
    lapsed = sorted(c.initiative_id for c in choices if c.merit and c.initiative_id not in counted)
    if lapsed:
        yield Obstacle(CHOICE_LAPSED, code, tuple(lapsed))


def federations_ready(obstacles: Mapping[str, Sequence[Obstacle]]) -> Iterator[Obstacle]:
    """Nothing is open in any federation."""
    open_ = sorted(code for code, found in obstacles.items() if found)
    if open_:
        yield Obstacle(FEDERATION_OPEN, "", tuple(open_))


def remaining(obstacles: Sequence[Obstacle], let_through: bool) -> list[Obstacle]:
    """What still holds the national dossier after a named person let it through."""
    return [o for o in obstacles if not let_through or o.code in NO_LETTING_THROUGH]
