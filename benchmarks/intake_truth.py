"""How well submissions are understood, against the truth of the sample: `... intake_truth [ROWS] [SEED ...]`.

Five figures a seed: data rows told from other rows; columns; values (right, told by a finding, wrong in silence);
planted faults found at the right cell; and what a second pass finds anew after the told cells were mended.
"""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.mending import mended
from benchmarks.sample_truth import CAMPAIGN, PLACE, Key, Read, Truth, findings_of, keys_of, read_all
from flows.sample import write_sample
from flows.settings import Settings, load_settings
from rules.intake import parse_sheets
from rules.layout import lay_out
from schemas.submission import column_letters

_GROUPS = {
    "dates": {"applied_from": "applied", "applied_to": "applied", "registered_on": "registered"},
    "money": {"benefit_vnd": "benefit"},
    "awards": {"award_level": "award"},
    "sector and field": {"sector": "sector", "field": "field"},
}
_ONE_DOUBT = {"INI-016": "INI-015", "INI-030": "INI-015"}  # a slip of scale is told by any of the three
_SLIP = "INI-016"
_MARGIN = 3  # examples of each kind of miss


def measure(settings: Settings, rows: int, seed: int, folder: Path) -> None:
    """The figures of one seed, with examples of the misses."""
    sent = folder / "sent"
    write_sample(settings.config, CAMPAIGN, rows, seed, sent, lambda done: None)
    truth = Truth.beside(sent)
    reads = list(read_all(settings, sent))
    found: set[Key] = set().union(*(keys_of(read, truth, settings) for read in reads))
    print(f"\n## seed {seed}: {len(truth.rows):,} rows that show anything in {len(reads)} readable files")
    figures = {
        "data rows told from others": _rows(truth, reads),
        "columns": _columns(truth, reads),
        **_values(truth, reads, found),
        **_faults(truth, found),
        **_second_pass(truth, reads, settings),
    }
    print("\n| figure | |\n|---|---|")
    for name, value in figures.items():
        print(f"| {name} | {value:.2f} |", flush=True)


def _rows(truth: Truth, reads: Iterable[Read]) -> float:
    """The share of rows that are data in truth and in the ledger, or in neither."""
    seen: list[tuple[Any, ...]] = []
    for read in reads:
        told = [(n, row, "data") for n, row in read.parsed.records[["sheet_no", "row"]].to_numpy().tolist()]
        for n, row, kind, reason in read.parsed.lines[["sheet_no", "row", "kind", "reason"]].to_numpy().tolist():
            told.append((n, row, "data" if kind == "rejected" else reason))
        seen += [(*read.place, read.sheets[n].name, row, kind) for n, row, kind in told]
    both = truth.rows.merge(pd.DataFrame(seen, columns=[*PLACE, "told"]), on=PLACE, how="outer")
    right = ((both["kind"] == "data") == (both["told"] == "data")) & both["kind"].notna() & both["told"].notna()
    _show("row", both[~right], ["style", "kind", "told"])
    return 100 * float(right.mean())


def _columns(truth: Truth, reads: Iterable[Read]) -> float:
    """The share of columns taken for what they are."""
    seen: list[tuple[Any, ...]] = []
    for read in reads:
        for sheet in read.sheets:
            for table in lay_out(sheet, read.about.columns).tables if sheet.visible else ():
                place = (*read.place, sheet.name, sheet.row_numbers[table.header_rows[0]])
                seen += [(*place, column_letters(c.index), c.field) for c in table.columns]
    both = truth.columns.merge(
        pd.DataFrame(seen, columns=[*PLACE, "column", "told"]), on=[*PLACE, "column"], how="outer"
    )
    right = both["told"].fillna("") == both["field"].replace("repeated", "")
    _show("column", both[~right], ["field", "told", "header"])
    return 100 * float(right.mean())


def _values(truth: Truth, reads: Iterable[Read], found: set[Key]) -> dict[str, float]:
    """For each group of values the share that is right, told by a finding at its cell, silently wrong.

    What a cell does not state is right when it is empty; the sum that a slip of scale meant is right when told."""
    names = [name for group in _GROUPS.values() for name in group]
    frames = [
        read.parsed.records[["row", *names]].assign(
            federation_code=read.place[0], file=read.place[1],
            sheet=[read.sheets[n].name for n in read.parsed.records["sheet_no"]],
        )
        for read in reads if len(read.parsed.records)
    ]  # fmt: skip
    fields = {field for group in _GROUPS.values() for field in group.values()}
    rows = truth.rows.assign(**{f"at_{field}": truth.letters(field) for field in fields})
    both = rows[rows["kind"] == "data"].merge(pd.concat(frames), on=PLACE, suffixes=("_true", ""))
    cells, slipped = {key[:5] for key in found}, {key[:5] for key in truth.planted if key[5] == _SLIP}
    figures = {}
    for group, members in _GROUPS.items():
        outcomes: Counter[str] = Counter()
        for name, field in members.items():
            at = list(zip(*(both[c].astype(str) for c in [*PLACE, f"at_{field}"]), strict=True))
            told = np.array([cell in cells for cell in at])
            right = _equal(both[f"{name}_true"], both[name]) | (told & np.array([cell in slipped for cell in at]))
            outcome = np.where(right, "right", np.where(told, "told", "silently wrong"))
            outcomes.update(outcome.tolist())
            shown = both.assign(true=both[f"{name}_true"].astype(str), got=both[name].astype(str))
            for kind in ("told", "silently wrong"):
                missed = shown[outcome == kind]
                _show(f"{name} {kind}", missed, ["style", "true", "got", f"at_{field}"])
        for kind in ("right", "told", "silently wrong"):
            figures[f"{group}: {kind}"] = 100 * outcomes[kind] / max(outcomes.total(), 1)
    return figures


