"""The rules of a programme as data: windows, phases, who counts, awards, quotas, emulation points, published
figures."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schemas.tally import BREAKDOWNS, MEASURES

Percent = Annotated[float, Field(ge=0, le=100)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
Count = Annotated[int, Field(ge=0)]
Vnd = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Strict(BaseModel):
    """Every block of the config: frozen, and no key that the model does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Period(Strict):
    """Two days, both included; either may be open."""

    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.first and self.last and self.last < self.first:
            raise ValueError(f"the last day {self.last} is before the first day {self.first}")
        return self

    def contains(self, day: date) -> bool:
        """True when the day lies inside; an open end contains every day on its side."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: "Period") -> bool:
        """True when some day lies inside both."""
        before = self.last is not None and other.first is not None and self.last < other.first
        after = self.first is not None and other.last is not None and other.last < self.first
        return not before and not after


class Phase(Strict):
    """A phase of a campaign; an initiative belongs to it by its day of registration."""

    id: Code
    name: str
    period: Period
    peak: bool = False
    target: Annotated[int, Field(gt=0)] | None = None  # of the nation in this phase


class NotEligible(StrEnum):
    """What keeps a row out of the count, each by evidence in the row (rules/eligibility.py); never what is absent."""

    APPLIED_OUTSIDE = "applied_outside_window"
    REGISTERED_LATE = "registered_after_last_day"
    REGISTERED_EARLY = "registered_before_first_day"
    NOT_RECOGNISED = "not_recognised"


class Appraiser(StrEnum):
    """Who accepts an initiative before it is sent."""

    UNION = "union"  # the workplace's union
    EMPLOYER = "employer"


class AwardLevel(Strict):
    """The awards that one of the four union levels gives: 1 CĐCS ... 4 TLĐ."""

    level: Annotated[int, Field(ge=1, le=4)]
    name: str
    awards: tuple[str, ...] = ()


class Emulation(Strict):
    """Points in the yearly emulation score for reaching the quota."""

    points: Annotated[float, Field(gt=0)]
    from_pct: Annotated[float, Field(gt=0)] = 100  # of the quota


class Benefit(Strict):
    """How stated benefits are told: bands, and the bounds beyond which one initiative's amount is told apart."""

    bands_vnd: tuple[Vnd, ...] = (10e6, 100e6, 1e9)
    least_vnd: Annotated[float, Field(ge=0)] = 100e3
    most_vnd: Vnd = 100e9

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if list(self.bands_vnd) != sorted(set(self.bands_vnd)):
            raise ValueError("bands_vnd must rise")
        if self.least_vnd >= self.most_vnd:
            raise ValueError("least_vnd must lie below most_vnd")
        return self


class UnitLevel(StrEnum):
    """The levels below a federation that may have a quota of their own."""

    SUPERIOR_UNION = "superior_union"
    WORKPLACE = "workplace"


class LowerUnit(Strict):
    """A unit below a federation with a quota of its own, such as LĐLĐ TP. Thủ Đức with 8.684."""

    code: Code
    name: str
    aliases: tuple[str, ...] = ()
    level: UnitLevel = UnitLevel.SUPERIOR_UNION
    quota: Annotated[int, Field(gt=0)]
    phases: dict[Code, Count] = {}  # its quota by phase
    phase_ends: dict[Code, date] = {}  # where its phase ends earlier than the nation's
    emulation: Emulation | None = None


class QuotaDetails(Strict):
    """What is known of a federation's quota beside the number it registered."""

    assigned: Count | None = None  # given to it by TLĐ
    phases: dict[Code, Count] = {}
    units: tuple[LowerUnit, ...] = ()


class PublishedFigure(Strict):
    """A figure as it was printed somewhere. The release tells how far it is from its own parts and from ours."""

    scope: Annotated[str, Field(pattern="^(national|federation|unit)$")] = "national"
    code: str = ""  # of the federation, or FEDERATION/UNIT
    measure: str = "valid"
    breakdown: str = ""
    breakdown_code: str = ""
    as_of: date
    value: float | None = None  # the printed number
    whole: float | None = None  # what the printed percentage is of: a quota, a target
    pct: float | None = None  # the printed percentage
    source: str
    note: str = ""

    @model_validator(mode="after")
    def _said(self) -> Self:
        if self.value is None and self.pct is None:
            raise ValueError("a published figure needs a value or a pct")
        if self.measure not in MEASURES:
            raise ValueError(f"the measure {self.measure!r} is none of {', '.join(MEASURES)}")
        if self.breakdown not in BREAKDOWNS:
            raise ValueError(f"the breakdown {self.breakdown!r} is none of {', '.join(filter(None, BREAKDOWNS))}")
        return self


class Campaign(Strict):
    """One programme: who may be counted, when, against what target."""

    id: Code
    name: str
    target: Annotated[int, Field(gt=0)]
    registration: Period
    application: Period
    apart_before: date | None = None  # applied wholly before this day: counted, and shown apart (February-only rows)
    deadline: date
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    earlier: tuple[Code, ...] = ()
    appraised_by: tuple[Appraiser, ...] = (Appraiser.UNION, Appraiser.EMPLOYER)
    not_eligible: tuple[NotEligible, ...] = (
        NotEligible.APPLIED_OUTSIDE,
        NotEligible.REGISTERED_LATE,
        NotEligible.NOT_RECOGNISED,
    )
    judged_by_people: tuple[str, ...] = ()  # grounds that no column tells: against public order, already protected
    awards: tuple[AwardLevel, ...] = ()
    emulation: Emulation | None = None
    benefit: Benefit = Benefit()
    quotas: dict[Code, Count] = {}  # federation -> registered; or in the federation's own block
    quota_details: dict[Code, QuotaDetails] = {}
    published_figures: tuple[PublishedFigure, ...] = ()

    @model_validator(mode="after")
    def _phases(self) -> Self:
        ids = [phase.id for phase in self.phases]
        if len(set(ids)) != len(ids):
            raise ValueError(f"two phases share an id: {', '.join(ids)}")
        levels = [award.level for award in self.awards]
        if len(set(levels)) != len(levels):
            raise ValueError("two blocks of awards share a level")
        for details in self.quota_details.values():
            check_phases(details, ids)
        return self


def check_phases(details: QuotaDetails, phases: list[str]) -> None:
    """ValueError where a quota names a phase that its campaign has not, or two units share a code."""
    named = {*details.phases, *(p for unit in details.units for p in (*unit.phases, *unit.phase_ends))}
    for unknown in sorted(named - set(phases)):
        raise ValueError(f"a quota for the unknown phase {unknown!r}; the campaign has {', '.join(phases)}")
    codes = [unit.code for unit in details.units]
    if len(set(codes)) != len(codes):
        raise ValueError(f"two units share a code: {', '.join(codes)}")
