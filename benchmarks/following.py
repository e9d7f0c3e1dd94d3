"""What the pages that follow a number cost: `python -m benchmarks.following --rows 240000`."""

import argparse
import resource
import time
from datetime import date

import numpy as np
import pandas as pd

from flows.ledger_files import ledger_files
from schemas.ledger import Disposition
from schemas.release import FederationFacts, FederationState, ReleaseFacts

_FEDERATIONS = 83
_SHARES = {
    Disposition.NOT_DATA: 0.05, Disposition.REJECTED: 0.01, Disposition.INELIGIBLE: 0.22,
    Disposition.DUPLICATE_WITHIN_FEDERATION: 0.05, Disposition.DUPLICATE_ACROSS_FEDERATIONS: 0.05,
    Disposition.COUNTED: 0.62,
}  # fmt: skip


def made(rows: int) -> tuple[ReleaseFacts, pd.DataFrame, pd.DataFrame]:
    """A ledger of so many rows with titles of the usual length."""
    rng = np.random.default_rng(2021)
    codes = np.array([f"LDLD-{n:02d}" for n in range(_FEDERATIONS)])
    ledger = pd.DataFrame(
        {
            "federation_code": codes[np.sort(rng.integers(0, _FEDERATIONS, rows))],
            "file": "Gửi bổ sung/Danh sách sáng kiến.xlsx",
            "sheet": "Phụ lục",
            "row": np.arange(1, rows + 1),
            "disposition": rng.choice([d.value for d in _SHARES], rows, p=list(_SHARES.values())),
            "reason": "",
            "initiative_id": [f"SK-{n:016x}" for n in rng.integers(0, int(rows * 0.9), rows)],
            "pending_review": rng.random(rows) < 0.003,
            "is_redacted": rng.random(rows) < 0.02,
        }
    )
    titles = "Cải tiến quy trình vận hành lò hơi tầng sôi số " + ledger["row"].astype(str) + " tại Nhà máy"
    records = ledger[["federation_code", "file", "sheet", "row"]].assign(title=titles)
    federations = tuple(FederationFacts(c, f"Đơn vị {c}", "ldld", FederationState.ACCEPTED, 1, 0) for c in codes)
    day = date(2021, 4, 20)
    facts = ReleaseFacts("r", "c", "Chương trình", 75_000, day, day, (), federations, "0")
    return facts, ledger, records


def main() -> None:
    """Make every file once, and tell CPU seconds, the largest memory and the bytes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=240_000)
    rows = parser.parse_args().rows
    facts, ledger, records = made(rows)
    start = time.process_time()
    sizes = {path: len(data) for path, data in ledger_files(facts, ledger, records)}
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"{rows:,} rows: {seconds:.1f} CPU s, {memory:,.0f} MiB at most"
    print(f"{told}, {sum(sizes.values()) / 1e6:.1f} MB in {len(sizes)} files")


if __name__ == "__main__":
    main()
