"""`tonghop model`: the frozen model of matching; `fit` learns its weights anew, on command only (RULES.md 10)."""

import argparse
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.clock import today
from flows.commands.shared import EXIT_MADE, config_of, day, fail, new_command, opened, positive
from flows.faults import Misuse

if TYPE_CHECKING:
    from flows.settings import Settings
    from rules.weights import WeightTable

_PAIRS = 60_000
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def add(commands: Any) -> None:
    """Declare the command and its half."""
    parser = commands.add_parser("model", help="learn the weights of matching anew, into a table of their own")
    halves = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    fit = new_command(halves, "fit", "learn the weights from the store's records, without labels, into a new table")
    fit.add_argument("--version", required=True, metavar="NAME", help="what the new table is called, such as 2026-11")
    fit.add_argument("--out", type=Path, required=True, metavar="FILE.csv", help="a file that is not there yet")
    fit.add_argument(
        "--pairs", type=positive, default=_PAIRS, metavar="N", help=f"how many pairs are drawn; default {_PAIRS}"
    )
    fit.add_argument("--as-of", type=day, metavar="DATE", help="default: today")
    fit.set_defaults(run=run_fit)


def run_fit(arguments: argparse.Namespace) -> int:
    """Draw, fit, write the table, tell what moved; no run uses it before the config names it."""
    config, campaign_id = config_of(arguments)
    if not _VERSION.fullmatch(arguments.version):
        raise Misuse(f"--version {arguments.version}: expected letters, digits, dots and dashes, at most 40")
    if arguments.out.suffix.lower() != ".csv":
        raise Misuse(f"--out {arguments.out}: expected a name that ends in .csv")
    if arguments.out.exists():
        raise Misuse(f"--out {arguments.out}: is there already; a frozen table is never written over")

    from flows.comparing import records_to_match
    from flows.weight_tables import weights_csv
    from rules.fitting import fit
    from rules.matching import levels_to_fit

    with opened(arguments) as (settings, store):
        if arguments.version == settings.weights.version:
            raise Misuse(f"--version {arguments.version}: the table in use is called so; name another one")
        as_of: date = arguments.as_of or today(config)
        records = records_to_match(settings, store, config.campaign(campaign_id), as_of)
        levels = levels_to_fit(records, settings.model(), arguments.pairs) if len(records) else {}
        drawn = len(levels["title"]) if levels else 0
        if drawn < arguments.pairs:
            print(f"only {drawn} pairs of {len(records)} records could be one; {arguments.pairs} were asked for")
        if not drawn:
            return fail("there is no pair to learn from: `tonghop run` first")
        table = fit(levels, arguments.version)
        try:
            with arguments.out.open("xb") as file:
                file.write(weights_csv(table))
        except OSError as error:
            return fail(f"--out {arguments.out}: {error.strerror}")
        print(f"{drawn} pairs of {len(records)} records, {settings.weights.version} -> {table.version}")
        print("\n".join([*_moved(settings.weights, table), *_planted(settings, table)]))
    print(f"{arguments.out}; `matching.weights` of the config names the table that runs use")
    return EXIT_MADE


def _moved(old: "WeightTable", new: "WeightTable") -> list[str]:
    """The levels whose weight moved, those that moved most first."""
    before = {(kind, level): weight for kind, level, weight in old.rows()}
    changes = [(new_w - before[kind, level], kind, level, new_w) for kind, level, new_w in new.rows()]
    moved = sorted((c for c in changes if abs(c[0]) >= 0.05), key=lambda c: (-abs(c[0]), c[1], c[2]))
    if not moved:
        return ["no weight moved"]
    lines = [f"  {kind + ' ' + level:<32}{w - by:>7.1f} -> {w:>6.1f}  ({by:+.1f})" for by, kind, level, w in moved]
    return [f"{len(moved)} of {len(changes)} weights moved:", *lines]


def _planted(settings: "Settings", table: "WeightTable") -> list[str]:
    """What the new table makes of the planted pairs, beside the old one."""
    from flows.settings import load_model, load_planted
    from rules.decisions import Thresholds
    from rules.features import Coder
    from rules.planted import score

    limits = settings.config.matching
    thresholds = Thresholds(limits.accept_threshold, limits.review_threshold)
    lines = []
    for weights in (settings.weights, table):
        model = load_model(settings.hmac_key, weights)
        found = score(load_planted(), model, thresholds, Coder(settings.hmac_key))
        shares = f"recall {100 * found.recall:.1f} %, precision {100 * found.precision:.1f} %"
        lines.append(f"planted pairs under {weights.version}: {shares}")
    return lines
