"""Splink beside the matcher, on the same records in the same run.

`python -m benchmarks.splink_peer ROWS --python INTERPRETER --seeds 2021 --cache DIR`: INTERPRETER is that of an
environment which has splink, duckdb, pandas and pyarrow; they are no dependencies of the project. Both read the same:
title and effect as text, and the keyed codes of people, place and description (for withheld rows there is no text)."""

import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

_LEVELS = 60


def ours(records: Any) -> dict[str, float]:
    """The matcher with its frozen model: own threshold, and the curve over the weight of its pairs."""
    import numpy as np

    from benchmarks.matching import KEY
    from flows.settings import load_model
    from rules.clustering import cluster
    from rules.decisions import Thresholds
    from rules.matching import match
    from schemas.linkage import Decision

    model, started = load_model(KEY), time.process_time()
    pairs = match(records, model, Thresholds(4.0, 1.5))
    rank = np.argsort(np.argsort(records["row_key"].to_numpy(dtype=str)))
    labels = cluster(len(records), pairs, (), rank)
    spent = time.process_time() - started

    def at(threshold: float) -> Any:
        linked = ~pairs["contradicted"] & (pairs["match_weight"] >= threshold)
        decided = np.where(linked, Decision.ACCEPT.value, Decision.REJECT.value)
        return cluster(len(records), pairs.assign(decision=decided), (), rank)

    thresholds = np.quantile(pairs["match_weight"], np.linspace(0, 0.95, 20))
    return {**_figures(records, labels, thresholds, at), "CPU s": spent}


def peer(records: Any, interpreter: Path) -> dict[str, float]:
    """Splink, trained and clustered by the given interpreter; CPU seconds are those of its process in training,
    prediction and one clustering."""
    import numpy as np
    import pandas as pd

    from rules.components import components

    with tempfile.TemporaryDirectory() as folder:
        sent, back = Path(folder) / "records.parquet", Path(folder) / "pairs.parquet"
        _as_splink_reads(records).to_parquet(sent)
        told = subprocess.run(
            [str(interpreter), str(Path(__file__).with_name("splink_child.py")), str(sent), str(back)],
            check=True,
            stdout=subprocess.PIPE,
        )
        pairs = pd.read_parquet(back)
    facts = json.loads(told.stdout.splitlines()[-1])
    left, right = pairs["unique_id_l"].to_numpy(), pairs["unique_id_r"].to_numpy()
    weight = pairs["match_weight"].to_numpy()

    def at(threshold: float) -> Any:
        kept = weight >= threshold
        return components(len(records), left[kept], right[kept])

    thresholds = np.linspace(-5.0, 45.0, _LEVELS)
    both = _figures(records, at(0.0), thresholds, at)
    single = _pair_curve(records, left, right, weight)  # pairs alone or clusters of them: the better one counts
    own = [name for name in both if name.endswith("at its own threshold")]
    if single["F1 at its own threshold"] > both["F1 at its own threshold"]:
        both.update({name: single[name] for name in own})
    both.update({name: max(both[name], single[name]) for name in single if name not in own})
    return {**both, "CPU s": facts["cpu"], "pairs a record": len(pairs) / len(records)}


def _figures(records: Any, labels: Any, thresholds: Any, at: Any) -> dict[str, float]:
    from benchmarks.matching_figures import Truth, of_clusters

    truth = Truth.of(records)
    own = of_clusters(truth, labels)
    curve = [_three(own)] + [_three(of_clusters(truth, at(float(t)))) for t in thresholds]
    return {
        "F1 at its own threshold": _three(own)[2],
        "F1 at the best threshold": max(f1 for _, _, f1 in curve),
        "recall at precision 0.99": max((r for p, r, _ in curve if p >= 0.99), default=0.0),
        "precision at its own threshold": own["accepted precision"],
        "recall at its own threshold": own["accepted recall"],
    }


def _three(found: dict[str, float]) -> tuple[float, float, float]:
    precision, recall = found["accepted precision"], found["accepted recall"]
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _pair_curve(records: Any, left: Any, right: Any, weight: Any) -> dict[str, float]:
    """Pairs alone, from the heaviest down, without joining what they join."""
    import numpy as np

    from benchmarks.matching_figures import Truth

    truth = Truth.of(records)
    order = np.argsort(-weight, kind="stable")
    true = truth.same(left, right)[order].cumsum()
    precision, recall = true / np.arange(1, len(order) + 1), true / max(truth.pairs, 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    own = max(int((weight >= 0).sum()) - 1, 0)
    return {
        "F1 at its own threshold": float(f1[own]),
        "F1 at the best threshold": float(f1.max()),
        "recall at precision 0.99": float(recall[precision >= 0.99].max(initial=0.0)),
        "precision at its own threshold": float(precision[own]),
        "recall at its own threshold": float(recall[own]),
    }


def _as_splink_reads(records: Any) -> Any:
    """One line a record: folded title and its heaviest words, effect, lists of codes as text, facts."""
    import pandas as pd

    from benchmarks.matching import KEY
    from flows.settings import load_model
    from rules.corpus import corpus
    from rules.vietnamese import fold

    model = load_model(KEY)
    known = corpus(records, model.terms, model.common_names)
    ordered = records.set_index("row_id").loc[known.row_id]
    words = known.book.words[known.title]
    numbers = known.book.numbers[known.title]

    def listed(codes: Any) -> list[list[str]]:
        return [[f"{code:x}" for code in line if code] for line in codes.tolist()]

    return pd.DataFrame(
        {
            "unique_id": known.row_id,
            "title": [fold(title) for title in ordered["title"]],
            "words": listed(words),
            "rare_1": words[:, 0],
            "rare_2": words[:, 1],
            "rare_3": words[:, 2],
            "numbers": [" ".join(sorted(line)) for line in listed(numbers)],
            "authors": listed(known.authors),
            "author": known.authors[:, 0].astype(str),
            "initials": listed(known.initials),
            "workplace": known.workplace.astype(str),
            "place_words": listed(known.place_words),
            "content": listed(known.content),
            "effect": known.effect.astype(str),
            "benefit": ordered["benefit_vnd"].to_numpy(),
            "first_day": known.first,
            "federation": known.federation,
        }
    ).replace({"author": {"0": None}, "workplace": {"0": None}, "effect": {"0": None}, "numbers": {"": None}})


def main() -> None:
    """Both side by side, and how far the goals are reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int)
    parser.add_argument("--python", type=Path, required=True, metavar="INTERPRETER")
    parser.add_argument("--seeds", type=int, nargs="+", default=[2021])
    parser.add_argument("--cache", type=Path, default=Path("var/benchmarks"))
    asked = parser.parse_args()
    from benchmarks.matching import KEY, prepared
    from benchmarks.matching_sample import sample_rows

    os.environ.setdefault("TONGHOP_HMAC_KEY", KEY.decode())
    for seed in asked.seeds:
        records = prepared(sample_rows(asked.rows, seed, asked.cache))
        our, other = ours(records), peer(records, asked.python)
        print(f"{len(records)} records, seed {seed} | ours | Splink")
        for name in {**our, **other}:
            print(f"| {name} | {our.get(name, float('nan')):.3f} | {other.get(name, float('nan')):.3f} |")


if __name__ == "__main__":
    main()