def _equal(true: pd.Series, got: pd.Series) -> np.ndarray[Any, Any]:
    if got.dtype.kind in "OT" or true.dtype.name == "category":
        return true.astype(str).to_numpy() == got.astype(str).to_numpy()
    if got.dtype.kind == "M":
        true = pd.to_datetime(true)
    a, b = (s.astype("float64" if got.dtype.kind != "M" else got.dtype).to_numpy() for s in (true, got))
    close = np.isclose(a, b) if got.dtype.kind != "M" else a == b
    same: np.ndarray[Any, Any] = close | (pd.isna(a) & pd.isna(b))
    return same


def _faults(truth: Truth, found: set[Key]) -> dict[str, float]:
    """Precision and recall of the planted faults, by check and over all."""
    planted_all, found_all = ({(*k[:5], _ONE_DOUBT.get(k[5], k[5])) for k in keys} for keys in (truth.planted, found))
    files = {(key[0], key[1]) for key in truth.planted} | set(
        zip(truth.rows["federation_code"], truth.rows["file"], strict=True)
    )
    found_all = {key for key in found_all if key[:2] in files}
    print("\n| check | planted | found | right | precision | recall |\n|---|---|---|---|---|---|")
    for check in [*sorted({key[5] for key in planted_all | found_all}), ""]:
        planted, told = ({key for key in keys if check in ("", key[5])} for keys in (planted_all, found_all))
        both = planted & told
        precision, recall = (100 * len(both) / len(keys) if keys else 100.0 for keys in (told, planted))
        print(f"| {check or 'all'} | {len(planted)} | {len(told)} | {len(both)} | {precision:.1f} | {recall:.1f} |")
        for kind, keys in (("missed", planted - told), ("not planted", told - planted)):
            for key in sorted(keys)[:_MARGIN] if check else ():
                print(f"    {kind}: {' | '.join(key)}")
    return {"faults: precision": precision, "faults: recall": recall}


def _second_pass(truth: Truth, reads: Sequence[Read], settings: Settings) -> dict[str, float]:
    """What is found anew in files whose told cells were mended, and how many findings stay."""
    new: list[Key] = []
    left = before = 0
    for read in reads:
        first = keys_of(read, truth, settings)
        sheets = mended(read, findings_of(read.parsed, settings))
        again = keys_of(Read(read.about, sheets, parse_sheets(sheets, read.about)), truth, settings)
        before, left = before + len(first), left + len(again & first)
        new += again - first
    for check, count in Counter(key[5] for key in new).most_common():
        print(f"found anew: {check} {count}, e.g. {' | '.join(min(key for key in new if key[5] == check))}")
    return {"findings of the first pass": before, "findings that stay": left, "findings found anew": len(new)}


def _show(what: str, misses: pd.DataFrame, columns: Sequence[str]) -> None:
    """The commonest kinds of a miss, each with a place."""
    if misses.empty:
        return
    print(f"\n{what}: {len(misses)} missed")
    for key, group in sorted(misses.groupby(list(columns[:3]), dropna=False, observed=True), key=lambda g: -len(g[1]))[
        :15
    ]:
        one = group.iloc[0]
        place = " | ".join(str(one[c]) for c in [*PLACE[:4], *columns[3:]] if c in one)
        print(f"  {len(group)} x {key}: {place}")


def main() -> None:
    """ROWS (12,000) and SEEDs (2021 and 7) from the command line."""
    os.environ.setdefault("TONGHOP_HMAC_KEY", "a key for benchmarks only")
    rows, *seeds = map(int, sys.argv[1:] or ["12000"])
    for seed in seeds or (2021, 7):
        with tempfile.TemporaryDirectory() as folder:
            measure(load_settings(Path("config.yaml"), Path(folder) / "var"), rows, seed, Path(folder))


if __name__ == "__main__":
    main()
