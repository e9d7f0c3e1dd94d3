"""Whole nights on real files at the size of the nation, without Prefect: every stage, CPU seconds of all processes and
the memory of all of them at once.

`python -m benchmarks.nights 2400000 --workdir DIR`: a sample is written once; then, each in a process of its own: the
limit (calamine reads the same files), a night from nothing, one federation run again by day whose files were all sent
anew with one more beside them (of rows of its own; of rows that make rows of others secret), again with a copy of
another's file, the same night with nothing changed, the next day.
`--proof`: at the end that day once more from nothing, which has to give the same release. What stands in DIR is not
done again, so a broken run goes on where it stopped. Imports stand inside the functions: what the fork server carries
every child pays for."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measures import CAMPAIGN, Step, print_agreement, read_only
from benchmarks.own_rows import write_own_rows

AS_OF, NEXT_DAY = date(2021, 5, 31), date(2021, 6, 1)
_ZIPPED = (".xlsx", ".xlsm", ".ods", ".xlsb")


@contextmanager
def _intake(settings: Any, store: Any, as_of: date, sent: Path) -> Iterator[Any]:
    from flows.intake import Intake
    from flows.parsing import warm_parser

    with warm_parser(settings.config.limits) as parser:
        yield Intake(settings, store, parser, CAMPAIGN, "bench", as_of, sent)


def night(folder: Path, as_of: date, codes: list[str]) -> None:
    """What `tonghop run` does with these federations, all of them where none is named; prints a line for each step."""
    from concurrent.futures import ThreadPoolExecutor

    from flows.publish import publish
    from flows.reconcile import reconcile
    from flows.settings import load_settings
    from flows.store.session import Store
    from flows.unchanged import note_standing, standing_release

    settings = load_settings(Path("config.yaml"), folder / "var")
    campaign = settings.config.campaign(CAMPAIGN)
    with closing(Store(settings.database_url)) as store:
        with Step("intake"), _intake(settings, store, as_of, folder / "sent") as intake:
            named = [f for f in settings.config.federations if not codes or f.code in codes]
            with ThreadPoolExecutor(settings.config.concurrency.federations) as threads:
                outcomes = list(threads.map(intake.take_in, named))
        print(f"| of {sum(o.files for o in outcomes):,} files {sum(o.unchanged for o in outcomes):,} unchanged; "
              f"{sum(o.rows for o in outcomes):,} rows read | | | |")  # fmt: skip
        with Step("is anything new?"):
            standing = standing_release(settings, store, campaign, as_of, "bench")
        if standing:
            return
        with Step("reconcile"):
            reconciled = reconcile(settings, store, campaign, as_of)
        _tell_returned_workbooks_apart()
        with Step("publish"):
            published = publish(settings, store, campaign, as_of, reconciled, {"run_id": "bench"})
        assert not published.held_because, published.held_because
        note_standing(settings, store, campaign, as_of, reconciled, published, 0)
    print(f"| release {published.release_id}, {published.headline['valid']:,.0f} valid | | | |", flush=True)


def _tell_returned_workbooks_apart() -> None:
    from flows import rendering

    class Told(rendering.ReturnedBooks):
        def __exit__(self, *ended: Any) -> None:
            super().__exit__(*ended)
            print(f"| of it {self.books:,} returned workbooks | {self.spent:.1f} | | |", flush=True)

    rendering.ReturnedBooks = Told  # type: ignore[misc]


def _middle_federation(sent: Path) -> str:
    """The one in the middle by the bytes it sent."""
    sizes = {f.name: sum(p.stat().st_size for p in f.rglob("*") if p.is_file()) for f in sent.iterdir() if f.is_dir()}
    return sorted(sizes, key=lambda code: (sizes[code], code))[len(sizes) // 2]


def _send_anew(sent: Path, code: str, note: bytes = b"sent anew") -> None:
    """Every workbook of the federation with other bytes that say the same."""
    import zipfile

    for path in sorted(p for p in (sent / code).rglob("*") if p.suffix in _ZIPPED):
        with zipfile.ZipFile(path, "a") as book:
            book.comment = note


def _longest(folder: Path) -> Path:
    return max(folder.rglob("*.xlsx"), key=lambda path: (path.stat().st_size, path.name))


def _from_nothing_again(folder: Path) -> None:
    """The same store without what matching kept and without anything to take over: the release has to be the same."""
    import json
    import shutil

    kept, var = folder / "kept", folder / "var"
    kept.mkdir()
    for name in ("releases", "matching"):
        (var / name).rename(kept / name)
    shutil.copytree(kept / "releases", var / "releases", symlinks=True, copy_function=os.link)
    latest = var / "releases" / CAMPAIGN / "latest"
    shutil.rmtree(latest.resolve())
    latest.unlink()
    earlier = sorted(latest.parent.glob("*/manifest.json"), key=lambda path: path.parent.stat().st_mtime)
    latest.symlink_to(earlier[-1].parent.name)
    for manifest in earlier:
        told = json.loads(manifest.read_text(encoding="utf-8"))
        manifest.unlink()  # its bytes belong to the one that is kept, too
        manifest.write_text(json.dumps(told | {"made_from": {}}), encoding="utf-8")
    night(folder, NEXT_DAY, ["none"])
    here, there = _latest(var / "releases"), _latest(kept / "releases")
    other = [path for path in here.keys() | there.keys() if here.get(path) != there.get(path)]
    print(f"| {len(here):,} files, of which differ: {len(other)} {sorted(other)[:5]} | | | |")
    for name in ("releases", "matching"):
        shutil.rmtree(var / name)
        (kept / name).rename(var / name)
    kept.rmdir()


def _latest(releases: Path) -> dict[str, str]:
    """The digest of every file of the newest release but its manifest, which tells from what it was made."""
    import hashlib

    newest = (releases / CAMPAIGN / "latest").resolve()
    files = (p for p in newest.rglob("*") if p.is_file() and p.name != "manifest.json")
    return {str(p.relative_to(newest)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _first(folder: Path) -> None:
    night(folder, AS_OF, [])
    truth = next(folder.glob("sent_truth*"))
    print_agreement(truth, (folder / "var" / "releases" / CAMPAIGN / "latest").resolve())


def _own(folder: Path) -> None:
    """A file more has initiatives of its own: 300 that nobody else sends, every twentieth secret."""
    code = _middle_federation(folder / "sent")
    _send_anew(folder / "sent", code, b"sent anew with a file more")
    write_own_rows(folder / "sent" / code / "bo_sung.xlsx")
    night(folder, AS_OF, [code])


def _one(folder: Path) -> None:
    """A file more has initiatives that nobody sent yet: of a sample of another seed."""
    import shutil

    from flows.sample import write_sample
    from flows.settings import load_settings

    code = _middle_federation(folder / "sent")
    _send_anew(folder / "sent", code)
    config = load_settings(Path("config.yaml"), folder / "var").config
    write_sample(config, CAMPAIGN, 12_000, 7, folder / "more", lambda _: None)
    shutil.copyfile(_longest(folder / "more" / code), folder / "sent" / code / "more.xlsx")
    night(folder, AS_OF, [code])


def _copied(folder: Path) -> None:
    import shutil

    sent = folder / "sent"
    code = _middle_federation(sent)
    other = next(f for f in sorted(sent.iterdir()) if f.is_dir() and f.name != code)
    shutil.copyfile(_longest(other), sent / code / "them.xlsx")
    night(folder, AS_OF, [code])


def _anew(folder: Path) -> None:
    code = _middle_federation(folder / "sent")
    _send_anew(folder / "sent", code, b"sent anew once more")
    night(folder, NEXT_DAY, [code])


def _limit(folder: Path) -> None:
    with Step("calamine reads the same files"):
        read_only(folder / "sent")


_STEPS = {
    "limit": ("The limit", _limit),
    "first": ("A night from nothing", _first),
    "own": ("One federation run again by day, all its files sent anew and one more with rows of its own", _own),
    "one": ("One federation run again by day, all its files sent anew and one more", _one),
    "copied": ("It repeats another federation's longest file, some of whose rows become secret by it", _copied),
    "settled": ("That night again (it may have withheld rows by a join)", lambda f: night(f, AS_OF, [])),
    "same": ("That night once more, nothing changed", lambda f: night(f, AS_OF, [])),
    "next": ("The next day, nothing changed", lambda f: night(f, NEXT_DAY, [])),
    "anew": ("That day one federation run again, all its files sent anew and nothing new in them", _anew),
    "proof": ("That day from nothing, without a new intake", _from_nothing_again),
}


def main() -> None:
    """Write the sample and measure; `--step` is one of them in a process of its own."""
    os.environ.setdefault("TONGHOP_HMAC_KEY", "a key for benchmarks only")
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int)
    parser.add_argument("--workdir", type=Path, required=True)
    parser.add_argument("--proof", action="store_true")
    parser.add_argument("--step", choices=tuple(_STEPS))
    given = parser.parse_args()
    folder = given.workdir / str(given.rows)
    if given.step:
        _STEPS[given.step][1](folder)
        return
    if not (folder / "sent").exists():
        from flows.sample import write_sample
        from flows.settings import load_settings

        folder.mkdir(parents=True, exist_ok=True)
        with Step("writing the sample"):
            config = load_settings(Path("config.yaml"), folder / "var").config
            write_sample(config, CAMPAIGN, given.rows, 2021, folder / "sent", lambda done: None)
    for step, (words, _) in _STEPS.items():
        done = folder / f"{step}.done"
        if done.exists() or (step == "proof" and not given.proof):
            continue
        print(
            f"\n{words}, {given.rows:,} rows\n\n| step | CPU s | wall s | MiB at most |\n|---|---|---|---|", flush=True
        )
        subprocess.run([sys.executable, "-m", "benchmarks.nights", *sys.argv[1:], "--step", step], check=True)
        done.touch()


if __name__ == "__main__":
    main()
