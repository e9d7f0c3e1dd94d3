"""Learn the weights anew from a sample, without looking at its truth, and freeze them in schemas/match_weights.csv.

`python -m benchmarks.matching_fit 100000 --seed 2021 --version 2021-02`: nothing else ever changes the table."""

import argparse
import csv
import os
from pathlib import Path

_PAIRS = 60_000


def main() -> None:
    """Writes the table."""
    from benchmarks.matching import KEY, prepared
    from benchmarks.matching_sample import sample_rows
    from flows.settings import load_model
    from rules.fitting import fit
    from rules.matching import levels_to_fit

    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int)
    parser.add_argument("--seed", type=int, default=2021)
    parser.add_argument("--version", required=True)
    parser.add_argument("--cache", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--out", type=Path, default=Path("schemas/match_weights.csv"))
    asked = parser.parse_args()
    os.environ.setdefault("TONGHOP_HMAC_KEY", KEY.decode())
    records = prepared(sample_rows(asked.rows, asked.seed, asked.cache))
    table = fit(levels_to_fit(records, load_model(KEY), _PAIRS), asked.version)
    with asked.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([table.version, "", "log2 odds"])
        writer.writerows(table.rows())


if __name__ == "__main__":
    main()
