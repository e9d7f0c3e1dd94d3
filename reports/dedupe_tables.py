"""What `tonghop dedupe` gives back: the table with its clusters, and the pairs with their reasons, as CSV."""

import csv
import io
from collections.abc import Sequence

import pandas as pd

from reports.csv_lines import harmless
from reports.wording_dedupe import DECISIONS, reason

CLUSTER_COLUMNS = ("cluster", "cluster_rows", "canonical")
PAIR_COLUMNS = ("row_l", "row_r", "told_l", "told_r", "decision", "meaning", "match_weight", "reasons")


def table_csv(header: Sequence[str], rows: Sequence[Sequence[str]], cluster: Sequence[int], best: set[int]) -> bytes:
    """Every row as it was, its cluster (the smallest row of it), how many rows that has, and whether it speaks for it.

    `best` holds the places of the rows that speak for their clusters."""
    sizes = pd.Series(list(cluster)).value_counts()
    lines = [
        (*row, str(label), str(sizes[label]), "true" if at in best else "false")
        for at, (row, label) in enumerate(zip(rows, cluster, strict=True))
    ]
    return _csv((*header, *CLUSTER_COLUMNS), lines)


def pairs_csv(pairs: pd.DataFrame, told: Sequence[str]) -> bytes:
    """Each pair with its rows' numbers, what they are called, the decision and what every column says.

    `pairs`: left, right (places in `told`), row_l, row_r, decision, weight, `<column>_level`, `<column>_weight`. The
    most likely first."""
    ordered = pairs.sort_values(["weight", "row_l", "row_r"], ascending=[False, True, True])
    columns = [str(name)[: -len("_level")] for name in ordered if str(name).endswith("_level")]
    said = [
        [reason(name, *one) for one in zip(ordered[f"{name}_level"], ordered[f"{name}_weight"], strict=True)]
        for name in columns
    ]
    reasons = ["; ".join(filter(None, of_pair)) for of_pair in zip(*said, strict=True)]
    numbered = zip(*(ordered[name] for name in ("row_l", "row_r", "left", "right", "decision", "weight")), strict=True)
    lines = [
        (str(row_l), str(row_r), told[left], told[right], decision, DECISIONS[decision], f"{weight:.1f}", why)
        for (row_l, row_r, left, right, decision, weight), why in zip(numbered, reasons, strict=True)
    ]
    return _csv(PAIR_COLUMNS, lines)


def _csv(header: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([[harmless(cell) for cell in line] for line in (header, *lines)])
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")
