"""The matcher at the size of the programme: a run from nothing, then one federation's changed rows against the rest.

`python -m benchmarks.matching_full 1000000 2400000 --cache DIR`. Each stage runs in a process of its own, so that CPU
seconds and peak memory are its own, and leaves its figures in DIR/full_ROWS.json; a stage that stands there is skipped.
2,400,000 rows are the million, and its rows again 1.4 times under other people, places and descriptions."""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.matching import KEY

_CHANGED = 12_000
_MILLION = 1_000_000
_SHIFTED = ("author_codes", "author_initial_codes", "workplace_token_codes", "content_codes")
_STAGES = ("whole", "changed", "check")
_GOALS = {1_000_000: (200, 4_096), 2_400_000: (600, 8_192)}


def rows_of(rows: int, cache: Path) -> Any:
    """So many rows as `benchmarks.matching.prepared` gives them, in blocks of one federation as the store does."""
    import numpy as np
    import pandas as pd

    from benchmarks.matching import prepared
    from benchmarks.matching_made import made_rows

    made = made_rows(min(rows, _MILLION), 2021, cache)
    parts, left, turn = [made], rows - len(made), 1
    while left > 1000 and rows > _MILLION:
        parts.append(_under_other_people(made.iloc[:left].copy(), turn))
        left, turn = left - len(parts[-1]), turn + 1
    records = pd.concat(parts, ignore_index=True).sort_values("federation_code", kind="stable", ignore_index=True)
    records = prepared(records)
    return records.assign(row_id=np.arange(len(records)))


def _under_other_people(rows: Any, turn: int) -> Any:
    import numpy as np

    for name in _SHIFTED:
        column = rows[name].tolist()
        flat = (np.frombuffer(b"".join(column), dtype="<u8") ^ np.uint64(turn << 24)).tobytes()
        ends = np.cumsum([len(codes) for codes in column]).tolist()
        rows[name] = [flat[first:last] for first, last in zip([0, *ends], ends, strict=False)]
    rows["workplace_code"] = rows["workplace_code"].to_numpy(dtype=np.uint64) ^ np.uint64(turn << 24)
    rows["true_initiative"] += f"_{turn}"
    rows["benefit_vnd"] *= 1 + 0.37 * turn
    rows["effect"] += f" {turn}{turn}7"
    return rows


def changed(records: Any) -> Any:
    """12,000 rows of one federation change: benefits all, a third of the titles; a tenth is gone."""
    import numpy as np

    counts = records["federation_code"].value_counts()
    code = counts[counts >= _CHANGED].index[-1]
    at = np.flatnonzero((records["federation_code"] == code).to_numpy())[:_CHANGED]
    titles, benefit = records["title"].tolist(), records["benefit_vnd"].to_numpy().copy()
    for place in at[::3].tolist():
        titles[place] += " đợt 2"
    benefit[at] = np.nan_to_num(benefit[at], nan=7e6) * 1.5
    after = records.assign(title=titles, benefit_vnd=benefit).drop(index=at[::10].tolist()).reset_index(drop=True)
    return after.assign(row_id=np.arange(len(after)))


def stage(name: str, rows: int, cache: Path) -> dict[str, float | str]:
    """The figures of one stage; runs in a process of its own."""
    import hashlib

    import pandas as pd

    from flows.kept_matching import _Seal, load, save
    from flows.settings import load_model
    from rules.decisions import Thresholds
    from rules.incremental import match_and_keep
    from rules.matching import Matcher, match_and_relate

    records = rows_of(rows, cache)
    records = records if name == "whole" else changed(records)
    matcher, seal = Matcher(load_model(KEY), Thresholds(4.0, 1.5)), _Seal(KEY, ["benchmark"])
    folder, before = cache / f"kept_{rows}", resource.getrusage(resource.RUSAGE_SELF)
    started, wall = time.process_time(), time.monotonic()
    if name == "check":
        matched = match_and_relate(records, matcher.model, matcher.thresholds)
    else:
        matched, left = match_and_keep(records, matcher, load(folder, seal) if name == "changed" else None)
    matched_at, matched_with = time.process_time(), resource.getrusage(resource.RUSAGE_SELF)
    if name != "check":
        assert left is not None
        save(folder if name == "whole" else cache / f"kept_{rows}_after", seal, left)
    return {
        "rows": len(records),
        "CPU s: match": matched_at - started,
        "of it the kernel's, for memory and files": matched_with.ru_stime - before.ru_stime,
        "CPU s: keep": time.process_time() - matched_at,
        "wall s": time.monotonic() - wall,
        "memory before, MiB": before.ru_maxrss / 1024,
        "peak memory, MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "pairs": len(matched.pairs),
        "answer": hashlib.sha256(pd.util.hash_pandas_object(matched.pairs).to_numpy().tobytes()).hexdigest()[:16],
    }


def figures(rows: int, cache: Path) -> dict[str, Any]:
    """All stages of one size; those that stand in the file are not run again."""
    kept = cache / f"full_{rows}.json"
    found: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    for name in _STAGES:
        if name not in found:
            command = [sys.executable, "-m", "benchmarks.matching_full", str(rows), "--cache", str(cache)]
            made = subprocess.run([*command, "--stage", name], check=True, capture_output=True, text=True)
            found[name] = json.loads(made.stdout.splitlines()[-1])
            beside = kept.with_suffix(".new")
            beside.write_text(json.dumps(found, indent=1), "utf-8")
            beside.replace(kept)
    return found


def _share(found: dict[str, Any], parts: tuple[str, ...]) -> float:
    changed_s, whole_s = (sum(found[name][f"CPU s: {part}"] for part in parts) for name in ("changed", "whole"))
    return float(changed_s / whole_s)


def main() -> None:
    """One table a size; the answer of the changed night must be that of a run from nothing over the same rows."""
    os.environ.setdefault("TONGHOP_HMAC_KEY", KEY.decode())
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="+")
    parser.add_argument("--cache", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--stage", choices=_STAGES)
    asked = parser.parse_args()
    asked.cache.mkdir(parents=True, exist_ok=True)
    if asked.stage:
        print(json.dumps(stage(asked.stage, asked.rows[0], asked.cache)))
        return
    for rows in asked.rows:
        found = figures(rows, asked.cache)
        for name in found["whole"]:
            print(f"| {name} | " + " | ".join(str(found[stage_name][name]) for stage_name in _STAGES) + " |")
        shares = {parts: _share(found, parts) for parts in (("match",), ("match", "keep"))}
        for parts, share in shares.items():
            print(f"| changed: share of the whole's CPU s ({' and '.join(parts)}; goal 0.05) | {share:.4f} |")
        if rows in _GOALS:
            print("| goals, whole: CPU s, MiB | {} | {} |".format(*_GOALS[rows]))
        assert found["changed"]["answer"] == found["check"]["answer"], "the answers differ"


if __name__ == "__main__":
    main()
