"""The command line: parse, call one flow, print, exit code.

0 a release was made; 1 none could be made; 2 wrong usage or config; 3 a gate held it.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from flows.consolidate import Night
    from schemas.config import Config

EXIT_MADE, EXIT_NOT_MADE, EXIT_USAGE, EXIT_HELD = 0, 1, 2, 3
_HEADLINE = (
    ("entered", "entered (đã cập nhật)"),
    ("rejected", "rejected (không tiếp nhận)"),
    ("ineligible", "ineligible (không hợp lệ)"),
    ("duplicate", "duplicate (trùng)"),
    ("valid", "valid (hợp lệ)"),
    ("under_consideration", "  of which under consideration (đang xem xét)"),
    ("valid_low", "  valid if every doubtful pair were the same"),
    ("target", "target (mục tiêu)"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of `tonghop`."""
    arguments = _parser().parse_args(argv)
    os.umask(0o077)  # what is written is for its owner alone; a release opens its public part itself
    try:
        code: int = arguments.run(arguments)
    except KeyboardInterrupt:
        return _fail("interrupted; the last release stands")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tonghop", description="Consolidates the workers' initiatives of all federations."
    )
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--config", type=Path, default=Path("config.yaml"), metavar="FILE", help="default: ./config.yaml"
    )
    shared.add_argument(
        "--workdir", type=Path, default=Path("var"), metavar="DIR", help="database and releases; default: ./var"
    )
    shared.add_argument("--campaign", metavar="ID", help="default: default_campaign of the config")

    run = commands.add_parser("run", parents=[shared], help="pull, read, match and publish: the nightly consolidation")
    run.add_argument(
        "--federation", action="append", default=[], metavar="CODE", help="pull only this one again; repeatable"
    )
    run.add_argument(
        "--as-of", type=_day, metavar="DATE", help="the day the figures are of, YYYY-MM-DD; default: today"
    )
    run.add_argument("--submissions", type=Path, metavar="DIR", help="take files from DIR/<federation_code>/")
    run.add_argument(
        "--let-through",
        action="append",
        default=[],
        metavar="CODE",
        help="take this federation's count though it left its band",
    )
    run.set_defaults(run=_run)

    sample = commands.add_parser("sample", parents=[shared], help="write realistic submissions and their truth")
    sample.add_argument("--rows", type=_positive, default=12_000, metavar="N", help="data rows in all; default: 12000")
    sample.add_argument("--seed", type=int, default=2021, metavar="S", help="default: 2021")
    sample.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that is not there yet")
    sample.set_defaults(run=_sample)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    from flows.settings import ConfigError, load_config

    try:
        config, _ = load_config(arguments.config)
    except ConfigError as error:
        return _misused(str(error))
    campaign_id = arguments.campaign or config.default_campaign
    for option, codes in (("--federation", arguments.federation), ("--let-through", arguments.let_through)):
        if problem := _unknown(config, campaign_id, codes, option):
            return _misused(problem)
    if arguments.submissions and not arguments.submissions.is_dir():
        return _misused(f"--submissions {arguments.submissions}: there is no such folder")

    from flows.runtime import prepare_prefect

    try:
        prepare_prefect(arguments.workdir)
    except OSError as error:
        return _misused(f"--workdir {arguments.workdir}: cannot be used: {error.strerror}")
    from flows.consolidate import Order, consolidate
    from flows.faults import ToldError

    order = Order(
        config_path=arguments.config,
        workdir=arguments.workdir,
        campaign_id=campaign_id,
        as_of=arguments.as_of or datetime.now(ZoneInfo(config.timezone)).date(),
        federations=tuple(dict.fromkeys(arguments.federation)),
        submissions=arguments.submissions,
        let_through=tuple(arguments.let_through),
    )
    try:
        night = consolidate(order)
    except ConfigError as error:
        return _misused(str(error))
    except ToldError as error:
        return _fail(f"{error}; the last release stands")
    except Exception as error:  # a row's value may stand in a foreign message: only the kind is told
        return _fail(f"the run ended with {type(error).__name__}; the last release stands")
    return _told(night)


def _told(night: "Night") -> int:
    by_state: dict[str, int] = {}
    for outcome in night.outcomes:
        by_state[outcome.state.value] = by_state.get(outcome.state.value, 0) + 1
    print(f"run {night.run_id}: " + ", ".join(f"{n} {state}" for state, n in sorted(by_state.items())))
    published = night.published
    if published.held_because:
        for reason in published.held_because:
            print(f"held: {reason}")
        print("no release was made; the last one stands")
        return EXIT_HELD
    for measure, label in _HEADLINE:
        print(f"{label:<46}{published.headline.get(measure, 0):>12,.0f}")
    print(f"{'of the target':<46}{published.headline.get('target_pct', 0):>10.2f} %")
    print(f"findings: {published.findings}")
    print(f"release: {published.folder}")
    print(f"open: {published.folder}/public/index.html (public), {published.folder}/internal/index.html (staff)")
    return EXIT_MADE


def _sample(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from flows.sample import write_sample
    from flows.settings import ConfigError, load_config

    try:
        config, _ = load_config(arguments.config)
    except ConfigError as error:
        return _misused(str(error))
    campaign_id = arguments.campaign or config.default_campaign
    if problem := _unknown(config, campaign_id):
        return _misused(problem)
    if arguments.out.exists():
        return _misused(f"--out {arguments.out}: is there already; name a new folder or remove it")
    with tqdm(total=arguments.rows, desc="rows", unit="", disable=not sys.stderr.isatty()) as bar:

        def progress(rows: int) -> None:
            bar.update(rows)

        try:
            summary = write_sample(config, campaign_id, arguments.rows, arguments.seed, arguments.out, progress)
        except OSError as error:
            return _fail(f"--out {arguments.out}: {error.strerror}")
    print(f"{summary.rows} rows in {summary.files} files of {summary.federations} federations: {arguments.out}")
    print(f"truth: {summary.truth}")
    return EXIT_MADE


def _unknown(config: "Config", campaign_id: str, codes: Sequence[str] = (), option: str = "") -> str:
    campaigns = [c.id for c in config.campaigns]
    if campaign_id not in campaigns:
        return f"--campaign {campaign_id}: expected one of {', '.join(campaigns)}"
    known = {f.code for f in config.federations}
    unknown = sorted(set(codes) - known)
    return f"{option} {unknown[0]}: no federation of the config has this code" if unknown else ""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a day as YYYY-MM-DD, found {text!r}") from None


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, found {text!r}")
    return int(text)


def _version() -> str:
    from importlib.metadata import version

    return version("tonghop")


def _fail(message: str) -> int:
    print(f"tonghop: {message}", file=sys.stderr)
    return EXIT_NOT_MADE


def _misused(message: str) -> int:
    print(f"tonghop: {message}", file=sys.stderr)
    return EXIT_USAGE


if __name__ == "__main__":
    sys.exit(main())
