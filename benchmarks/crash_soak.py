"""kill -9 at random points of a night, again and again: the next night's release equals that of an undisturbed desk.

`python -m benchmarks.crash_soak --kills 200 --database sqlite`. A warm process forks each night, so
that a kill costs no start of an interpreter. Two desks get the same files: one is left alone, one is killed. After each
kill `latest` leads to a complete release; after the night behind it both desks have the same release, byte for byte,
the same number of rows in every table, and nothing unfinished lies about. Exit code 1 where that is not so."""

import argparse
import hashlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from multiprocessing import forkserver
from pathlib import Path

_CODES = ("LDLD-01", "LDLD-02", "CDN-GD")
_FIRST_DAY = date(2021, 4, 1)
_WORDS = ("máy dệt", "lò hơi", "xe nâng", "giáo án", "băng tải", "khuôn đúc", "hồ sơ", "tủ điện")


class NotTheSame(Exception):
    """What a kill broke."""


def soak(kills: int, database: str, seed: int, folder: Path) -> dict[str, object]:
    """Kill that many nights of that database; the counts of what was seen."""
    from tests.builders import desk

    chance, seen = random.Random(seed), Counter[str]()
    alone, shaken = desk(folder / "alone", _CODES), desk(folder / "shaken", _CODES)
    shaken.submissions = alone.submissions
    urls = [_database(database) for _ in range(2)]
    usual = 1.0
    for number in range(kills):
        day = _FIRST_DAY + timedelta(days=number % 300)
        _send(alone.submissions, chance, number)
        started = time.monotonic()
        _end(_night(lambda: alone.night(as_of=day), urls[0]))  # noqa: B023
        usual = time.monotonic() - started
        campaign = shaken.settings.releases / shaken.campaign_id
        child = _night(lambda: shaken.night(as_of=day), urls[1])  # noqa: B023
        seen[_killed(child, campaign, chance, usual)] += 1
        seen["of these with a release folder begun"] += _complete(campaign)
        _end(_night(lambda: shaken.night(as_of=day), urls[1]))  # noqa: B023
        if _complete(campaign):
            raise NotTheSame(f"kill {number}: something unfinished was left")
        _compare(number, alone.latest(), shaken.latest())
        if "FIL-012" in (alone.latest() / "internal" / "findings.csv").read_text(encoding="utf-8"):
            raise NotTheSame("files could not be processed at all")
    homes = [u or d.settings.database_url for u, d in zip(urls, (alone, shaken), strict=True)]
    counts = [_in_child(partial(_counts, home)) for home in homes]
    if counts[0] != counts[1]:
        raise NotTheSame(f"rows of the tables: {counts}")
    return {"database": database, "seed": seed, "kills": kills, **dict(sorted(seen.items()))}


def _database(kind: str) -> str:
    if kind == "sqlite":
        return ""
    from tests.databases import new_database

    return new_database()


def _send(submissions: Path, chance: random.Random, number: int) -> None:
    """Another state of the sources: a file comes, changes, goes, or cannot be read; one of them is secret."""
    from tests.builders import csv_table, row, table

    code = chance.choice(_CODES)
    path = submissions / code / chance.choice(("a.csv", "b.xlsx", "c.csv"))
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = chance.random()
    if kind < 0.1 and path.exists():
        path.unlink()
        return
    titles = [f"Cải tiến {chance.choice(_WORDS)} số {chance.randint(1, 40)}" for _ in range(chance.randint(1, 30))]
    rows = [row(n, title, secrecy="x" if chance.random() < 0.05 else "") for n, title in enumerate(titles, 1)]
    data = b"PK broken" if kind < 0.2 else table(rows) if path.suffix == ".xlsx" else csv_table(rows)
    path.write_bytes(data)
    laid = 1_617_000_000 + number * 60
    os.utime(path, (laid, laid))


def _night(work: Callable[[], object], url: str) -> int:
    """The process id of a child that runs a night on that database ("": the working directory's own)."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        if url:
            os.environ["TONGHOP_DATABASE_URL"] = url
        # It asks after the fork server as its own child, which it is not here.
        forkserver._forkserver.ensure_running = lambda: None  # type: ignore[attr-defined]
        work()
        code = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def _end(child: int) -> None:
    if os.waitpid(child, 0)[1] != 0:
        raise NotTheSame("a night that nobody disturbed failed")


def _killed(child: int, campaign: Path, chance: random.Random, usual: float) -> str:
    """Kill a night at a moment of its usual length, every third one while it writes its release."""
    begun = time.monotonic()
    if chance.random() < 1 / 3:
        while not any(campaign.glob(".unfinished-*")) and time.monotonic() - begun < 1.5 * usual:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.1 * usual))
    else:
        time.sleep(chance.uniform(0, 1.1 * usual))
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    return "killed in the middle" if os.WIFSIGNALED(status) else "had ended before the kill"


def _in_child(ask: Callable[[], object]) -> object:
    """The answer of a child, so that this process opens no database and starts no thread."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(theirs, "w") as out:
            json.dump(ask(), out)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        found: object = json.load(answer)
    os.waitpid(child, 0)
    return found


def _counts(url: str) -> dict[str, int]:
    import sqlalchemy as sa

    from flows.store.session import Store
    from flows.store.tables import metadata

    store = Store(url)
    tables = [t for t in metadata.sorted_tables if t.name != "run"]
    return {t.name: int(store.frame(sa.select(sa.func.count().label("n")).select_from(t))["n"].iloc[0]) for t in tables}


def _complete(campaign: Path) -> int:
    """1 where something unfinished lies about; NotTheSame where `latest` leads to no complete release."""
    latest = campaign / "latest"
    if latest.is_symlink():
        manifest = json.loads((latest / "manifest.json").read_text(encoding="utf-8"))
        for name, digest in manifest["files"].items():
            if hashlib.sha256((latest / name).read_bytes()).hexdigest() != digest:
                raise NotTheSame(f"{latest}: {name} is not what the manifest says")
    return int(any(campaign.glob(".unfinished-*")))


def _compare(number: int, one: Path, other: Path) -> None:
    if one.name != other.name:
        raise NotTheSame(f"kill {number}: release {other.name} instead of {one.name}")
    for path in one.rglob("*"):
        if path.is_file() and path.name != "run.json":
            twin = other / path.relative_to(one)
            if path.read_bytes() != twin.read_bytes():
                raise NotTheSame(f"kill {number}: {twin} differs")


@contextmanager
def _warm() -> Iterator[None]:
    """All modules loaded and the fork server started before the first fork; no thread in this process."""
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_IO_THREADS": "1"}
    os.environ.setdefault("TONGHOP_HMAC_KEY", "a key for tests, no secret at all")
    os.environ.pop("TONGHOP_DATABASE_URL", None)
    from flows.parsing import warm_parser
    from flows.settings import load_config
    from tests.builders import small_config

    with tempfile.TemporaryDirectory() as folder:
        config, _ = load_config(small_config(Path(folder) / "config.yaml"))
    with warm_parser(config.limits):
        yield


def main() -> int:
    """Soak and print the counts as JSON."""
    parser = argparse.ArgumentParser(description="kill nights at random points")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=2021)
    given = parser.parse_args()
    with _warm(), tempfile.TemporaryDirectory() as folder:
        for name in ("alone", "shaken"):
            (Path(folder) / name).mkdir()
        try:
            print(json.dumps(soak(given.kills, given.database, given.seed, Path(folder))))
        except NotTheSame as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
