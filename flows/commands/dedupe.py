"""`tonghop dedupe`: which rows of any table are one thing, and why."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from flows.commands.shared import EXIT_MADE, config_of, fail, new_command
from flows.faults import Misuse

if TYPE_CHECKING:
    from flows.reading.named_table import NamedTable
    from schemas.config import Matching
    from schemas.table_columns import TableSettings

_KEY = b"codes of one table, held in memory while it is matched"  # nothing coded is kept, so it need not be secret
_MEANINGS = {
    "title": "the column that names the initiative",
    "authors": "who made it",
    "workplace": "where",
    "superior": "the union above the workplace",
    "federation": "the federation that sent it",
    "content": "the description",
    "effect": "the summary of its effect",
    "benefit": "the sum, in đồng",
    "field": "the field",
    "year": "the year or period of its application",
}


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "dedupe", "find the rows of a table that are one initiative, or one thing")
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV file or a workbook")
    for meaning, says in _MEANINGS.items():
        parser.add_argument(f"--{meaning}", metavar="COL", help=says)
    parser.add_argument("--settings", type=Path, metavar="FILE.yaml", help="columns of a table of other things")
    parser.add_argument("--sheet", metavar="NAME", help="default: the first sheet with these columns")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.csv", help="a file that is not there yet")
    parser.add_argument("--pairs", type=Path, metavar="FILE.csv", help="default: OUT_pairs.csv")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, match, write both files, tell the counts."""
    config, _ = config_of(arguments)
    named = {meaning: column for meaning in _MEANINGS if (column := getattr(arguments, meaning))}
    if bool(named) == bool(arguments.settings) or (named and "title" not in named):
        raise Misuse("expected --title COL (with further columns of initiatives), or --settings FILE.yaml")
    pairs_out = arguments.pairs or arguments.out.with_name(f"{arguments.out.stem}_pairs.csv")
    _must_be_new(arguments.out, pairs_out)
    from flows.reading.named_table import read_named_table

    settings = _settings(arguments.settings) if arguments.settings else None
    names = settings.names if settings else tuple(named.values())
    table = read_named_table(arguments.file, names, arguments.sheet, config.limits)
    if not table.rows:
        return fail(f"{arguments.file}: no row stands below the header")
    found = _as_things(table, settings) if settings else _as_initiatives(table, named, config.matching)
    made = _written(table, found, names[0])
    for path, data in zip((arguments.out, pairs_out), made, strict=True):
        try:
            with path.open("xb") as file:
                file.write(data)
        except OSError as error:
            return fail(f"{path}: {error.strerror}")
    labels, pairs = found
    asked = int((pairs["decision"] == "review").sum())
    print(f"{len(labels)} rows, {len(set(labels))} different, {asked} pairs for a person: {arguments.out}, {pairs_out}")
    return EXIT_MADE


Found = tuple[Sequence[int], pd.DataFrame]


def _must_be_new(*paths: Path) -> None:
    for path in paths:
        if path.suffix.lower() != ".csv":
            raise Misuse(f"{path}: expected a name that ends in .csv")
        if path.exists():
            raise Misuse(f"{path}: is there already; name a new file or remove it")
    if len(set(paths)) < len(paths):
        raise Misuse("--pairs: expected another file than --out")


def _settings(path: Path) -> "TableSettings":
    import yaml

    from schemas.table_columns import TableSettings

    try:
        return TableSettings.from_mapping(yaml.safe_load(path.read_text("utf-8")))
    except OSError as error:
        raise Misuse(f"--settings {path}: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise Misuse(f"--settings {path}: is no YAML file") from None
    except ValueError as error:
        raise Misuse(f"--settings {path}: {error}") from None


def _as_initiatives(table: "NamedTable", named: Mapping[str, str], limits: "Matching") -> Found:
    """By the matcher of the consolidation, with its frozen model."""
    import numpy as np

    from flows.settings import load_model
    from rules.clustering import cluster
    from rules.decisions import Thresholds
    from rules.features import Coder
    from rules.matching import match
    from rules.table_matching_initiatives import initiatives

    model = load_model(_KEY)
    records = initiatives({meaning: table.column(column) for meaning, column in named.items()}, Coder(_KEY))
    pairs = match(records, model, Thresholds(limits.accept_threshold, limits.review_threshold))
    rank = np.argsort(np.argsort(records["row_key"].to_numpy(dtype=str)))
    labels = cluster(len(records), pairs, (), rank)
    renamed = pairs.rename(columns={"row_id_l": "left", "row_id_r": "right", "match_weight": "weight"})
    said = {f"{kind}_weight": pairs[f"{kind}_level"].map(table) for kind, table in model.weights.weights.items()}
    return labels.tolist(), renamed.assign(**said)


def _as_things(table: "NamedTable", settings: "TableSettings") -> Found:
    """By comparisons of the columns' kinds, with weights learned from the table."""
    from rules.table_matching import match_table

    found = match_table(pd.DataFrame({name: table.column(name) for name in settings.names}, dtype=object), settings)
    told = {f"{c.name}: {what}": f"{c.name}_{what}" for c in settings.columns for what in ("level", "weight")}
    kept = found.pairs[["left", "right", "weight", "decision", *told]]
    return found.cluster.tolist(), kept.rename(columns=told)


def _written(table: "NamedTable", found: Found, told_by: str) -> tuple[bytes, bytes]:
    """The table and its pairs. A cluster bears the sheet's row of its first one; the fullest row speaks for it."""
    from reports.dedupe_tables import pairs_csv, table_csv

    labels, pairs = found
    numbers = pd.Series(table.numbers)
    first = numbers.groupby(list(labels)).transform("min").tolist()
    full = pd.Series([sum(bool(cell.strip()) for cell in row) for row in table.rows])
    best = set(full.groupby(list(labels)).idxmax().tolist())
    row_l, row_r = numbers[pairs["left"]].to_numpy(), numbers[pairs["right"]].to_numpy()
    numbered = pairs.assign(row_l=row_l, row_r=row_r)
    return table_csv(table.header, table.rows, first, best), pairs_csv(numbered, table.column(told_by))
