"""internal/numbers.html: the nation's way from rows to its number, and every federation's numbers, each a link to its
rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.page import render
from reports.wording import label, reason_text
from reports.wording_follow import FOLLOW, NUMBERS
from schemas.ledger import Disposition
from schemas.release import FederationFacts, ReleaseFacts
from schemas.waterfall import Waterfall

MEASURES = (
    "entered", "rejected", "ineligible", "duplicate_of_earlier_campaign", "duplicate_within_federation",
    "duplicate_across_federations", "valid", "under_consideration",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the way: its sign, its words, its number, its reasons in words."""

    sign: str
    words: str
    rows: int
    strong: bool
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One federation's numbers in the order of MEASURES."""

    facts: FederationFacts
    numbers: tuple[int, ...]


def numbers_page(facts: ReleaseFacts, nation: Waterfall, ways: Mapping[str, Waterfall]) -> bytes:
    """The page's bytes; a federation without any row has a line of zeros and no workbook."""
    empty = Waterfall((), 0)
    rows = [Row(f, tuple(ways.get(f.code, empty).measure(m) for m in MEASURES)) for f in facts.federations]
    return render(
        "numbers.html.j2",
        facts,
        t=NUMBERS,
        way=_lines(nation),
        measures=MEASURES,
        rows=rows,
        sums=[nation.measure(m) for m in MEASURES],
    )


def _lines(way: Waterfall) -> list[Line]:
    lines = [Line("", FOLLOW["all_rows"], way.rows, True)]
    for step in way.steps:
        counted = step.disposition is Disposition.COUNTED
        reasons = tuple((reason_text(reason), n) for reason, n in step.reasons if reason)
        sign = FOLLOW["equals"] if counted else FOLLOW["minus"]
        lines.append(Line(sign, label("disposition", step.disposition), step.rows, counted, reasons))
        if step.disposition is Disposition.NOT_DATA:
            lines.append(Line(FOLLOW["equals"], FOLLOW["entered"], way.measure("entered"), True))
    return [*lines, Line("", FOLLOW["pending"], way.pending, False)]
