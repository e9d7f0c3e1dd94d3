"""The model of config.yaml: campaigns, federations, thresholds. Unknown keys are refused (rules as data, RULES.md
3)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from schemas.addresses import checked_endpoint, checked_source
from schemas.config_portal import Portal

Percent = Annotated[float, Field(ge=0, le=100)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Endpoint = Annotated[str, AfterValidator(checked_endpoint)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]


class Strict(BaseModel):
    """Every block of the config: frozen, and no key that the model does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FederationKind(StrEnum):
    """The three kinds of the 83 units directly under TLĐ."""

    PROVINCE = "ldld"
    SECTOR = "nganh"
    CORPORATION = "tong-cong-ty"


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


class Phase(Strict):
    """A phase of a campaign; an initiative belongs to it by its day of registration."""

    id: Code
    name: str
    period: Period
    peak: bool = False


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

    @model_validator(mode="after")
    def _phases(self) -> Self:
        ids = [phase.id for phase in self.phases]
        if len(set(ids)) != len(ids):
            raise ValueError(f"two phases share an id: {', '.join(ids)}")
        return self


class Federation(Strict):
    """One of the units directly under TLĐ, with where its files lie. A new federation is one such block."""

    code: Code
    name: str
    aliases: tuple[str, ...] = ()
    kind: FederationKind
    source: Annotated[str, AfterValidator(checked_source)]  # a plain path is taken below the working directory
    endpoint_url: Endpoint = ""  # the S3 server of this federation alone
    holds_no_secrets: bool = False  # True: a sheet without a secrecy column is taken as open (RULES.md 13)
    quotas: dict[Code, Annotated[int, Field(ge=0)]] = {}


class Matching(Strict):
    """The two thresholds on the match weight (log2 odds): from `accept_threshold` the same, from `review_threshold`
    asked."""

    accept_threshold: Annotated[float, Field(allow_inf_nan=False)]
    review_threshold: Annotated[float, Field(allow_inf_nan=False)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.review_threshold > self.accept_threshold:
            raise ValueError("review_threshold must not lie above accept_threshold")
        return self


class Limits(Strict):
    """Bounds that guard the number (RULES.md 9) and the machine."""

    federation_rise_pct: Annotated[float, Field(gt=0)]  # a count that rises by more keeps the last good submission
    federation_fall_pct: Percent  # ... and so does one that falls by more
    federation_band_rows: Annotated[int, Field(ge=0)]  # ... unless it moved by no more than this many rows
    national_drop_pct: Percent  # valid falls by more against the last release: held
    national_rejected_pct: Percent  # more of what was entered is rejected: held
    national_duplicate_pct: Percent  # more of what was entered is duplicate: held
    national_band_rows: Annotated[int, Field(ge=0)]  # ... unless it concerns no more than this many rows
    suppress_below: Annotated[int, Field(ge=2)]  # k: the fewest initiatives a published sum of secret rows may cover
    file_bytes: Annotated[int, Field(gt=0)]
    parse_memory_bytes: Annotated[int, Field(gt=0)]
    parse_seconds: Annotated[int, Field(gt=0)]


class Sources(Strict):
    """How patiently the federations' files are fetched. User names, passwords and keys come from the environment."""

    connect_seconds: Seconds  # until a connection stands
    silence_seconds: Seconds  # a server that sends nothing for so long is given up
    pull_seconds: Seconds  # one federation in all, not counting the reading of its files
    attempts: Annotated[int, Field(ge=1, le=20)]  # for what may pass; what will not is asked once
    backoff_seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]  # before the second attempt; then it doubles
    files: Annotated[int, Field(gt=0)]  # a source with more files and folders is not taken in
    ca_file: str  # certificates trusted beside those of the system, or ""
    known_hosts: str  # the host keys of the SFTP servers
    s3_endpoint_url: Endpoint  # the S3 server of all federations, or "" for Amazon's


class Database(Strict):
    """Where the store is. `{workdir}` stands for --workdir. A password comes from the environment, never from here."""

    url: str


class Releases(Strict):
    """The folder of the write-once releases, below --workdir unless absolute."""

    folder: str


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", ""]


class Schedule(Strict):
    """When the nightly consolidation runs, and which day's release has the weekly bulletin ("": none)."""

    cron: str
    timezone: str
    bulletin: Weekday = "friday"


class Retention(Strict):
    """Which releases are kept: the newest, the young, the named, and what any link in their folder leads to."""

    releases: Annotated[int, Field(ge=1)] = 90
    days: Annotated[int, Field(ge=0)] = 366
    keep: tuple[str, ...] = ()


class Notifications(Strict):
    """What is told to people outside. The webhook's address and the mail server's password come from the
    environment."""

    failed: bool = True  # a night that made nothing
    held: bool = True  # a gate held the release
    federations: bool = True  # one that turned missing, unread or kept; those missing after the deadline
    mail_from: str = ""
    mail_to: tuple[str, ...] = ()


class Concurrency(Strict):
    """How much is done at once."""

    federations: Annotated[int, Field(ge=1, le=64)] = 3


class Config(Strict):
    """The whole of config.yaml."""

    default_campaign: Code
    timezone: str
    campaigns: Annotated[tuple[Campaign, ...], Field(min_length=1)]
    matching: Matching
    limits: Limits
    sources: Sources
    database: Database
    releases: Releases
    schedule: Schedule
    retention: Retention = Retention()
    notifications: Notifications = Notifications()
    concurrency: Concurrency = Concurrency()
    portal: Portal = Portal()
    federations: Annotated[tuple[Federation, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _references(self) -> Self:
        campaigns = [c.id for c in self.campaigns]
        codes = [f.code for f in self.federations]
        for kind, ids in (("campaign", campaigns), ("federation", codes)):
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                raise ValueError(f"two {kind}s share the code {', '.join(twice)}")
        if self.default_campaign not in campaigns:
            raise ValueError(f"default_campaign {self.default_campaign!r} is not one of {', '.join(campaigns)}")
        variables = [c.replace("-", "_") for c in codes]
        shared = sorted({c for c in codes if variables.count(c.replace("-", "_")) > 1})
        if shared:
            raise ValueError(f"federations {', '.join(shared)} would share their TONGHOP_SOURCE_ variables")
        known = set(campaigns)
        for federation in self.federations:
            for unknown in sorted(set(federation.quotas) - known):
                raise ValueError(f"federation {federation.code}: a quota for the unknown campaign {unknown!r}")
        for campaign in self.campaigns:
            if campaign.id in campaign.earlier:
                raise ValueError(f"campaign {campaign.id}: it cannot be earlier than itself")
            for unknown in sorted(set(campaign.earlier) - known):
                raise ValueError(f"campaign {campaign.id}: the earlier campaign {unknown!r} is unknown")
        return self

    def campaign(self, campaign_id: str) -> Campaign:
        """The campaign of that id; KeyError where there is none."""
        return {c.id: c for c in self.campaigns}[campaign_id]

    def federation(self, code: str) -> Federation:
        """The federation of that code; KeyError where there is none."""
        return {f.code: f for f in self.federations}[code]
