"""The weekly bulletin as one page of HTML."""

from reports import bulletin_words as words
from reports.page import render
from reports.wording_bulletin import BULLETIN
from schemas.bulletin import Bulletin
from schemas.release import ReleaseFacts


def bulletin_page(facts: ReleaseFacts, told: Bulletin) -> bytes:
    """The page's bytes, the same for the same facts."""
    return render(
        "bulletin.html.j2",
        facts,
        t=BULLETIN,
        told=told,
        against=words.against(told),
        standing=words.standing(told),
        passed=words.passed(told),
        figures=words.figures_table(told),
        ranks=words.ranks_table(told),
        calls=words.calls_table(told),
        no_ranks=words.no_ranks(told),
    )
