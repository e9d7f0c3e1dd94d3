"""All numbers and the public files of a release, on a made ledger and made records of a given size.

`python -m benchmarks.tallies 2400000`: CPU seconds of each step and the peak memory of the process. The rows are made
to look like a campaign: a third not valid, 1 % secret, 83 federations, some 200.000 workplaces, 600 days."""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from flows.settings import load_config, load_successor_names, load_successors
from reports.data_package import data_package, dictionary_page
from reports.public_page import public_page
from reports.tables import initiatives_csv
from reports.tally_workbook import internal_workbook, tally_csv, tally_workbook
from rules.published_figures import published_checks
from rules.quotas import quota_of
from rules.tallies import interval, tally
from rules.tally_internal import internal_tally
from rules.tally_pace import pace
from schemas.config import Campaign, Config
from schemas.ledger import LEDGER_COLUMNS
from schemas.release import FederationFacts, FederationState, PhaseFacts, ReleaseFacts

CAMPAIGN, AS_OF = "01-trieu-2021-2023", date(2023, 8, 31)
_BECAME = {
    "counted": 0.66,
    "ineligible": 0.2,
    "duplicate_within_federation": 0.07,
    "duplicate_across_federations": 0.06,
}


@contextmanager
def _step(name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{name:32} {time.process_time() - start:7.1f} CPU s   peak {peak:5.2f} GiB", flush=True)


def _made(n: int, config: Config) -> pd.DataFrame:
    """`n` rows, as flows/contents.py has them."""
    rng = np.random.default_rng(2021)
    codes = np.array([f.code for f in config.federations])
    pick = rng.integers(0, len(codes), n)
    became = rng.choice([*_BECAME, "rejected"], n, p=[*_BECAME.values(), 0.01])
    secret = rng.random(n) < 0.01
    place = rng.integers(0, 200_000, n)
    people = rng.integers(1, 3_000_000, n).astype(np.uint64) * np.uint64(2)
    day = pd.to_datetime("2022-01-08") + pd.to_timedelta(rng.integers(0, 600, n), unit="D")
    frame = pd.DataFrame(
        {
            "federation_code": codes[pick],
            "file": "danh-sach.xlsx",
            "sheet": "Sheet1",
            "row": np.arange(1, n + 1),
            "disposition": became,
            "reason": "",
            "initiative_id": np.where(became == "rejected", "", "SK-" + pd.Series(np.arange(n)).astype(str)),
            "pending_review": rng.random(n) < 0.01,
            "is_redacted": secret,
            "title": np.char.add("Cải tiến quy trình kiểm tra sản phẩm trên dây chuyền số ", np.arange(n).astype(str)),
            "effect": np.char.add("Tiết kiệm thời gian, giảm chi phí mỗi tháng ", (place % 9000).astype(str)),
            "award": rng.choice(["", "Giấy khen CĐCS", "Giấy khen CĐCS; Bằng khen LĐLĐ tỉnh"], n),
            "sector": rng.choice(["HCSN", "DN", "CBCD", ""], n),
            "field": rng.choice(["GD", "YT", "CN", ""], n),
            "phase": np.where(day <= "2022-05-31", "phase-1", "phase-2"),
            "registered_on": day.astype("datetime64[s]"),
            "applied_from": day.astype("datetime64[s]"),
            "applied_to": day.astype("datetime64[s]"),
            "benefit_vnd": np.where(rng.random(n) < 0.4, rng.lognormal(17, 1.5, n), np.nan),
            "apart": False,
            "superior_union": np.char.add("LĐLĐ huyện ", (place % 800).astype(str)),
            "workplace": np.where(secret, "", np.char.add("Công ty ", place.astype(str))),
            "workplace_code": place.astype(np.uint64) + np.uint64(1),
            "author_codes": [c.tobytes() for c in people],
        }
    )
    level = frame["award"].map({"": None, "Giấy khen CĐCS": 1}).where(frame["award"].str.len() < 20, 3)
    return frame.assign(award_level=level.astype("Int64"))


def _facts(config: Config, campaign: Campaign) -> ReleaseFacts:
    phases = (PhaseFacts(p.id, p.name, p.period.first, p.period.last, p.peak) for p in campaign.phases)  # type: ignore[arg-type]
    told = (FederationFacts(f.code, f.name, f.kind.value, FederationState.ACCEPTED, 1, 0) for f in config.federations)
    facts = ReleaseFacts(
        "bench", campaign.id, campaign.name, campaign.target, campaign.deadline, AS_OF, (), (), "bench"
    )
    return replace(
        facts, phases=tuple(phases), federations=tuple(told), programme=campaign, successors=load_successor_names()
    )


def _write(n: int, path: str) -> None:
    config, _ = load_config(Path("config.yaml"))
    _made(n, config).to_parquet(path)


def main(n: int) -> None:
    """Make the rows, then measure each step apart."""
    config, _ = load_config(Path("config.yaml"))
    campaign = config.campaign(CAMPAIGN)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        with ProcessPoolExecutor(1, get_context("spawn")) as child:  # what the making takes is not ours
            child.submit(_write, n, str(path)).result()
        with _step(f"rows read: {n}"):
            records = pd.read_parquet(path)
            ledger = records[list(LEDGER_COLUMNS)]
    start = time.process_time()
    with _step("tally"):
        rows = tally(ledger, records, campaign, config.federations, load_successors())
    with _step("interval, pace"):
        rows = pd.concat([rows, interval(1), pace(rows, campaign, AS_OF)], ignore_index=True)
    with _step("internal tally"):
        quotas = {f.code: quota_of(campaign, f) for f in config.federations}
        internal = internal_tally(ledger, records, campaign, quotas, config.limits.suppress_below)
    facts = _facts(config, campaign)
    with _step(f"tallies.csv: {len(rows)} lines"):
        tallies = tally_csv(rows)
    with _step("tallies.xlsx"):
        tally_workbook(facts, rows)
    with _step(f"internal tallies: {len(internal)} lines"):
        tally_csv(internal)
        internal_workbook(facts, rows, internal, published_checks(campaign, rows, internal))
    with _step("index.html"):
        page = public_page(facts, rows)
    print(f"index.html: {len(page) / 1e6:.2f} MB")
    print(f"{'without initiatives.csv':32} {time.process_time() - start:7.1f} CPU s")
    with _step("initiatives.csv"):
        listed = initiatives_csv(records, (records["disposition"] == "counted").to_numpy())
    with _step("datapackage.json, dictionary.html"):
        tables = {"tallies": tallies, "initiatives": listed}
        data_package(facts, tables)
        dictionary_page(facts, tables, rows)
    print(f"{'all':32} {time.process_time() - start:7.1f} CPU s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_400_000)
