"""Comparing on other machines: the partitions of rules.scoring as Prefect tasks on a Dask scheduler's workers.

The records travel once to every worker, as codes and public titles, and stay in memory: a worker that might write them
to its disk is refused. The optional part `tonghop[dask]` holds the libraries."""

from importlib.util import find_spec
from typing import Any

from flows.config_file import ConfigError
from flows.faults import ToldError
from flows.runtime import prepare_prefect
from flows.settings import Settings
from rules.scoring import Engine, Found, Progress, Work, here

_LIBRARIES = ("distributed", "prefect_dask")
_SPILLS = ("distributed.worker.memory.spill", "distributed.worker.memory.target")
_ANSWER_SECONDS = 10
Parts = list[tuple[int, int]]


class SchedulerError(ToldError):
    """The scheduler or its workers cannot be used."""


def engine_of(settings: Settings, progress: Progress | None = None) -> Engine:
    """Where `matching.engine` says that pairs are compared; `progress` is told as partitions come back."""
    limits = settings.config.matching
    if limits.engine == "local":
        return here
    _libraries()

    def engine(work: Work, parts: Parts) -> list[Found]:
        prepare_prefect(settings.workdir)  # `tonghop review` compares outside of any night
        return on_dask(limits.scheduler, work, parts, progress)

    return engine


def on_dask(scheduler: str, work: Work, parts: Parts, progress: Progress | None = None) -> list[Found]:
    """What comparing finds, partition by partition in their order."""
    if not parts:
        return []
    from flows.matching_flow import OpenWork, PartitionFailed, compare_on

    try:
        return compare_on(scheduler, OpenWork(work, parts, refuse_unfit, progress))
    except PartitionFailed as error:
        raise SchedulerError(f"matching.engine: a Dask worker failed ({error}); its log tells more") from None
    except SchedulerError:
        raise
    except (OSError, ValueError):
        raise SchedulerError(f"matching.scheduler: no answer from {scheduler}") from None
    except Exception as error:
        kind = type(error).__name__  # its words may hold what stood in a row
        raise SchedulerError(f"matching.engine: comparing on {scheduler} failed ({kind})") from None


def _libraries() -> None:
    if any(find_spec(name) is None for name in _LIBRARIES):
        raise ConfigError(
            "matching.engine: dask wants libraries that are not here; pip install 'tonghop[dask]', or say local"
        )


def refuse_unfit(client: Any, server: str) -> None:
    """Before anything is sent: workers are there, keep what they get in memory, and reach the Prefect server."""
    if not client.scheduler_info()["workers"]:
        raise SchedulerError(f"matching.scheduler: {client.scheduler.address} has no workers")
    if any(client.run(_spilling).values()):
        raise SchedulerError(
            "matching.engine: a Dask worker would write records to its disk; start the workers with "
            "DASK_DISTRIBUTED__WORKER__MEMORY__SPILL=False and DASK_DISTRIBUTED__WORKER__MEMORY__TARGET=False"
        )
    deaf = sorted(worker for worker, reached in client.run(_reaches, server).items() if not reached)
    if deaf:
        raise SchedulerError(
            f"matching.engine: the Dask worker {deaf[0]} does not reach the Prefect server {server}; "
            "workers on other machines want one that they reach, named in PREFECT_API_URL"
        )


def _spilling() -> bool:
    """Runs on a worker."""
    import dask

    return any(dask.config.get(name) is not False for name in _SPILLS)


def _reaches(server: str) -> bool:
    """Runs on a worker: any answer will do."""
    import httpx

    try:
        httpx.get(f"{server.rstrip('/')}/health", timeout=_ANSWER_SECONDS)
    except httpx.TransportError:
        return False
    return True
