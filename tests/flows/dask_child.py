"""One store matched here, on two Dask worker processes and on one, and what each came to: run by test_dask_scoring.py
as a program of its own, for Prefect takes its settings when it is first imported."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import dask
import distributed
import numpy as np

import rules.scoring
from flows.dask_scoring import SchedulerError, on_dask
from flows.kept_matching import forget_kept
from flows.reconcile import Reconciled, reconcile
from flows.runtime import prepare_prefect
from flows.settings import Settings, load_settings
from flows.store.session import Store
from rules.scoring import Work
from tests.builders import AS_OF, CAMPAIGN
from tests.flows.marks import mark

KEPT_IN_MEMORY = {"distributed.worker.memory.spill": False, "distributed.worker.memory.target": False}
PAIRS_A_CHUNK = 97


class Failing(Work):
    """Work whose comparing fails, with a row's words in the fault."""

    def part(self, first: int, last: int) -> Any:
        raise ValueError(f"{mark(1)} {first} {last}")


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[Any]:
    """A scheduler and its workers, each a process, that write nothing of what they get."""
    with (
        dask.config.set({**KEPT_IN_MEMORY, "temporary-directory": str(folder)}),
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, protocol="tcp"
        ) as made,
    ):
        yield made


def come_to(settings: Settings, **matching: str) -> str:
    """The digest of all that a run from nothing decides, under these settings of matching."""
    changed = settings.config.matching.model_copy(update=matching)
    settings = replace(settings, config=settings.config.model_copy(update={"matching": changed}))
    forget_kept(settings)
    with closing(Store(settings.database_url)) as store:
        told = _reconcile(settings, store)
    frames = [frame.to_csv().encode() for frame in (told.records, told.pairs, told.copies, told.waiting)]
    facts = repr((told.valid_low, sorted(told.relations.items()), len(told.pairs))).encode()
    return hashlib.sha256(b"\0".join([*frames, facts, told.other_works.tobytes()])).hexdigest()


def _reconcile(settings: Settings, store: Store) -> Reconciled:
    """On Dask as a night does it: inside a task of Prefect's that was given the settings and the store."""
    if settings.config.matching.engine == "local":
        return reconcile(settings, store, settings.config.campaign(CAMPAIGN), AS_OF)
    prepare_prefect(settings.workdir)
    from flows.consolidate import reconcile_campaign

    return reconcile_campaign(settings, store, CAMPAIGN, AS_OF)


def fault(does: Callable[[], object]) -> str:
    """What is told where it fails."""
    try:
        does()
    except SchedulerError as error:
        return str(error)
    return ""


def main(config: Path, workdir: Path) -> dict[str, str]:
    """Every way of comparing, by name."""
    settings = load_settings(config, workdir)
    told = {"local": come_to(settings)}
    rules.scoring.PAIRS_A_CHUNK = PAIRS_A_CHUNK
    with cluster(2, workdir / "dask") as made:
        on = {"engine": "dask", "scheduler": made.scheduler_address}
        told["two workers"] = come_to(settings, **on)
        nobody = np.zeros(5, dtype=np.int32)
        told["fault"] = fault(lambda: on_dask(on["scheduler"], Failing(None, nobody, nobody, None), [(0, 5)]))  # type: ignore[arg-type]
        made.scale(1)
        made.sync(made._correct_state)
        told["one worker"] = come_to(settings, **on)
        told["workers left"] = str(len(made.scheduler_info["workers"]))
    return told


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
