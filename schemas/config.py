"""The model of config.yaml: campaigns, federations, thresholds. Unknown keys are refused (rules as data, RULES.md
3)."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from schemas.addresses import checked_endpoint, checked_page, checked_source
from schemas.config_dossier import Dossier
from schemas.config_limits import MatchingLimits
from schemas.config_portal import Portal
from schemas.config_programme import Campaign, Code, Percent, Period, Phase, QuotaDetails, Strict, check_phases
from schemas.config_schedule import Schedule as Schedule

__all__ = ["Campaign", "Config", "Federation", "FederationKind", "Limits", "Period", "Phase"]

Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Endpoint = Annotated[str, AfterValidator(checked_endpoint)]


class FederationKind(StrEnum):
    """The three kinds of the 83 units directly under TLĐ."""

    PROVINCE = "ldld"
    SECTOR = "nganh"
    CORPORATION = "tong-cong-ty"


class Federation(Strict):
    """One of the units directly under TLĐ, with where its files lie. A new federation is one such block."""

    code: Code
    name: str
    aliases: tuple[str, ...] = ()
    kind: FederationKind
    source: Annotated[str, AfterValidator(checked_source)]  # a plain path is taken below the working directory
    endpoint_url: Endpoint = ""  # the S3 server of this federation alone
    holds_no_secrets: bool = False  # True: a sheet without a secrecy column is taken as open (RULES.md 13)
    valid: Period = Period()  # when the unit existed: it takes part in campaigns whose registration overlaps
    quotas: dict[Code, Annotated[int, Field(ge=0)]] = Field(default={})  # campaign -> the number it registered
    quota_details: dict[Code, QuotaDetails] = Field(default={})  # campaign -> assigned, by phase, of units below


class Matching(Strict):
    """The two thresholds on the match weight (log2 odds): from `accept_threshold` the same, from `review_threshold`
    asked."""

    accept_threshold: Annotated[float, Field(allow_inf_nan=False)]
    review_threshold: Annotated[float, Field(allow_inf_nan=False)]
    weights: str = ""  # a frozen table of `tonghop model fit`, beside the config; "": the one that comes with tonghop
    engine: Literal["local", "dask"] = "local"  # where pairs are compared
    scheduler: str = ""  # the address of the Dask scheduler, tcp://host:8786

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.review_threshold > self.accept_threshold:
            raise ValueError("review_threshold must not lie above accept_threshold")
        if (self.engine == "dask") != bool(self.scheduler):
            raise ValueError("engine: dask and the address of its scheduler go together")
        return self


class Limits(MatchingLimits):
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
    """The folder of the write-once releases, below --workdir unless absolute; `address`: where people see it."""

    folder: str
    address: Annotated[str, AfterValidator(checked_page)] = ""


class Retention(Strict):
    """Which releases are kept: the newest, the young, the named, and what any link in their folder leads to; and for
    how many days the receipt of a version that neither counts nor stands at its source."""

    releases: Annotated[int, Field(ge=1)] = 90
    days: Annotated[int, Field(ge=0)] = 366
    keep: tuple[str, ...] = ()
    receipts: Annotated[int, Field(ge=0)] = 1096


class Notifications(Strict):
    """What is told to people outside. The webhook's address and the mail server's password come from the
    environment."""

    failed: bool = True  # a night that made nothing
    held: bool = True  # a gate held the release
    federations: bool = True  # one that turned missing, unread or kept; those missing after the deadline
    mail_from: str = ""
    mail_to: tuple[str, ...] = ()
    blocks: tuple[Annotated[str, Field(pattern="^[a-z0-9-]+/[a-z0-9-]+$")], ...] = ()  # "slack-webhook/staff"


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
    dossier: Dossier = Dossier()
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
        for unknown in sorted(set(self.dossier.federations) - set(codes)):
            raise ValueError(f"dossier.federations: {unknown!r} is no federation's code")
        for unknown in sorted(set(self.dossier.portal) - known):
            raise ValueError(f"dossier.portal: the campaign {unknown!r} is unknown")
        for federation in self.federations:
            for unknown in sorted({*federation.quotas, *federation.quota_details} - known):
                raise ValueError(f"federation {federation.code}: a quota for the unknown campaign {unknown!r}")
            for named, details in federation.quota_details.items():
                check_phases(details, [p.id for p in self.campaign(named).phases])
        for campaign in self.campaigns:
            if campaign.id in campaign.earlier:
                raise ValueError(f"campaign {campaign.id}: it cannot be earlier than itself")
            for unknown in sorted(set(campaign.earlier) - known):
                raise ValueError(f"campaign {campaign.id}: the earlier campaign {unknown!r} is unknown")
            for unknown in sorted({*campaign.quotas, *campaign.quota_details} - set(codes)):
                raise ValueError(f"campaign {campaign.id}: a quota for the unknown federation {unknown!r}")
        return self

    def campaign(self, campaign_id: str) -> Campaign:
        """The campaign of that id; KeyError where there is none."""
        return {c.id: c for c in self.campaigns}[campaign_id]

    def federations_of(self, campaign_id: str) -> tuple[Federation, ...]:
        """The federations that existed while the campaign took registrations: a list of units belongs to a campaign."""
        window = self.campaign(campaign_id).registration
        return tuple(f for f in self.federations if f.valid.overlaps(window))

    def federation(self, code: str) -> Federation:
        """The federation of that code; KeyError where there is none."""
        return {f.code: f for f in self.federations}[code]
