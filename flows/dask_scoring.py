"""Comparing on other machines: the partitions of rules.scoring on the workers of a Dask scheduler.

The records travel once to every worker, as codes and public titles, and stay in memory: a worker that might write them
to its disk is refused. The optional part `tonghop[dask]` holds the libraries."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flows.config_file import ConfigError
from flows.faults import ToldError
from flows.settings import Settings
from rules.scoring import Engine, Found, Work, here

_CONNECT_SECONDS = 30
_SPILLS = ("distributed.worker.memory.spill", "distributed.worker.memory.target")


class SchedulerError(ToldError):
    """The scheduler or its workers cannot be used."""


def engine_of(settings: Settings) -> Engine:
    """Where `matching.engine` says that pairs are compared."""
    limits = settings.config.matching
    if limits.engine == "local":
        return here
    _library()
    return lambda work, parts: on_dask(limits.scheduler, work, parts)


def on_dask(scheduler: str, work: Work, parts: list[tuple[int, int]]) -> Iterator[Found]:
    """What comparing finds, partition by partition in their order."""
    with _connected(scheduler) as client:
        _refuse_spilling(client)
        [sent] = client.scatter([work], broadcast=True, hash=False)
        running = [client.submit(_part, sent, first, last, pure=False) for first, last in parts]
        try:
            yield from _results(running)
        finally:
            client.cancel([*running, sent])


def _library() -> Any:
    try:
        import distributed
    except ImportError:
        raise ConfigError(
            "matching.engine: dask wants libraries that are not here; pip install 'tonghop[dask]', or say local"
        ) from None
    return distributed


@contextmanager
def _connected(scheduler: str) -> Iterator[Any]:
    library = _library()
    try:
        client = library.Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError):
        raise SchedulerError(f"matching.scheduler: no answer from {scheduler}") from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise SchedulerError(f"matching.scheduler: {scheduler} has no workers")
        yield client


def _refuse_spilling(client: Any) -> None:
    told = client.run(_spilling)
    if any(told.values()):
        raise SchedulerError(
            "matching.engine: a Dask worker would write records to its disk; start the workers with "
            "DASK_DISTRIBUTED__WORKER__MEMORY__SPILL=False and DASK_DISTRIBUTED__WORKER__MEMORY__TARGET=False"
        )


def _spilling() -> bool:
    """Runs on a worker."""
    import dask

    return any(dask.config.get(name) is not False for name in _SPILLS)


def _part(work: Work, first: int, last: int) -> Found:
    """Runs on a worker."""
    return work.part(first, last)


def _results(running: list[Any]) -> Iterable[Found]:
    for future in running:
        try:
            yield future.result()
        except Exception as error:
            kind = type(error).__name__  # its words may hold what stood in a row
            raise SchedulerError(f"matching.engine: a Dask worker failed ({kind}); its log tells more") from None
