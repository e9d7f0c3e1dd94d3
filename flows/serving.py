"""The deployments: the night by its clock, one federation when asked. They are found by module path, so that the flow
is loaded once and under its own name."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from prefect import get_client, serve
from prefect.exceptions import ObjectNotFound
from prefect.schedules import Cron, RRule
from prefect.types.entrypoint import EntrypointType

from flows.deployed import dossier, night
from flows.faults import Misuse
from flows.runtime import HARDENED
from schemas.config import Campaign, Config


def deployments(config: Config, config_path: Path, workdir: Path, **pool: Any) -> Iterator[Any]:
    """Of each campaign: `nightly-...` (the default campaign's by the config's cron and time zone, the others' when
    asked), `federation-...`, which wants a `federation`, and `dossier-...` on the morning after the deadline. One run
    of each at a time, the others wait."""
    schedule = Cron(config.schedule.cron, timezone=config.schedule.timezone)
    for campaign in config.campaigns:
        paths = {"config": str(config_path.absolute()), "workdir": str(workdir.absolute()), "campaign_id": campaign.id}
        for name, clock in (
            (f"nightly-{campaign.id}", schedule if campaign.id == config.default_campaign else None),
            (f"federation-{campaign.id}", None),
        ):
            yield night.to_deployment(
                name=name,
                schedule=clock,
                parameters=paths,
                concurrency_limit=1,
                entrypoint_type=EntrypointType.MODULE_PATH,
                **pool,
            )
        yield dossier.to_deployment(
            name=f"dossier-{campaign.id}",
            schedule=_day_after(campaign, config.schedule.timezone),
            parameters=paths,
            concurrency_limit=1,
            entrypoint_type=EntrypointType.MODULE_PATH,
            **pool,
        )


def _day_after(campaign: Campaign, timezone: str) -> Any:
    """Once, at six in the morning after the deadline, when the night's release stands."""
    day = campaign.deadline + timedelta(days=1)
    return RRule(f"DTSTART:{day:%Y%m%d}T060000\nRRULE:FREQ=DAILY;COUNT=1", timezone=timezone)


def serve_all(config: Config, config_path: Path, workdir: Path) -> None:
    """Serve until TERM; every run is a process of its own."""
    serve(*deployments(config, config_path, workdir), limit=len(config.campaigns), print_starting_message=False)


def register_all(config: Config, config_path: Path, workdir: Path, pool: str) -> None:
    """Register the deployments with a work pool: its workers, on whatever machine, run what is due.

    Prefect is told what keeps rows out of its records; keys and passwords stand in the environment of each worker."""
    with get_client(sync_client=True) as client:
        try:
            client.read_work_pool(pool)
        except ObjectNotFound:
            raise Misuse(
                f"--pool {pool}: the server has none; `prefect work-pool create {pool} --type process`"
            ) from None
    told = {"work_pool_name": pool, "job_variables": {"env": dict(HARDENED)}}
    for deployment in deployments(config, config_path, workdir, **told):
        deployment.apply()
