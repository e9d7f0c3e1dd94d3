"""An earlier campaign beside this one: how many of its initiatives are found again, and what that costs.

`python -m benchmarks.matching_earlier 100000 --seeds 7 11 --cache DIR`: of the samples together every second row, drawn
by a hash, is taken for one of the earlier campaign."""

import argparse
import os
import time
from pathlib import Path
from typing import Any


def measure(records: Any) -> dict[str, float]:
    """`records`: as `benchmarks.matching.prepared` gives them, is_earlier told. Figures of this campaign's rows."""
    import numpy as np

    from benchmarks.matching import KEY
    from benchmarks.matching_figures import Truth
    from flows.settings import load_model
    from rules.clustering import cluster
    from rules.decisions import Thresholds
    from rules.matching import match

    truth, model, started = Truth.of(records), load_model(KEY), time.process_time()
    pairs = match(records, model, Thresholds(4.0, 1.5))
    rank = np.argsort(np.argsort(records["row_key"].to_numpy(dtype=str)))
    labels = cluster(len(records), pairs, (), rank)
    spent = time.process_time() - started
    earlier = records["is_earlier"].to_numpy(dtype=bool)
    again, said = (np.isin(of[~earlier], of[earlier]) for of in (truth.initiative, labels))
    return {
        "rows of the earlier campaign": float(earlier.sum()),
        "rows of this one": float((~earlier).sum()),
        "of them counted before, by the truth": float(again.sum()),
        "found: recall": float((said & again).sum() / again.sum()),
        "found: precision": float((said & again).sum() / said.sum()),
        "CPU s": spent,
    }


def main() -> None:
    """All figures, a line each."""
    from benchmarks.matching import KEY, prepared
    from benchmarks.matching_sample import sample_rows

    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int)
    parser.add_argument("--seeds", type=int, nargs="+", default=[7, 11])
    parser.add_argument("--cache", type=Path, default=Path("var/benchmarks"))
    asked = parser.parse_args()
    os.environ.setdefault("TONGHOP_HMAC_KEY", KEY.decode())
    import numpy as np
    import pandas as pd

    from rules.hashing import mix

    parts = [sample_rows(asked.rows, seed, asked.cache) for seed in asked.seeds]
    named = [
        part.assign(true_initiative=[f"{seed}/{name}" if name else "" for name in part["true_initiative"].fillna("")])
        for seed, part in zip(asked.seeds, parts, strict=True)
    ]
    records = prepared(pd.concat(named, ignore_index=True))
    drawn = mix(np.arange(len(records), dtype=np.uint64)) % np.uint64(2) == 0
    for name, value in measure(records.assign(is_earlier=drawn)).items():
        print(f"| {name} | {value:.4f} |")


if __name__ == "__main__":
    main()
