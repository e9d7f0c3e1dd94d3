"""The partitions of rules.scoring as Prefect tasks, on the workers of a Dask scheduler.

Prefect is told counts only: the records pass from the memory of this process to that of the workers, outside of any
parameter or result that Prefect keeps."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

from prefect import flow, get_client, task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext, get_run_context
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect_dask.task_runners import DaskTaskRunner

from flows.faults import ToldError
from rules.scoring import Found, Progress, Work

_CONNECT_SECONDS = 30
Parts = list[tuple[int, int]]


class PartitionFailed(ToldError):
    """A partition could not be compared; its words are the kind of the fault and nothing of a row."""


class Sent:
    """Work on its way to a worker; neither Prefect nor Dask looks into it or prints it."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def __repr__(self) -> str:
        return "Sent"


@dataclass
class OpenWork:
    """What the flow needs and must not show to Prefect, and where it leaves its answer. `ready` refuses workers that
    will not do."""

    work: Work
    parts: Parts
    ready: Callable[[Any, str], None]
    progress: Progress | None = None
    found: list[Found] = field(default_factory=list)


@task(task_run_name="compare partition {number}", cache_policy=NO_CACHE, persist_result=False, log_prints=False)
def compare_partition(sent: Sent, number: int, first: int, last: int) -> Found:
    """Runs on a worker: the pairs from one place up to another."""
    try:
        return sent.work.part(first, last)
    except Exception as error:
        kind = type(error).__name__
    raise PartitionFailed(f"partition {number}: {kind}")  # not from it: its words may hold what stood in a row


@flow(name="compare-pairs", flow_run_name="compare {pairs} pairs", persist_result=False, validate_parameters=False)
def compare_flow(run_id: str, pairs: int, partitions: int) -> None:
    """Every partition on some worker; what they found stands in the open work, in the partitions' order."""
    opened, running = _OPEN[run_id], get_run_context()
    assert isinstance(running, FlowRunContext)
    client: Any = cast(DaskTaskRunner, running.task_runner).client
    opened.ready(client, str(PREFECT_API_URL.value()))
    sent = client.scatter(Sent(opened.work), broadcast=True, hash=False)
    futures: list[Any] = [compare_partition.submit(sent, n, *part) for n, part in enumerate(opened.parts, 1)]
    try:
        for future, (_, last) in zip(futures, opened.parts, strict=True):
            opened.found.append(future.result())
            if opened.progress:
                opened.progress(last, pairs)
    finally:
        client.cancel([*(future.wrapped_future for future in futures), sent])
    assert len(opened.found) == partitions


def compare_on(scheduler: str, opened: OpenWork) -> list[Found]:
    """What comparing finds, partition by partition in their order.

    A flow of its own, started outside of what is under way: with each task Prefect sends the parameters of the tasks
    around it, and those of a night are its settings, with the key, and the store."""
    run_id = uuid4().hex
    runner: Any = DaskTaskRunner(address=scheduler, client_kwargs={"timeout": _CONNECT_SECONDS})
    _OPEN[run_id] = opened
    try:
        Context().run(_compare, compare_flow.with_options(task_runner=runner), run_id)
    finally:
        del _OPEN[run_id]
    return opened.found


def _compare(flow_there: Any, run_id: str) -> None:
    opened = _OPEN[run_id]
    with _server_for_workers():
        flow_there(run_id, len(opened.work.left), len(opened.parts))


@contextmanager
def _server_for_workers() -> Iterator[None]:
    """Tasks go with the address of this process's server, a temporary one too: without it each worker would start one
    of its own."""
    with get_client(sync_client=True) as client, temporary_settings({PREFECT_API_URL: str(client.api_url)}):
        yield


_OPEN: dict[str, OpenWork] = {}
