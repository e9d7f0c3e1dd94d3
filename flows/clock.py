"""The day a night is of, by the machine's clock in the config's time zone."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.faults import ToldError
from schemas.config import Config


class ClockError(ToldError):
    """The clock stands before what went out already."""


def today(config: Config) -> date:
    """The day it is."""
    return datetime.now(ZoneInfo(config.timezone)).date()


def tonight(config: Config, workdir: Path, campaign_id: str) -> date:
    """The day of a night that nobody named a day for. ClockError where the figures that stand are of a later day: a
    clock that was set back would turn them back with it."""
    from flows.releases import latest

    day = today(config)
    standing = latest(workdir.absolute() / config.releases.folder / campaign_id)
    if standing and standing.name[:10] > day.isoformat():
        raise ClockError(
            f"the clock says {day.isoformat()}, but release {standing.name} is of a later day: mend the clock, or name "
            "the day by --as-of"
        )
    return day
