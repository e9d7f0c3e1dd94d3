"""The table matcher on public linkage sets with a truth: `python -m benchmarks.linkage FOLDER [SET ...]`.

One settings file a set (benchmarks/linkage_settings): which columns, compared how. The truth is read after matching."""

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from rules.table_matching import match_table
from schemas.table_columns import TableSettings

SETTINGS = Path(__file__).parent / "linkage_settings"
GOALS = {"dblp_acm": 0.975, "cora": 0.90, "febrl_dataset3": 0.995}


def measure(folder: Path, settings: Path) -> dict[str, float]:
    """Pairwise precision, recall and F1 of the clusters, at the matcher's own threshold."""
    rows = pd.read_csv(folder / "records.csv", dtype=str, keep_default_na=False)
    chosen = TableSettings.from_mapping(yaml.safe_load(settings.read_text("utf-8")))
    started = time.process_time()
    found = match_table(rows, chosen)
    spent = time.process_time() - started
    place = {name: at for at, name in enumerate(rows["rec_id"])}
    truth = pd.read_csv(folder / "pairs.csv", dtype=str)
    true = {tuple(sorted((place[a], place[b]))) for a, b in zip(truth["id1"], truth["id2"], strict=True)}
    made = _pairs_of(found.cluster)
    if chosen.lists:  # two rows of one list are no pair of the truth
        lists = rows[chosen.lists].to_numpy()
        made = {(a, b) for a, b in made if lists[a] != lists[b]}
    right = len(made & true)
    precision, recall = right / max(len(made), 1), right / len(true)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"rows": len(rows), "precision": precision, "recall": recall, "F1": f1, "CPU s": spent}


def _pairs_of(cluster: "np.ndarray") -> set[tuple[int, int]]:
    groups = pd.Series(np.arange(len(cluster))).groupby(cluster).agg(list)
    return {(a, b) for group in groups for at, a in enumerate(group) for b in group[at + 1 :]}


def main() -> None:
    """One line a set; a set that is not there is skipped and said so."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("sets", nargs="*", default=sorted(GOALS))
    asked = parser.parse_args()
    for name in asked.sets:
        if not (asked.folder / name).is_dir():
            print(f"{name}: skipped, not in {asked.folder.name}/")
            continue
        figures = measure(asked.folder / name, SETTINGS / f"{name}.yaml")
        told = ", ".join(f"{key} {value:.4g}" for key, value in figures.items())
        print(f"{name}: {told}; goal F1 {GOALS[name]}")


if __name__ == "__main__":
    main()
