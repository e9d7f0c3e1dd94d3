"""Everything after intake at the size of the nation, on made records: no spreadsheet is written or read.

`python -m benchmarks.nation 240000 --workdir DIR`: a sample of 60,000 rows goes through the real intake once; its store
is then copied as often as wanted, each copy with its own words, people and files, by the driver's fast path. Measured
in a process of its own each: a full night, the next day with one federation changed, that night again, and another day
without any change; the returned workbooks are told apart. What stands in DIR is not made again, so a broken run goes on
where it stopped."""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from benchmarks.whole_line import CAMPAIGN
from flows import rendering
from flows.intake import Intake
from flows.parsing import warm_parser
from flows.publish import publish
from flows.reconcile import reconcile
from flows.sample import write_sample
from flows.settings import Settings, load_settings
from flows.store.session import Store, insert_rows
from flows.store.tables import (
    detail,
    explanation,
    federation_state,
    finding,
    line,
    record,
    returned_table,
    sheet,
    submitted_file,
    untitled,
)  # fmt: skip
from flows.unchanged import note_standing, standing_release
from rules.features import Coder
from rules.hashing import mix
from rules.normalise import title_key

SOURCE_ROWS = 60_000
AS_OF, NEXT_DAY, DAY_AFTER = date(2021, 5, 31), date(2021, 6, 1), date(2021, 6, 2)
_TABLES = (submitted_file, sheet, line, record, detail, explanation, untitled, returned_table, finding)
_PACKED = ("author_codes", "author_initial_codes", "workplace_token_codes", "content_codes")
_WORDS_ALIKE = 50  # words of about the same frequency change places
_LOW_BITS = np.uint64(0b111)  # of a code: its kind


def _source(folder: Path) -> Settings:
    """The store that is copied."""
    settings = load_settings(Path("config.yaml"), folder / "var")
    if (folder / "done").exists():
        return settings
    write_sample(settings.config, CAMPAIGN, SOURCE_ROWS, 2021, folder / "sent", lambda done: None)
    with closing(Store(settings.database_url)) as store, warm_parser(settings.config.limits) as parser:
        intake = Intake(settings, store, parser, CAMPAIGN, "bench", AS_OF, folder / "sent")
        for federation in settings.config.federations:
            intake.take_in(federation)
    (folder / "done").touch()
    return settings


def fill(source: Settings, target: Settings, rows: int) -> None:
    """Whole copies of the source's store that come nearest to so many records."""
    with closing(Store(source.database_url)) as store:
        frames = {table.name: store.frame(sa.select(table)) for table in _TABLES}
        states = store.frame(sa.select(federation_state))
    words = Counter(word for title in frames["record"]["title"] for word in title.split())
    by_frequency = [word for word, _ in sorted(words.items(), key=lambda w: (-w[1], w[0])) if word.isalpha()]
    coder = Coder(target.hmac_key)
    with closing(Store(target.database_url)) as store:
        with store.transaction() as connection:
            _insert(connection, federation_state, states)
        for copy in range(max(1, round(rows / len(frames["record"])))):
            with store.transaction() as connection:
                for table in _TABLES:
                    _insert(connection, table, _copied(frames[table.name], table, copy, by_frequency, coder))


def _copied(frame: pd.DataFrame, table: sa.Table, copy: int, words: list[str], coder: Coder) -> pd.DataFrame:
    """The rows of a table as the copy of that number has them; copy 0 is the source itself."""
    changed: dict[str, Any] = {}
    if copy and "file_id" in frame:
        changed["file_id"] = frame["file_id"].where(frame["file_id"] == 0, frame["file_id"] + copy * 1_000_000)
    if copy and table is submitted_file:
        changed["path"] = f"{copy:03d}/" + frame["path"]
        changed |= {name: f"{copy:04x}" + frame[name].str[4:] for name in ("path_code", "content_code")}
    if copy and table is finding:
        changed["file"] = (f"{copy:03d}/" + frame["file"]).where(frame["file_id"] != 0, frame["file"])
        frame = frame[frame["file_id"] != 0]
    if copy and table is record:
        changed |= _records(frame, copy, words, coder)
    return frame.assign(**changed).drop(columns="finding_id", errors="ignore")


