"""The national portal's numbers by federation: of the newest comparison, and those that a person copied into the
config."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows.store.portal import PortalCounts
from reports import wording_dossier as words
from reports.dossier.numbers_on_paper import printed
from reports.figures import Figures
from reports.numbers import day
from schemas.config_dossier import Portal
from schemas.dossier import Printed

Counts = dict[tuple[str, str, str, str], float]
_NOTHING = PortalCounts(0, 0, 0, 0, 0)
_COPIED = ("portal_stated", "portal_valid", "portal_difference")


@dataclass(frozen=True, slots=True)
class OnPortal:
    """All that is known of the portal: copied by hand, compared row by row, and the part of each federation in it."""

    copied: Portal | None
    compared: tuple[date, PortalCounts] | None
    units: Mapping[str, PortalCounts]

    @property
    def measures(self) -> tuple[str, ...]:
        """The columns that there is something to put in; those of the comparison where nothing is known yet."""
        compared = words.PORTAL_NUMBERS if self.compared or not self.copied else ()
        return (*compared, *(_COPIED if self.copied else ()))

    @property
    def nameless(self) -> bool:
        """Whether rows of the export name no federation."""
        return "" in self.units

    def figures(self, numbers: Figures, codes: Sequence[str]) -> Counts:
        """Each number under its name. `numbers`: those of the release, for the difference; `codes`: the federations, of
        which one that no row names has nothing there."""
        counts: Counts = {}
        for code in sorted({*codes, *self.units}) if self.units else ():
            counts |= _compared(self.units.get(code, _NOTHING), code or words.NO_UNIT_CODE)
        if self.compared:
            counts |= _compared(self.compared[1], "")
        for code, told in (self.copied.federations if self.copied else {}).items():
            counts["portal_stated", code, "", ""] = told.entered
            counts["portal_valid", code, "", ""] = told.valid
            counts["portal_difference", code, "", ""] = numbers.count("valid", code) - told.valid
        if self.copied:
            for measure in ("portal_stated", "portal_valid"):
                counts[measure, "", "", ""] = sum(v for (m, *_), v in counts.items() if m == measure)
            counts["portal_difference", "", "", ""] = numbers.count("valid") - counts["portal_valid", "", "", ""]
        return counts

    def notes(self, figures: Figures) -> tuple[list[str], tuple[Printed, ...]]:
        """What the annex tells of the portal below its table, and the numbers in it."""
        notes: list[str] = []
        numbers: tuple[Printed, ...] = ()
        if self.compared:
            numbers = tuple(printed(figures, name) for name in words.PORTAL_NUMBERS)
            texts = dict(zip(words.PORTAL_NUMBERS, (n.text for n in numbers), strict=True))
            notes.append(words.PORTAL_COMPARED.format(day=day(self.compared[0]), **texts))
        if self.copied:
            notes.append(words.PORTAL_DAY.format(day=day(self.copied.as_of)))
        return notes or [words.NO_PORTAL], numbers


def _compared(one: PortalCounts, code: str) -> Counts:
    figures = (one.rows, one.matched, one.portal_only, one.missing, one.differing)
    return {(name, code, "", ""): float(n) for name, n in zip(words.PORTAL_NUMBERS, figures, strict=True)}
