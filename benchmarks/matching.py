"""The matcher alone on samples with a truth: what it keeps, accepts and asks, and what it costs.

`python -m benchmarks.matching 100000 --seeds 2021 7 --cache DIR`: the sample is made and parsed once for each seed and
kept in DIR, so that a further run costs seconds."""

import argparse
import os
import resource
import time
from datetime import date
from pathlib import Path
from typing import Any

CAMPAIGN = "75-nghin-2021"
KEY = b"a key for benchmarks only"
AS_OF = date(2021, 5, 31)


def measure(records: Any, accept: float, review: float) -> dict[str, float]:
    """All figures of one set of records (`matching_sample.sample_rows`)."""
    import numpy as np

    from benchmarks.matching_figures import Truth, of_clusters, of_review
    from benchmarks.matching_worst import worst_joins
    from flows.settings import load_model
    from rules.clustering import cluster
    from rules.decisions import Thresholds
    from rules.matching import match_and_relate
    from schemas.linkage import Decision

    records = prepared(records)
    truth, model, started = Truth.of(records), load_model(KEY), _peak()
    kept, cpu = _of_candidates(records, truth, model), [time.process_time()]
    limits = Thresholds(accept, review)
    matched = match_and_relate(records, model, limits)
    pairs = matched.pairs
    cpu.append(time.process_time())
    rank = np.argsort(np.argsort(records["row_key"].to_numpy(dtype=str)))
    labels = cluster(len(records), pairs, _same_content(records), rank)
    cpu.append(time.process_time())
    review_pairs = (pairs["decision"] == Decision.REVIEW.value).to_numpy()
    return {
        **kept,
        **of_clusters(truth, labels),
        **of_review(truth, labels, *pairs[["row_id_l", "row_id_r"]].to_numpy()[review_pairs].T),
        "error of the national count, %": _count_error(records, labels),
        **worst_joins(records, truth, labels),
        **{f"pairs: {relation}": float(count) for relation, count in matched.relations.items()},
        "pairs: maybe copied": float(len(matched.copies)),
        "CPU s: block, compare, decide": cpu[1] - cpu[0],
        "CPU s: cluster": cpu[2] - cpu[1],
        "memory before the matching, MiB": started,
        "peak memory, MiB": _peak(),
        **(_shuffled(records, model, limits, labels) if "true_title" in records else {}),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _of_candidates(records: Any, truth: Any, model: Any) -> dict[str, float]:
    from benchmarks.matching_figures import of_candidates
    from rules.blocking import candidates
    from rules.components import components
    from rules.corpus import corpus

    known = corpus(records, model.terms, model.common_names)
    left, right, found = candidates(known)
    a, b = known.row_id[left], known.row_id[right]
    identical = (found & 1) == 1
    return of_candidates(truth, components(len(records), a[identical], b[identical]), a, b)


def _shuffled(records: Any, model: Any, limits: Any, labels: Any) -> dict[str, float]:
    """1 where the rows in another order, compared in chunks of another size, fall into the same clusters."""
    import numpy as np

    import rules.scoring
    from rules.clustering import cluster
    from rules.matching import match

    order = np.random.default_rng(5).permutation(len(records))
    moved = records.iloc[order].assign(row_id=np.arange(len(records)))
    usual, rules.scoring.PAIRS_A_CHUNK = rules.scoring.PAIRS_A_CHUNK, 77_777
    try:
        rank = np.argsort(np.argsort(moved["row_key"].to_numpy(dtype=str)))
        again = cluster(len(moved), match(moved, model, limits), _same_content(moved), rank)
    finally:
        rules.scoring.PAIRS_A_CHUNK = usual
    one, other = (np.unique(of, return_inverse=True)[1] for of in (labels[order], again))
    pairs = np.unique(np.stack([one, other]), axis=1).shape[1]
    same = pairs == one.max(initial=-1) + 1 == other.max(initial=-1) + 1
    return {"the same clusters from shuffled rows in other chunks": float(same)}


def prepared(records: Any) -> Any:
    """The frame that flows.reconcile gives the matcher."""
    import numpy as np
    import pandas as pd

    from flows.settings import load_settings
    from rules.eligibility import eligibility
    from rules.features import Coder
    from rules.hashing import mix
    from rules.known_keys import row_keys

    config = load_settings(Path("config.yaml"), Path("var")).config
    campaign = config.campaign(CAMPAIGN)
    kinds = {federation.code: federation.kind.value for federation in config.federations}
    records = records.assign(is_earlier=False, row_id=np.arange(len(records)))
    records["federation_kind"] = records["federation_code"].map(kinds)
    if "true_disposition" not in records:  # made past the sheets: every row may count
        keys = mix(np.arange(len(records), dtype=np.uint64))
        dates = {name: pd.to_datetime(records[name]).astype("datetime64[s]") for name in ("applied_from", "applied_to")}
        return records.assign(row_key=[f"{key:016x}" for key in keys], eligible=True, **dates)
    records["row_key"] = row_keys(records, CAMPAIGN, Coder(KEY))
    return pd.concat([records, eligibility(records, campaign, AS_OF)], axis=1)


def _same_content(records: Any) -> Any:
    from rules.same_rows import same_content

    return same_content(records) if "content_code" in records else []


def _count_error(records: Any, labels: Any) -> float:
    import numpy as np

    counted = len(np.unique(labels[records["eligible"].to_numpy()]))
    known = "true_disposition" in records
    true = int((records["true_disposition"] == "counted").sum()) if known else records["true_initiative"].nunique()
    return 100 * (counted - true) / true


def main() -> None:
    """One column a seed."""
    os.environ.setdefault("TONGHOP_HMAC_KEY", KEY.decode())
    from benchmarks.matching_goals import print_beside_goals
    from benchmarks.matching_made import made_rows
    from benchmarks.matching_sample import sample_rows

    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int)
    parser.add_argument("--seeds", type=int, nargs="+", default=[2021])
    parser.add_argument("--cache", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--accept", type=float, default=4.0)
    parser.add_argument("--review", type=float, default=0.0)
    parser.add_argument("--made", action="store_true", help="past the sheets, for a million rows and more")
    asked = parser.parse_args()
    rows = made_rows if asked.made else sample_rows
    figures = [measure(rows(asked.rows, seed, asked.cache), asked.accept, asked.review) for seed in asked.seeds]
    print_beside_goals([f"{asked.rows:,} rows, seed {seed}" for seed in asked.seeds], figures)


if __name__ == "__main__":
    main()