def _records(frame: pd.DataFrame, copy: int, words: list[str], coder: Coder) -> dict[str, Any]:
    """Other words of the same frequency, and other people: what was the same initiative in the source still is."""
    chance, other = random.Random(copy), list(words)
    for at in range(0, len(other), _WORDS_ALIKE):
        part = other[at : at + _WORDS_ALIKE]
        chance.shuffle(part)
        other[at : at + _WORDS_ALIKE] = part
    new = dict(zip(words, other, strict=True))
    titles = {t: " ".join(new.get(word, word) for word in t.split()) for t in frame["title"].unique()}
    title = frame["title"].map(titles)
    codes = {t: np.uint64(coder.code("title", title_key(t))).astype(np.int64).item() for t in title.unique()}
    turn = mix(np.array([copy], dtype=np.uint64))[0] & ~_LOW_BITS
    workplace = frame["workplace_code"].to_numpy(np.int64).view(np.uint64)
    return {
        "title": title,
        "title_code": title.map(codes),
        "workplace_code": np.where(workplace == 0, workplace, workplace ^ turn).view(np.int64),
        **{name: [np.sort(np.frombuffer(p, "<u8") ^ turn).tobytes() for p in frame[name]] for name in _PACKED},
    }


def _insert(connection: Any, table: sa.Table, frame: pd.DataFrame) -> None:
    columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame.columns]
    told = [c.name for c in table.columns if isinstance(c.type, sa.JSON)]
    for at, name in enumerate(frame.columns):
        if name in told:
            columns[at] = [_json(value) for value in columns[at]]
    insert_rows(connection, table, list(frame.columns), zip(*columns, strict=True))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def night(settings: Settings, as_of: date) -> None:
    """Reconcile and publish as `tonghop run` does after intake; prints a line of a table for each step."""
    campaign = settings.config.campaign(CAMPAIGN)
    with closing(Store(settings.database_url)) as store:
        with _Step("is anything new?"):
            standing = standing_release(settings, store, campaign, as_of, "bench")
        if standing:
            return
        with _Step("reconcile"):
            reconciled = reconcile(settings, store, campaign, as_of)
        rendering.ReturnedBooks = Told  # type: ignore[misc]
        with _Step("publish"):
            published = publish(settings, store, campaign, as_of, reconciled, {"run_id": "bench"})
        assert not published.held_because, published.held_because
        note_standing(settings, store, campaign, as_of, reconciled, published, 0)


class Told(rendering.ReturnedBooks):
    """Measures the making of returned workbooks inside another step, in this process and in its children."""

    def __exit__(self, *ended: Any) -> None:
        super().__exit__(*ended)
        _Step.in_children += self.in_children
        of_it = f"of it {self.books:,} returned workbooks made, {self.in_children:.1f} s in children"
        print(f"| {of_it} | {self.spent:.1f} | | |", flush=True)


class _Step:
    in_children = 0.0  # CPU seconds; the children are the fork server's, so the system does not count them as ours

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time() + _Step.in_children

    def __exit__(self, *_: object) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        cpu, wall = time.process_time() + _Step.in_children - self.cpu, time.perf_counter() - self.wall
        print(f"| {self.name} | {cpu:.1f} | {wall:.1f} | {peak:,.0f} |", flush=True)


def _retire_one_file(settings: Settings) -> None:
    """A federation whose submission changed: one file of the first one counts no more."""
    with closing(Store(settings.database_url)) as store, store.transaction() as connection:
        f = submitted_file.c
        first = connection.execute(sa.select(sa.func.min(f.file_id)).where(f.counted)).scalar()
        changed = sa.update(submitted_file).where(f.file_id == first).values(counted=False, current=False)
        connection.execute(changed)


def main() -> None:
    """Fill and measure; `--step` is one night in a process of its own."""
    os.environ.setdefault("TONGHOP_HMAC_KEY", "a key for benchmarks only")
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int)
    parser.add_argument("--workdir", type=Path, required=True)
    parser.add_argument("--step", choices=tuple(_STEPS))
    given = parser.parse_args()
    settings = load_settings(Path("config.yaml"), given.workdir / str(given.rows) / "var")
    if given.step:
        if given.step == "one":
            _retire_one_file(settings)
        night(settings, _DAYS.get(given.step, NEXT_DAY))
        return
    filled = given.workdir / str(given.rows) / "filled"
    if not filled.exists():
        fill(_source(given.workdir / "source"), settings, given.rows)
        filled.touch()
    for step, words in _STEPS.items():
        done = filled.with_name(f"{step}.done")
        if done.exists():
            continue
        print(
            f"\n{words}, about {given.rows:,} records\n\n| step | CPU s | wall s | peak MiB |\n|---|---|---|---|",
            flush=True,
        )
        again = [sys.executable, "-m", "benchmarks.nation", *sys.argv[1:], "--step", step]
        subprocess.run(again, check=True)
        done.touch()


_STEPS = {
    "first": "The first night",
    "one": "The next day, one federation changed",
    "settled": "That night again (it may have withheld rows by a join)",
    "same": "That night once more, nothing changed",
    "next": "The day after, nothing changed",
}
_DAYS = {"first": AS_OF, "next": DAY_AFTER}


if __name__ == "__main__":
    main()
