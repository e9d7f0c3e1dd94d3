"""All dossiers of a campaign, drafts of every federation and of the nation, from a release that stands.

`python -m benchmarks.dossier WORKDIR [WORKDIR ...]`: each a working directory that `tonghop run` made a release in. CPU
and wall seconds, pages' bytes, peak memory. A draft is printed as a final dossier is, whatever is open."""

import argparse
import os
import resource
import shutil
import tempfile
import time
from contextlib import closing
from datetime import date
from multiprocessing import forkserver
from pathlib import Path

from flows.dossier.freezing import DOSSIERS
from flows.dossier.making import DossierOrder, make_dossiers
from flows.settings import database_url, load_config
from flows.store.session import Store

_CAMPAIGN, _AS_OF = "75-nghin-2021", date(2021, 4, 22)
_MIB = 1024


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used) + _printed()


def _printed() -> float:
    """Of the children that print: the fork server is their parent, and the kernel adds up what they used."""
    pid = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    if pid is None:
        return 0.0
    used = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(used[13]) + int(used[14])) / os.sysconf("SC_CLK_TCK")


def _measured(workdir: Path, config_path: Path, workers: int) -> str:
    config, _ = load_config(config_path)
    cpu, wall = _cpu(), time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / config.releases.folder).symlink_to(workdir.absolute() / config.releases.folder)
        order = DossierOrder(config, config_path, place, _CAMPAIGN, _AS_OF, draft=True, workers=workers)
        with closing(Store(database_url(config, workdir))) as store:
            outcomes = make_dossiers(order, store)
        files = [p for p in (place / DOSSIERS).rglob("*") if p.is_file() and p.suffix != ".zip"]
        size = sum(p.stat().st_size for p in files)
        shutil.rmtree(place / DOSSIERS)
    made = sum(o.folder is not None for o in outcomes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB
    seconds = f"{_cpu() - cpu:.1f} | {time.perf_counter() - wall:.1f}"
    return f"| {workdir.name} | {made} | {len(files)} | {size / 1e6:.0f} | {seconds} | {peak:.0f} |"


def main() -> None:
    """One line a working directory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workdirs", nargs="+", type=Path)
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))
    parser.add_argument("--workers", type=int, default=0, help="processes that print; default: as many as cores")
    arguments = parser.parse_args()
    print("| release | dossiers | files | MB | CPU s | wall s | peak MiB |\n|---|---|---|---|---|---|---|", flush=True)
    for workdir in arguments.workdirs:
        print(_measured(workdir, arguments.config, arguments.workers), flush=True)


if __name__ == "__main__":
    main()
