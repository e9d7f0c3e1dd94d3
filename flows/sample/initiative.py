"""The true facts of one initiative, made from its number: the same wherever the initiative is listed."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from flows.sample.chance import pick, stream
from flows.sample.originals import Family, Fate
from flows.sample.people import Person, person
from flows.sample.places import PROVINCE_PREFIX, Workplace, workplace
from flows.sample.plan import Plan
from flows.sample.wordlists import words
from flows.sample.works import Topic, make_content, make_effect, make_work
from schemas.config import Campaign, Config, FederationKind

_TITLE, _AUTHORS, _FACTS, _CONTENT = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Initiative:
    """One true initiative. `award_level` 0 is none; `benefit` in đồng, None when nobody reckoned it."""

    number: int
    title: str
    authors: tuple[Person, ...]
    workplace: Workplace
    position: str
    field: str
    content: str
    effect: str
    benefit: int | None
    applied: date
    registered: date
    award_level: int
    fate: Fate
    secret: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The days of the campaign, with the open ends closed."""

    registration_first: date
    registration_last: date
    application_first: date
    application_last: date


def window_of(campaign: Campaign) -> Window:
    """The campaign's days; an open end lies a year from the deadline."""
    early, late = campaign.deadline - timedelta(days=365), campaign.deadline + timedelta(days=365)
    registration, application = campaign.registration, campaign.application
    return Window(
        registration.first or early, registration.last or late, application.first or early, application.last or late
    )


class InitiativeMaker:
    """Makes initiatives by number from the plan."""

    def __init__(self, plan: Plan, config: Config, window: Window) -> None:
        self._plan = plan
        self._window = window
        self._provinces = [f.name.removeprefix(PROVINCE_PREFIX) for f in config.federations]
        self._homes = plan.made.home
        self._central = [f.kind != FederationKind.PROVINCE for f in config.federations]

    def is_central(self, federation: int) -> bool:
        """True for a union of all the country, whose lists name the province of a workplace."""
        return self._central[federation]

    def make(self, number: int) -> Initiative:
        """The initiative of that number."""
        plan = self._plan
        rng = stream(plan.seed, _FACTS, number)
        field = plan.made.fields[plan.made.field[number]]
        fate = Fate(int(plan.fate[number]))
        place = self._workplace(number)
        title, content, effect = self._texts(number, field, place)
        sectors_with_money = 0.8 if place.sector == "DN" else 0.28
        return Initiative(
            number=number,
            title=title,
            authors=self._authors(number),
            workplace=place,
            position=pick(rng, place.positions),
            field=field,
            content=content,
            effect=effect,
            benefit=_benefit(rng, place.sector) if rng.random() < sectors_with_money else None,
            applied=_applied(rng, self._window, fate),
            registered=_registered(rng, self._window),
            award_level=_award_level(rng),
            fate=fate,
            secret=bool(plan.secret[number]),
        )

    def _workplace(self, number: int) -> Workplace:
        plan = self._plan
        province = self._provinces[plan.made.province[number]]
        kind = plan.made.kinds[plan.made.kind[number]]
        return workplace(plan.seed, int(self._homes[number]), int(plan.made.workplace[number]), kind, province)

    def _authors(self, number: int) -> tuple[Person, ...]:
        plan = self._plan
        owner = int(plan.head[number]) if plan.family[number] == Family.TWIN else number
        rng = stream(plan.seed, _AUTHORS, owner)
        draw = rng.random()
        count = 1 if draw < 0.74 else 2 if draw < 0.89 else 3 if draw < 0.96 else 4
        start = int(rng.random() * 60)
        home, place = int(self._homes[owner]), int(plan.made.workplace[owner])
        return tuple(person(plan.seed, home, place, start + i * 7) for i in range(count))

    def _texts(self, number: int, field: str, place: Workplace) -> tuple[str, str, str]:
        plan = self._plan
        family = plan.family[number]
        year = self._window.application_first.year
        head = int(plan.head[number])
        rng = stream(plan.seed, _TITLE, head)
        topic = Topic(field, place.kind, year)
        work = make_work(rng, topic, int(plan.variant[number]), family == Family.TWIN)
        own = stream(plan.seed, _CONTENT, number)
        content, effect = make_content(own, work), make_effect(own, work)
        title = work.title
        if family == Family.GENERIC:
            title = words("works")["generic"][head % len(words("works")["generic"])]
        elif family == Family.NONE and own.random() < 0.15:
            title = f"{title} tại {place.full}"
        if plan.fate[number] == Fate.PLACEHOLDER:
            options = words("spellings")["placeholders"]
            title = options[number % len(options)]
        return title, content, effect


def _benefit(rng: Random, sector: str) -> int:
    scale = math.exp(rng.gauss(0, 1.1)) * (60_000_000 if sector == "DN" else 12_000_000)
    return max(round(scale / 100_000), 5) * 100_000


def _applied(rng: Random, window: Window, fate: Fate) -> date:
    if fate == Fate.OUTSIDE:
        if rng.random() < 0.88:
            return window.application_first - timedelta(days=200 + int(rng.random() * 500))
        return window.application_last + timedelta(days=70 + int(rng.random() * 100))
    span = (window.application_last - window.application_first).days
    return window.application_first + timedelta(days=int(rng.random() * (span + 1)))


def _registered(rng: Random, window: Window) -> date:
    if rng.random() < 0.03:
        return window.registration_first - timedelta(days=1 + int(rng.random() * 30))
    span = (window.registration_last - window.registration_first).days
    return window.registration_first + timedelta(days=int(rng.random() ** 1.4 * (span * 0.8 + 1)))


def _award_level(rng: Random) -> int:
    draw = rng.random()
    return 0 if draw < 0.66 else 1 if draw < 0.86 else 2 if draw < 0.94 else 3 if draw < 0.985 else 4
