"""The national portal's numbers: the nation's by the newest comparison, each federation's by the config."""

from datetime import date

from flows.store.portal import PortalCounts
from reports import wording_dossier as words
from reports.dossier.numbers_on_paper import printed
from reports.figures import Figures
from reports.numbers import day
from schemas.config_dossier import Portal
from schemas.dossier import Printed

Compared = tuple[date, PortalCounts]
Counts = dict[tuple[str, str, str, str], float]


def portal_figures(copied: Portal | None, compared: Compared | None, numbers: Figures) -> Counts:
    """Each under its name. `numbers`: those of the release, for the difference."""
    counts: Counts = {}
    for code, told in (copied.federations if copied else {}).items():
        counts["portal_entered", code, "", ""] = told.entered
        counts["portal_valid", code, "", ""] = told.valid
        counts["portal_difference", code, "", ""] = numbers.count("valid", code) - told.valid
    if copied:
        for measure in ("portal_entered", "portal_valid"):
            counts[measure, "", "", ""] = sum(v for (m, *_), v in counts.items() if m == measure)
        counts["portal_difference", "", "", ""] = numbers.count("valid") - counts["portal_valid", "", "", ""]
    if compared:
        one = compared[1]
        figures = (one.rows, one.matched, one.portal_only, one.missing, one.differing)
        counts |= {(name, "", "", ""): float(n) for name, n in zip(words.PORTAL_NUMBERS, figures, strict=True)}
        counts.setdefault(("portal_entered", "", "", ""), float(one.rows))
    return counts


def on_portal(
    copied: Portal | None, compared: Compared | None, figures: Figures
) -> tuple[list[str], tuple[Printed, ...]]:
    """What the annex tells of the portal below its table, and the numbers in it."""
    notes: list[str] = []
    numbers: tuple[Printed, ...] = ()
    if compared:
        numbers = tuple(printed(figures, name) for name in words.PORTAL_NUMBERS)
        texts = dict(zip(words.PORTAL_NUMBERS, (n.text for n in numbers), strict=True))
        notes.append(words.PORTAL_COMPARED.format(day=day(compared[0]), **texts))
    if copied:
        notes.append(words.PORTAL_DAY.format(day=day(copied.as_of)))
    return notes or [words.NO_PORTAL], numbers
