"""What the comparison of a portal export with the submissions says; of a redacted initiative its title alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OurInitiative:
    """A counted initiative where its counted row stands; `award_level` is the highest of all its rows, 0 for none."""

    initiative_id: str
    federation_code: str
    file: str
    sheet: str
    row: int
    title: str
    award_level: int
    redacted: bool


@dataclass(frozen=True, slots=True)
class PortalRow:
    """One row of the export. `unit` is its unit column as written, `federation_code` what that means, "" if nothing."""

    federation_code: str
    unit: str
    sheet: str
    row: int
    title: str
    award_level: int
    redacted: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """An honoured initiative that is not on the portal; `maybe`: rows of the export that a person should look at."""

    ours: OurInitiative
    maybe: tuple[PortalRow, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """An initiative on the portal that no submission has; `rows` further rows of the export say the same again."""

    portal: PortalRow
    again: int
    maybe: tuple[OurInitiative, ...]


@dataclass(frozen=True, slots=True)
class Differing:
    """One initiative on both sides that is told differently: (field, ours, theirs) of what both state; of a redacted
    one the fields alone."""

    ours: OurInitiative
    portal: PortalRow
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PortalReport:
    """The whole comparison. `twice`: the second and further rows of the export about one initiative."""

    rows: int
    matched: int
    missing: tuple[Missing, ...]
    extra: tuple[Extra, ...]
    differing: tuple[Differing, ...]
    twice: tuple[tuple[OurInitiative, PortalRow], ...]
    honoured: int
    units: tuple[tuple[str, int, int], ...] = ()  # federation ("" for none named): rows of the export, found of them
