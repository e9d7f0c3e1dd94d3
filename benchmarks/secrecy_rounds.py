"""The rounds of secrecy_soak.py: campaigns of four nights full of marks, and the search through what they wrote."""

import os
import random
import tempfile
import time
from pathlib import Path

import pandas as pd

from flows.parsing import warm_parser
from flows.reading.workbooks import read_workbook
from tests.builders import Desk, desk, row, table
from tests.flows.byte_search import search
from tests.flows.planted import WAYS, Plan, workbook

FEDERATIONS = ("LDLD-01", "LDLD-02", "CDN-GD")


def main(rounds: int = 20, truth: str = "") -> int:
    """Run the rounds; 0 when no mark was found anywhere."""
    os.environ.setdefault("TONGHOP_HMAC_KEY", "a key for the soak, no secret at all")
    hits = 0
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            hits += _round(number, desk(Path(folder)))
    if truth:
        _naive(Path(truth))
    return 1 if hits else 0


def _round(number: int, a_desk: Desk) -> int:
    rng, plan, began = random.Random(number), Plan(), time.monotonic()
    with warm_parser(a_desk.settings.config.limits):
        for night in range(4):
            for way in rng.sample(sorted(WAYS), len(WAYS) // 2 if night else len(WAYS)):
                code, title = rng.choice(FEDERATIONS), f"Công thức phối liệu {rng.choice('ABCDEFGH')}{rng.randrange(9)}"
                data = rng.choice((workbook(plan, way, title), workbook(plan, way, title)[:4000], table([row(1, "")])))
                a_desk.send(code, f"{way}.xlsx", data if night else workbook(plan, way, title))
            a_desk.night()
            _send_back(a_desk, rng)
    found = search([a_desk.settings.workdir])
    print(
        f"round {number}: {len(plan.planted)} marks, {sum(found.opened.values())} containers, {found.bytes:,} bytes, "
        f"{len(found.hits)} hits, {len(found.unread)} unread, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    for place, words in {**found.hits, **dict.fromkeys(found.unread, "unread")}.items():
        print(f"  {place}: {words}")
    return len(found.hits) + len(found.unread)


def _send_back(a_desk: Desk, rng: random.Random) -> None:
    for path in sorted(a_desk.latest().glob("internal/federations/*/returned/*.xlsx")):
        if rng.random() < 0.3:
            a_desk.send(path.parent.parent.name, path.name, path.read_bytes())


def _naive(path: Path) -> None:
    truth = pd.read_parquet(path)
    secret = truth[truth["is_secret"]].astype({"secret_mark": str, "federation_code": str, "file": str, "sheet": str})
    folder = path.with_name(path.name.removesuffix("_truth.parquet"))
    caught = pd.Series(False, index=secret.index)
    for (code, file), rows in secret[secret["secret_mark"] == "column"].groupby(["federation_code", "file"]):
        sheets = {sheet.name: sheet for sheet in read_workbook((folder / str(code) / str(file)).read_bytes())}
        for at, name, number in zip(rows.index, rows["sheet"], rows["row"], strict=True):
            sheet = sheets.get(name) or next(iter(sheets.values()))
            caught[at] = "x" in sheet.rows[list(sheet.row_numbers).index(int(number))]
    told = secret.loc[~caught, "secret_mark"].mask(lambda mark: mark == "", "a copy that says nothing").value_counts()
    print(f"naive: of {len(secret)} secret rows {int(caught.sum())} hold an exact x, {int((~caught).sum())} get out:")
    print(told.to_string())
